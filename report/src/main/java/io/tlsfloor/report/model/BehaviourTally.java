package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches how one client behaves with one service, connection by connection. */
class BehaviourTally {
  /** Intervals that the median is taken of: the latest. */
  static final int MAX_INTERVALS = 64;

  /** Attempts that begin closer together than this are one: programs try several addresses. */
  private static final Duration BURST = Duration.ofSeconds(1);

  /** A program that falls back does so at once. */
  private static final Duration FALLBACK = Duration.ofSeconds(30);

  private static final long[] NONE = {};

  private final TlsVersion floor;
  private long succeeded;
  private long failed;
  private @Nullable Instant firstSuccess;
  private @Nullable Instant lastSuccess;
  private @Nullable Instant failedAt; // and not tried again since
  private @Nullable Instant highFailedAt;
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
    Instant start = connection.evidence().first().time();
    boolean highNow = speaks(connection, floor);
    Optional<Offer> offer = connection.offer();
    boolean lowNow = offer.isPresent() && offer.get().max().isBefore(floor);
    high |= highNow;
    if (lowNow) {
      low++;
      fallback |= offer.get().fallbackScsv();
      fallback |= highFailedAt != null && within(highFailedAt, start, FALLBACK);
    }
    switch (connection.outcome()) {
      case ESTABLISHED -> {
        triedAgain(start);
        failedAt = null;
        succeeded++;
        highSucceeded |= highNow;
        firstSuccess = firstSuccess == null || start.isBefore(firstSuccess) ? start : firstSuccess;
        lastSuccess = lastSuccess == null || start.isAfter(lastSuccess) ? start : lastSuccess;
      }
      case REFUSED, RESET, CLOSED, UNANSWERED -> {
        triedAgain(start);
        failedAt = failedAt == null ? start : failedAt;
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
    Instant start = connection.evidence().first().time();
    if (connection.offer().isPresent() && connection.offer().get().max().isBefore(floor)) {
      low--;
    }
    if (connection.outcome() == Outcome.UNANSWERED) {
      failed--;
      failedAt = start.equals(failedAt) ? null : failedAt;
      highFailedAt = start.equals(highFailedAt) ? null : highFailedAt;
    }
  }

  private static boolean within(Instant from, Instant to, Duration span) {
    return !to.isBefore(from) && to.isBefore(from.plus(span));
  }

  private void triedAgain(Instant start) {
    if (failedAt == null || start.isBefore(failedAt.plus(BURST))) {
      return;
    }
    if (intervalCount >= intervals.length && intervals.length < MAX_INTERVALS) {
      intervals = Arrays.copyOf(intervals, Math.max(4, intervals.length * 2));
    }
    intervals[intervalCount % MAX_INTERVALS] = Duration.between(failedAt, start).toMillis();
    intervalCount++;
    failedAt = null;
  }

  final long succeeded() {
    return succeeded;
  }

  final long failed() {
    return failed;
  }

  final Optional<Instant> firstSuccess() {
    return Optional.ofNullable(firstSuccess);
  }

  final Optional<Instant> lastSuccess() {
    return Optional.ofNullable(lastSuccess);
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
