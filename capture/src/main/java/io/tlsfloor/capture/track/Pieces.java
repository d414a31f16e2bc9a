package io.tlsfloor.capture.track;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.FrameRef;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Bytes that come in pieces, in any order: a fragmented DTLS message, or QUIC's CRYPTO stream. The
 * first copy of a byte wins. Bounded by {@link #MAX_BYTES}.
 */
final class Pieces {
  /** A hello or a certificate chain is far smaller. */
  static final int MAX_BYTES = 1 << 16;

  private static final int MAX_FRAMES = 64;

  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private final BitSet there = new BitSet();
  private final List<FrameRef> frames = new ArrayList<>(2);
  private int conflicts;

  /** Adds a piece; false if it lies beyond the bound. */
  boolean add(long offset, ByteBuffer source, int start, int length, FrameMark frame) {
    if (offset < 0 || offset + length > MAX_BYTES) {
      return false;
    }
    int at = (int) offset;
    int end = at + length;
    if (there.nextClearBit(at) >= end) {
      return true; // a retransmission
    }
    if (end > bytes.capacity()) {
      ByteBuffer wider = ByteBuffer.allocate(Math.max(end, Math.min(MAX_BYTES, 2 * end)));
      wider.put(0, bytes, 0, bytes.capacity());
      bytes = wider;
    }
    boolean conflict = false;
    for (int i = 0; i < length; i++) {
      if (there.get(at + i)) {
        conflict |= bytes.get(at + i) != source.get(start + i);
      } else {
        bytes.put(at + i, source.get(start + i));
      }
    }
    conflicts += conflict ? 1 : 0;
    there.set(at, end);
    FrameRef ref = frame.toRef();
    if (frames.size() < MAX_FRAMES && !frames.contains(ref)) {
      frames.add(ref);
    }
    return true;
  }

  /** Bytes from the beginning that are there without a gap. */
  int contiguous() {
    return there.nextClearBit(0);
  }

  /** The bytes; those behind {@link #contiguous} may be missing. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** The frames that brought something new, in the order of capture. */
  List<FrameRef> frames() {
    return frames;
  }

  /** Pieces that differ from what was there. */
  int conflicts() {
    return conflicts;
  }

  int heldBytes() {
    return bytes.capacity();
  }
}
