package io.tlsfloor.capture.file;

import java.nio.ByteBuffer;

/**
 * The options of a block, read where they lie (draft-ietf-opsawg-pcapng §3.5), by hand: some
 * programs write them with every packet, and a block may hold a hundred thousand. Reusable; bytes
 * are borrowed until the next {@link #wrap}.
 */
final class PcapngOptions {
  private static final int OPT_END = 0;
  private static final int HEADER = 4;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private boolean littleEndian;
  private int at;
  private int code;
  private int length;
  private int after;
  private int end;
  private boolean malformed;

  /**
   * Stands before the first option.
   *
   * @param start its index
   * @param length of all options in bytes
   */
  void wrap(ByteBuffer block, int start, int length, boolean isLittleEndian) {
    buffer = block;
    littleEndian = isLittleEndian;
    at = start;
    after = start;
    end = start + length;
    malformed = false;
  }

  /** Goes to the next option; false after the last, or where one does not fit. */
  boolean next() {
    at = after;
    if (at == end) {
      return false;
    }
    if (end - at < HEADER) {
      malformed = true;
      return false;
    }
    code = u16(at);
    length = u16(at + 2);
    if (code == OPT_END) {
      return false;
    }
    after = at + HEADER + (length + 3 & ~3);
    malformed = after > end;
    return !malformed;
  }

  /** Returns whether an option did not fit. */
  boolean isMalformed() {
    return malformed;
  }

  /** The option's code. */
  int code() {
    return code;
  }

  /** Bytes of its value. */
  int length() {
    return length;
  }

  /** The first byte of its value. */
  int u8() {
    return buffer.get(at + HEADER) & 0xFF;
  }

  /** The first eight bytes of its value. */
  long i64() {
    long value = buffer.getLong(at + HEADER);
    return littleEndian ? Long.reverseBytes(value) : value;
  }

  private int u16(int index) {
    short value = buffer.getShort(index);
    return (littleEndian ? Short.reverseBytes(value) : value) & 0xFFFF;
  }
}
