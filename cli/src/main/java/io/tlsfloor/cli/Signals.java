package io.tlsfloor.cli;

import java.util.concurrent.atomic.AtomicReference;
import sun.misc.Signal;

/**
 * Turns SIGINT and SIGTERM into a polite request to end: what runs asks {@link #interrupted} between
 * two steps. A second signal ends the process at once. {@code sun.misc.Signal} has no replacement in
 * the JDK; this is the only class that uses it.
 */
public final class Signals {
  private static final int GRACE_MILLIS = 500; // then a blocked read is broken off
  private static final AtomicReference<Thread> WORKER = new AtomicReference<>();
  private static volatile boolean interrupted;

  private Signals() {}

  /** Begins to listen; the calling thread is the one that is interrupted when it stays blocked. */
  public static void listen() {
    interrupted = false;
    WORKER.set(Thread.currentThread());
    Signal.handle(new Signal("INT"), Signals::received);
    Signal.handle(new Signal("TERM"), Signals::received);
  }

  /** Whether an end was asked for. */
  public static boolean interrupted() {
    return interrupted;
  }

  /** Asks for an end, as a signal does. */
  static void interrupt() {
    interrupted = true;
  }

  /** Runs in a thread that the JVM makes for each signal. */
  private static void received(Signal signal) {
    if (interrupted) {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED.status());
    }
    interrupted = true;
    try {
      Thread.sleep(GRACE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Thread worker = WORKER.get();
    if (worker != null) {
      worker.interrupt();
    }
  }
}
