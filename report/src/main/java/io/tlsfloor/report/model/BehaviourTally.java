package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Watches how one client behaves with one service, connection by connection. Its times are numbers:
 * an object that changes in many old ones is what a collector has to look for.
 */
class BehaviourTally {
  /** In place of a time. */
  static final long NEVER = Long.MIN_VALUE;

  /** Intervals that the median is taken of: the latest. */
  static final int MAX_INTERVALS = 64;

  /** Attempts that begin closer together than this are one: programs try several addresses. */
  private static final long BURST_NANOS = 1_000_000_000L;

  /** A program that falls back does so at once. */
  private static final long FALLBACK_NANOS = 30_000_000_000L;

  private static final long MAX_NANOS = Long.MAX_VALUE - 60_000_000_000L; // so that a span fits
  private static final long[] NONE = {};

  final TlsVersion floor;
  private long succeeded;
  private long failed;
  private long firstSuccess = NEVER;
  private long lastSuccess = NEVER;
  private long failedAt = NEVER; // and not tried again since
  private long highFailedAt = NEVER;
  private long low;
  private boolean fallback;
  private boolean high;
  private boolean highSucceeded;
  private long[] intervals = NONE;
  private int intervalCount;

  BehaviourTally(TlsVersion floor) {
    this.floor = floor;
  }

  /** Whether a connection's hello offers the floor or more. */
  static boolean speaks(TlsConnection connection, TlsVersion floor) {
    Optional<Offer> offer = connection.offer();
    return offer.isPresent() && offer.get().max().isKnown() && !offer.get().max().isBefore(floor);
  }

  final void add(TlsConnection connection) {
    long start = nanos(connection.evidence().first());
    boolean highNow = speaks(connection, floor);
    Optional<Offer> offer = connection.offer();
    boolean lowNow = offer.isPresent() && offer.get().max().isBefore(floor);
    high |= highNow;
    if (lowNow) {
      low++;
      fallback |= offer.get().fallbackScsv();
      fallback |= highFailedAt != NEVER && isSoonAfter(highFailedAt, start);
    }
    switch (connection.outcome()) {
      case ESTABLISHED -> {
        triedAgain(start);
        failedAt = NEVER;
        succeeded++;
        highSucceeded |= highNow;
        firstSuccess = firstSuccess == NEVER ? start : Math.min(start, firstSuccess);
        lastSuccess = Math.max(start, lastSuccess);
      }
      case REFUSED, RESET, CLOSED, UNANSWERED -> {
        triedAgain(start);
        failedAt = failedAt == NEVER ? start : failedAt;
        failed++;
        highFailedAt = highNow ? start : highFailedAt;
      }
      default -> {
        // Neither got through nor was refused.
      }
    }
  }

  /** Takes a connection back, as far as it was not weighed with others. */
  final void takeBack(TlsConnection connection) {
    long start = nanos(connection.evidence().first());
    if (connection.offer().isPresent() && connection.offer().get().max().isBefore(floor)) {
      low--;
    }
    if (connection.outcome() == Outcome.UNANSWERED) {
      failed--;
      failedAt = start == failedAt ? NEVER : failedAt;
      highFailedAt = start == highFailedAt ? NEVER : highFailedAt;
    }
  }

  private static boolean isSoonAfter(long from, long to) {
    return to >= from && to < from + FALLBACK_NANOS;
  }

  private void triedAgain(long start) {
    if (failedAt == NEVER || start < failedAt + BURST_NANOS) {
      return;
    }
    if (intervalCount >= intervals.length && intervals.length < MAX_INTERVALS) {
      intervals = Arrays.copyOf(intervals, Math.max(4, intervals.length * 2));
    }
    intervals[intervalCount % MAX_INTERVALS] = TimeUnit.NANOSECONDS.toMillis(start - failedAt);
    intervalCount++;
    failedAt = NEVER;
  }

  /** Nanoseconds since 1970; a time outside the years 1678 to 2261 is the nearest inside. */
  static long nanos(FrameRef frame) {
    return Math.max(-MAX_NANOS, Math.min(frame.timeNanos(), MAX_NANOS));
  }

  private static Optional<Instant> time(long nanos) {
    return nanos == NEVER ? Optional.empty() : Optional.of(instant(nanos));
  }

  /** The time of {@link #nanos}. */
  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  final long succeeded() {
    return succeeded;
  }

  final long failed() {
    return failed;
  }

  final Optional<Instant> firstSuccess() {
    return time(firstSuccess);
  }

  final Optional<Instant> lastSuccess() {
    return time(lastSuccess);
  }

  /** Hellos below the floor. */
  final long low() {
    return low;
  }

  /** The median; of an even number the lower of the two in the middle. */
  final Optional<Duration> retryInterval() {
    int count = Math.min(intervalCount, MAX_INTERVALS);
    if (count == 0) {
      return Optional.empty();
    }
    long[] sorted = Arrays.copyOf(intervals, count);
    Arrays.sort(sorted);
    return Optional.of(Duration.ofMillis(sorted[(count - 1) / 2]));
  }

  final LowHellos lowHellos() {
    if (low == 0) {
      return LowHellos.NONE;
    }
    if (fallback) {
      return LowHellos.FALLBACK;
    }
    return highSucceeded ? LowHellos.MIXED : LowHellos.LEGACY;
  }

  /** Whether a hello offered the floor or more. */
  final boolean speaksFloor() {
    return high;
  }
}
