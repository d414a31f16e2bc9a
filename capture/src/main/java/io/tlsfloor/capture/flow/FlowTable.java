package io.tlsfloor.capture.flow;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All flows of one transport, in a hash table with a cap.
 *
 * <p>Each flow is also in one of three queues, ordered by last use. At the cap the oldest flow
 * goes, from the first queue of {@link Age} that is not empty: so a flood of SYNs displaces other
 * SYNs, and flows that can still tell something go last. Confined to one thread; no allocation in
 * look-ups.
 *
 * @param <F> the entries
 */
public final class FlowTable<F extends Flow> {
  /** What would be lost with a flow, least first. */
  public enum Age {
    /** No payload yet. */
    NEW,
    /** Decided, or of no interest. */
    DONE,
    /** Undecided. */
    OPEN
  }

  private static final int FIRST_BUCKETS = 1 << 12;
  private static final long TOUCH_NANOS =
      1_000_000_000L; // moving within its queue once a second is enough

  private final int maxFlows;
  private final Consumer<F> evicted;
  private final Queue[] queues = {new Queue(), new Queue(), new Queue()};
  private @Nullable Flow[] buckets = new Flow[FIRST_BUCKETS];
  private int size;

  /**
   * Makes an empty table.
   *
   * @param maxFlows cap, 1 or more
   * @param evicted told of each flow that the cap drives out, before it is gone
   */
  public FlowTable(int maxFlows, Consumer<F> evicted) {
    this.maxFlows = maxFlows;
    this.evicted = evicted;
  }

  /** The flow of these ends, or null. */
  @SuppressWarnings("unchecked") // only add() puts entries in, and those are F
  public @Nullable F find(FlowKey key) {
    Flow flow = buckets[key.hash() & buckets.length - 1];
    while (flow != null && !key.matches(flow)) {
      flow = flow.nextInBucket;
    }
    return (F) flow;
  }

  /** Puts in a flow under ends that are not there yet. */
  public void add(FlowKey key, F flow, long nowNanos) {
    while (size >= maxFlows) {
      evictOldest();
    }
    if (size >= buckets.length - (buckets.length >>> 2) && buckets.length < 1 << 28) {
      grow();
    }
    key.copyTo(flow);
    int at = flow.hash & buckets.length - 1;
    flow.nextInBucket = buckets[at];
    buckets[at] = flow;
    size++;
    flow.touchedNanos = nowNanos;
    flow.age = Age.NEW;
    queues[Age.NEW.ordinal()].append(flow);
  }

  /** Notes that a packet of {@code flow} was seen. */
  public void touch(F flow, long nowNanos) {
    if (nowNanos - flow.touchedNanos >= TOUCH_NANOS) {
      flow.touchedNanos = nowNanos;
      Queue queue = queueOf(flow);
      queue.unlink(flow);
      queue.append(flow);
    }
  }

  /** Moves {@code flow} to another queue. */
  public void age(F flow, Age age) {
    if (flow.age != null && flow.age != age) {
      queueOf(flow).unlink(flow);
      flow.age = age;
      queues[age.ordinal()].append(flow);
    }
  }

  /** Takes {@code flow} out, if it is in. */
  public void remove(F flow) {
    if (flow.age == null) {
      return;
    }
    int at = flow.hash & buckets.length - 1;
    Flow before = null;
    Flow here = buckets[at];
    while (here != null && here != flow) {
      before = here;
      here = here.nextInBucket;
    }
    if (before == null) {
      buckets[at] = flow.nextInBucket;
    } else {
      before.nextInBucket = flow.nextInBucket;
    }
    flow.nextInBucket = null;
    queueOf(flow).unlink(flow);
    flow.age = null;
    size--;
  }

  /** The flow of that queue that was used longest ago, or null. */
  @SuppressWarnings("unchecked") // as in find
  public @Nullable F oldest(Age age) {
    return (F) queues[age.ordinal()].oldest;
  }

  /** Flows in the table. */
  public int size() {
    return size;
  }

  private void evictOldest() {
    for (Age age : Age.values()) {
      F flow = oldest(age);
      if (flow != null) {
        evicted.accept(flow);
        remove(flow);
        return;
      }
    }
  }

  private Queue queueOf(Flow flow) {
    Age age = flow.age;
    if (age == null) {
      throw new IllegalStateException("flow is in no table");
    }
    return queues[age.ordinal()];
  }

  private void grow() {
    @Nullable Flow[] wider = new Flow[buckets.length * 2];
    for (Flow first : buckets) {
      Flow flow = first;
      while (flow != null) {
        Flow next = flow.nextInBucket;
        int at = flow.hash & wider.length - 1;
        flow.nextInBucket = wider[at];
        wider[at] = flow;
        flow = next;
      }
    }
    buckets = wider;
  }

  /** Doubly linked through the flows themselves; the oldest first. */
  private static final class Queue {
    private @Nullable Flow oldest;
    private @Nullable Flow newest;

    void append(Flow flow) {
      flow.older = newest;
      flow.newer = null;
      if (newest == null) {
        oldest = flow;
      } else {
        newest.newer = flow;
      }
      newest = flow;
    }

    void unlink(Flow flow) {
      Flow older = flow.older;
      Flow newer = flow.newer;
      if (older == null) {
        oldest = newer;
      } else {
        older.newer = newer;
      }
      if (newer == null) {
        newest = older;
      } else {
        newer.older = older;
      }
      flow.older = null;
      flow.newer = null;
    }
  }
}
