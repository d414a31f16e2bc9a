package io.tlsfloor.capture.stream;

import io.tlsfloor.parser.observation.FrameRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Remembers which frames brought which bytes of a stream, for the latest segments. */
final class FrameLog {
  private static final int MAX_SEGMENTS = 1 << 12; // a 64 KiB message in segments of 16 bytes

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
    if (count == ends.length) {
      makeRoom();
    }
    int at = first + count & ends.length - 1;
    ends[at] = endOffset;
    numbers[at] = number;
    times[at] = frame.timeNanos();
    files[at] = frame.file();
    count++;
  }

  private void makeRoom() {
    if (count == MAX_SEGMENTS) {
      first = first + 1 & count - 1;
      count--;
      return;
    }
    ends = unrolled(ends);
    numbers = unrolled(numbers);
    times = unrolled(times);
    String[] wider = new String[count * 2];
    for (int i = 0; i < count; i++) {
      wider[i] = files[first + i & count - 1];
    }
    files = wider;
    first = 0;
  }

  private long[] unrolled(long[] ring) {
    long[] wider = Arrays.copyOf(ring, count * 2);
    for (int i = 0; i < count; i++) {
      wider[i] = ring[first + i & count - 1];
    }
    return wider;
  }

  /** Forgets segments that end at or before {@code offset}. */
  void dropBefore(long offset) {
    while (count > 0 && ends[first] <= offset) {
      first = first + 1 & ends.length - 1;
      count--;
    }
  }

  /** The frames with bytes of {@code from..to} (exclusive), in stream order, each once. */
  List<FrameRef> frames(long from, long to) {
    List<FrameRef> found = new ArrayList<>(2);
    for (int i = 0; i < count; i++) {
      int at = first + i & ends.length - 1;
      boolean after = i > 0 && before(i) >= to && ends[at] != before(i);
      if (after) {
        break;
      }
      if (ends[at] > from) {
        FrameRef frame = new FrameRef(files[at], numbers[at], instant(times[at]));
        if (!found.contains(frame)) {
          found.add(frame);
        }
      }
    }
    return found;
  }

  private long before(int index) {
    return ends[first + index - 1 & ends.length - 1];
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
  }
}
