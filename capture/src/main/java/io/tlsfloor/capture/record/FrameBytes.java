package io.tlsfloor.capture.record;

/**
 * Bytes that lie next to each other in one frame.
 *
 * @param at place of the first
 * @param length in bytes
 * @param frame number from 1, as Wireshark counts
 * @param offset of the first in the frame; {@link #NOWHERE} where that is not known
 */
public record FrameBytes(int at, int length, long frame, int offset) {
  /** Value for an offset that is not known. */
  public static final int NOWHERE = -1;

  /** Bytes shown at most. */
  public static final int MAX_SHOWN = 32;

  /** Returns whether other bytes follow these in the same frame. */
  boolean goesOnWith(FrameBytes next) {
    return next.at() == end() && next.frame() == frame && next.offset() == offset(next.at());
  }

  /** The place after the last. */
  int end() {
    return at + length;
  }

  boolean holds(int place) {
    return place >= at && place < at + length;
  }

  /** Where the byte at a place lies in the frame. */
  int offset(int place) {
    return offset == NOWHERE ? NOWHERE : offset + place - at;
  }

  /** Those of them from one place to another. */
  FrameBytes part(int from, int to) {
    return new FrameBytes(from, to - from, frame, offset(from));
  }

  FrameBytes movedBy(int by) {
    return new FrameBytes(at + by, length, frame, offset);
  }
}
