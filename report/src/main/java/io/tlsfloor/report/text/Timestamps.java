package io.tlsfloor.report.text;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as text, in UTC; without a formatter, whose classes cost start-up time. */
public final class Timestamps {
  /** Length of {@link #iso(Instant)}, at most: a year may have nine digits and a sign. */
  public static final int ISO_BYTES = 36;

  private static final int SECONDS_A_DAY = 86_400;

  private static volatile Day latest = new Day(Long.MIN_VALUE, new byte[0]);

  private Timestamps() {}

  /** {@code 2026-11-02T09:02:11.000000000Z}: always nine decimals. */
  public static String iso(Instant time) {
    byte[] text = new byte[ISO_BYTES];
    return new String(text, 0, iso(time, text, 0), StandardCharsets.ISO_8859_1);
  }

  /**
   * Writes {@link #iso(Instant)} in ASCII.
   *
   * @param text has room for {@link #ISO_BYTES} from {@code at} on
   * @return the index behind it
   */
  public static int iso(Instant time, byte[] text, int at) {
    long day = Math.floorDiv(time.getEpochSecond(), SECONDS_A_DAY);
    int second = Math.floorMod(time.getEpochSecond(), SECONDS_A_DAY);
    Day known = latest;
    if (known.number != day) { // most times of a run are of one day
      known = new Day(day, date(new StringBuilder(11), LocalDate.ofEpochDay(day)).append('T'));
      latest = known;
    }
    System.arraycopy(known.text, 0, text, at, known.text.length);
    int clock = at + known.text.length;
    digits(text, clock, 2, second / 3600);
    text[clock + 2] = ':';
    digits(text, clock + 3, 2, second / 60 % 60);
    text[clock + 5] = ':';
    digits(text, clock + 6, 2, second % 60);
    text[clock + 8] = '.';
    digits(text, clock + 9, 9, time.getNano());
    text[clock + 18] = 'Z';
    return clock + 19;
  }

  private static void digits(byte[] text, int at, int count, int number) {
    int left = number;
    for (int i = at + count - 1; i >= at; i--) {
      text[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }

  /** A day and its text, in ASCII. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Day(long number, byte[] text) {
    Day(long number, StringBuilder text) {
      this(number, text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** {@code 2026-11-02 09:02:11}. */
  public static String seconds(Instant time) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    return clock(date(new StringBuilder(19), utc.toLocalDate()).append(' '), utc).toString();
  }

  /** {@code 09:02:11}. */
  public static String clock(Instant time) {
    return clock(new StringBuilder(8), LocalDateTime.ofInstant(time, ZoneOffset.UTC)).toString();
  }

  /** {@code 2026-11-02}. */
  public static String day(Instant time) {
    return date(new StringBuilder(10), LocalDate.ofInstant(time, ZoneOffset.UTC)).toString();
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

  /** Says whether a span within one day names it. */
  public enum Dated {
    /** It does. */
    ALWAYS,
    /** It is clear which day is meant. */
    IF_NEEDED
  }

  private static StringBuilder date(StringBuilder text, LocalDate day) {
    padded(text, day.getYear(), 4).append('-');
    padded(text, day.getMonthValue(), 2).append('-');
    return padded(text, day.getDayOfMonth(), 2);
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
