package io.tlsfloor.cli;

import java.util.concurrent.atomic.AtomicReference;
import sun.misc.Signal;

/**
 * Turns SIGINT and SIGTERM into a polite request to end: what runs asks {@link #interrupted}
 * between two steps. A second signal ends the process at once. The JDK has no supported class for
 * signals; this is the only one that uses {@code sun.misc.Signal}, and the build compiles it by
 * itself because javac's warning about it cannot be suppressed.
 */
final class Signals {
  private static final int STATUS = 130; // ExitCode.INTERRUPTED; this class is compiled alone
  private static final int GRACE_MILLIS = 500; // then a blocked read is broken off
  private static final AtomicReference<Thread> WORKER = new AtomicReference<>();
  private static volatile boolean interrupted;

  private Signals() {}

  /** Begins to listen; the calling thread is the one that is interrupted when it stays blocked. */
  static void listen() {
    WORKER.set(Thread.currentThread());
    Signal.handle(new Signal("INT"), Signals::received);
    Signal.handle(new Signal("TERM"), Signals::received);
  }

  /** Whether an end was asked for. */
  static boolean interrupted() {
    return interrupted;
  }

  /** Runs in a thread that the JVM makes for each signal. */
  private static void received(Signal signal) {
    if (interrupted) {
      Runtime.getRuntime().halt(STATUS);
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
