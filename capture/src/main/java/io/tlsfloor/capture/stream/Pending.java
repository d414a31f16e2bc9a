package io.tlsfloor.capture.stream;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A segment that came before its turn, copied. */
final class Pending {
  final int sequence;
  final ByteBuffer bytes;
  final int missing;
  final FrameMark frame = new FrameMark();
  @Nullable Pending next;

  Pending(int sequence, ByteBuffer source, int start, int length, int missing, FrameMark frame) {
    this.sequence = sequence;
    byte[] copy = new byte[length];
    source.get(start, copy);
    this.bytes = ByteBuffer.wrap(copy);
    this.missing = missing;
    this.frame.set(frame);
  }

  int length() {
    return bytes.capacity();
  }
}
