package io.tlsfloor.capture.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The bytes that packets of one direction brought, by their place, and which frames did: of each
 * byte the first copy. What comes late, or behind what is read, is there as well, since it is shown
 * to people; a reader's {@link io.tlsfloor.capture.stream.Reassembly} has let go of it by then.
 */
final class RecordedBytes {
  private static final int MAX_BYTES = 1 << 17; // a hello of 64 KiB and what stands before it

  private final NavigableMap<Integer, FrameBytes> runs = new TreeMap<>(); // by place, apart
  private byte[] bytes = {};
  private int stretchFrom; // bytes that are known to be there, since it is asked for often
  private int stretchEnd;

  /** Puts bytes where nothing is yet; whether any was new. */
  boolean put(int place, List<FrameBytes> from, ByteBuffer buffer, int start) {
    boolean fresh = false;
    for (FrameBytes run : from) {
      int end = Math.min(run.end(), MAX_BYTES);
      int at = missing(run.at());
      while (at < end) {
        Integer next = runs.ceilingKey(at);
        int to = next == null ? end : Math.min(end, next);
        if (to > bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, Math.max(to, 2 * bytes.length)));
        }
        buffer.get(start + at - place, bytes, at, to - at);
        runs.put(at, run.part(at, to));
        fresh = true;
        at = missing(to);
      }
    }
    stretchEnd = 0;
    return fresh;
  }

  /** The place of the first byte at or after {@code from} that is not there. */
  private int missing(int from) {
    int at = from;
    Map.Entry<Integer, FrameBytes> entry = runs.floorEntry(at);
    while (entry != null && entry.getValue().end() > at) {
      at = entry.getValue().end();
      entry = runs.floorEntry(at);
    }
    return at;
  }

  /** Gives each byte another place. */
  void moveBy(int by) {
    byte[] wider = new byte[Math.min(MAX_BYTES, bytes.length + by)];
    System.arraycopy(bytes, 0, wider, by, wider.length - by);
    List<FrameBytes> all = new ArrayList<>(runs.values());
    clear();
    bytes = wider;
    for (FrameBytes run : all) {
      if (run.end() + by <= MAX_BYTES) {
        runs.put(run.at() + by, run.movedBy(by));
      }
    }
  }

  void clear() {
    runs.clear();
    stretchEnd = 0;
  }

  // What is asked for afterwards.

  /** All bytes, by place. */
  byte[] array() {
    return bytes;
  }

  /** Place of the first byte at or after {@code from}; -1 for none. */
  int next(int from) {
    Map.Entry<Integer, FrameBytes> before = runs.floorEntry(from);
    if (before != null && before.getValue().holds(from)) {
      return from;
    }
    Integer next = runs.ceilingKey(from);
    return next == null ? -1 : next;
  }

  /** End of the bytes without a hole from {@code from} on. */
  int end(int from) {
    if (from < stretchFrom || from >= stretchEnd) {
      stretchFrom = from;
      stretchEnd = missing(from);
    }
    return stretchEnd;
  }

  /** Place after the last byte. */
  int length() {
    return runs.isEmpty() ? 0 : runs.lastEntry().getValue().end();
  }

  /** How many of the bytes from {@code at} on are there. */
  int there(int at, int length) {
    return Math.max(0, Math.min(end(at) - at, length));
  }

  /** Bytes as text, one character each. */
  String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** The run that holds a byte which is there. */
  FrameBytes run(int at) {
    Map.Entry<Integer, FrameBytes> entry = runs.floorEntry(at);
    if (entry == null || !entry.getValue().holds(at)) {
      throw new IllegalArgumentException("no byte is at " + at);
    }
    return entry.getValue();
  }

  /** The runs that hold some of these bytes, in order. */
  private Collection<FrameBytes> within(int start, int length) {
    Map.Entry<Integer, FrameBytes> before = runs.floorEntry(start);
    boolean holds = length > 0 && before != null && before.getValue().holds(start);
    return runs.subMap(holds ? before.getKey() : start, true, start + length, false).values();
  }

  /** Adds the frames that hold some bytes. */
  void frames(int start, int length, Set<Long> into) {
    within(start, length).forEach(run -> into.add(run.frame()));
  }

  /** Where the bytes lie in the file, as far as they are there as they are. */
  List<FrameBytes> places(int start, int length) {
    List<FrameBytes> places = new ArrayList<>();
    for (FrameBytes run : within(start, length)) {
      FrameBytes part = run.part(Math.max(start, run.at()), Math.min(start + length, run.end()));
      int last = places.size() - 1;
      if (last >= 0 && places.get(last).goesOnWith(part)) {
        FrameBytes open = places.remove(last);
        part = new FrameBytes(open.at(), part.end() - open.at(), open.frame(), open.offset());
      }
      if (part.offset() != FrameBytes.NOWHERE) {
        places.add(part);
      }
    }
    return places;
  }

  /** The first of some bytes, for a reader. */
  String hex(FrameBytes run) {
    int shown = Math.min(run.length(), FrameBytes.MAX_SHOWN);
    return HexFormat.ofDelimiter(" ").formatHex(bytes, run.at(), run.at() + shown);
  }
}
