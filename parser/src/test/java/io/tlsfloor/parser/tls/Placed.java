package io.tlsfloor.parser.tls;

import java.nio.ByteBuffer;
import java.util.List;

/** A range of bytes within a buffer, as a capture would hand it over. */
record Placed(ByteBuffer buffer, int start, int length) {
  /** The same bytes alone in a heap buffer, amid others in one, and amid others off the heap. */
  static List<Placed> everywhere(byte[] bytes) {
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
}
