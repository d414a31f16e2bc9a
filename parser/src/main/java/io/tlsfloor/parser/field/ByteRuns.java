package io.tlsfloor.parser.field;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Where the bytes of a message lie, in order. Kept as numbers, since there may be as many runs as
 * the message has bytes. Not changed any more once it is part of a {@link Message}.
 */
public final class ByteRuns extends AbstractList<ByteRun> implements RandomAccess {
  private static final int NUMBERS = 3; // of a run: two places and a length
  private static final int USUAL_RUNS = 4;

  private int[] numbers = new int[USUAL_RUNS * NUMBERS];
  private int first; // index in numbers of the first run
  private int end;

  /** The same runs; {@code runs} itself if it is of this kind. */
  public static ByteRuns of(List<ByteRun> runs) {
    if (runs instanceof ByteRuns same) {
      return same;
    }
    ByteRuns all = new ByteRuns();
    runs.forEach(run -> all.add(run.messageOffset(), run.streamOffset(), run.length()));
    return all;
  }

  void add(int messageOffset, int streamOffset, int length) {
    if (end == numbers.length) { // what was taken makes room, else it doubles
      int there = end - first;
      int[] wider = new int[Math.max(USUAL_RUNS * NUMBERS, 2 * there)];
      System.arraycopy(numbers, first, wider, 0, there);
      numbers = wider;
      first = 0;
      end = there;
    }
    numbers[end] = messageOffset;
    numbers[end + 1] = streamOffset;
    numbers[end + 2] = length;
    end += NUMBERS;
  }

  /**
   * Takes the runs of the first bytes out; one that goes on is cut.
   *
   * @param from offset of the message that they are of, from which theirs are counted then
   * @param to offset after its last byte
   */
  ByteRuns take(int from, int to) {
    ByteRuns taken = new ByteRuns();
    taken.numbers = new int[NUMBERS * Math.max(1, runsBefore(to))];
    while (first < end && numbers[first] < to) {
      int messageOffset = numbers[first];
      int length = numbers[first + 2];
      int inside = Math.min(length, to - messageOffset);
      if (inside > 0) {
        taken.add(messageOffset - from, numbers[first + 1], inside);
      }
      if (inside < length) {
        numbers[first] = to;
        numbers[first + 1] += inside;
        numbers[first + 2] -= inside;
      } else {
        first += NUMBERS;
      }
    }
    return taken;
  }

  /** All of them, counted from an offset of the message. */
  ByteRuns copy(int from) {
    ByteRuns all = new ByteRuns();
    for (int i = 0; i < size(); i++) {
      all.add(messageOffset(i) - from, streamOffset(i), length(i));
    }
    return all;
  }

  private int runsBefore(int to) {
    int at = first;
    while (at < end && numbers[at] < to) {
      at += NUMBERS;
    }
    return (at - first) / NUMBERS;
  }

  /** Offset in the message of the first byte of a run. */
  public int messageOffset(int index) {
    return numbers[first + NUMBERS * index];
  }

  /** Offset in the stream of the first byte of a run. */
  public int streamOffset(int index) {
    return numbers[first + NUMBERS * index + 1];
  }

  /** Bytes of a run. */
  public int length(int index) {
    return numbers[first + NUMBERS * index + 2];
  }

  @Override
  public ByteRun get(int index) {
    Objects.checkIndex(index, size());
    return new ByteRun(messageOffset(index), streamOffset(index), length(index));
  }

  @Override
  public int size() {
    return (end - first) / NUMBERS;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteRuns same
        ? Arrays.equals(numbers, first, end, same.numbers, same.first, same.end)
        : super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
