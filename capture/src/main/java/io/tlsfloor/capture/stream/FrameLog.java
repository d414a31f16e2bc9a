package io.tlsfloor.capture.stream;

import io.tlsfloor.parser.observation.FrameRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers which frames brought which bytes of a stream: those that nobody has read to the end,
 * the latest segments of them. A ring in the order of the bytes.
 */
final class FrameLog {
  private static final int MAX_SEGMENTS = 1 << 12; // a 64 KiB message in segments of 16 bytes
  private static final int SEGMENT_BYTES = 3 * Long.BYTES + 4; // in the four arrays

  private static final int FIRST = 4;

  private int first;
  private int count;
  private long[] ends = new long[FIRST];
  private long[] numbers = new long[FIRST];
  private long[] times = new long[FIRST];
  private String[] files = new String[FIRST];

  void add(long endOffset, FrameMark frame) {
    for (long fragment : frame.fragments()) {
      if (fragment != frame.number()) {
        add(endOffset, frame, fragment);
      }
    }
    add(endOffset, frame, frame.number());
  }

  private void add(long endOffset, FrameMark frame, long number) {
    if (count == MAX_SEGMENTS) {
      first = first + 1 & ends.length - 1;
      count--;
    } else if (count == ends.length) {
      resize(2 * count);
    }
    int at = place(count);
    ends[at] = endOffset;
    numbers[at] = number;
    times[at] = frame.timeNanos();
    files[at] = frame.file();
    count++;
  }

  private int place(int index) {
    return first + index & ends.length - 1;
  }

  private void resize(int room) {
    ends = unrolled(ends, room);
    numbers = unrolled(numbers, room);
    times = unrolled(times, room);
    String[] others = new String[room];
    for (int i = 0; i < count; i++) {
      others[i] = files[first + i & files.length - 1];
    }
    files = others;
    first = 0;
  }

  private long[] unrolled(long[] ring, int room) {
    long[] other = new long[room];
    for (int i = 0; i < count; i++) {
      other[i] = ring[first + i & ring.length - 1];
    }
    return other;
  }

  /** Forgets segments that end at or before {@code offset}, and gives back the room they took. */
  void dropBefore(long offset) {
    if (count == 0 || ends[first] > offset) {
      return;
    }
    int dropped = firstAfter(offset);
    first = place(dropped);
    count -= dropped;
    if (ends.length > FIRST && count <= ends.length >> 3) {
      resize(Math.max(FIRST, ends.length >> 2));
    }
  }

  /** Index of the first segment that ends after {@code offset}; their ends never go back. */
  private int firstAfter(long offset) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = low + high >>> 1;
      if (ends[place(middle)] > offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /**
   * The frames with bytes of {@code from..to} (exclusive), in stream order, each once: the first
   * {@link Stream#MAX_FRAMES}, and the last.
   */
  List<FrameRef> frames(long from, long to) {
    int begin = firstAfter(from);
    int end = begin; // after the last that begins before the place
    if (begin < count && to > from) {
      end = Math.min(count, firstAfter(to - 1) + 1);
      while (end < count && ends[place(end)] == ends[place(end - 1)]) {
        end++; // fragments of one datagram
      }
    }
    List<FrameRef> found = new ArrayList<>(Math.min(end - begin, Stream.MAX_FRAMES));
    for (int i = begin; i < end; i++) {
      if (found.size() == Stream.MAX_FRAMES - 1) {
        i = end - 1;
      }
      int at = place(i);
      FrameRef frame = new FrameRef(files[at], numbers[at], instant(times[at]));
      if (found.isEmpty() || !found.get(found.size() - 1).equals(frame)) {
        found.add(frame);
      }
    }
    return found;
  }

  /** Memory that the marks take, in bytes. */
  int heldBytes() {
    return ends.length * SEGMENT_BYTES;
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }
}
