package io.tlsfloor.capture.flow;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All flows of one transport, in a hash table with a cap.
 *
 * <p>Each flow is also in one of four queues, ordered by last use. At the cap a flow goes that
 * ended and is {@link #SURELY_OVER_NANOS} old; if there is none the oldest one, from the first
 * queue of {@link Age} that is not empty: so a flood of SYNs displaces other SYNs, and flows that
 * may still decide something go last. Confined to one thread; no allocation in look-ups.
 *
 * <p>Most packets belong to flows of which nothing more is wanted ({@link #quiet}). For them the
 * table answers from two words of the place, without touching the flow: of IPv4 they hold the whole
 * key, of IPv6 a hash of it, and the key is compared with the flow's. Flags say whether the flow is
 * quiet, and whether it was used since its place in the queue was last looked at.
 *
 * <p>Most flows of a capture are done. Such a one can be put away ({@link #putAway}): of it a row
 * of numbers stays, of which {@link #find} makes a flow again. It counts as any other.
 *
 * @param <F> the entries
 */
public final class FlowTable<F extends Flow> {
  /** What would be lost with a flow, least first. */
  public enum Age {
    /** No payload yet. */
    NEW,
    /** Decided, or of no interest, and its connection ended. */
    ENDED,
    /** Decided, or of no interest. */
    DONE,
    /** Undecided. */
    OPEN
  }

  /** So long after the last packet that tells something none comes of a connection that ended. */
  static final long SURELY_OVER_NANOS = 10_000_000_000L;

  private static final Age[] AGES = Age.values();
  private static final int ADDRESS_WORDS = 8; // of IPv6 that stand behind a row's numbers
  private static final long TOUCH_NANOS =
      1_000_000_000L; // moving in its queue once a second is enough

  private final int maxFlows;
  private boolean clockBehind;
  private final Consumer<F> evicted;
  private final @Nullable FlowNumbers<F> numbers;
  private final FlowQueue[] queues = {
    new FlowQueue(), new FlowQueue(), new FlowQueue(), new FlowQueue()
  };
  private final FinishedFlows finishedV4;
  private final FinishedFlows finishedV6;
  private final FlowSlots slots;

  /**
   * Makes an empty table.
   *
   * @param maxFlows cap, 1 or more
   * @param evicted called for each flow that the cap drives out, before it is gone
   */
  public FlowTable(int maxFlows, Consumer<F> evicted) {
    this(maxFlows, evicted, null);
  }

  /**
   * Makes an empty table that can put flows away.
   *
   * @param evicted is not told of those: nothing is lost with them
   * @param numbers how a flow is put away; null for never
   */
  public FlowTable(int maxFlows, Consumer<F> evicted, @Nullable FlowNumbers<F> numbers) {
    this.maxFlows = maxFlows;
    this.evicted = evicted;
    this.numbers = numbers;
    int words = numbers == null ? 0 : numbers.words();
    finishedV4 = new FinishedFlows(words);
    finishedV6 = new FinishedFlows(words + ADDRESS_WORDS);
    slots = new FlowSlots(finishedV4, finishedV6);
  }

  /** Whether these ends are a quiet flow's; notes that it was used. */
  public boolean isQuiet(FlowKey key) {
    int at = slots.quiet(key.hash(), key.first(), second(key));
    return at >= 0 && (key.v4() || isOf(key, at));
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
    return slots.quiet(FlowKey.hashV4(first, second), first, FlowSlots.second(second, true)) >= 0;
  }

  private static long second(FlowKey key) {
    return FlowSlots.second(key.second(), key.v4());
  }

  /** Where the flow of these ends is, put away or not. */
  private int slot(FlowKey key) {
    long first = key.first();
    long second = second(key);
    int at = slots.find(key.hash(), first, second);
    while (at >= 0 && !key.v4() && !isOf(key, at)) { // of IPv4 the words are the key
      at = slots.findNext(at, first, second);
    }
    return at;
  }

  private boolean isOf(FlowKey key, int at) {
    Flow flow = slots.flow(at);
    return flow == null ? isRowOf(key, slots.row(at)) : key.matches(flow);
  }

  private boolean isRowOf(FlowKey key, int row) {
    int[] block = finishedV6.block(row);
    int at = finishedV6.at(row) + (numbers == null ? 0 : numbers.words());
    return key.hasAddresses(
        wide(block, at), wide(block, at + 2), wide(block, at + 4), wide(block, at + 6));
  }

  private static long wide(int[] block, int at) {
    return (long) block[at] << 32 | block[at + 1] & 0xFFFF_FFFFL;
  }

  /** The flow of these ends, or null. */
  @SuppressWarnings("unchecked") // only add() puts entries in, and those are F
  public @Nullable F find(FlowKey key) {
    int at = slot(key);
    if (at < 0) {
      return null;
    }
    Flow flow = slots.flow(at);
    return flow == null ? takeOut(key, at) : (F) flow;
  }

  /** Makes a flow again of one that was put away. */
  private @Nullable F takeOut(FlowKey key, int at) {
    if (numbers == null) {
      return null;
    }
    FinishedFlows finished = slots.finished(at);
    int row = slots.row(at);
    F flow = numbers.read(finished.block(row), finished.at(row));
    key.copyTo(flow);
    flow.touchedNanos = finished.touched(row);
    boolean ended = isEnded(at);
    finished.remove(row, ended);
    slots.replace(at, flow, FinishedFlows.NONE);
    Age age = ended ? Age.ENDED : Age.DONE;
    flow.age = age;
    queues[age.ordinal()].append(flow);
    return flow;
  }

  /** Of one that is put away: it is quiet unless it ended. */
  private boolean isEnded(int slot) {
    return !slots.has(slot, FlowSlots.QUIET);
  }

  /**
   * Keeps of a flow that is in and done its numbers alone: whoever holds it must let go of it.
   *
   * @return whether it was put away
   */
  public boolean putAway(F flow) {
    int at = flow.age == Age.DONE || flow.age == Age.ENDED ? slots.slotOf(flow) : FlowSlots.NONE;
    if (numbers == null || at < 0 || isEnded(at) != (flow.age == Age.ENDED)) {
      return false;
    }
    queueOf(flow).unlink(flow);
    FinishedFlows finished = slots.finished(at);
    int row = finished.add(at, flow.touchedNanos, flow.age == Age.ENDED);
    flow.age = null;
    int[] block = finished.block(row);
    numbers.write(flow, block, finished.at(row));
    if (!flow.v4) {
      int behind = finished.at(row) + numbers.words();
      narrow(flow.lowerHigh, block, behind);
      narrow(flow.lowerLow, block, behind + 2);
      narrow(flow.upperHigh, block, behind + 4);
      narrow(flow.upperLow, block, behind + 6);
    }
    slots.replace(at, null, row);
    return true;
  }

  private static void narrow(long value, int[] block, int at) {
    block[at] = (int) (value >>> 32);
    block[at + 1] = (int) value;
  }

  /**
   * Whether the flow of these ends is put away; notes that it was used.
   *
   * @param ends whether it ends with that: its packets are of interest again
   */
  public boolean isPutAway(FlowKey key, boolean ends) {
    int at = slot(key);
    if (at < 0 || numbers == null || slots.flow(at) != null) {
      return false;
    }
    slots.flag(at, FlowSlots.USED, true);
    if (ends) {
      FinishedFlows finished = slots.finished(at);
      int row = slots.row(at);
      numbers.end(finished.block(row), finished.at(row));
      if (!isEnded(at)) {
        finished.end(row);
        slots.flag(at, FlowSlots.QUIET, false);
      }
    }
    return true;
  }

  /** Puts in a flow under ends that are not there yet. */
  public void add(FlowKey key, F flow, long nowNanos) {
    while (slots.size() >= maxFlows) {
      evictOldest(nowNanos);
    }
    key.copyTo(flow);
    slots.add(key.first(), second(key), flow);
    flow.touchedNanos = nowNanos;
    flow.age = Age.NEW;
    queues[Age.NEW.ordinal()].append(flow);
  }

  /** Says whether packets come from before the others, in turn: their flows are used then. */
  public void clockBehind(boolean behind) {
    clockBehind = behind;
  }

  /** Notes that a packet of {@code flow} was seen. */
  public void touch(F flow, long nowNanos) {
    long since = nowNanos - flow.touchedNanos;
    if (since >= TOUCH_NANOS || clockBehind && since <= -TOUCH_NANOS) {
      flow.touchedNanos = nowNanos;
      FlowQueue queue = queueOf(flow);
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
    if (flow.age != null) {
      slots.flag(slots.slotOf(flow), FlowSlots.QUIET, quiet);
    }
  }

  /** Takes {@code flow} out, if it is in. */
  public void remove(F flow) {
    if (flow.age == null) {
      return;
    }
    slots.remove(slots.slotOf(flow));
    queueOf(flow).unlink(flow);
    flow.age = null;
  }

  /**
   * The first flow of that queue, or null: the one used longest ago, but for quiet ones, and for
   * those that are put away.
   */
  @SuppressWarnings("unchecked") // as in find
  public @Nullable F first(Age age) {
    return (F) queues[age.ordinal()].oldest();
  }

  /** As {@link #first(Age)}, if it was last used at {@code atNanos} or later, else null. */
  public @Nullable F first(Age age, long atNanos) {
    F first = first(age);
    return first != null && first.touchedNanos >= atNanos ? first : null;
  }

  /** A flow of that queue that was last used before {@code beforeNanos}, or null. */
  @SuppressWarnings("unchecked") // as in find
  public @Nullable F idle(Age age, long beforeNanos, long nowNanos) {
    FlowQueue queue = queues[age.ordinal()];
    Flow flow = queue.oldest();
    while (flow != null && flow.touchedNanos < beforeNanos) {
      if (age != Age.DONE || !takeUsed(slots.slotOf(flow))) {
        return (F) flow;
      }
      flow.touchedNanos = nowNanos;
      queue.unlink(flow);
      queue.append(flow);
      flow = queue.oldest();
    }
    return null;
  }

  /** Forgets flows that are put away and were last used before {@code beforeNanos}. */
  public void forgetPutAway(long beforeNanos, long nowNanos) {
    while (evictPutAway(true, beforeNanos, nowNanos)
        || evictPutAway(false, beforeNanos, nowNanos)) {
      // one more is gone
    }
  }

  /** A row that was last used before {@code beforeNanos}, or none. */
  private int idle(FinishedFlows finished, boolean ended, long beforeNanos, long nowNanos) {
    int row = finished.oldest(ended);
    while (row != FinishedFlows.NONE && finished.touched(row) < beforeNanos) {
      if (ended || !takeUsed(finished.slot(row))) { // after an end nothing keeps it
        return row;
      }
      finished.used(row, nowNanos);
      row = finished.oldest(false);
    }
    return FinishedFlows.NONE;
  }

  /** Flows in the table, put away or not. */
  public int size() {
    return slots.size();
  }

  private void evictOldest(long nowNanos) {
    boolean gone = evict(Age.ENDED, nowNanos - SURELY_OVER_NANOS, nowNanos);
    for (int i = 0; !gone && i < AGES.length; i++) {
      gone = evict(AGES[i], Long.MAX_VALUE, nowNanos);
    }
  }

  /** Evicts a flow of that age, and whether there was one that was last used before. */
  private boolean evict(Age age, long beforeNanos, long nowNanos) {
    if ((age == Age.ENDED || age == Age.DONE)
        && evictPutAway(age == Age.ENDED, beforeNanos, nowNanos)) {
      return true;
    }
    F flow = idle(age, beforeNanos, nowNanos);
    if (flow != null) {
      evicted.accept(flow);
      remove(flow);
    }
    return flow != null;
  }

  /** Forgets the one of those put away that was used longest ago, if that was before. */
  private boolean evictPutAway(boolean ended, long beforeNanos, long nowNanos) {
    int v4 = idle(finishedV4, ended, beforeNanos, nowNanos);
    int v6 = idle(finishedV6, ended, beforeNanos, nowNanos);
    if (v4 == FinishedFlows.NONE && v6 == FinishedFlows.NONE) {
      return false;
    }
    boolean older =
        v6 == FinishedFlows.NONE
            || v4 != FinishedFlows.NONE && finishedV4.touched(v4) <= finishedV6.touched(v6);
    FinishedFlows finished = older ? finishedV4 : finishedV6;
    int row = older ? v4 : v6;
    slots.remove(finished.slot(row));
    finished.remove(row, ended);
    return true;
  }

  /** Whether a quiet flow was used since it was last asked; forgets it. */
  private boolean takeUsed(int slot) {
    boolean used = slots.has(slot, FlowSlots.USED);
    slots.flag(slot, FlowSlots.USED, false);
    return used;
  }

  private FlowQueue queueOf(Flow flow) {
    Age age = flow.age;
    if (age == null) {
      throw new IllegalStateException("flow is in no table");
    }
    return queues[age.ordinal()];
  }
}
