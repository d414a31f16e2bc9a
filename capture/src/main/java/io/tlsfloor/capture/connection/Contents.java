package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that come in pieces, and what pieces that differ from the first ones make of the same
 * places: whoever takes part in a connection from its side can send either. Of other contents
 * {@link #MAX_OTHERS} are kept; pieces of more are counted and not read.
 */
final class Contents {
  /** Contents other than the first. */
  static final int MAX_OTHERS = OpeningBytes.MAX_OTHERS;

  private final Pieces first = new Pieces();
  private List<Pieces> others = List.of(); // hardly a connection has any
  private int conflicts;

  /** Adds a piece; false if it lies beyond the bounds, and is left out. */
  boolean add(long offset, ByteBuffer source, int start, int length, FrameMark frame) {
    if (first.differs(offset, source, start, length)) {
      conflicts++;
      if (others.size() < MAX_OTHERS && isNew(offset, source, start, length)) {
        Pieces other = new Pieces();
        other.add(offset, source, start, length, frame);
        other.addAll(first);
        others = new ArrayList<>(others);
        others.add(other);
      }
    }
    for (int i = 0; i < others.size(); i++) {
      others.get(i).add(offset, source, start, length, frame);
    }
    return first.add(offset, source, start, length, frame);
  }

  private boolean isNew(long offset, ByteBuffer source, int start, int length) {
    boolean isNew = true;
    for (Pieces each : others) {
      isNew &= each.differs(offset, source, start, length);
    }
    return isNew;
  }

  /** The content whose bytes came first. */
  Pieces first() {
    return first;
  }

  /** The other ones. */
  List<Pieces> others() {
    return others;
  }

  /** Pieces that differ from what was there. */
  int conflicts() {
    return conflicts;
  }

  /** Bytes of memory. */
  int heldBytes() {
    int held = first.heldBytes();
    for (int i = 0; i < others.size(); i++) {
      held += others.get(i).heldBytes();
    }
    return held;
  }
}
