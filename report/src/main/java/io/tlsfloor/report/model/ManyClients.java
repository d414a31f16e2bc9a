package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.observation.Room;

/**
 * Counts clients truly, many more of them than have room for a row: each by 61 bits of a hash with
 * a key of the process, and a small number that says what is known of it. Sixteen bytes a client,
 * {@link #MAX} of them.
 */
final class ManyClients {
  /** More are said to be more: 16 MB of a heap of 1 GB. */
  static final int MAX = Room.entries(1 << 20);

  /** Numbers that a client may have, from 0. */
  static final int KINDS = 7;

  private static final long KIND = 7; // the lowest bits of a slot; 0 for an empty one

  private long[] slots = new long[1 << 6];
  private int size;
  private boolean more;

  /** Adds a client, or lowers its number to {@code kind}. */
  void add(IpAddress client, int kind) {
    long hash = hash(client);
    int at = slot(hash);
    if (slots[at] != 0) {
      slots[at] = hash | Math.min(slots[at] & KIND, kind + 1);
    } else if (size == MAX) {
      more = true;
    } else {
      slots[at] = hash | kind + 1;
      if (++size > slots.length >> 1) {
        grow();
      }
    }
  }

  /** The number of a client; {@link #KINDS} for one that was not added. */
  int kind(IpAddress client) {
    long there = slots[slot(hash(client))];
    return there == 0 ? KINDS : (int) (there & KIND) - 1;
  }

  /** Returns whether it was added, unless there were {@link #more} than have room. */
  boolean has(IpAddress client) {
    return slots[slot(hash(client))] != 0;
  }

  /** How many there are. */
  long size() {
    return size;
  }

  /** How many have a number. */
  long count(int kind) {
    long count = 0;
    for (long each : slots) {
      count += (each & KIND) == kind + 1 ? 1 : 0;
    }
    return count;
  }

  /** Returns whether there were more than could be counted. */
  boolean more() {
    return more;
  }

  private static long hash(IpAddress client) {
    return KeyedHash.of(client.high(), client.low(), client.v4() ? 1 : 0) & ~KIND;
  }

  private int slot(long hash) {
    int at = (int) (hash >>> 20) & slots.length - 1;
    while (slots[at] != 0 && (slots[at] & ~KIND) != hash) {
      at = at + 1 & slots.length - 1;
    }
    return at;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (long each : old) {
      if (each != 0) {
        slots[slot(each & ~KIND)] = each;
      }
    }
  }
}
