package io.tlsfloor.inventory.answer;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Days as people write them, and as numbers since 1970-01-01. */
public final class Days {
  private Days() {}

  /** {@code 2026-11-02}. */
  public static String text(int day) {
    return LocalDate.ofEpochDay(day).toString();
  }

  /** The UTC day of a time. */
  public static int of(Instant time) {
    return (int) time.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
  }

  /** The number of a day. */
  public static int of(LocalDate day) {
    return Math.toIntExact(day.toEpochDay());
  }

  /** The Monday of a day's week. */
  public static int monday(int day) {
    return day - Math.floorMod(day + 3, 7); // 1970-01-01 was a Thursday
  }
}
