package io.tlsfloor.capture.connection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Who talks with whom: open addressing with linear probing, two words a place. A place leads to a
 * row, which holds the connections between two ends while there are any, and four numbers of the
 * latest that finished. A packet of a finished flow costs one probe.
 */
final class FlowTable {
  /** No place. */
  static final int NONE = -1;

  private static final long V4 = 1;
  private static final int TRANSPORT_SHIFT = 1;
  private static final int TRANSPORT = 3;
  private static final long QUIET = 8; // nothing but a SYN or a hello is of interest
  private static final long USED = 16;
  private static final int NETWORKS_SHIFT = 5; // of those in which the one that finished was seen
  private static final int NETWORKS = 0xFF; // a bit for a network, or a few
  private static final int ROW_SHIFT = 13;
  private static final long PORTS_AND_KIND = 0xFFFF_FFFF_0000_0007L;
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L; // 2^64 by the golden ratio
  private static final int FIRST_ROWS = 1 << 13;

  private static final int NUMBERS = 4; // of a row that finished
  private static final int TICK = 2; // its time
  private static final int MARK = 3; // what distinguishes its hello
  private static final int TICK_SHIFT = 18; // a tick is a quarter of a millisecond
  private static final int ANSWERED = 2; // a bit of the time

  private long[] words;
  private int mask;
  private int size;

  private long[] ends;
  private int[] ports;
  private int[] numbers;
  private @Nullable Connection[] latest;
  private long @Nullable [] @Nullable [] addresses; // of IPv6, by row
  private int[] free;
  private int freeCount;
  private int rows;

  /** A table that has room for a few of so many to begin with. */
  FlowTable(int maxFlows) {
    int first = Math.min(FIRST_ROWS, Integer.highestOneBit(Math.max(2, 2 * maxFlows)));
    words = new long[2 * first];
    mask = first - 1;
    ends = new long[first];
    ports = new int[first];
    numbers = new int[NUMBERS * first];
    latest = new Connection[first];
    free = new int[first];
  }

  /** Rows in use. */
  int size() {
    return size;
  }

  /** Rows that were ever in use at a time: of each {@link #isTaken} says whether it is. */
  int rows() {
    return rows;
  }

  private static long second(FlowKey key) {
    long kind = (long) key.transport() << TRANSPORT_SHIFT | (key.isV4() ? V4 : 0);
    return (long) key.ports() << 32 | kind;
  }

  /** The place of two ends, or NONE. */
  int find(FlowKey key) {
    long wanted = second(key);
    long[] all = words;
    for (int at = (int) key.hash() & mask; ; at = at + 1 & mask) {
      long there = all[2 * at + 1];
      if ((there & PORTS_AND_KIND) == wanted
          && all[2 * at] == key.ends()
          && (key.isV4() || isSame(there, key))) {
        return at;
      }
      if (there == 0) {
        return NONE;
      }
    }
  }

  private boolean isSame(long there, FlowKey key) {
    long[] known = addresses(rowOf(there));
    return known != null && key.isOf(known);
  }

  private long @Nullable [] addresses(int row) {
    return addresses == null || row >= addresses.length ? null : addresses[row];
  }

  private static int rowOf(long there) {
    return (int) there >>> ROW_SHIFT;
  }

  /** The bit of a network, by which rows know it. */
  static int bit(long network) {
    return 1 << (network * SPREAD >>> Long.SIZE - 3);
  }

  /** Returns whether nothing but a SYN or a hello is of interest there, from these networks. */
  boolean isQuiet(int place, int networks) {
    long there = words[2 * place + 1];
    return (there & QUIET) != 0 && ((int) there >>> NETWORKS_SHIFT & networks) != 0;
  }

  /** Notes that a packet of no interest came there. */
  void use(int place) {
    long there = words[2 * place + 1];
    if ((there & USED) == 0) {
      words[2 * place + 1] = there | USED;
    }
  }

  /** The row of a place. */
  int row(int place) {
    return rowOf(words[2 * place + 1]);
  }

  /** Adds two ends; returns the row. */
  int add(FlowKey key) {
    if (size * 2 > mask) {
      grow();
    }
    int row = freeCount > 0 ? free[--freeCount] : newRow();
    ends[row] = key.ends();
    ports[row] = key.ports();
    numbers[NUMBERS * row + MARK] = 0;
    if (!key.isV4()) {
      if (addresses == null || addresses.length < ends.length) {
        addresses =
            addresses == null ? new long[ends.length][] : Arrays.copyOf(addresses, ends.length);
      }
      addresses[row] = key.addresses();
    }
    put(key.hash(), key.ends(), second(key) | (long) row << ROW_SHIFT);
    size++;
    return row;
  }

  private int newRow() {
    if (rows == ends.length) {
      int more = 2 * rows;
      ends = Arrays.copyOf(ends, more);
      ports = Arrays.copyOf(ports, more);
      numbers = Arrays.copyOf(numbers, NUMBERS * more);
      latest = Arrays.copyOf(latest, more);
    }
    return rows++;
  }

  private void put(long hash, long one, long two) {
    int at = (int) hash & mask;
    while (words[2 * at + 1] != 0) {
      at = at + 1 & mask;
    }
    words[2 * at] = one;
    words[2 * at + 1] = two;
  }

  private void grow() {
    long[] old = words;
    words = new long[2 * old.length];
    mask = words.length / 2 - 1;
    for (int i = 0; i < old.length; i += 2) {
      if (old[i + 1] != 0) {
        put(hashOf(old[i], old[i + 1]), old[i], old[i + 1]);
      }
    }
  }

  private static long hashOf(long one, long two) {
    return (two & V4) != 0 ? FlowKey.hash(one, (int) (two >>> 32)) : one;
  }

  private int place(int row) {
    long hash = addresses(row) == null ? FlowKey.hash(ends[row], ports[row]) : ends[row];
    int at = (int) hash & mask;
    while (words[2 * at + 1] == 0 || row(at) != row) {
      at = at + 1 & mask;
    }
    return at;
  }

  // Rows.

  /** Returns whether its connections are of TCP. */
  boolean isTcp(int row) {
    return ((int) words[2 * place(row) + 1] >>> TRANSPORT_SHIFT & TRANSPORT) == FlowKey.TCP;
  }

  boolean isTaken(int row) {
    return numbers[NUMBERS * row + TICK] != 0 || latest[row] != null;
  }

  /** The connection that began last and is not finished; the others are linked behind it. */
  @Nullable Connection latest(int row) {
    return latest[row];
  }

  /** The one of the same that began first. */
  @Nullable Connection oldest(int row) {
    Connection oldest = latest[row];
    while (oldest != null && oldest.next() != null) {
      oldest = oldest.next();
    }
    return oldest;
  }

  /** Puts a connection before the others of its row. */
  void begin(int row, Connection connection) {
    connection.isIn(row, latest[row]);
    connection.ends.set(ends[row], ports[row], addresses(row));
    if (latest[row] == null && isFinished(row)) {
      words[2 * place(row) + 1] &= ~QUIET;
    }
    latest[row] = connection;
  }

  /**
   * Takes a connection out of its row, which remembers its numbers if it is told or was the only
   * one. One without a byte leaves nothing: the row is forgotten, unless another was there.
   */
  void finish(Connection connection) {
    int row = connection.row();
    Connection first = latest[row];
    if (first == connection) {
      latest[row] = connection.next();
    }
    for (Connection each = first; each != null; each = each.next()) {
      each.unlink(connection);
    }
    if (connection.isPayloadSeen() && (latest[row] == null || connection.isConnection())) {
      int at = NUMBERS * row;
      numbers[at] = connection.side(0).next();
      numbers[at + 1] = connection.side(1).next();
      numbers[at + TICK] = tick(connection.lastNanos()) | (connection.isAnswered() ? ANSWERED : 0);
      numbers[at + MARK] = connection.mark();
    }
    if (isFinished(row)) {
      long quiet = latest[row] == null ? QUIET : 0;
      words[2 * place(row) + 1] |= quiet | (long) connection.path.networkBits() << NETWORKS_SHIFT;
    } else if (latest[row] == null) {
      remove(row);
    }
  }

  private static int tick(long nanos) {
    return (int) (nanos >>> TICK_SHIFT) & ~ANSWERED | 1;
  }

  /** Returns whether the server of the one that finished answered its hello. */
  boolean isAnswered(int row) {
    return (numbers[NUMBERS * row + TICK] & ANSWERED) != 0;
  }

  /** Returns whether a connection of the row finished. */
  boolean isFinished(int row) {
    return numbers[NUMBERS * row + TICK] != 0;
  }

  /** Returns whether those that finished were seen in one of these networks. */
  boolean isOf(int row, int networks) {
    return ((int) words[2 * place(row) + 1] >>> NETWORKS_SHIFT & NETWORKS & networks) != 0;
  }

  /** The number that the one that finished expected next in a direction. */
  int expected(int row, int direction) {
    return numbers[NUMBERS * row + direction];
  }

  /** The one that finished goes on: a direction has come to a number. */
  void goesOn(int row, int direction, int number) {
    int at = NUMBERS * row + direction;
    numbers[at] = number - numbers[at] > 0 ? number : numbers[at];
  }

  /** Returns what distinguishes its hello; 0 for none. */
  int mark(int row) {
    return numbers[NUMBERS * row + MARK];
  }

  /** Returns whether a packet of it was seen less than so long ago. */
  boolean isRecent(int row, long nanos, long within) {
    return isFinished(row)
        && tick(nanos) - numbers[NUMBERS * row + TICK] < (int) (within >>> TICK_SHIFT);
  }

  /** Returns whether packets of it came since the last look at it. */
  boolean isUsed(int row) {
    return (words[2 * place(row) + 1] & USED) != 0;
  }

  /** The time of the row's latest packet as far as it is known, to compare ages. */
  long age(int row, long nanos) {
    Connection connection = latest[row];
    return connection == null
        ? (long) (tick(nanos) - numbers[NUMBERS * row + TICK]) << TICK_SHIFT
        : nanos - connection.lastNanos();
  }

  /**
   * Looks at a row that finished; whether it was idle for so long. Packets that came since the last
   * look make it younger, but never younger than they were.
   *
   * @param lookedNanos when it was looked at last, at the latest
   */
  boolean isIdle(int row, long nanos, long lookedNanos, long idle) {
    int place = place(row);
    int at = NUMBERS * row + TICK;
    if ((words[2 * place + 1] & USED) != 0) {
      words[2 * place + 1] &= ~USED;
      int looked = tick(lookedNanos);
      numbers[at] = looked - numbers[at] > 0 ? looked | numbers[at] & ANSWERED : numbers[at];
      return false;
    }
    return tick(nanos) - numbers[at] > (int) (idle >>> TICK_SHIFT);
  }

  /** Forgets all. */
  void clear() {
    Arrays.fill(words, 0);
    Arrays.fill(numbers, 0);
    Arrays.fill(latest, null);
    addresses = null;
    rows = 0;
    size = 0;
    freeCount = 0;
  }

  /** Forgets two ends. */
  void remove(int row) {
    int hole = place(row);
    for (int at = hole + 1 & mask; words[2 * at + 1] != 0; at = at + 1 & mask) {
      int home = (int) hashOf(words[2 * at], words[2 * at + 1]) & mask;
      if ((at - home & mask) >= (at - hole & mask)) {
        words[2 * hole] = words[2 * at];
        words[2 * hole + 1] = words[2 * at + 1];
        hole = at;
      }
    }
    words[2 * hole + 1] = 0;
    latest[row] = null;
    numbers[NUMBERS * row + TICK] = 0;
    if (addresses(row) != null && addresses != null) {
      addresses[row] = null;
    }
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, 2 * freeCount);
    }
    free[freeCount++] = row;
    size--;
  }
}
