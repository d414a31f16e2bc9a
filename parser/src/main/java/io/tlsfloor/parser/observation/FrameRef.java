package io.tlsfloor.parser.observation;

import java.time.Instant;

/**
 * A captured frame that a fact was read from.
 *
 * @param file the capture file as given or found; the interface's name when live
 * @param number counted from 1 within the file, as Wireshark does
 * @param timeNanos time of the frame, in nanoseconds since 1970 UTC: a connection has several
 *     frames, and most of their times are never asked for
 */
public record FrameRef(String file, long number, long timeNanos) {
  private static final long SECOND = 1_000_000_000L;

  /** Takes the nearest time that nanoseconds in a {@code long} reach. */
  public FrameRef(String file, long number, Instant time) {
    this(file, number, nanos(time));
  }

  private static long nanos(Instant time) {
    long seconds = Math.max(-Long.MAX_VALUE / SECOND, time.getEpochSecond());
    return Math.min(seconds, Long.MAX_VALUE / SECOND - 1) * SECOND + time.getNano();
  }

  // Written out: what the compiler leaves to the first call costs a small scan a twentieth.

  @Override
  public boolean equals(Object other) {
    return other instanceof FrameRef frame
        && number == frame.number
        && timeNanos == frame.timeNanos
        && file.equals(frame.file);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * file.hashCode() + Long.hashCode(number)) + Long.hashCode(timeNanos);
  }

  /** Time of the frame. */
  public Instant time() {
    return Instant.ofEpochSecond(
        Math.floorDiv(timeNanos, SECOND), Math.floorMod(timeNanos, SECOND));
  }
}
