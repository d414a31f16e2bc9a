package io.tlsfloor.report.text;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/** Times as text, in UTC; without a formatter, whose classes cost start-up time. */
public final class Timestamps {
  /** Length of {@link #iso(Instant)}, at most: a year may have nine digits and a sign. */
  public static final int ISO_BYTES = 36;

  private static final int SECONDS_A_DAY = 86_400;

  private static volatile FormattedDay latest = new FormattedDay(Long.MIN_VALUE, "", new byte[0]);

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
    long seconds = time.getEpochSecond();
    byte[] day = dayOf(seconds).text;
    System.arraycopy(day, 0, text, at, day.length);
    int clock = at + day.length + 1;
    text[clock - 1] = 'T';
    clock(seconds, text, clock);
    text[clock + 8] = '.';
    digits(text, clock + 9, 9, time.getNano());
    text[clock + 18] = 'Z';
    return clock + 19;
  }

  private static void clock(long seconds, byte[] text, int at) {
    int second = Math.floorMod(seconds, SECONDS_A_DAY);
    digits(text, at, 2, second / 3600);
    text[at + 2] = ':';
    digits(text, at + 3, 2, second / 60 % 60);
    text[at + 5] = ':';
    digits(text, at + 6, 2, second % 60);
  }

  private static void digits(byte[] text, int at, int count, int number) {
    int left = number;
    for (int i = at + count - 1; i >= at; i--) {
      text[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }

  /** A day and its text, also in ASCII. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record FormattedDay(long number, String name, byte[] text) {}

  private static FormattedDay dayOf(long seconds) {
    long number = Math.floorDiv(seconds, SECONDS_A_DAY);
    FormattedDay known = latest;
    if (known.number != number) { // most times of a run are of one day
      String name = date(LocalDate.ofEpochDay(number));
      known = new FormattedDay(number, name, name.getBytes(StandardCharsets.ISO_8859_1));
      latest = known;
    }
    return known;
  }

  /** {@code 2026-11-02 09:02:11}. */
  public static String seconds(Instant time) {
    return day(time) + " " + clock(time);
  }

  /** {@code 09:02:11}. */
  public static String clock(Instant time) {
    byte[] text = new byte[8];
    clock(time.getEpochSecond(), text, 0);
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** {@code 2026-11-02}. */
  public static String day(Instant time) {
    return dayOf(time.getEpochSecond()).name;
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

  private static String date(LocalDate day) {
    StringBuilder text = new StringBuilder(10);
    padded(text, day.getYear(), 4).append('-');
    padded(text, day.getMonthValue(), 2).append('-');
    return padded(text, day.getDayOfMonth(), 2).toString();
  }

  private static StringBuilder padded(StringBuilder text, int number, int digits) {
    String plain = Integer.toString(number);
    for (int i = plain.length(); i < digits; i++) {
      text.append('0');
    }
    return text.append(plain);
  }
}
