package io.tlsfloor.inventory.live;

import io.tlsfloor.inventory.intake.Intake;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.sink.Deadline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Of a run that goes on whatever the database does: a thread of its own writes, twice a second at
 * most. While the database is away, facts wait in bounded room; what does not fit is counted.
 */
final class QueuedDelivery implements Delivery {
  /** About 1 KB each; what one call brings is taken whole, or not at all. */
  private static final int MAX_WAITING = 100_000;

  private static final long PAUSE_MILLIS = 500;
  private static final long RETRY_MILLIS = 3_000;
  private static final long SETTLE_NANOS = 10_000_000_000L;

  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong unwritten = new AtomicLong();
  private final Location location;
  private final String site;
  private final Consumer<String> events;
  private final Thread writer;
  private final Deadline deadline = new Deadline();
  private volatile boolean closing;
  private volatile boolean failing;

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
    writer.start();
  }

  private record Waiting(int count, Fact facts) {}

  @Override
  public void take(int count, Fact facts) {
    if (unwritten.get() > 0 && unwritten.get() + count > MAX_WAITING) {
      lost.addAndGet(count);
      return;
    }
    unwritten.addAndGet(count);
    queue.add(new Waiting(count, facts));
  }

  private void run() {
    List<Waiting> batch = new ArrayList<>(); // until its transaction is through
    @Nullable Store store = null;
    try {
      while (!closing || !queue.isEmpty() || !batch.isEmpty()) {
        if (batch.isEmpty()) {
          Waiting first = queue.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
          if (first == null) {
            continue;
          }
          batch.add(first);
          queue.drainTo(batch);
        }
        try {
          store = store == null ? Store.open(location) : store;
          Intake intake = new Intake(store, site);
          for (Waiting each : batch) {
            each.facts().to(intake);
          }
          intake.flush();
          unwritten.addAndGet(-batch.stream().mapToInt(Waiting::count).sum());
          batch.clear();
          works();
          Thread.sleep(closing ? 0 : PAUSE_MILLIS);
        } catch (IOException e) {
          fails(String.valueOf(e.getMessage()));
          if (closing) {
            return;
          }
          Thread.sleep(RETRY_MILLIS);
        } catch (OutOfMemoryError e) {
          lost.addAndGet(batch.stream().mapToInt(Waiting::count).sum());
          unwritten.addAndGet(-batch.stream().mapToInt(Waiting::count).sum());
          batch.clear();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the run is over
    } finally {
      if (store != null) {
        store.close();
      }
    }
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
    return failing
        ? Optional.of("cannot write to the inventory " + location.shown())
        : Optional.empty();
  }

  @Override
  public void endBy(long nanoTime) {
    deadline.at(nanoTime);
  }

  @Override
  public long settle() {
    long until = System.nanoTime() + deadline.within(SETTLE_NANOS);
    try {
      while (unwritten.get() > 0 && System.nanoTime() < until) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return lost.get() + unwritten.get();
  }

  @Override
  public void close() {
    closing = true;
    try {
      writer.join(1 + deadline.within(2_000_000 * PAUSE_MILLIS) / 1_000_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    writer.interrupt();
  }
}
