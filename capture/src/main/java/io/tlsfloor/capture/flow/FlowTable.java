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
 * <p>Most packets belong to flows of which nothing more is wanted ({@link #quiet}). For them the
 * table answers from one word, without touching the flow: its tag holds 62 bits of the hash,
 * whether the flow is quiet, and whether it was used since its place in the queue was last looked
 * at. Two flows whose tags agree by chance (one in 2^62) would be taken for one.
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

  private static final Age[] AGES = Age.values();
  private static final int FIRST_SLOTS = 1 << 13;
  private static final int MAX_SLOTS = 1 << 30;
  private static final long TOUCH_NANOS =
      1_000_000_000L; // moving in its queue once a second is enough
  private static final long QUIET = 1;
  private static final long USED = 2;
  private static final long FLAGS = QUIET | USED;
  private static final long EMPTY = 0;

  private final int maxFlows;
  private final Consumer<F> evicted;
  private final Queue[] queues = {new Queue(), new Queue(), new Queue()};
  private long[] tags = new long[FIRST_SLOTS];
  private @Nullable Flow[] flows = new Flow[FIRST_SLOTS];
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

  /** Whether these ends are a quiet flow's; notes that it was used. */
  public boolean isQuiet(FlowKey key) {
    return isQuiet(key.hash());
  }

  /**
   * Whether these ends are a quiet flow's; notes that it was used.
   *
   * @param addresses IPv4 source in the lower 32 bits, destination in the upper, little-endian
   * @param ports in the same way, 16 bits each
   */
  public boolean isQuietV4(long addresses, int ports) {
    return isQuiet(FlowKey.hashV4(addresses, ports));
  }

  private boolean isQuiet(long hash) {
    long wanted = tag(hash);
    long[] tags = this.tags;
    for (int at = slot(wanted); ; at = at + 1 & tags.length - 1) {
      long tag = tags[at];
      if ((tag & ~FLAGS) == wanted) {
        if ((tag & USED) == 0) {
          tags[at] = tag | USED;
        }
        return (tag & QUIET) != 0;
      }
      if (tag == EMPTY) {
        return false;
      }
    }
  }

  /** The flow of these ends, or null. */
  @SuppressWarnings("unchecked") // only add() puts entries in, and those are F
  public @Nullable F find(FlowKey key) {
    long wanted = tag(key.hash());
    for (int at = slot(wanted); tags[at] != EMPTY; at = at + 1 & tags.length - 1) {
      if ((tags[at] & ~FLAGS) == wanted) {
        Flow flow = flows[at];
        if (flow != null && key.matches(flow)) {
          return (F) flow;
        }
      }
    }
    return null;
  }

  /** Puts in a flow under ends that are not there yet. */
  public void add(FlowKey key, F flow, long nowNanos) {
    while (size >= maxFlows) {
      evictOldest(nowNanos);
    }
    if (size >= tags.length >>> 1 && tags.length < MAX_SLOTS) {
      grow();
    }
    key.copyTo(flow);
    put(tag(flow.hash), flow);
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

  /** Says whether packets of {@code flow} are of interest no more. */
  public void quiet(F flow, boolean quiet) {
    int at = slotOf(flow);
    tags[at] = quiet ? tags[at] | QUIET : tags[at] & ~QUIET;
  }

  /** Takes {@code flow} out, if it is in. */
  public void remove(F flow) {
    if (flow.age == null) {
      return;
    }
    empty(slotOf(flow));
    queueOf(flow).unlink(flow);
    flow.age = null;
    size--;
  }

  /** The first flow of that queue, or null: the one used longest ago, but for quiet ones. */
  @SuppressWarnings("unchecked") // as in find
  public @Nullable F first(Age age) {
    return (F) queues[age.ordinal()].oldest;
  }

  /** A flow of that queue that was last used before {@code beforeNanos}, or null. */
  @SuppressWarnings("unchecked") // as in find
  public @Nullable F idle(Age age, long beforeNanos, long nowNanos) {
    Queue queue = queues[age.ordinal()];
    Flow flow = queue.oldest;
    while (flow != null && flow.touchedNanos < beforeNanos) {
      if (!takeUsed(flow)) {
        return (F) flow;
      }
      flow.touchedNanos = nowNanos;
      queue.unlink(flow);
      queue.append(flow);
      flow = queue.oldest;
    }
    return null;
  }

  /** Flows in the table. */
  public int size() {
    return size;
  }

  private void evictOldest(long nowNanos) {
    for (Age age : AGES) {
      F flow = idle(age, Long.MAX_VALUE, nowNanos);
      if (flow != null) {
        evicted.accept(flow);
        remove(flow);
        return;
      }
    }
  }

  /** Whether a quiet flow was used since it was last asked; forgets it. */
  private boolean takeUsed(Flow flow) {
    if (flow.age != Age.DONE) {
      return false;
    }
    int at = slotOf(flow);
    boolean used = (tags[at] & USED) != 0;
    tags[at] &= ~USED;
    return used;
  }

  private Queue queueOf(Flow flow) {
    Age age = flow.age;
    if (age == null) {
      throw new IllegalStateException("flow is in no table");
    }
    return queues[age.ordinal()];
  }

  // Open addressing with linear probing; a removal moves later entries up.

  private static long tag(long hash) {
    long tag = hash & ~FLAGS;
    return tag == EMPTY ? FLAGS + 1 : tag;
  }

  private int slot(long tag) {
    return (int) (tag >>> 20) & tags.length - 1;
  }

  private int slotOf(Flow flow) {
    int at = slot(tag(flow.hash));
    while (flows[at] != flow) {
      at = at + 1 & tags.length - 1;
    }
    return at;
  }

  private void put(long tag, Flow flow) {
    int at = slot(tag);
    while (tags[at] != EMPTY) {
      at = at + 1 & tags.length - 1;
    }
    tags[at] = tag;
    flows[at] = flow;
  }

  private void empty(int slot) {
    int mask = tags.length - 1;
    int hole = slot;
    for (int at = hole + 1 & mask; tags[at] != EMPTY; at = at + 1 & mask) {
      int home = slot(tags[at] & ~FLAGS);
      if ((at - home & mask) >= (at - hole & mask)) {
        tags[hole] = tags[at];
        flows[hole] = flows[at];
        hole = at;
      }
    }
    tags[hole] = EMPTY;
    flows[hole] = null;
  }

  private void grow() {
    long[] oldTags = tags;
    @Nullable Flow[] oldFlows = flows;
    tags = new long[oldTags.length * 2];
    flows = new Flow[oldTags.length * 2];
    for (int i = 0; i < oldTags.length; i++) {
      Flow flow = oldFlows[i];
      if (flow != null) {
        int at = slot(oldTags[i] & ~FLAGS);
        while (tags[at] != EMPTY) {
          at = at + 1 & tags.length - 1;
        }
        tags[at] = oldTags[i];
        flows[at] = flow;
      }
    }
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
