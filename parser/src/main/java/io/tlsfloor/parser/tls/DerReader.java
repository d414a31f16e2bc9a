package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/**
 * Walks the elements of one level of DER (X.690 §8.1), without recursion: {@link #inside} makes a
 * reader of the next level. Elements that do not fit, have an indefinite length, a length of more
 * than three bytes, or a tag of more than one byte end the walk.
 */
final class DerReader {
  static final int BOOLEAN = 0x01;
  static final int OCTET_STRING = 0x04;
  static final int OID = 0x06;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  private static final int LONG_TAG = 0x1F;
  private static final int LONG_LENGTH = 0x80;
  private static final int MAX_LENGTH_BYTES = 3;

  private final ByteBuffer buffer;
  private final int limit;
  private int position;
  private int tag;
  private int elementAt;
  private int contentAt;
  private int contentLength;
  private boolean failed;

  DerReader(ByteBuffer buffer, int start, int length) {
    this.buffer = buffer;
    this.position = start;
    this.limit = start + length;
  }

  /** Goes to the next element; {@code false} at the end, or where the bytes are no DER. */
  boolean next() {
    if (failed || position == limit) {
      return false;
    }
    elementAt = position;
    failed = !header();
    return !failed;
  }

  private boolean header() {
    if (limit - position < 2) {
      return false;
    }
    tag = Bytes.u8(buffer, position++);
    int length = Bytes.u8(buffer, position++);
    if (length >= LONG_LENGTH) {
      int count = length - LONG_LENGTH;
      if (count == 0 || count > MAX_LENGTH_BYTES || count > limit - position) {
        return false;
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = length << 8 | Bytes.u8(buffer, position++);
      }
    }
    if ((tag & LONG_TAG) == LONG_TAG || length > limit - position) {
      return false;
    }
    contentAt = position;
    contentLength = length;
    position += length;
    return true;
  }

  /** Goes to the next element and says whether it has {@code wanted} as its tag. */
  boolean next(int wanted) {
    return next() && tag == wanted;
  }

  /** Returns whether the walk ended before the end of the level. */
  boolean failed() {
    return failed;
  }

  int tag() {
    return tag;
  }

  /** Index of the element's tag. */
  int elementAt() {
    return elementAt;
  }

  /** Index of the element's contents. */
  int contentAt() {
    return contentAt;
  }

  int contentLength() {
    return contentLength;
  }

  /** A reader of what is inside the current element. */
  DerReader inside() {
    return new DerReader(buffer, contentAt, contentLength);
  }
}
