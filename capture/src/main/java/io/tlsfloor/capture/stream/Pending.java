package io.tlsfloor.capture.stream;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A segment that came before its turn, or before what it answers: copied. */
final class Pending {
  final int sequence;
  final int acknowledgment;
  final ByteBuffer bytes;
  final int missing;
  final FrameMark frame = new FrameMark();
  @Nullable Pending next;

  Pending(
      int sequence,
      int acknowledgment,
      ByteBuffer source,
      int start,
      int length,
      int missing,
      FrameMark frame) {
    this.sequence = sequence;
    this.acknowledgment = acknowledgment;
    byte[] copy = new byte[length];
    source.get(start, copy);
    this.bytes = ByteBuffer.wrap(copy);
    this.missing = missing;
    this.frame.set(frame);
  }

  /** Whether this one holds the same bytes as {@code copy}, and need not wait for longer. */
  boolean replaces(Pending copy) {
    return sequence == copy.sequence
        && length() >= copy.length()
        && acknowledgment - copy.acknowledgment <= 0
        && bytes.slice(0, copy.length()).equals(copy.bytes);
  }

  int length() {
    return bytes.capacity();
  }
}
