package io.tlsfloor.capture.live;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts several sources in the order of time.
 *
 * <p>Each source hands its frames over in batches. A frame therefore waits until every other source
 * has given a later one, or until none of them can have an earlier one any more. One from the
 * future is from before the clock was set back, and goes at once. Confined to one thread.
 *
 * @param <T> kind of source
 */
public final class EarliestFirst<T extends LiveCapture> {
  /** Twice the time after which a kernel hands over what it has. */
  private static final long HOLD_NANOS = 2 * LiveOptions.TIMEOUT_MILLIS * 1_000_000L;

  /** A clock that is set back by less holds frames up for so long. */
  private static final long AHEAD_NANOS = 10_000_000_000L;

  private final List<T> sources;
  private @Nullable T earliest; // of the last look
  private long time;
  private long clockNanos = Long.MIN_VALUE; // when it was last looked at

  /** Orders sources; of frames with the same time, the earlier source's comes first. */
  public EarliestFirst(List<T> sources) {
    this.sources = List.copyOf(sources);
  }

  /** The source whose frame comes next; null when none is there, or it has to wait. */
  public @Nullable T next() {
    if (!look() && earliest != null && time != Long.MIN_VALUE) {
      if (time > nowNanos() - HOLD_NANOS) {
        return null;
      }
      look(); // this thread may have slept between a source's answer and the time of day
    }
    return earliest;
  }

  /** Finds the earliest frame; whether every source had one. */
  private boolean look() {
    earliest = null;
    time = LiveCapture.NOTHING;
    boolean all = true;
    for (int i = 0; i < sources.size(); i++) {
      T one = sources.get(i);
      long next = one.nextNanos();
      all &= next != LiveCapture.NOTHING;
      if (next < time) {
        time = next;
        earliest = one;
      }
      if (next != LiveCapture.NOTHING && isAhead(next)) {
        time = Long.MIN_VALUE;
        earliest = one;
      }
    }
    return all;
  }

  /** Whether a frame is from the future. The clock is looked at once in ten seconds of frames. */
  private boolean isAhead(long frameNanos) {
    if (frameNanos - AHEAD_NANOS <= clockNanos) {
      return false;
    }
    clockNanos = nowNanos();
    return frameNanos - AHEAD_NANOS > clockNanos;
  }

  /** Time of the earliest frame that is there, whether or not it has to wait. */
  public long nextNanos() {
    long earliest = LiveCapture.NOTHING;
    for (int i = 0; i < sources.size(); i++) {
      earliest = Math.min(earliest, sources.get(i).nextNanos());
    }
    return earliest;
  }

  private static long nowNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
