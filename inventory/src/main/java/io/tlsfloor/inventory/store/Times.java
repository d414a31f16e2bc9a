package io.tlsfloor.inventory.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/** Times as the tables have them: nanoseconds and days since 1970-01-01 UTC. */
public final class Times {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long SECONDS_PER_DAY = 86_400;

  /** SSL 2.0 came out in 1995. */
  private static final Instant EARLIEST = Instant.parse("1995-01-01T00:00:00Z");

  /** So many days from now, no line can be from; each day as of which is asked takes room, too. */
  public static final int DAYS_AHEAD = 366;

  private Times() {}

  /**
   * Returns whether a connection may have been seen then: not before there was SSL, nor more than a
   * year from now. Else a clock was wrong, and the days between would be counted as days without
   * it.
   */
  public static boolean isPossible(Instant time) {
    return !time.isBefore(EARLIEST)
        && time.isBefore(Instant.now().plus(Duration.ofDays(DAYS_AHEAD)));
  }

  /** Nanoseconds since 1970; a time that a signed 64-bit number cannot hold is moved to its end. */
  public static long nanos(Instant time) {
    try {
      return Math.addExact(
          Math.multiplyExact(time.getEpochSecond(), NANOS_PER_SECOND), time.getNano());
    } catch (ArithmeticException e) {
      return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  /** The time. */
  public static Instant instant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
  }

  /** Nanoseconds from 1970 to the start of a day. */
  public static long nanos(int day) {
    return day * SECONDS_PER_DAY * NANOS_PER_SECOND;
  }

  /** The UTC day of a time. */
  public static int day(Instant time) {
    return (int) Math.floorDiv(time.getEpochSecond(), SECONDS_PER_DAY);
  }

  /** The number of a day. */
  public static int day(LocalDate day) {
    return Math.toIntExact(day.toEpochDay());
  }

  /** The UTC day of a time. */
  public static int day(long nanos) {
    return (int) Math.floorDiv(nanos, NANOS_PER_SECOND * SECONDS_PER_DAY);
  }

  /** {@code 2026-11-02}. */
  public static String text(int day) {
    return LocalDate.ofEpochDay(day).toString();
  }

  /** The Monday of a day's week. */
  public static int monday(int day) {
    return day - Math.floorMod(day + 3, 7); // 1970-01-01 was a Thursday
  }
}
