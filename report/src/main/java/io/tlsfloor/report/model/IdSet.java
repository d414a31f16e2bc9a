package io.tlsfloor.report.model;

import java.util.Arrays;

/**
 * A set of 64-bit ids in 16 bytes or so each, up to a cap; whatever comes after is never found in
 * it. Confined to one thread.
 */
public final class IdSet {
  private static final int LEAST = 1 << 10;

  private final int max;
  private long[] table = new long[LEAST]; // open addressing; 0 is free
  private int size;

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
    long key = id == 0 ? 1 : id;
    int at = slot(table, key);
    if (table[at] == key) {
      return false;
    }
    if (size == max) {
      return true;
    }
    table[at] = key;
    size++;
    if (size > table.length / 2) {
      long[] larger = new long[table.length * 2];
      for (long each : table) {
        if (each != 0) {
          larger[slot(larger, each)] = each;
        }
      }
      table = larger;
    }
    return true;
  }

  /** Returns whether an id was added. */
  public boolean contains(long id) {
    long key = id == 0 ? 1 : id;
    return table[slot(table, key)] == key;
  }

  private static int slot(long[] table, long key) {
    int mask = table.length - 1;
    int at = (int) (key ^ key >>> 32) & mask;
    while (table[at] != 0 && table[at] != key) {
      at = at + 1 & mask;
    }
    return at;
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
