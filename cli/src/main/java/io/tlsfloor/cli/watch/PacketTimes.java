package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.Frame;
import java.time.Instant;
import java.util.Optional;

/**
 * The times of frames as they come, by the clock of this machine, which others set. Confined to one
 * thread.
 */
final class PacketTimes {
  private static final long NANOS = 1_000_000_000L;

  /** Frames are read later, and out of order by less; a clock that is set less does no harm. */
  private static final long STEP_NANOS = 10 * NANOS;

  /** A frame from later than that in the future is from before the clock was set back. */
  private static final long AHEAD_NANOS = 60 * NANOS;

  /** Interfaces may have clocks of their own, which are never to be taken for one that is set. */
  private static final long REST_NANOS = 60 * NANOS;

  private final WatchClock clock;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;
  private long latest = Long.MIN_VALUE; // of the frame that came last
  private long wall = Long.MIN_VALUE; // when the clock was last read
  private long stepAt = System.nanoTime() - REST_NANOS;

  /** No frame yet. */
  PacketTimes(WatchClock clock) {
    this.clock = clock;
  }

  /**
   * Takes the time of a frame. One that waited while the clock was set back is given the time that
   * it is now.
   *
   * @return whether the clock was set back before this frame: whatever waits for a time would wait
   *     for longer than it should
   */
  boolean take(Frame frame) {
    long time = frame.timeNanos();
    if (time - AHEAD_NANOS > wall) { // once a minute
      wall = wallNanos();
      if (time - AHEAD_NANOS > wall) {
        time = wall;
        frame.about(frame.number(), frame.linkType(), time, frame.timeKnown());
      }
    }
    boolean back = latest != Long.MIN_VALUE && time < latest - STEP_NANOS;
    latest = time;
    first = Math.min(first, time);
    last = Math.max(last, time);
    if (!back || System.nanoTime() - stepAt < REST_NANOS) {
      return false;
    }
    stepAt = System.nanoTime();
    return true;
  }

  /**
   * Returns whether the frame that came last is from before that time, as {@link #wallNanos} gives
   * it.
   */
  boolean isBefore(long nanos) {
    return latest < nanos;
  }

  /** Time of the earliest frame; empty while there was none. */
  Optional<Instant> first() {
    return time(first, Long.MAX_VALUE);
  }

  /** Time of the latest frame; empty while there was none. */
  Optional<Instant> last() {
    return time(last, Long.MIN_VALUE);
  }

  private static Optional<Instant> time(long nanos, long none) {
    return nanos == none ? Optional.empty() : Optional.of(Instant.ofEpochSecond(0, nanos));
  }

  /** The time of day, in nanoseconds since 1970. */
  long wallNanos() {
    Instant now = clock.now();
    return now.getEpochSecond() * NANOS + now.getNano();
  }
}
