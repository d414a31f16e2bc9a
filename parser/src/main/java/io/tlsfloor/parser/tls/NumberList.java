package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Where a list of numbers of one or two bytes lies in a message; reused from message to message.
 */
final class NumberList {
  private final int width;
  private int at;
  private int count;

  NumberList(int width) {
    this.width = width;
  }

  void clear() {
    count = 0;
  }

  void set(int at, int bytes) {
    this.at = at;
    this.count = bytes / width;
  }

  int count() {
    return count;
  }

  int get(ByteBuffer buffer, int index) {
    int offset = at + width * Objects.checkIndex(index, count);
    return width == 1 ? Bytes.u8(buffer, offset) : Bytes.u16(buffer, offset);
  }

  void writeTo(HelloKey key, ByteBuffer buffer) {
    key.part(buffer, at, width * count);
  }
}
