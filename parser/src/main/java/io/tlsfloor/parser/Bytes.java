package io.tlsfloor.parser;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Unsigned big-endian reads at absolute indexes: byte order and sign live here and nowhere else.
 *
 * <p>Every buffer that is handed to a view is big-endian, which is a buffer's order unless it was
 * changed.
 */
public final class Bytes {
  private Bytes() {}

  /** The byte at {@code at}, 0 to 255. */
  public static int u8(ByteBuffer buffer, int at) {
    return buffer.get(at) & 0xFF;
  }

  /** Two bytes at {@code at}, 0 to 65535. */
  public static int u16(ByteBuffer buffer, int at) {
    return buffer.getShort(at) & 0xFFFF;
  }

  /** Three bytes at {@code at}. */
  public static int u24(ByteBuffer buffer, int at) {
    return u8(buffer, at) << 16 | u16(buffer, at + 1);
  }

  /** Four bytes at {@code at}, as a signed int whose bits are those on the wire. */
  public static int i32(ByteBuffer buffer, int at) {
    return buffer.getInt(at);
  }

  /** Four bytes at {@code at}, 0 to 2^32-1. */
  public static long u32(ByteBuffer buffer, int at) {
    return buffer.getInt(at) & 0xFFFF_FFFFL;
  }

  /** Eight bytes at {@code at}, as a signed long whose bits are those on the wire. */
  public static long i64(ByteBuffer buffer, int at) {
    return buffer.getLong(at);
  }

  /**
   * A copy of {@code length} bytes at {@code at} as text, each byte a character U+0000 to U+00FF,
   * so that what was sent can be had back.
   */
  public static String latin1(ByteBuffer buffer, int at, int length) {
    byte[] copy = new byte[length];
    buffer.get(at, copy);
    return new String(copy, StandardCharsets.ISO_8859_1);
  }
}
