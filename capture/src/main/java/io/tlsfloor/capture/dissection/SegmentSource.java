package io.tlsfloor.capture.dissection;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Knows where in the file each payload byte of a packet lies. */
final class SegmentSource {
  private final long frame;
  private final int offset;
  private final List<Fragment> fragments;
  private final int[] holders; // for each byte, which fragment: place in the list, or -1

  /**
   * A fragment's bytes.
   *
   * @param frame that holds them
   * @param datagramOffset of the first in the datagram's payload
   * @param frameOffset of the first in the frame
   * @param length in bytes
   */
  record Fragment(long frame, int datagramOffset, int frameOffset, int length) {}

  /** Takes payload that begins at {@code offset} of a frame. */
  SegmentSource(long frame, int offset) {
    this(frame, offset, List.of(), 0);
  }

  /**
   * Takes payload that was put together.
   *
   * @param frame that completed it
   * @param offset of its first byte in the datagram's payload
   * @param fragments in the order in which they came
   * @param length of the payload, in bytes
   */
  SegmentSource(long frame, int offset, List<Fragment> fragments, int length) {
    this.frame = frame;
    this.offset = offset;
    this.fragments = List.copyOf(fragments);
    holders = new int[fragments.isEmpty() ? 0 : length];
    Arrays.fill(holders, -1);
    for (int i = fragments.size() - 1; i >= 0; i--) { // the first one counts
      Fragment each = fragments.get(i);
      int from = Math.max(0, each.datagramOffset() - offset);
      int to = Math.min(holders.length, each.datagramOffset() - offset + each.length());
      if (from < to) {
        Arrays.fill(holders, from, to, i);
      }
    }
  }

  /** Whether it is not known where the bytes lie. */
  boolean isNowhere() {
    return offset == StreamBytes.NOWHERE;
  }

  /** Bytes of the frame before the payload; 0 where fragments hold it, or it is not known. */
  int headers() {
    return fragments.isEmpty() ? Math.max(0, offset) : 0;
  }

  long frame(int index) {
    Fragment fragment = fragment(index);
    return fragment == null ? frame : fragment.frame();
  }

  int offset(int index) {
    if (offset == StreamBytes.NOWHERE) {
      return offset;
    }
    Fragment fragment = fragment(index);
    if (fragment != null) {
      return fragment.frameOffset() + offset + index - fragment.datagramOffset();
    }
    return fragments.isEmpty() ? offset + index : StreamBytes.NOWHERE;
  }

  /**
   * Where the run ends that lies next to each other in one frame.
   *
   * @param index of its first byte
   * @param length of the payload, in bytes
   */
  int runEnd(int index, int length) {
    int end = index + 1;
    if (holders.length == 0) {
      return length;
    }
    while (end < length && holder(end) == holder(index)) {
      end++;
    }
    return end;
  }

  private int holder(int index) {
    return index < holders.length ? holders[index] : -1;
  }

  private @Nullable Fragment fragment(int index) {
    int holder = holder(index);
    return holder < 0 ? null : fragments.get(holder);
  }
}
