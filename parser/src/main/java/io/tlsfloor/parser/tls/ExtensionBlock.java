package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/** The frame of {@code Extension extensions<0..2^16-1>} (RFC 8446 §4.2). */
final class ExtensionBlock {
  /** {@code extension_type} and the length of {@code extension_data}. */
  static final int HEADER_BYTES = 4;

  private static final int LENGTH_BYTES = 2;

  private ExtensionBlock() {}

  /**
   * Returns whether {@code at..end} is exactly one block: its length fits, and those of its members
   * do.
   */
  static boolean isOne(ByteBuffer buffer, int at, int end) {
    if (end - at < LENGTH_BYTES || Bytes.u16(buffer, at) != end - at - LENGTH_BYTES) {
      return false;
    }
    int position = at + LENGTH_BYTES;
    while (end - position >= HEADER_BYTES) {
      int length = Bytes.u16(buffer, position + 2);
      if (length > end - position - HEADER_BYTES) {
        return false;
      }
      position += HEADER_BYTES + length;
    }
    return position == end;
  }
}
