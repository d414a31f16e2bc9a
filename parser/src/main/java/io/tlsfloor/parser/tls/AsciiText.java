package io.tlsfloor.parser.tls;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * ASCII text that grows, kept as the bytes that hashes take: fingerprints are made for each hello.
 */
final class AsciiText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_NUMBER = 5; // digits of 65535
  private static final long HUNDREDTH = (1L << Integer.SIZE) / 100 + 1; // exact for 16 bits
  private static final byte[] TENS = new byte[100]; // the digits of numbers below a hundred
  private static final byte[] ONES = new byte[100];

  static {
    for (int i = 0; i < TENS.length; i++) {
      TENS[i] = (byte) ('0' + i / 10);
      ONES[i] = (byte) ('0' + i % 10);
    }
  }

  private byte[] bytes;
  private int length;

  /**
   * No text yet.
   *
   * @param room characters that are probably enough
   */
  AsciiText(int room) {
    bytes = new byte[room];
  }

  int length() {
    return length;
  }

  byte[] bytes() {
    return bytes;
  }

  AsciiText append(char c) {
    room(1);
    bytes[length++] = (byte) c;
    return this;
  }

  AsciiText append(String text) {
    for (int i = 0; i < text.length(); i++) {
      append(text.charAt(i));
    }
    return this;
  }

  /** A number of 16 bits in decimal. */
  AsciiText decimal(int value) {
    room(LONGEST_NUMBER);
    int digits = value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 10_000 ? 4 : 5;
    length += digits;
    int rest = value;
    int at = length;
    for (; digits > 1; digits -= 2) {
      int hundredth = (int) (rest * HUNDREDTH >>> Integer.SIZE);
      int pair = rest - 100 * hundredth;
      bytes[--at] = ONES[pair];
      bytes[--at] = TENS[pair];
      rest = hundredth;
    }
    if (digits > 0) {
      bytes[--at] = ONES[rest];
    }
    return this;
  }

  /** A number of 16 bits in four hex digits. */
  AsciiText hex(int value) {
    room(4);
    bytes[length] = HEX[value >>> 12 & 0xF];
    bytes[length + 1] = HEX[value >>> 8 & 0xF];
    bytes[length + 2] = HEX[value >>> 4 & 0xF];
    bytes[length + 3] = HEX[value & 0xF];
    length += 4;
    return this;
  }

  /** A count in two digits; more than 99 is 99. */
  AsciiText twoDigits(int count) {
    int shown = Math.min(count, 99);
    return append((char) ('0' + shown / 10)).append((char) ('0' + shown % 10));
  }

  /** The first {@code digits} hex digits of bytes. */
  AsciiText hex(byte[] hash, int digits) {
    room(digits);
    for (int i = 0; i < digits; i++) {
      bytes[length++] = HEX[hash[i / 2] >>> (i % 2 == 0 ? 4 : 0) & 0xF];
    }
    return this;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length + more);
    }
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }
}
