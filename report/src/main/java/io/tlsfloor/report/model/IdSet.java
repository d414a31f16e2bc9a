package io.tlsfloor.report.model;

import java.util.Arrays;

/**
 * Ids of 61 bits, each with a small number, in 16 bytes or so each, up to a cap; whatever comes
 * after is never found in it. Confined to one thread.
 */
public final class IdSet {
  private static final int LEAST = 1 << 6;
  private static final long NUMBER = 7; // the lowest bits of a place; 0 for a free one

  private final int max;
  private long[] table = new long[LEAST]; // open addressing
  private int size;
  private boolean more;

  /** A set of at most {@code max} ids. */
  public IdSet(int max) {
    this.max = max;
  }

  /**
   * Adds an id that is spread evenly, such as a part of a hash.
   *
   * @return whether it was not there before, or there is no room to know
   */
  public boolean add(long id) {
    return put(id, 0);
  }

  /**
   * Notes a number of an id, in place of the one that it had.
   *
   * @param number from 0 to 6
   * @return whether the id was not there before, or there is no room to know
   */
  public boolean put(long id, int number) {
    int at = place(table, id);
    if (table[at] == 0 && size == max) {
      more = true;
      return true;
    }
    boolean isNew = table[at] == 0;
    table[at] = id & ~NUMBER | number + 1;
    if (isNew && ++size > table.length / 2) {
      long[] larger = new long[table.length * 2];
      for (long each : table) {
        if (each != 0) {
          larger[place(larger, each)] = each;
        }
      }
      table = larger;
    }
    return isNew;
  }

  /** The number of an id; {@code none} for one that is not there. */
  public int number(long id, int none) {
    long there = table[place(table, id)];
    return there == 0 ? none : (int) (there & NUMBER) - 1;
  }

  private static int place(long[] table, long id) {
    int mask = table.length - 1;
    int at = (int) (id >>> 20 ^ id >>> 40) & mask;
    while (table[at] != 0 && (table[at] ^ id) >>> 3 != 0) {
      at = at + 1 & mask;
    }
    return at;
  }

  /** How many there are. */
  int size() {
    return size;
  }

  /** Returns whether an id was added, unless there were {@link #more} than have room. */
  boolean has(long id) {
    return number(id, -1) >= 0;
  }

  /** Returns whether there were more than have room. */
  boolean more() {
    return more;
  }

  /** Forgets all of them. */
  public void clear() {
    if (size > 0) {
      if (table.length > LEAST) {
        table = new long[LEAST];
      } else {
        Arrays.fill(table, 0);
      }
      size = 0;
      more = false;
    }
  }

  /** The first 64 bits of an id in hexadecimal digits; a hash of what is none. */
  public static long of(String id) {
    try {
      return Long.parseUnsignedLong(id, 0, Math.min(16, id.length()), 16);
    } catch (NumberFormatException e) {
      return id.hashCode() * 0x9E3779B97F4A7C15L;
    }
  }
}
