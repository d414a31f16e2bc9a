package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.report.output.Outputs;
import java.io.Closeable;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The end of a watch that a signal asks for. What is read, judged and written by then is bounded,
 * each in its place: an output that takes nothing is given up within a second, one that makes
 * headway has a minute. A thread of its own ends the process if something holds up all that, before
 * a service manager does.
 */
final class TimelyEnd implements Closeable {
  /** From then on connections are no longer reported, but counted. */
  private static final long TELL_NANOS = 5_000_000_000L;

  /** From then on nothing waits for a receiver that gives no sign. */
  private static final long DELIVER_NANOS = 1_200_000_000L;

  /** Holds what is stuck then, stays so: systemd waits for 90 s. */
  static final Duration LAST = Duration.ofSeconds(80);

  private static final int LOOK_MILLIS = 100;

  private final BooleanSupplier interrupted;
  private final Runnable halt;
  private final long lastNanos;
  private final Thread thread = new Thread(this::guard, "end");
  private volatile long askedAt; // 0: not yet

  /**
   * Begins to look.
   *
   * @param interrupted whether a signal has come
   * @param halt ends the process at once
   */
  TimelyEnd(BooleanSupplier interrupted, Runnable halt) {
    this(interrupted, halt, LAST);
  }

  TimelyEnd(BooleanSupplier interrupted, Runnable halt, Duration last) {
    this.interrupted = interrupted;
    this.halt = halt;
    lastNanos = last.toNanos();
    thread.setDaemon(true);
    thread.start();
  }

  private void guard() {
    try {
      while (!isAsked() || System.nanoTime() - askedAt < lastNanos) {
        Thread.sleep(LOOK_MILLIS);
      }
      halt.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is closed
    }
  }

  /** Ends the process at once: something is stuck, and only that is still said. */
  static void halt(Console console) {
    try {
      console.error(
          "something that results go to is stuck, and the watch had to end",
          "The last results, and the line of the run, may be missing there.");
      Thread.sleep(LOOK_MILLIS); // another thread writes it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally { // also where there is no memory to say it
      Runtime.getRuntime().halt(ExitCode.FAULT.status());
    }
  }

  /** Returns whether a signal has asked for the end. */
  boolean isAsked() {
    if (askedAt == 0 && interrupted.getAsBoolean()) {
      askedAt = System.nanoTime() | 1;
    }
    return askedAt != 0;
  }

  /**
   * Returns whether the last connections have been reported for long enough, since the end began.
   */
  static boolean isLate(long begunNanos) {
    return System.nanoTime() - begunNanos > TELL_NANOS;
  }

  /** Lets outputs wait no longer for what is stuck than there is time for. */
  void hurry(Outputs outputs) {
    if (isAsked()) {
      outputs.endBy(askedAt + DELIVER_NANOS);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
