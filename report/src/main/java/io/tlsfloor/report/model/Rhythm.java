package io.tlsfloor.report.model;

import io.tlsfloor.report.model.State.WatchedHours;
import io.tlsfloor.report.text.Words;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/**
 * The days on which one stack of a client was below the floor with a service, and how long it has
 * been silent since: what tells a program that is gone from one that waits for Sunday night. Two
 * programs that look alike are one stack, and have one rhythm.
 *
 * @param days on which it was low
 * @param first the first of them, from 1970-01-01 on
 * @param last the last of them
 * @param longestGap days from one of them to the next, at most; 0 where there is one
 * @param weekdays on which they fell, a bit each, from Monday
 * @param monthEnds how many of them were at a month's end: its last three days, or the first after
 * @param hours of the day in which it was low, UTC, a bit each, from 0
 * @param busyHours how many hours of all of these days
 * @param silent covered days since, up to the last day on which the client was seen
 * @param chances days since that were watched on such a weekday and in half of these hours
 */
public record Rhythm(
    int days,
    int first,
    int last,
    int longestGap,
    int weekdays,
    int monthEnds,
    int hours,
    int busyHours,
    int silent,
    int chances) {
  /** Covered days of silence that it takes at least. */
  public static final int LEAST_SILENT_DAYS = 14;

  private static final int AROUND = Sampling.AROUND;

  /** All hours of a day. */
  static final int ALL_HOURS = (1 << 24) - 1;

  private static final int NIGHT_HOURS = 0b1111_0000_0000_0000_0111_1111; // from 20 to 7, UTC
  private static final int WORKDAYS = 0b001_1111;
  private static final int WEEK = 7;
  private static final int THURSDAY = 3; // of a week that begins on Monday

  /** Days after one that are looked at for a chance to see it: three years. */
  private static final int MOST_DAYS = 1_100;

  private static final int MONTH_END_DAYS = 3;
  private static final int MONTH_GAP = 25; // of month's ends: 28 less a weekend
  private static final int DAILY_GAP = 3; // over a weekend
  private static final int WORKDAYS_GAP = 5; // over a weekend with holidays
  private static final int FEW_HOURS = 4;
  private static final int MOST_HOURS = 12;

  /** When a program runs. */
  public enum Cadence {
    /** Most hours of a day, and of the night. */
    HOURLY,
    /** Each night, in a few hours of it. */
    NIGHTLY,
    /** Days of the week but for its end. */
    WEEKDAYS,
    /** One day of the week. */
    WEEKLY,
    /** The end of a month, or of some. */
    MONTH_END,
    /** Any days, or too few of them. */
    OTHER
  }

  /** Was low on a day. */
  static Rhythm of(int day, int hours) {
    return new Rhythm(
        1, day, day, 0, weekday(day), monthEnd(day), hours, Integer.bitCount(hours), 0, 0);
  }

  /** Is low on a later day. */
  Rhythm again(int day, int more) {
    return new Rhythm(
        days + 1,
        first,
        day,
        Math.max(longestGap, day - last),
        weekdays | weekday(day),
        monthEnds + monthEnd(day),
        hours | more,
        busyHours + Integer.bitCount(more),
        0,
        0);
  }

  /**
   * Is silent from after one day to another.
   *
   * @param watched what was watched of days up to that
   */
  Rhythm silent(int after, int day, IntFunction<WatchedHours> watched) {
    int covered = covered(after, day, Integer.MAX_VALUE, watched);
    int chance = 0;
    for (int each = after + 1; each <= day; each++) {
      chance += wouldShow(each, watched.apply(each).hours()) ? 1 : 0;
    }
    return new Rhythm(
        days,
        first,
        last,
        longestGap,
        weekdays,
        monthEnds,
        hours,
        busyHours,
        silent + covered,
        chances + chance);
  }

  /**
   * Days from after one to another that were covered, or were watched on such a weekday and in half
   * of these hours, or stand around such a one: see {@link Sampling}.
   *
   * @param day at the most {@value #MOST_DAYS} days later; what is behind that is not looked at
   * @param enough how many are enough: it counts no further
   */
  public int covered(int after, int day, int enough, IntFunction<WatchedHours> watched) {
    int end = (int) Math.min(day, after + (long) MOST_DAYS);
    int ahead = after - AROUND; // the last day looked at for a chance
    int latest = Integer.MIN_VALUE; // of those that would have shown it
    int covered = 0;
    for (int each = after + 1; each <= end && covered < enough; each++) {
      while (ahead < Math.min(each + AROUND, end)) {
        ahead++;
        WatchedHours next = watched.apply(ahead);
        latest = next.around() && wouldShow(ahead, next.hours()) ? ahead : latest;
      }
      WatchedHours own = watched.apply(each);
      boolean counts = latest >= each - AROUND || own.covered() || wouldShow(each, own.hours());
      covered += counts ? 1 : 0;
    }
    return covered;
  }

  private static int weekday(int day) {
    return 1 << Math.floorMod(day + THURSDAY, WEEK); // a Thursday was the first day
  }

  private static int monthEnd(int day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    int left = date.lengthOfMonth() - date.getDayOfMonth();
    return left < MONTH_END_DAYS || date.getDayOfMonth() == 1 ? 1 : 0;
  }

  /** Returns whether it would have shown on a day of which these hours were watched. */
  boolean wouldShow(int day, int watched) {
    int half = (Integer.bitCount(hours) + 1) / 2;
    return (weekdays & weekday(day)) != 0 && Integer.bitCount(watched & hours) >= half;
  }

  /** Covered days that it has to be silent. */
  public int needed() {
    return Math.max(LEAST_SILENT_DAYS, 2 * longestGap);
  }

  /**
   * How many of them have passed; days without a chance to see it in the week count for nothing.
   */
  public int passed() {
    return (int) Math.min(silent, (chances + 1L) * WEEK - 1);
  }

  /** Returns whether it was silent for so long that it is gone. */
  public boolean isOver() {
    return passed() >= needed();
  }

  /** When it ran. */
  public Cadence cadence() {
    if (days > 1 && monthEnds == days && longestGap >= MONTH_GAP) {
      return Cadence.MONTH_END;
    }
    if (days > 1 && Integer.bitCount(weekdays) == 1) {
      return Cadence.WEEKLY;
    }
    if (days < DAILY_GAP) {
      return Cadence.OTHER;
    }
    if (longestGap <= DAILY_GAP && busyHours >= days * MOST_HOURS) {
      return Cadence.HOURLY;
    }
    if (longestGap <= DAILY_GAP
        && Integer.bitCount(hours) <= FEW_HOURS
        && hours != 0
        && (hours & ~NIGHT_HOURS) == 0) {
      return Cadence.NIGHTLY;
    }
    return longestGap <= WORKDAYS_GAP
            && (weekdays & ~WORKDAYS) == 0
            && Integer.bitCount(weekdays) >= DAILY_GAP
        ? Cadence.WEEKDAYS
        : Cadence.OTHER;
  }

  /** {@code ran on 4 Sundays, last on 2026-06-28}. */
  public String ran() {
    LocalDate latest = LocalDate.ofEpochDay(last);
    String when =
        switch (cadence()) {
          case HOURLY -> "hourly on " + Words.count(days, "day");
          case NIGHTLY -> "on " + Words.count(days, "night");
          case WEEKDAYS -> "on " + Words.count(days, "weekday");
          case WEEKLY -> "on " + days + " " + name(latest.getDayOfWeek()) + "s";
          case MONTH_END -> "at " + days + " ends of a month";
          case OTHER -> days == 1 ? "" : "on " + days + " days, up to " + longestGap + " apart";
        };
    return days == 1
        ? "ran on " + latest + ", a " + name(latest.getDayOfWeek())
        : "ran " + when + ", last on " + latest;
  }

  private static String name(DayOfWeek day) {
    String name = day.name(); // SUNDAY
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  /**
   * The same with its silence: {@code ran on 4 Sundays, last on 2026-06-28; quiet for 9 days of 14;
   * no month's end since}.
   *
   * @param until the last day on which the client was seen
   */
  public String text(int until) {
    StringJoiner text = new StringJoiner("; ").add(ran());
    text.add(
        isOver()
            ? "quiet for " + Words.count(passed(), "covered day")
            : "quiet for " + Words.count(passed(), "day") + " of " + needed());
    String open = open(until);
    return (open.isEmpty() ? text : text.add(open)).toString();
  }

  /** Which rhythm the silence does not rule out; nothing after a year. */
  private String open(int until) {
    LocalDate from = LocalDate.ofEpochDay(last).plusDays(1);
    LocalDate to = LocalDate.ofEpochDay(until);
    LocalDate month = from.withDayOfMonth(from.lengthOfMonth());
    LocalDate quarter = month.plusMonths((12 - month.getMonthValue()) % 3);
    LocalDate year = LocalDate.of(from.getYear(), 12, 31);
    if (month.isAfter(to)) {
      return "no month's end since";
    }
    if (quarter.withDayOfMonth(quarter.lengthOfMonth()).isAfter(to)) {
      return "no quarter's end since";
    }
    return year.isAfter(to) ? "no year's end since" : "";
  }
}
