package io.tlsfloor.report.sink.syslog;

import io.tlsfloor.report.sink.Deadline;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages from a bounded queue, by a thread of its own that connects again as often as it
 * must. At the bounds the oldest message that waits goes, and is counted.
 *
 * <p>Syslog has no answers: a message counts as sent once the link took it. Where a link breaks,
 * what it took in its last moments is sent again over the next one, with the same number, for it
 * may be lost.
 */
final class SyslogSender {
  /** Opens a link. */
  interface Opener {
    /** A link that is ready. */
    Link open() throws IOException;
  }

  /**
   * How much is kept, and how long is waited.
   *
   * @param maxMessages that wait
   * @param maxBytes of messages that wait
   * @param firstPauseMillis before the second attempt to connect; doubled for each further one
   * @param maxPauseMillis between attempts to connect
   */
  record Limits(int maxMessages, long maxBytes, long firstPauseMillis, long maxPauseMillis) {
    /** Some minutes of a busy watch, and an outage of a receiver that is started again. */
    static final Limits STANDARD = new Limits(10_000, 16 << 20, 500, 15_000);
  }

  private final String target;
  private final Opener opener;
  private final Limits limits;
  private final Consumer<String> events;
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
  private Optional<String> trouble = Optional.empty();
  private @Nullable Link link;
  private @Nullable Thread thread;

  /**
   * A sender that does nothing yet.
   *
   * @param target its name, for people
   * @param events takes a sentence when the link breaks, and when it works again; called by the
   *     sender's own thread
   */
  SyslogSender(String target, Opener opener, Limits limits, Consumer<String> events) {
    this.target = target;
    this.opener = opener;
    this.limits = limits;
    this.events = events;
    this.waiting = new MessageQueue(limits.maxMessages(), limits.maxBytes());
  }

  /** Begins with a link that is open already. */
  void start(Link opened) {
    lock.lock();
    try {
      link = opened;
    } finally {
      lock.unlock();
    }
    start();
  }

  /** Begins, and connects as soon as it can. */
  void start() {
    Thread sender = new Thread(this::run, "syslog");
    sender.setDaemon(true);
    thread = sender;
    sender.start();
  }

  /** Takes a message. Never waits: at the bounds the oldest goes. */
  void offer(byte[] message) {
    lock.lock();
    try {
      add(message);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a message, and waits for room while messages go out.
   *
   * @param patienceNanos without one going out, after which the oldest goes, as it then does at
   *     once until one goes out again
   */
  void put(byte[] message, long patienceNanos) {
    lock.lock();
    try {
      if (!gaveUp) {
        awaitProgress(patienceNanos, () -> waiting.fits(message));
        gaveUp = !waiting.fits(message);
      }
      add(message);
    } finally {
      lock.unlock();
    }
  }

  private void add(byte[] message) {
    lost += waiting.add(message);
    changed.signalAll();
  }

  /** Counts a message that cannot be sent at all. */
  void refuse() {
    lock.lock();
    try {
      lost++;
    } finally {
      lock.unlock();
    }
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
    lock.lock();
    try {
      awaitProgress(patienceNanos, this::isIdle);
    } finally {
      lock.unlock();
    }
  }

  private boolean isIdle() {
    return waiting.isEmpty() && !sending;
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

  /** Why nothing goes out now; empty while it does. */
  Optional<String> trouble() {
    lock.lock();
    try {
      return trouble;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends what waits, and ends. What is left then is lost.
   *
   * @param patienceNanos without a message going out, after which it gives up
   */
  void close(long patienceNanos) {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
      awaitProgress(patienceNanos, () -> over);
      boolean gaveUp = !over;
      over = true;
      changed.signalAll();
      if (gaveUp && link != null) {
        link.close();
      }
      lost += (long) waiting.size() + (sending ? 1 : 0);
      waiting.clear();
      sending = false;
    } finally {
      lock.unlock();
    }
    Thread sender = thread;
    if (sender != null) {
      sender.interrupt();
    }
  }

  private void run() {
    long pause = limits.firstPauseMillis();
    boolean proven = false; // whether the link took anything
    while (true) {
      byte[] message = take();
      if (message == null) {
        return;
      }
      Link open = link();
      if (open == null) {
        giveBack(message);
      } else if (send(open, message)) {
        pause = limits.firstPauseMillis();
        proven = true;
        continue;
      } else if (proven) { // it broke: perhaps the receiver was started again
        proven = false;
        continue;
      }
      if (!pause(pause)) {
        return;
      }
      pause = Math.min(2 * pause, limits.maxPauseMillis());
    }
  }

  /** The next message; null when it is all over. */
  private byte @Nullable [] take() {
    lock.lock();
    try {
      while (true) {
        while (waiting.isEmpty() && !closing && !over) {
          changed.awaitUninterruptibly();
        }
        if (over) {
          return null;
        }
        byte[] next = waiting.poll();
        if (next != null) {
          sending = true;
          return next;
        }
        if (finish()) {
          over = true;
          changed.signalAll();
          return null;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the link; false if messages have to be sent again. Without the lock while it waits. */
  private boolean finish() {
    Link open = link;
    if (open == null) {
      return true;
    }
    link = null;
    lock.unlock();
    IOException failure = null;
    try {
      open.finish();
    } catch (IOException e) {
      failure = e;
    } finally {
      lock.lock();
    }
    int rejected = open.rejected();
    reject(rejected);
    if (rejected > 0) {
      trouble = Optional.of(Failures.what(new PortUnreachableException()));
    }
    if (failure == null) {
      return true;
    }
    trouble = Optional.of(Failures.what(failure));
    return !sendAgain();
  }

  private void reject(int count) {
    sent -= count;
    lost += count;
  }

  /** The link, opened if there is none; null if that fails. */
  private @Nullable Link link() {
    lock.lock();
    try {
      if (link != null) {
        return link;
      }
    } finally {
      lock.unlock();
    }
    try {
      Link opened = opener.open();
      lock.lock();
      try {
        if (over) {
          opened.close();
          return null;
        }
        link = opened;
        return opened;
      } finally {
        lock.unlock();
      }
    } catch (IOException e) {
      fails(e);
      return null;
    } catch (OutOfMemoryError e) { // by a flood: it goes, and this thread has to outlive it
      return null;
    }
  }

  /** What keeps messages from the receiver at present. */
  Optional<String> away() {
    lock.lock();
    try {
      return trouble.map(why -> "syslog to " + target + ": " + why);
    } finally {
      lock.unlock();
    }
  }

  private void works() {
    if (trouble.isPresent()) {
      trouble = Optional.empty();
      events.accept(
          "syslog to "
              + target
              + " works again"
              + (lost == 0 ? "" : "; " + Words.count(lost, "message") + " lost so far"));
    }
  }

  private void fails(IOException e) {
    lock.lock();
    try {
      boolean news = trouble.isEmpty();
      trouble = Optional.of(Failures.what(e));
      if (news && !over) {
        events.accept(
            "syslog to "
                + target
                + ": "
                + Failures.what(e)
                + ": trying again. "
                + Failures.hint(e));
      }
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(byte[] message) {
    lock.lock();
    try {
      sending = false;
      if (over) {
        return; // counted already
      }
      waiting.giveBack(message);
    } finally {
      lock.unlock();
    }
  }

  /** Waits before the next attempt; false when it is all over. */
  private boolean pause(long millis) {
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

  /** Whether the link took the message; that it opened says little, of UDP nothing. */
  private boolean send(Link open, byte[] message) {
    IOException failure = null;
    try {
      open.send(message);
    } catch (IOException e) {
      failure = e;
    } catch (OutOfMemoryError e) { // half of it may be sent
      failure = new IOException("no memory", e);
    }
    lock.lock();
    try {
      boolean counted = !sending; // by close(), which gave up
      sending = false;
      reject(open.rejected());
      if (counted) {
        return failure == null;
      }
      if (failure == null) {
        sent++;
        gaveUp = false;
        works();
        if (open.ordered()) {
          unsure.add(message);
        }
      } else {
        waiting.giveBack(message);
        link = null;
        sendAgain();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (failure != null) {
      open.close();
      fails(failure);
    }
    return failure == null;
  }

  /** Puts what was sent in the last moments before what waits; whether there was anything. */
  private boolean sendAgain() {
    int again = unsure.giveBack(waiting);
    sent -= again;
    return again > 0;
  }
}
