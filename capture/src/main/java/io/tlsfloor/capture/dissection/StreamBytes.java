package io.tlsfloor.capture.dissection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Bytes of one direction, and from which frames and offsets they came. */
final class StreamBytes {
  /** Bytes kept: a hello of 64 KiB and what stands before it. */
  static final int MAX_BYTES = 1 << 17;

  /** Value for an offset in a frame that is not known. */
  static final int NOWHERE = -1;

  private byte[] bytes = new byte[0];
  private final BitSet there = new BitSet();
  private final NavigableMap<Integer, Run> runs = new TreeMap<>(); // by start
  private Run lookedAt = new Run(0, 0, 0, NOWHERE); // the last that was asked for
  private final Map<Long, Integer> firsts = new HashMap<>(); // by frame; empty until asked for

  /** Bytes that lie next to each other in one frame; {@code offset} is that of the first. */
  private record Run(int start, int end, long frame, int offset) {
    boolean holds(int at) {
      return at >= start && at < end;
    }

    int offset(int at) {
      return offset == NOWHERE ? NOWHERE : offset + at - start;
    }
  }

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
      runs.put(run, new Run(run, next, source.frame(index), source.offset(index)));
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

  /** The frame of a byte that is there. */
  long frame(int at) {
    return run(at).frame();
  }

  /** Where the stretch ends that holds a byte that is there, and lies in one piece of a frame. */
  int runEnd(int at) {
    return run(at).end();
  }

  private Run run(int at) {
    if (!lookedAt.holds(at)) {
      Map.Entry<Integer, Run> entry = runs.floorEntry(at);
      if (entry == null || !entry.getValue().holds(at)) {
        throw new IllegalArgumentException("no byte is at " + at);
      }
      lookedAt = entry.getValue();
    }
    return lookedAt;
  }

  /** Adds the frames that hold some bytes. */
  void frames(int start, int length, Set<Long> into) {
    within(start, length).forEach(run -> into.add(run.frame()));
  }

  /** The runs that hold some of these bytes, in order. */
  private Collection<Run> within(int start, int length) {
    Map.Entry<Integer, Run> before = runs.floorEntry(start);
    boolean holds = length > 0 && before != null && before.getValue().holds(start);
    return runs.subMap(holds ? before.getKey() : start, true, start + length, false).values();
  }

  /**
   * Whether the byte was taken from this place of a frame: so are those behind it then, up to
   * {@link #runEnd}.
   */
  boolean isFrom(int at, long frame, int offset) {
    return there.get(at) && run(at).frame() == frame && run(at).offset(at) == offset;
  }

  /** Index of the first byte that came in a frame; -1 for none. */
  int firstOf(long frame) {
    if (firsts.isEmpty()) {
      runs.values().forEach(run -> firsts.putIfAbsent(run.frame(), run.start()));
    }
    return firsts.getOrDefault(frame, -1);
  }

  /** Where the bytes lie in the file. */
  List<Place> places(int start, int length) {
    List<Place> places = new ArrayList<>();
    int from = start; // of the stretch that lies next to each other in one frame
    int to = start;
    for (Run run : within(start, length)) {
      int first = Math.max(start, run.start());
      boolean goesOn =
          to > from
              && first == to
              && run.offset() != NOWHERE
              && run(from).offset() != NOWHERE
              && isFrom(from, run.frame(), run.offset(first) - (to - from));
      if (!goesOn) {
        place(from, to, places);
        from = first;
      }
      to = Math.min(start + length, run.end());
    }
    place(from, to, places);
    return places;
  }

  private void place(int from, int to, List<Place> places) {
    if (from < to && run(from).offset() != NOWHERE) {
      int shown = Math.min(to - from, Place.MAX_BYTES);
      String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, from, from + shown);
      places.add(new Place(run(from).frame(), run(from).offset(from), hex, to - from));
    }
  }
}
