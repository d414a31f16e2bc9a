package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.output.Outputs;
import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The end of a watch that a signal asks for: two seconds later it is over, whatever is stuck. So
 * much is shared out: to read what waits in the kernel, to report the last connections, to hand
 * results on. A thread of its own ends the process if something holds up all that.
 */
final class TimelyEnd implements Closeable {
  /** From then on connections are no longer reported, but counted. */
  private static final long TELL_NANOS = 700_000_000L;

  /** From then on nothing waits for a receiver. */
  private static final long DELIVER_NANOS = 1_200_000_000L;

  /** What is stuck then, stays so: a disk that does not answer, a terminal without a reader. */
  private static final long LAST_NANOS = 1_500_000_000L;

  /** Where it is slow and not stuck, for lack of processors, it has so long. */
  private static final long SLOW_NANOS = 6_000_000_000L;

  private static final int LOOK_MILLIS = 100;
  private static final long WORK_NANOS = 500_000; // that a thread which works does in between

  /** What the line of a client may take; a flood can bring more of them than there is time for. */
  private static final long CLIENT_NANOS = 100_000;

  private final BooleanSupplier interrupted;
  private final Runnable halt;
  private final Thread teller = Thread.currentThread();
  private final Thread thread = new Thread(this::guard, "end");
  private volatile boolean closed;
  private volatile long askedAt; // 0: not yet
  private long worked; // by the teller's thread, so far

  /**
   * Begins to look after the thread that makes it.
   *
   * @param interrupted whether a signal has come
   * @param halt ends the process at once
   */
  TimelyEnd(BooleanSupplier interrupted, Runnable halt) {
    this.interrupted = interrupted;
    this.halt = halt;
    thread.setDaemon(true);
    thread.start();
  }

  private void guard() {
    try {
      while (!closed) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is closed
    }
  }

  private void look() throws InterruptedException {
    Thread.sleep(LOOK_MILLIS);
    if (isAsked()) {
      long now = ManagementFactory.getThreadMXBean().getThreadCpuTime(teller.getId());
      boolean waits = teller.getState() == Thread.State.TIMED_WAITING; // for the last packets
      long most = waits || now - worked > WORK_NANOS ? SLOW_NANOS : LAST_NANOS;
      worked = now;
      if (System.nanoTime() - askedAt > most) {
        closed = true;
        halt.run();
      }
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

  /** Whether a signal has asked for the end. */
  boolean isAsked() {
    if (askedAt == 0 && interrupted.getAsBoolean()) {
      askedAt = System.nanoTime() | 1;
    }
    return askedAt != 0;
  }

  /** Whether the last connections have been reported for long enough, since the end began. */
  static boolean isLate(long begunNanos) {
    return System.nanoTime() - begunNanos > TELL_NANOS;
  }

  /** Lets outputs wait no longer than there is time for. */
  void hurry(Outputs outputs) {
    if (isAsked()) {
      outputs.endBy(askedAt + DELIVER_NANOS);
    }
  }

  /**
   * The clients that there is time to report, flagged ones first, in the order that they have.
   *
   * @param undelivered takes a count of the others
   */
  List<ClientSummary> inTime(List<ClientSummary> clients, List<LossCount> undelivered) {
    if (!isAsked()) {
      return clients;
    }
    long left = askedAt + DELIVER_NANOS - System.nanoTime();
    int most = (int) Math.max(0, left / CLIENT_NANOS);
    if (clients.size() <= most) {
      return clients;
    }
    List<ClientSummary> told = new ArrayList<>(clients);
    told.sort(Comparator.comparing((ClientSummary client) -> client.flagged() == 0));
    told.subList(most, told.size()).clear();
    LossCount.besides(LossCount.LINES_LOST, (long) clients.size() - most)
        .ifPresent(undelivered::add);
    return told;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
