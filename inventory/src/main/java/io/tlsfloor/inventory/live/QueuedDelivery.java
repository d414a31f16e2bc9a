package io.tlsfloor.inventory.live;

import io.tlsfloor.inventory.intake.Intake;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.StoreFailures;
import io.tlsfloor.report.sink.Deadline;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Delivers for a run that goes on whatever the database does: a thread of its own writes, twice a
 * second at most. While the database is away, lines wait in bounded room; what does not fit is
 * counted. Lines whose transaction failed are written again: they take the place of what they had
 * brought.
 */
final class QueuedDelivery implements Delivery {
  /** About 1 KB each. */
  private static final int MAX_WAITING = 100_000;

  private static final long PAUSE_MILLIS = 500;
  private static final long RETRY_MILLIS = 3_000;

  /** The same once the run has to end: there is little time, and the database may be back. */
  private static final long LAST_RETRY_MILLIS = 100;

  private static final long SETTLE_NANOS = 10_000_000_000L;

  /** Holds what is slow for lack of processors, and not stuck, gets so much more. */
  private static final long SLOW_NANOS = 3_000_000_000L;

  private static final long TAKEN_NANOS = 150_000_000L;

  /** A database that takes longer for a transaction is locked, or stuck. */
  private static final long STUCK_NANOS = 10_000_000_000L;

  private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
  private final List<byte[]> batch = new ArrayList<>(16); // until its transaction is through
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong unwritten = new AtomicLong();
  private final Location location;
  private final String site;
  private final Consumer<String> events;
  private final Thread writer;
  private final Deadline deadline = new Deadline();
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Headway headway;
  private @Nullable Store store; // of the writer
  private volatile boolean closing;
  private volatile boolean failing;
  private volatile long busySince; // 0: not in a transaction

  /**
   * Begins.
   *
   * @param events takes a sentence when the database fails, and when it works again
   */
  QueuedDelivery(Location location, String site, Consumer<String> events) {
    this.location = location;
    this.site = site;
    this.events = events;
    writer = new Thread(this::run, "inventory");
    writer.setDaemon(true);
    headway = new Headway(writer);
    writer.start();
  }

  @Override
  public void take(byte[] line) {
    if (unwritten.get() >= MAX_WAITING) {
      lost.incrementAndGet();
      return;
    }
    unwritten.incrementAndGet();
    queue.add(line);
  }

  private void run() {
    try {
      while (!closing || !queue.isEmpty() || !batch.isEmpty()) {
        try {
          if (!batch.isEmpty() || await()) {
            tryToWrite();
          }
        } finally {
          busySince = 0;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the run is over
    }
  }

  private void tryToWrite() throws InterruptedException {
    busySince = System.nanoTime() | 1;
    try {
      write();
    } catch (IOException e) {
      fails(String.valueOf(e.getMessage()));
      if (closing) {
        throw (InterruptedException) new InterruptedException("closing").initCause(e);
      }
      pause(RETRY_MILLIS, LAST_RETRY_MILLIS);
    }
  }

  /** Begins a batch; whether something came for one. */
  private boolean await() throws InterruptedException {
    byte[] first = queue.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    if (first == null) {
      return false;
    }
    batch.add(first); // into an empty list, which has room
    queue.drainTo(batch);
    return true;
  }

  private void write() throws IOException, InterruptedException {
    try {
      Store open = store == null ? Store.open(location) : store;
      store = open;
      write(open);
    } catch (IOException e) {
      if (!StoreFailures.refusesContent(e)) {
        throw e;
      }
      giveUp(e);
      return;
    } catch (RuntimeException e) {
      giveUp(e);
      return;
    }
    unwritten.addAndGet(-batch.size());
    batch.clear();
    works();
    pause(PAUSE_MILLIS, 0);
  }

  private void write(Store open) throws IOException {
    Intake intake = new Intake(open, site);
    for (byte[] line : batch) {
      intake.take(line);
    }
    intake.flush();
    long misdated = intake.receipt().misdated();
    if (misdated > 0) {
      if (lost.getAndAdd(misdated) == 0) {
        events.accept(
            "the inventory takes no results from before 1995, or from more than a year ahead:"
                + " they are lost until the clock is set");
      }
    }
  }

  /** Waits; once the run has to end, so much less. */
  private void pause(long millis, long millisAtEnd) throws InterruptedException {
    busySince = 0;
    if (ending.await(millis, TimeUnit.MILLISECONDS)) {
      Thread.sleep(millisAtEnd);
    }
  }

  /** Lines that this database will never take would keep all later ones from it. */
  private void giveUp(Throwable why) {
    int count = batch.size();
    batch.clear();
    lost.addAndGet(count);
    unwritten.addAndGet(-count);
    events.accept(
        "inventory "
            + location.shown()
            + " cannot take "
            + Words.count(count, "result")
            + ", which are lost: "
            + why);
  }

  private void fails(String why) {
    if (!failing) {
      events.accept(why + "; what comes waits, and is written later");
    }
    failing = true;
  }

  private void works() {
    if (failing) {
      long gone = lost.get();
      events.accept(
          "inventory "
              + location.shown()
              + " works again"
              + (gone == 0 ? ", nothing was lost" : "; " + gone + " results were lost"));
    }
    failing = false;
  }

  @Override
  public long lost() {
    return lost.get();
  }

  @Override
  public Optional<String> away() {
    long since = busySince;
    if (failing) {
      return Optional.of("cannot write to the inventory " + location.shown());
    }
    return since != 0 && System.nanoTime() - since > STUCK_NANOS
        ? Optional.of("the inventory " + location.shown() + " does not answer, or is locked")
        : Optional.empty();
  }

  @Override
  public void endBy(long nanoTime) {
    deadline.at(nanoTime);
    ending.countDown();
  }

  @Override
  public long settle() {
    ending.countDown();
    long until = System.nanoTime() + deadline.within(SETTLE_NANOS);
    long last = until + SLOW_NANOS;
    boolean interrupted = false;
    while (unwritten.get() > 0 && System.nanoTime() < (isWriting() ? last : until)) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        interrupted = true; // by the signal that ends the run: the end waits for this all the same
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return lost.get() + unwritten.get();
  }

  /** A database that is down refuses at once; one that is locked, or stuck, gives no work. */
  private boolean isWriting() {
    long since = busySince;
    boolean taken = !failing || since != 0 && System.nanoTime() - since > TAKEN_NANOS;
    return headway.isMade() && taken; // looked at all the time, so that it is known at the deadline
  }

  @Override
  public void close() {
    closing = true;
    ending.countDown();
    try {
      writer.join(1 + deadline.within(2_000_000 * PAUSE_MILLIS) / 1_000_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.interrupt();
  }

  /** Tells a thread that works, if slowly, from one that waits for something that does not come. */
  private static final class Headway {
    private static final long WINDOW_NANOS = 500_000_000L;
    private static final long WORK_NANOS = 500_000; // that a thread which works does in a window

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Thread thread;
    private long since;
    private long used;
    private boolean made = true;

    Headway(Thread thread) {
      this.thread = thread;
    }

    /** Whether it worked in the last half second or so. */
    boolean isMade() {
      long now = System.nanoTime();
      if (now - since > WINDOW_NANOS) {
        long total = THREADS.getThreadCpuTime(thread.getId());
        made = total - used > WORK_NANOS || since == 0;
        used = total;
        since = now;
      }
      return made;
    }
  }
}
