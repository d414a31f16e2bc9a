package io.tlsfloor.report.model;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Makes the id of a run: equal for the same captures and options, wherever the captures lie and
 * however they are called. Confined to one thread.
 */
final class RunId {
  private static final int BYTES = 16;

  private BigInteger told = BigInteger.ZERO; // a sum, so that the order does not count

  /** Adds the id of a connection that was reported. */
  void add(String eventId) {
    told = told.add(new BigInteger(eventId, 16));
  }

  /** The id, with what was read so far: 32 hexadecimal digits. */
  String of(String options, Run.Read read) {
    StringBuilder text = new StringBuilder(options).append('|').append(told.toString(16));
    for (Run.Input input : read.inputs()) {
      text.append('|').append(input.packets()).append(',').append(input.bytes());
    }
    read.first().ifPresent(first -> text.append('|').append(first));
    read.last().ifPresent(last -> text.append('|').append(last));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(IdHash.sha256(bytes, bytes.length), 0, BYTES);
  }
}
