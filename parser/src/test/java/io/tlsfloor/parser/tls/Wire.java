package io.tlsfloor.parser.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Bytes for tests, written without anything of the code under test. Hex is annotated: blanks are
 * for the eye, and {@code #} starts a remark to the line's end.
 */
final class Wire {
  private Wire() {}

  static byte[] bytes(String annotated) {
    StringBuilder digits = new StringBuilder();
    annotated.lines().forEach(line -> digits.append(line.replaceFirst("#.*", "")));
    return HexFormat.of().parseHex(digits.toString().replaceAll("\\s", ""));
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** {@code body} after its length in {@code width} bytes. */
  static byte[] counted(int width, byte[] body) {
    byte[] whole = new byte[width + body.length];
    for (int i = 0; i < width; i++) {
      whole[i] = (byte) (body.length >>> 8 * (width - 1 - i));
    }
    System.arraycopy(body, 0, whole, width, body.length);
    return whole;
  }

  /** Numbers of two bytes each. */
  static byte[] numbers(int... values) {
    byte[] bytes = new byte[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[2 * i] = (byte) (values[i] >>> 8);
      bytes[2 * i + 1] = (byte) values[i];
    }
    return bytes;
  }

  /** A range of bytes within a buffer, as a capture would hand it over. */
  record Placed(ByteBuffer buffer, int start, int length) {}

  /**
   * The same bytes alone in a heap buffer, amid others in one, and amid others outside the heap.
   */
  static List<Placed> placements(byte[] bytes) {
    return List.of(
        new Placed(ByteBuffer.wrap(bytes), 0, bytes.length),
        amid(bytes, ByteBuffer.allocate(bytes.length + 40), 17),
        amid(bytes, ByteBuffer.allocateDirect(bytes.length + 9), 9));
  }

  private static Placed amid(byte[] bytes, ByteBuffer buffer, int start) {
    while (buffer.hasRemaining()) {
      buffer.put((byte) 0x55);
    }
    buffer.put(start, bytes).rewind();
    return new Placed(buffer, start, bytes.length);
  }

  static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes);
  }

  static byte[] prefix(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }
}
