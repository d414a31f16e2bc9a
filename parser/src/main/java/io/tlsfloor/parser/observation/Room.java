package io.tlsfloor.parser.observation;

/**
 * How much of a bound of memory this process has room for. The bounds are made for a heap of 1 GB,
 * as the launcher gives: all of them reached at once fit it. With less heap each is smaller in the
 * same measure, so that a flood meets a bound, which is counted, before it meets the heap's end.
 */
public final class Room {
  private static final long STANDARD_BYTES = 1_000_000_000L; // 1 GB, without what a collector keeps
  private static final long BASE_BYTES = 32L << 20; // classes' data, lists, buffers: not traffic's
  private static final int LEAST_PART = 128; // of each bound: less would find nothing

  private Room() {}

  /**
   * A bound for this process.
   *
   * @param most bytes, or entries of a table, with a heap of 1 GB or more
   */
  public static long of(long most) {
    return of(most, Runtime.getRuntime().maxMemory());
  }

  /** The same as a number of entries. */
  public static int entries(int most) {
    return (int) of(most);
  }

  static long of(long most, long heapBytes) {
    double part = (double) (heapBytes - BASE_BYTES) / (STANDARD_BYTES - BASE_BYTES);
    return part >= 1 ? most : Math.max(most / LEAST_PART, (long) (most * Math.max(0, part)));
  }
}
