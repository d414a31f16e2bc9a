package io.tlsfloor.report.sink.syslog;

import io.tlsfloor.report.sink.Deadline;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Messages between those who report and the thread that sends, bounded; safe for both. At the
 * bounds the oldest message that waits goes, and is counted.
 *
 * <p>Syslog has no answers: a message counts as sent once the link took it. Where a link breaks,
 * what it took in its last moments is sent again over the next one, with the same number, for it
 * may be lost.
 */
final class SyslogOutbox {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deadline deadline = new Deadline();
  private final MessageQueue waiting; // guarded by lock, as all below
  private final RecentlySent unsure = new RecentlySent();
  private long sent;
  private long lost;
  private boolean sending; // one is with the link
  private boolean gaveUp; // waiting for room
  private boolean closing;
  private boolean over;

  /** An empty one with its bounds. */
  SyslogOutbox(int maxMessages, long maxBytes) {
    waiting = new MessageQueue(maxMessages, maxBytes);
  }

  // ---- for those who report

  /** Takes a message. Never waits: at the bounds the oldest goes. */
  void offer(byte[] message) {
    locked(() -> add(message));
  }

  /**
   * Takes a message, and waits for room while messages go out.
   *
   * @param patienceNanos without one going out, after which the oldest goes, as it then does at
   *     once until one goes out again
   */
  void put(byte[] message, long patienceNanos) {
    locked(
        () -> {
          if (!gaveUp) {
            awaitProgress(patienceNanos, () -> waiting.fits(message));
            gaveUp = !waiting.fits(message);
          }
          add(message);
        });
  }

  private void add(byte[] message) {
    lost += waiting.add(message);
    changed.signalAll();
  }

  /** Counts a message that cannot be sent at all. */
  void refuse() {
    locked(() -> lost++);
  }

  /** From here on nothing waits for longer than {@code nanoTime}. */
  void endBy(long nanoTime) {
    deadline.at(nanoTime);
  }

  /**
   * Waits until nothing waits any more.
   *
   * @param patienceNanos without a message going out, after which it gives up
   */
  void settle(long patienceNanos) {
    locked(() -> awaitProgress(patienceNanos, () -> waiting.isEmpty() && !sending));
  }

  /** A signal that interrupts this thread makes it less patient, not impatient. */
  private void awaitProgress(long patienceNanos, BooleanSupplier condition) {
    long patience = patienceNanos;
    boolean interrupted = false;
    long seen = sent + lost;
    while (!condition.getAsBoolean() && deadline.within(patience) > 0 && !over) {
      try {
        patience = changed.awaitNanos(deadline.within(patience));
      } catch (InterruptedException e) {
        interrupted = true;
        patience = Math.min(patience, 1_000_000_000L);
      }
      if (sent + lost != seen) {
        seen = sent + lost;
        patience = interrupted ? patience : patienceNanos;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Messages that were not sent, and will not be. */
  long lost() {
    lock.lock();
    try {
      return lost;
    } finally {
      lock.unlock();
    }
  }

  /** Messages that the link took. */
  long sent() {
    lock.lock();
    try {
      return sent;
    } finally {
      lock.unlock();
    }
  }

  /** Messages that wait, the one with the link included. */
  long waiting() {
    lock.lock();
    try {
      return (long) waiting.size() + (sending ? 1 : 0);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets what waits be sent, and ends. What is left then is lost.
   *
   * @param patienceNanos without a message going out, after which it gives up
   * @return whether the thread that sends had ended; else it is to leave what it does
   */
  boolean close(long patienceNanos) {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
      awaitProgress(patienceNanos, () -> over);
      boolean ended = over;
      over = true;
      changed.signalAll();
      lost += (long) waiting.size() + (sending ? 1 : 0);
      waiting.clear();
      sending = false;
      return ended;
    } finally {
      lock.unlock();
    }
  }

  // ---- for the thread that sends

  /** The next message, once there is one; null when nothing waits and nothing more will come. */
  byte @Nullable [] take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing && !over) {
        changed.awaitUninterruptibly();
      }
      byte[] next = over ? null : waiting.poll();
      sending |= next != null;
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** The link took a message; one that was given up meanwhile stays counted as lost. */
  void sent(byte[] message, boolean ordered) {
    locked(
        () -> {
          if (sending) {
            sending = false;
            sent++;
            gaveUp = false;
            if (ordered) {
              unsure.add(message);
            }
            changed.signalAll();
          }
        });
  }

  /**
   * The link broke with a message: it waits again, as do the last ones before it; false if it was
   * given up meanwhile.
   */
  boolean failed(byte[] message) {
    lock.lock();
    try {
      boolean counts = sending;
      giveBack(message);
      if (counts) {
        sendAgain();
        changed.signalAll();
      }
      return counts;
    } finally {
      lock.unlock();
    }
  }

  /** A message that was taken was not sent, and waits again. */
  void giveBack(byte[] message) {
    locked(
        () -> {
          if (sending) { // else it was given up meanwhile
            sending = false;
            waiting.giveBack(message);
          }
        });
  }

  /** Puts what was sent in the last moments before what waits; whether there was anything. */
  boolean sendAgain() {
    lock.lock();
    try {
      int again = unsure.giveBack(waiting);
      sent -= again;
      return again > 0;
    } finally {
      lock.unlock();
    }
  }

  /** The receiver did not take {@code count} messages that had counted as sent. */
  void reject(int count) {
    locked(
        () -> {
          sent -= count;
          lost += count;
        });
  }

  /** Waits before the next attempt; false when it is all over. */
  boolean pause(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (left > 0 && !over) {
        left = changed.awaitNanos(left);
      }
      return !over;
    } catch (InterruptedException e) {
      return !over;
    } finally {
      lock.unlock();
    }
  }

  /** Nothing more is sent. */
  void over() {
    locked(
        () -> {
          over = true;
          changed.signalAll();
        });
  }

  boolean isOver() {
    lock.lock();
    try {
      return over;
    } finally {
      lock.unlock();
    }
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
