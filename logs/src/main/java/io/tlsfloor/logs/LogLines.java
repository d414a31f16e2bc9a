package io.tlsfloor.logs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits a stream into lines of bounded length, and numbers them. A stream may end and go on later:
 * a last line without an end is kept, and what comes then is added to it.
 */
final class LogLines {
  /** Far above an entry with hundreds of names; a line that is longer is passed over. */
  static final int MAX_LINE_BYTES = 1 << 20;

  private static final int CHUNK = 1 << 16;

  private final InputStream in;
  private final byte[] chunk = new byte[CHUNK];
  private int position;
  private int limit;
  private byte[] line = new byte[1024];
  private int length;
  private boolean tooLong;
  private boolean ended = true; // the line before, at which the next begins
  private long number;

  LogLines(InputStream in) {
    this.in = in;
  }

  /**
   * Reads the next line.
   *
   * @return whether there is one that has an end
   */
  boolean next() throws IOException {
    if (ended) {
      length = 0;
      tooLong = false;
      ended = false;
    }
    while (!ended && (position < limit || fill())) {
      int end = position;
      while (end < limit && chunk[end] != '\n') {
        end++;
      }
      append(end - position);
      ended = end < limit;
      position = ended ? end + 1 : end;
    }
    number += ended ? 1 : 0;
    withoutMark();
    if (ended && length > 0 && line[length - 1] == '\r') {
      length--;
    }
    return ended;
  }

  /** Takes what is left at the end of the stream as a line; true if there is anything. */
  boolean last() {
    boolean any = !ended && (length > 0 || tooLong);
    withoutMark();
    number += any ? 1 : 0;
    ended = true;
    return any;
  }

  /** Takes away the byte order mark that some editors and shells write before a first line. */
  private void withoutMark() {
    if (length >= 3 && line[0] == (byte) 0xEF && line[1] == (byte) 0xBB && line[2] == (byte) 0xBF) {
      length -= 3;
      System.arraycopy(line, 3, line, 0, length);
    }
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(chunk, 0, CHUNK));
    return limit > 0;
  }

  private void append(int count) {
    if (tooLong || length + count > MAX_LINE_BYTES) {
      tooLong = true;
      return;
    }
    if (length + count > line.length) {
      line =
          Arrays.copyOf(line, Math.min(MAX_LINE_BYTES, Math.max(2 * line.length, length + count)));
    }
    System.arraycopy(chunk, position, line, length, count);
    length += count;
  }

  /** From 1. */
  long number() {
    return number;
  }

  /** Returns whether the line is longer than is kept; the bytes are then no whole line. */
  boolean tooLong() {
    return tooLong;
  }

  /** The bytes of the line, from 0 to {@link #length()}; valid until the next. */
  byte[] bytes() {
    return line;
  }

  /** Length of the line without its end. */
  int length() {
    return length;
  }

  /** The line as text. Bytes that are not UTF-8 become replacement characters. */
  String text() {
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }
}
