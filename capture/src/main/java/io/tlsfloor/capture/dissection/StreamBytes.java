package io.tlsfloor.capture.dissection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Bytes of one direction, each with the frame and the offset that it came from. */
final class StreamBytes {
  /** Bytes kept: a hello of 64 KiB and what stands before it. */
  static final int MAX_BYTES = 1 << 17;

  /** Value for an offset in a frame that is not known. */
  static final int NOWHERE = -1;

  private byte[] bytes = new byte[4096];
  private long[] frames = new long[4096];
  private int[] offsets = new int[4096];
  private final BitSet there = new BitSet();
  private final Map<Long, Integer> firsts = new HashMap<>(); // by frame; empty until asked for

  /**
   * Puts bytes where nothing is yet: what came first stays.
   *
   * @param at index in the stream; what lies outside of those kept is left out
   * @param source knows where each byte lies in the file
   * @return whether a byte was new
   */
  boolean put(long at, byte[] data, SegmentSource source) {
    boolean fresh = false;
    for (int i = 0; i < data.length; i++) {
      long to = at + i;
      if (to >= 0 && to < MAX_BYTES && !there.get((int) to)) {
        grow((int) to + 1);
        bytes[(int) to] = data[i];
        frames[(int) to] = source.frame(i);
        offsets[(int) to] = source.offset(i);
        there.set((int) to);
        fresh = true;
      }
    }
    if (fresh) {
      firsts.clear();
    }
    return fresh;
  }

  private void grow(int length) {
    if (length > bytes.length) {
      int wider = Math.min(MAX_BYTES, Math.max(length, bytes.length * 2));
      bytes = Arrays.copyOf(bytes, wider);
      frames = Arrays.copyOf(frames, wider);
      offsets = Arrays.copyOf(offsets, wider);
    }
  }

  byte[] bytes() {
    return bytes;
  }

  /** Index of the first byte at or after {@code from}; -1 for none. */
  int next(int from) {
    return there.nextSetBit(from);
  }

  /** End of the bytes without a hole from {@code from} on. */
  int end(int from) {
    return there.nextClearBit(from);
  }

  /** Index after the last byte. */
  int length() {
    return there.length();
  }

  /** Bytes as text, one character each. */
  String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  long frame(int at) {
    return frames[at];
  }

  /** Whether the byte was taken from this place of a frame. */
  boolean isFrom(int at, long frame, int offset) {
    return there.get(at) && frames[at] == frame && offsets[at] == offset;
  }

  /** Index of the first byte that came in a frame; -1 for none. */
  int firstOf(long frame) {
    if (firsts.isEmpty()) {
      long last = -1;
      for (int at = there.nextSetBit(0); at >= 0; at = there.nextSetBit(at + 1)) {
        if (frames[at] != last) {
          last = frames[at];
          firsts.putIfAbsent(last, at);
        }
      }
    }
    return firsts.getOrDefault(frame, -1);
  }

  /** Where the bytes lie in the file. */
  List<Place> places(int start, int length) {
    List<Place> places = new ArrayList<>();
    int at = start;
    int end = start + length;
    while (at < end) {
      int from = at;
      at++;
      while (at < end
          && frames[at] == frames[from]
          && offsets[from] != NOWHERE
          && offsets[at] == offsets[from] + at - from) {
        at++;
      }
      if (offsets[from] != NOWHERE) {
        int shown = Math.min(at - from, Place.MAX_BYTES);
        String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, from, from + shown);
        places.add(new Place(frames[from], offsets[from], hex, at - from));
      }
    }
    return places;
  }
}
