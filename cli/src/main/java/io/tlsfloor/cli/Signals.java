package io.tlsfloor.cli;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
  private static final Set<String> LISTENING = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger HANGUPS = new AtomicInteger();
  private static final AtomicInteger STATUS_REQUESTS = new AtomicInteger();
  private static volatile boolean interrupted;

  private Signals() {}

  /** Begins to listen; the calling thread is the one that is interrupted when it stays blocked. */
  static void listen() {
    WORKER.set(Thread.currentThread());
    Signal.handle(new Signal("INT"), Signals::received);
    Signal.handle(new Signal("TERM"), Signals::received);
  }

  /** Returns whether an end was asked for. */
  static boolean interrupted() {
    return interrupted;
  }

  /** How often SIGHUP came since the first call, which begins to listen. */
  static int hangups() {
    return counted("HUP", HANGUPS);
  }

  /** How often SIGUSR1 came since the first call, which begins to listen. */
  static int statusRequests() {
    return counted("USR1", STATUS_REQUESTS);
  }

  private static int counted(String signal, AtomicInteger count) {
    if (LISTENING.add(signal)) {
      Signal.handle(new Signal(signal), s -> count.incrementAndGet());
    }
    return count.get();
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
