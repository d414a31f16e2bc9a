package io.tlsfloor.report.model;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Makes the id of a run: equal for the same captures and options, wherever the captures lie and
 * however they are called. Confined to one thread.
 */
final class RunId {
  private static final int BYTES = 16;

  private static final int WORD_DIGITS = 16;

  // A sum of ids, so that the order does not count: 192 bits.
  private long low;
  private long middle;
  private long high;

  /** Adds the id of a connection that was reported: 32 hexadecimal digits. */
  void add(String eventId) {
    long digits = word(eventId, WORD_DIGITS);
    low += digits;
    boolean carry = Long.compareUnsigned(low, digits) < 0;
    digits = word(eventId, 0);
    middle += digits;
    high += Long.compareUnsigned(middle, digits) < 0 ? 1 : 0;
    if (carry && ++middle == 0) {
      high++;
    }
  }

  private static long word(String id, int from) {
    return Long.parseUnsignedLong(id, from, from + WORD_DIGITS, 16);
  }

  private String told() {
    return new BigInteger(
            ByteBuffer.allocate(24).putLong(high).putLong(middle).putLong(low).array())
        .toString(16);
  }

  /**
   * The id, with what was read: 32 hexadecimal digits. Reports have no packet to tell one week from
   * the next where the rows are alike: their days do.
   */
  String of(String options, Run.Read read) {
    StringBuilder text = new StringBuilder(options).append('|').append(told());
    for (Run.Input input : read.inputs()) {
      text.append('|').append(input.packets()).append(',').append(input.bytes());
    }
    read.first().ifPresent(first -> text.append('|').append(first));
    read.last().ifPresent(last -> text.append('|').append(last));
    if (read.first().isEmpty()) {
      read.days().forEach(day -> text.append('|').append(day.day()));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(IdHash.sha256(bytes, bytes.length), 0, BYTES);
  }
}
