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
 * table answers from two words of the place, without touching the flow: of IPv4 they hold the whole
 * key, of IPv6 a hash of it, and the key is compared with the flow's. The lowest bits say whether
 * the flow is quiet, and whether it was used since its place in the queue was last looked at.
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
  private static final int MAX_SLOTS = 1 << 29;
  private static final long TOUCH_NANOS =
      1_000_000_000L; // moving in its queue once a second is enough
  private static final long QUIET = 1; // of the second word, whose upper half are the ports
  private static final long USED = 2;
  private static final long FLAGS = QUIET | USED;
  private static final long TAKEN = 4;
  private static final long V4 = 8;
  private static final long EMPTY = 0;

  private final int maxFlows;
  private final Consumer<F> evicted;
  private final Queue[] queues = {new Queue(), new Queue(), new Queue()};
  private long[] words = new long[2 * FIRST_SLOTS];
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
    int at = quietSlot(key.hash(), key.first(), second(key));
    if (at < 0) {
      return false;
    }
    Flow flow = flows[at];
    return key.v4() || flow != null && key.matches(flow);
  }

  /**
   * Whether these ends are a quiet flow's; notes that it was used.
   *
   * @param addresses IPv4 source in the lower 32 bits, destination in the upper, little-endian
   * @param ports in the same way, 16 bits each
   */
  public boolean isQuietV4(long addresses, int ports) {
    boolean turned = FlowKey.isTurned(addresses, ports);
    long first = turned ? Long.rotateLeft(addresses, 32) : addresses;
    int second = turned ? Integer.rotateLeft(ports, 16) : ports;
    return quietSlot(FlowKey.hashV4(first, second), first, (long) second << 32 | TAKEN | V4) >= 0;
  }

  private static long second(FlowKey key) {
    return (long) key.second() << 32 | TAKEN | (key.v4() ? V4 : 0);
  }

  private int quietSlot(long hash, long first, long second) {
    long[] words = this.words;
    for (int at = slot(hash); ; at = at + 1 & mask()) {
      long there = words[2 * at + 1];
      if ((there & ~FLAGS) == second && words[2 * at] == first) {
        if ((there & USED) == 0) {
          words[2 * at + 1] = there | USED;
        }
        return (there & QUIET) != 0 ? at : -1;
      }
      if (there == EMPTY) {
        return -1;
      }
    }
  }

  /** The flow of these ends, or null. */
  @SuppressWarnings("unchecked") // only add() puts entries in, and those are F
  public @Nullable F find(FlowKey key) {
    long first = key.first();
    long second = second(key);
    for (int at = slot(key.hash()); words[2 * at + 1] != EMPTY; at = at + 1 & mask()) {
      if ((words[2 * at + 1] & ~FLAGS) == second && words[2 * at] == first) {
        Flow flow = flows[at];
        if (flow != null && (key.v4() || key.matches(flow))) { // of IPv4 the words are the key
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
    if (size >= flows.length >>> 1 && flows.length < MAX_SLOTS) {
      grow();
    }
    key.copyTo(flow);
    put(key.first(), second(key), flow);
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

  /** Says whether packets of {@code flow}, if it is in, are of interest no more. */
  public void quiet(F flow, boolean quiet) {
    if (flow.age == null) {
      return;
    }
    int second = 2 * slotOf(flow) + 1;
    words[second] = quiet ? words[second] | QUIET : words[second] & ~QUIET;
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
    int second = 2 * slotOf(flow) + 1;
    boolean used = (words[second] & USED) != 0;
    words[second] &= ~USED;
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

  private int mask() {
    return flows.length - 1;
  }

  private int slot(long hash) {
    return (int) (hash >>> 20) & mask();
  }

  private int slotOf(Flow flow) {
    int at = slot(flow.hash);
    while (flows[at] != flow) {
      at = at + 1 & mask();
    }
    return at;
  }

  private void put(long first, long second, Flow flow) {
    int at = slot(flow.hash);
    while (flows[at] != null) {
      at = at + 1 & mask();
    }
    words[2 * at] = first;
    words[2 * at + 1] = second;
    flows[at] = flow;
  }

  private void empty(int slot) {
    int hole = slot;
    int at = hole + 1 & mask();
    for (Flow flow = flows[at]; flow != null; flow = flows[at]) {
      if ((at - slot(flow.hash) & mask()) >= (at - hole & mask())) {
        words[2 * hole] = words[2 * at];
        words[2 * hole + 1] = words[2 * at + 1];
        flows[hole] = flow;
        hole = at;
      }
      at = at + 1 & mask();
    }
    words[2 * hole] = EMPTY;
    words[2 * hole + 1] = EMPTY;
    flows[hole] = null;
  }

  private void grow() {
    long[] oldWords = words;
    @Nullable Flow[] oldFlows = flows;
    words = new long[oldWords.length * 2];
    flows = new Flow[oldFlows.length * 2];
    for (int i = 0; i < oldFlows.length; i++) {
      Flow flow = oldFlows[i];
      if (flow != null) {
        put(oldWords[2 * i], oldWords[2 * i + 1], flow);
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
