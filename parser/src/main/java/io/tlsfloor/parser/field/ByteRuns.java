package io.tlsfloor.parser.field;

import java.util.Arrays;

/**
 * Where the bytes of a message lie in the stream it came in, in order. Kept as numbers, since there
 * may be as many runs as the message has bytes.
 */
public final class ByteRuns {
  private static final int NUMBERS = 3; // of a run: two places and a length

  private int[] numbers = new int[NUMBERS];
  private int end;

  /** No runs. */
  public ByteRuns() {}

  /** One run, of all of a message. */
  public static ByteRuns of(int streamOffset, int length) {
    ByteRuns one = new ByteRuns();
    one.add(0, streamOffset, length);
    return one;
  }

  /** Adds a run; one that goes on with the last makes it longer. */
  public void add(int messageOffset, int streamOffset, int length) {
    int last = size() - 1;
    if (last >= 0
        && messageOffset(last) + length(last) == messageOffset
        && streamOffset(last) + length(last) == streamOffset) {
      numbers[end - 1] += length;
      return;
    }
    if (end == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * end);
    }
    numbers[end] = messageOffset;
    numbers[end + 1] = streamOffset;
    numbers[end + 2] = length;
    end += NUMBERS;
  }

  /** How many there are. */
  public int size() {
    return end / NUMBERS;
  }

  /** Offset in the message of the first byte of a run. */
  public int messageOffset(int index) {
    return numbers[NUMBERS * index];
  }

  /** Offset in the stream of the first byte of a run. */
  public int streamOffset(int index) {
    return numbers[NUMBERS * index + 1];
  }

  /** Bytes of a run. */
  public int length(int index) {
    return numbers[NUMBERS * index + 2];
  }

  /** Where each byte of the message lies in the stream: that of the first run; -1 for nowhere. */
  public int[] streamOffsets() {
    int length = 0;
    for (int i = 0; i < size(); i++) {
      length = Math.max(length, messageOffset(i) + length(i));
    }
    int[] offsets = new int[length];
    Arrays.fill(offsets, -1);
    for (int i = 0; i < size(); i++) {
      int place = streamOffset(i);
      int to = messageOffset(i) + length(i);
      for (int at = messageOffset(i); at < to; at++, place++) {
        if (offsets[at] < 0) {
          offsets[at] = place;
        }
      }
    }
    return offsets;
  }
}
