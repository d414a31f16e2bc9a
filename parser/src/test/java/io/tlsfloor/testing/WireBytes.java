package io.tlsfloor.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/** Bytes for tests: what all writers here put their messages together from. */
public final class WireBytes {
  private WireBytes() {}

  /** Annotated hex: blanks are for the eye, and {@code #} starts a remark to the line's end. */
  public static byte[] hex(String annotated) {
    StringBuilder digits = new StringBuilder();
    boolean remark = false;
    for (int i = 0; i < annotated.length(); i++) {
      char each = annotated.charAt(i);
      remark = each == '#' || remark && each != '\n';
      if (!remark && !Character.isWhitespace(each)) {
        digits.append(each);
      }
    }
    return HexFormat.of().parseHex(digits);
  }

  /** A byte for each character. */
  public static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** One after the other. */
  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** One byte. */
  public static byte[] u8(int value) {
    return new byte[] {(byte) value};
  }

  /** Numbers of two bytes each. */
  public static byte[] u16(int... values) {
    byte[] bytes = new byte[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[2 * i] = (byte) (values[i] >>> 8);
      bytes[2 * i + 1] = (byte) values[i];
    }
    return bytes;
  }

  /** Three bytes. */
  public static byte[] u24(int value) {
    return new byte[] {(byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
  }

  /** Four bytes. */
  public static byte[] u32(int value) {
    return u16(value >>> 16, value);
  }

  /** The parts behind their length in {@code width} bytes. */
  public static byte[] counted(int width, byte[]... parts) {
    byte[] body = join(parts);
    byte[] length = new byte[width];
    for (int i = 0; i < width; i++) {
      length[i] = (byte) (body.length >>> 8 * (width - 1 - i));
    }
    return join(length, body);
  }

  /** So many bytes of no meaning. */
  public static byte[] noise(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** So many bytes of no meaning, the same for the same seed. */
  public static byte[] noise(long seed, int length) {
    return noise(new Random(seed), length);
  }
}
