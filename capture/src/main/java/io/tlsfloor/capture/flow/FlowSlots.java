package io.tlsfloor.capture.flow;

import org.jspecify.annotations.Nullable;

/**
 * The places of a {@link FlowTable}: open addressing with linear probing, where a removal moves
 * later entries up. A place holds two words of the key and its flags, and a flow, or the row of one
 * of {@link FinishedFlows}.
 */
final class FlowSlots {
  /** No place. */
  static final int NONE = -1;

  static final long QUIET = 1; // of the second word, whose upper half are the ports
  static final long USED = 2;
  private static final long FLAGS = QUIET | USED;
  private static final long TAKEN = 4;
  private static final long V4 = 8;
  private static final long EMPTY = 0;

  private static final int FIRST = 1 << 13;
  private static final int MAX = 1 << 29;

  private final FinishedFlows finishedV4;
  private final FinishedFlows finishedV6;
  private long[] words = new long[2 * FIRST];
  private @Nullable Flow[] flows = new Flow[FIRST];
  private int[] rows = new int[FIRST]; // plus one; 0 for none
  private int size;

  /**
   * Empty places.
   *
   * @param finishedV4 holds rows of IPv4, which are told where they are when they move
   * @param finishedV6 the same of IPv6
   */
  FlowSlots(FinishedFlows finishedV4, FinishedFlows finishedV6) {
    this.finishedV4 = finishedV4;
    this.finishedV6 = finishedV6;
  }

  /** The second word of a key, without flags. */
  static long second(int ports, boolean v4) {
    return (long) ports << 32 | TAKEN | (v4 ? V4 : 0);
  }

  int size() {
    return size;
  }

  /** The place of a quiet flow with these words, which is used by that; or {@link #NONE}. */
  int quiet(long hash, long first, long second) {
    long[] words = this.words;
    for (int at = slot(hash); ; at = at + 1 & mask()) {
      long there = words[2 * at + 1];
      if ((there & ~FLAGS) == second && words[2 * at] == first) {
        if ((there & USED) == 0) {
          words[2 * at + 1] = there | USED;
        }
        return (there & QUIET) != 0 ? at : NONE;
      }
      if (there == EMPTY) {
        return NONE;
      }
    }
  }

  /** The first place with these words, or {@link #NONE}. */
  int find(long hash, long first, long second) {
    return from(slot(hash), first, second);
  }

  /** The next one after {@code at}. */
  int findNext(int at, long first, long second) {
    return from(at + 1 & mask(), first, second);
  }

  private int from(int start, long first, long second) {
    for (int at = start; words[2 * at + 1] != EMPTY; at = at + 1 & mask()) {
      if ((words[2 * at + 1] & ~FLAGS) == second && words[2 * at] == first) {
        return at;
      }
    }
    return NONE;
  }

  int slotOf(Flow flow) {
    int at = slot(flow.hash);
    while (flows[at] != flow) {
      at = at + 1 & mask();
    }
    return at;
  }

  @Nullable Flow flow(int at) {
    return flows[at];
  }

  /** The row at a place, or {@link FinishedFlows#NONE}. */
  int row(int at) {
    return rows[at] - 1;
  }

  /** Where rows of a place's family are. */
  FinishedFlows finished(int at) {
    return isV4(at) ? finishedV4 : finishedV6;
  }

  boolean isV4(int at) {
    return (words[2 * at + 1] & V4) != 0;
  }

  /** Of IPv4, both addresses; of IPv6, the hash. */
  long first(int at) {
    return words[2 * at];
  }

  int ports(int at) {
    return (int) (words[2 * at + 1] >>> 32);
  }

  boolean has(int at, long flag) {
    return (words[2 * at + 1] & flag) != 0;
  }

  void flag(int at, long flag, boolean on) {
    words[2 * at + 1] = on ? words[2 * at + 1] | flag : words[2 * at + 1] & ~flag;
  }

  /** Puts a flow where a row was, or a row where a flow was; the other is {@code null} or none. */
  void replace(int at, @Nullable Flow flow, int row) {
    flows[at] = flow;
    rows[at] = row + 1;
  }

  /** Takes a place for a flow whose words are in none. */
  void add(long first, long second, Flow flow) {
    if (size >= flows.length >>> 1 && flows.length < MAX) {
      grow();
    }
    put(flow.hash, first, second, flow, 0);
    size++;
  }

  private void put(long hash, long first, long second, @Nullable Flow flow, int row) {
    int at = slot(hash);
    while (words[2 * at + 1] != EMPTY) {
      at = at + 1 & mask();
    }
    set(at, first, second, flow, row);
  }

  private void set(int at, long first, long second, @Nullable Flow flow, int row) {
    words[2 * at] = first;
    words[2 * at + 1] = second;
    flows[at] = flow;
    rows[at] = row;
    if (row > 0) {
      finished(at).slot(row - 1, at);
    }
  }

  /** Empties a place. */
  void remove(int slot) {
    size--;
    int hole = slot;
    int at = hole + 1 & mask();
    while (words[2 * at + 1] != EMPTY) {
      if ((at - slot(hash(words[2 * at], words[2 * at + 1])) & mask()) >= (at - hole & mask())) {
        set(hole, words[2 * at], words[2 * at + 1], flows[at], rows[at]);
        hole = at;
      }
      at = at + 1 & mask();
    }
    set(hole, 0, EMPTY, null, 0);
  }

  private void grow() {
    long[] oldWords = words;
    @Nullable Flow[] oldFlows = flows;
    int[] oldRows = rows;
    words = new long[oldWords.length * 2];
    flows = new Flow[oldFlows.length * 2];
    rows = new int[oldRows.length * 2];
    for (int i = 0; i < oldFlows.length; i++) {
      long second = oldWords[2 * i + 1];
      if (second != EMPTY) {
        long first = oldWords[2 * i];
        put(hash(first, second), first, second, oldFlows[i], oldRows[i]);
      }
    }
  }

  private static long hash(long first, long second) {
    return (second & V4) != 0 ? FlowKey.hashV4(first, (int) (second >>> 32)) : first;
  }

  private int mask() {
    return flows.length - 1;
  }

  private int slot(long hash) {
    return (int) (hash >>> 20) & mask();
  }
}
