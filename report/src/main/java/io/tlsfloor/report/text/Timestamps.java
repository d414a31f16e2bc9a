package io.tlsfloor.report.text;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;

/** Times as text, in UTC; without a formatter, whose classes cost start-up time. */
public final class Timestamps {
  private Timestamps() {}

  /** {@code 2026-11-02T09:02:11.000000000Z}: always nine decimals. */
  public static String iso(Instant time) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(30);
    date(text, utc).append('T');
    clock(text, utc).append('.');
    return padded(text, utc.get(ChronoField.NANO_OF_SECOND), 9).append('Z').toString();
  }

  /** {@code 2026-11-02 09:02:11}. */
  public static String seconds(Instant time) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    return clock(date(new StringBuilder(19), utc).append(' '), utc).toString();
  }

  /** {@code 09:02:11}. */
  public static String clock(Instant time) {
    return clock(new StringBuilder(8), LocalDateTime.ofInstant(time, ZoneOffset.UTC)).toString();
  }

  /** {@code 2026-11-02}. */
  public static String day(Instant time) {
    return date(new StringBuilder(10), LocalDateTime.ofInstant(time, ZoneOffset.UTC)).toString();
  }

  /**
   * {@code 09:02:11 to 09:57:40} within a day, {@code 2026-11-02 09:02:11 to 2026-11-03 09:57:40}
   * otherwise; one time for two within a second.
   *
   * @param dated whether the day is named even within one
   */
  public static String span(Instant first, Instant last, Dated dated) {
    boolean oneDay = day(first).equals(day(last));
    String from = oneDay && dated == Dated.IF_NEEDED ? clock(first) : seconds(first);
    String to = oneDay ? clock(last) : seconds(last);
    return from.endsWith(to) ? from : from + " to " + to;
  }

  /** Whether a span within one day names it. */
  public enum Dated {
    /** It does. */
    ALWAYS,
    /** It is clear which day is meant. */
    IF_NEEDED
  }

  private static StringBuilder date(StringBuilder text, LocalDateTime utc) {
    padded(text, utc.getYear(), 4).append('-');
    padded(text, utc.getMonthValue(), 2).append('-');
    return padded(text, utc.getDayOfMonth(), 2);
  }

  private static StringBuilder clock(StringBuilder text, LocalDateTime utc) {
    padded(text, utc.getHour(), 2).append(':');
    padded(text, utc.getMinute(), 2).append(':');
    return padded(text, utc.getSecond(), 2);
  }

  private static StringBuilder padded(StringBuilder text, int number, int digits) {
    String plain = Integer.toString(number);
    for (int i = plain.length(); i < digits; i++) {
      text.append('0');
    }
    return text.append(plain);
  }
}
