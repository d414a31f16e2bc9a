package io.tlsfloor.capture.dissection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Bytes of one direction, each with the frame and the offset that it came from. */
final class StreamBytes {
  /** Bytes kept: a hello of 64 KiB and what stands before it. */
  static final int MAX_BYTES = 1 << 17;

  /** Value for an offset in a frame that is not known. */
  static final int NOWHERE = -1;

  private byte[] bytes = new byte[0];
  private long[] frames = new long[0];
  private int[] offsets = new int[0];
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
    long end = Math.min(at + data.length, MAX_BYTES);
    int to;
    for (int from = there.nextClearBit((int) Math.min(Math.max(at, 0), MAX_BYTES));
        from < end;
        from = there.nextClearBit(to)) {
      int full = there.nextSetBit(from);
      to = full < 0 ? (int) end : (int) Math.min(end, full);
      fill(from, to, at, data, source);
      fresh = true;
    }
    if (fresh) {
      firsts.clear();
    }
    return fresh;
  }

  /** Puts bytes where all of them are new. */
  private void fill(int from, int to, long at, byte[] data, SegmentSource source) {
    grow(to);
    there.set(from, to);
    System.arraycopy(data, (int) (from - at), bytes, from, to - from);
    int next;
    for (int run = from; run < to; run = next) {
      int index = (int) (run - at);
      next = Math.min(to, (int) (at + source.runEnd(index, data.length)));
      int offset = source.offset(index);
      Arrays.fill(frames, run, next, source.frame(index));
      for (int i = run; i < next; i++) {
        offsets[i] = offset == NOWHERE ? NOWHERE : offset + i - run;
      }
    }
  }

  /** Makes room for bytes that will come: at once, since widening copies those that are there. */
  void expect(int length) {
    grow(Math.min(length, MAX_BYTES));
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

  /** Adds the frames that hold some bytes. */
  void frames(int start, int length, Set<Long> into) {
    for (int at = start; at < start + length; at++) {
      if (at == start || frames[at] != frames[at - 1]) {
        into.add(frames[at]);
      }
    }
  }

  /** Whether the byte was taken from this place of a frame. */
  boolean isFrom(int at, long frame, int offset) {
    return there.get(at) && frames[at] == frame && offsets[at] == offset;
  }

  /** Index of the first byte that came in a frame; -1 for none. */
  int firstOf(long frame) {
    if (firsts.isEmpty()) {
      long last = -1;
      int end;
      for (int from = next(0); from >= 0; from = next(end)) {
        end = end(from);
        for (int at = from; at < end; at++) {
          if (frames[at] != last) {
            last = frames[at];
            firsts.putIfAbsent(last, at);
          }
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
