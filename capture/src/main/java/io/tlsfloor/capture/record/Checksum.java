package io.tlsfloor.capture.record;

import java.util.Arrays;

/** The Internet checksum (RFC 1071), changed with the bytes under it (RFC 1624 §3, equation 3). */
final class Checksum {
  private static final int EQUAL = 0xFFFF; // what a word adds that stays as it is: nothing, once

  private Checksum() {}

  /**
   * By how much the ones' complement sum of 16-bit words differs.
   *
   * @param start of the first word, in bytes
   * @param end after the last; half a word at the end is filled up with zero
   * @param leftOut where the checksum itself stands, or a negative number
   */
  static int change(byte[] from, byte[] to, int start, int end, int leftOut) {
    long sum = 0;
    for (int at = start; at < end; at += 2) {
      int differs = Arrays.mismatch(from, at, end, to, at, end);
      int next = differs < 0 ? end : at + (differs & ~1);
      sum += next > at ? EQUAL : 0; // as each word that is equal, and so do all of them
      if (next < end && next != leftOut) {
        sum += (~word(from, next, end) & 0xFFFF) + word(to, next, end);
      }
      at = next;
    }
    return fold(sum);
  }

  private static int word(byte[] bytes, int at, int end) {
    int low = at + 1 < end ? bytes[at + 1] & 0xFF : 0;
    return (bytes[at] & 0xFF) << 8 | low;
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xFFFF) + (folded >>> 16);
    }
    return (int) folded;
  }

  /**
   * Changes a checksum.
   *
   * @param field where it stands, which must be an even number of bytes after {@code start}
   * @param besides change of what it covers elsewhere
   */
  static void adjust(byte[] from, byte[] to, int start, int end, int field, int besides) {
    if (field + 2 > from.length) {
      return;
    }
    long change = (long) change(from, to, start, Math.min(end, from.length), field) + besides;
    int old = (from[field] & 0xFF) << 8 | from[field + 1] & 0xFF;
    int now = ~fold((~old & 0xFFFF) + change) & 0xFFFF;
    to[field] = (byte) (now >>> 8);
    to[field + 1] = (byte) now;
  }
}
