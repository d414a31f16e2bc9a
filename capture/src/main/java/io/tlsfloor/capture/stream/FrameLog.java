package io.tlsfloor.capture.stream;

import io.tlsfloor.parser.observation.FrameRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which frames brought which bytes of a stream: those that were not read to the end, the
 * latest segments of them. A ring in the order of the bytes.
 */
final class FrameLog {
  private static final int MAX_SEGMENTS = 1 << 12; // a 64 KiB message in segments of 16 bytes
  private static final int WORDS = 3; // of a segment: end offset, frame number, time
  private static final int FEW = 4; // segments; room for them is kept for the next connection
  private static final long[] NOTHING = {};

  private int first;
  private int count;
  private int room;
  private long[] segments = NOTHING; // made when the first one comes
  private String file = ""; // of all of them, unless there are files
  private String @Nullable [] files;

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
      first = first + 1 & room - 1;
      count--;
    } else if (count == room) {
      resize(Math.max(1, 2 * count)); // many a direction has one segment, or none
    }
    int at = place(count);
    segments[WORDS * at] = endOffset;
    segments[WORDS * at + 1] = number;
    segments[WORDS * at + 2] = frame.timeNanos();
    from(frame.file(), at);
    count++;
  }

  /** Most connections lie in one capture. */
  private void from(String source, int at) {
    if (count == 0) {
      file = source;
      files = null;
    } else if (files == null && !source.equals(file)) {
      files = new String[room];
      Arrays.fill(files, file);
    }
    if (files != null) {
      files[at] = source;
    }
  }

  private int place(int index) {
    return first + index & room - 1;
  }

  private long end(int index) {
    return segments[WORDS * place(index)];
  }

  private void resize(int wanted) {
    long[] others = new long[WORDS * wanted];
    String @Nullable [] otherFiles = files == null ? null : new String[wanted];
    for (int i = 0; i < count; i++) {
      System.arraycopy(segments, WORDS * place(i), others, WORDS * i, WORDS);
      if (files != null && otherFiles != null) {
        otherFiles[i] = files[place(i)];
      }
    }
    segments = others;
    files = otherFiles;
    room = wanted;
    first = 0;
  }

  /** Forgets segments that end at or before {@code offset}, and gives back the room they took. */
  void dropBefore(long offset) {
    if (count == 0 || end(0) > offset) {
      return;
    }
    int dropped = firstAfter(offset);
    first = place(dropped);
    count -= dropped;
    if (room > FEW && count <= room >> 3) {
      resize(Math.max(FEW, room >> 2));
    }
  }

  /** Forgets all of them, and gives back more room than most connections take. */
  void clear() {
    count = 0;
    first = 0;
    file = "";
    files = null;
    if (room > FEW) {
      resize(FEW);
    }
  }

  /** Index of the first segment that ends after {@code offset}; their ends never go back. */
  private int firstAfter(long offset) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = low + high >>> 1;
      if (end(middle) > offset) {
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
      while (end < count && end(end) == end(end - 1)) {
        end++; // fragments of one datagram
      }
    }
    if (end - begin == 1) {
      return List.of(frame(begin));
    }
    List<FrameRef> found = new ArrayList<>(Math.min(end - begin, Stream.MAX_FRAMES));
    for (int i = begin; i < end; i++) {
      if (found.size() == Stream.MAX_FRAMES - 1) {
        i = end - 1;
      }
      FrameRef frame = frame(i);
      if (found.isEmpty() || !found.get(found.size() - 1).equals(frame)) {
        found.add(frame);
      }
    }
    return found;
  }

  private FrameRef frame(int index) {
    int at = place(index);
    return new FrameRef(
        files == null ? file : files[at], segments[WORDS * at + 1], segments[WORDS * at + 2]);
  }

  /** Memory that the marks take, in bytes. */
  int heldBytes() {
    return segments.length * Long.BYTES + (files == null ? 0 : files.length * Integer.BYTES);
  }
}
