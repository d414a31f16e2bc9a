package io.tlsfloor.parser.field;

import java.util.List;

/** Finds the bytes of TLS records that tell something: headers, and what is in clear. */
public interface ClearBytes {
  /**
   * Reads a stretch of records.
   *
   * @param start index in the stream of the first record's first byte
   * @param end of the bytes that are there without a hole
   * @return index of the record after the last one that was read; beyond {@code end} if that is cut
   */
  int read(int start, int end);

  /** The bytes that tell something, by their places in the stream. */
  List<Run> runs();

  /**
   * Index after the last byte that tells something. Those before it that are in no run are
   * encrypted, and only their number counts.
   */
  int end();
}
