package io.tlsfloor.report.model;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How long a client waits after an attempt that failed before it tries again: how often an interval
 * of each magnitude came, with their sum. Magnitudes are powers of two of a millisecond, so that
 * parts add up to the same in any order, and one pause over a night changes nothing. Immutable.
 *
 * @param byMagnitude by the exponent of two
 */
public record Retries(Map<Integer, Some> byMagnitude) {
  /** None at all. */
  public static final Retries NONE = new Retries(Map.of());

  /**
   * Intervals of one magnitude.
   *
   * @param count how many, 1 at least
   * @param millis of all of them
   */
  public record Some(long count, long millis) {
    /** Both, added up. */
    Some and(Some other) {
      return new Some(count + other.count, millis + other.millis);
    }

    private Some more(Some other) {
      return count > other.count || count == other.count && millis >= other.millis ? this : other;
    }

    /** The exponent of two that all of them, and so their mean, have. */
    int magnitude() {
      return Retries.magnitude(millis / count);
    }
  }

  /** Puts them in order. */
  public Retries {
    byMagnitude = byMagnitude.isEmpty() ? Map.of() : new TreeMap<>(byMagnitude);
  }

  /** One interval. */
  public static Retries of(long millis) {
    long some = Math.max(1, millis);
    return new Retries(Map.of(magnitude(some), new Some(1, some)));
  }

  /** Those that were read, whatever their order. */
  public static Retries of(Iterable<Some> all) {
    Map<Integer, Some> sums = new TreeMap<>();
    all.forEach(each -> sums.merge(each.magnitude(), each, Some::and));
    return new Retries(sums);
  }

  private static int magnitude(long millis) {
    return 63 - Long.numberOfLeadingZeros(Math.max(1, millis));
  }

  /** Both, added up. */
  public Retries and(Retries other) {
    if (byMagnitude.isEmpty() || other.byMagnitude.isEmpty()) {
      return byMagnitude.isEmpty() ? other : this;
    }
    Map<Integer, Some> sums = new TreeMap<>(byMagnitude);
    other.byMagnitude.forEach((magnitude, some) -> sums.merge(magnitude, some, Some::and));
    return new Retries(sums);
  }

  /** Of each magnitude those that are more. */
  Retries larger(Retries other) {
    Map<Integer, Some> more = new TreeMap<>(byMagnitude);
    other.byMagnitude.forEach((magnitude, some) -> more.merge(magnitude, some, Some::more));
    return new Retries(more);
  }

  /** The mean of those that are about as long as the one in the middle; empty for none. */
  public Optional<Duration> usual() {
    long half = (byMagnitude.values().stream().mapToLong(Some::count).sum() + 1) / 2;
    for (Some some : byMagnitude.values()) {
      half -= some.count();
      if (half <= 0) {
        return Optional.of(Duration.ofMillis(some.millis() / some.count()));
      }
    }
    return Optional.empty();
  }
}
