package io.tlsfloor.logs;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A time as browsers, shells and spreadsheets of several countries write it in reports. One without
 * a zone is UTC. Of a date whose year is last, such as {@code 02/11/2026}, day and month are known
 * by their order alone; any other date is the same in both orders.
 *
 * @param dayFirst the date if the day comes first; empty if there is no such date
 * @param monthFirst the date if the month comes first; empty if there is no such date
 * @param time of the day
 * @param offset from UTC
 * @param usual order of dates in this form, if it has one alone: dots, or as browsers of the United
 *     States write it
 */
record WrittenTime(
    Optional<LocalDate> dayFirst,
    Optional<LocalDate> monthFirst,
    LocalTime time,
    ZoneOffset offset,
    Optional<DateOrder> usual) {
  private static final int MAX_LENGTH = 64;
  private static final int CENTURY = 2000;
  private static final int MIN_YEAR = 2015; // no report is older, or of a later century
  private static final int MAX_YEAR = 2099;

  /** As PowerShell 5 and older services write times in JSON; a zone behind it changes nothing. */
  private static final Pattern MILLIS =
      Pattern.compile("\\\\?/Date\\((-?[0-9]{1,15})(?:[+-][0-9]{4})?\\)\\\\?/");

  /** Days since the end of 1899, as a spreadsheet stores a time. */
  private static final Pattern SERIAL = Pattern.compile("([2-7][0-9]{4})(?:[.,]([0-9]{1,15}))?");

  private static final LocalDate SERIAL_ZERO = LocalDate.of(1899, 12, 30);
  private static final BigDecimal DAY_SECONDS = BigDecimal.valueOf(86_400);

  private static final Pattern YEAR_FIRST =
      Pattern.compile("([0-9]{4}) ?[-/.] ?([0-9]{1,2}) ?[-/.] ?([0-9]{1,2})\\.?(?:[Tt ,]+(.*))?");
  private static final Pattern YEAR_LAST =
      Pattern.compile(
          "([0-9]{1,2}) ?([-/.]) ?([0-9]{1,2}) ?\\2 ?([0-9]{4}|[0-9]{2})\\.?(?:([Tt ,]+)(.*))?");
  private static final Pattern MONTH_FIRST =
      Pattern.compile(
          "(\\p{L}{3,12})\\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})(?:[T ,]+(.*))?");
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "([0-9]{1,2})(?:st|nd|rd|th|er|\\.)?[- ](?:de )?(\\p{L}{3,12})\\.?[- ,]+(?:de )?"
              + "([0-9]{4}|[0-9]{2})(?:[T ,]+(.*))?");
  private static final Pattern WEEKDAY = Pattern.compile("^\\p{L}{2,12}\\.?,? (?=[0-9]|\\p{L})");

  private static final Pattern CLOCK =
      Pattern.compile(
          "(am |pm )?([0-9]{1,2})[:.h]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,:]([0-9]{1,9}))?)?"
              + " ?(am|pm)? ?(z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}|)");

  private static final Pattern UNSEEN = Pattern.compile("[\\u200E\\u200F\\u202A-\\u202E\\uFEFF]");
  private static final Pattern SPACES = Pattern.compile("[\\s\\u00A0\\u2007\\u202F\\u3000]+");
  private static final Pattern YEAR_OR_MONTH = Pattern.compile("([0-9]) ?[年년月월] ?");
  private static final Pattern DAY = Pattern.compile("([0-9]) ?[日일](?: ?\\(\\p{L}+\\)| \\p{L}요일)?");
  private static final Pattern MORNING = Pattern.compile("上午|午前|오전");
  private static final Pattern AFTERNOON = Pattern.compile("下午|午後|오후");

  /** How months begin in the languages of browsers and shells; the longer beginnings first. */
  private static final List<List<String>> MONTHS =
      List.of(
          List.of("jan", "ene", "gen"),
          List.of("feb", "fév", "fev"),
          List.of("mar", "mär", "mrz", "mrt", "maa"),
          List.of("apr", "avr", "abr"),
          List.of("may", "mai", "mag", "mei", "maj"),
          List.of("juin", "jun", "giu"),
          List.of("juil", "jul", "lug"),
          List.of("aug", "aoû", "ago"),
          List.of("sep", "set"),
          List.of("oct", "okt", "ott", "out"),
          List.of("nov"),
          List.of("dec", "dez", "déc", "dic"));

  /** The time that a text is; empty if it is none. */
  static Optional<WrittenTime> of(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Optional<Instant> usual = // as nearly all of them are
        text.indexOf('T') == 10 ? LogTime.parse(text) : Optional.empty();
    if (usual.isPresent()) {
      return at(usual.get()).filter(time -> !time.dates().isEmpty());
    }
    try {
      return parsed(plain(text)).filter(time -> time.isOpen() || !time.dates().isEmpty());
    } catch (DateTimeException | ArithmeticException | NumberFormatException noTime) {
      return Optional.empty();
    }
  }

  private List<LocalDate> dates() {
    return Stream.of(dayFirst, monthFirst).flatMap(Optional::stream).distinct().toList();
  }

  /** Returns whether it is one day or another, as day or month comes first. */
  boolean isOpen() {
    return dates().size() > 1;
  }

  /** The order that the numbers show: one of them is above 12. */
  Optional<DateOrder> shown() {
    return dayFirst.isPresent() == monthFirst.isPresent()
        ? Optional.empty()
        : Optional.of(dayFirst.isPresent() ? DateOrder.DMY : DateOrder.MDY);
  }

  /** The date in this order; empty if there is none. */
  Optional<LocalDate> date(DateOrder order) {
    return order == DateOrder.DMY ? dayFirst : monthFirst;
  }

  /** The time in this order; empty if there is none. */
  Optional<Instant> at(DateOrder order) {
    return date(order).map(date -> LocalDateTime.of(date, time).toInstant(offset));
  }

  /**
   * Spaces of all kinds as one, without marks that no one sees, and with one word for each half of
   * the day.
   */
  private static String plain(String text) {
    String plain = SPACES.matcher(UNSEEN.matcher(text).replaceAll("")).replaceAll(" ").strip();
    if (plain.chars().allMatch(c -> c < 0x80)) {
      return plain;
    }
    plain = YEAR_OR_MONTH.matcher(plain).replaceAll("$1-");
    plain = DAY.matcher(plain).replaceAll("$1 ");
    plain = MORNING.matcher(plain).replaceAll("am ");
    plain = AFTERNOON.matcher(plain).replaceAll("pm ");
    return SPACES.matcher(plain).replaceAll(" ").strip();
  }

  private static Optional<WrittenTime> parsed(String text) {
    Matcher millis = MILLIS.matcher(text);
    if (millis.matches()) {
      return at(Instant.ofEpochMilli(Long.parseLong(millis.group(1))));
    }
    if (SERIAL.matcher(text).matches()) {
      BigDecimal days = new BigDecimal(text.replace(',', '.'));
      BigDecimal seconds = days.multiply(DAY_SECONDS).setScale(0, RoundingMode.HALF_UP);
      return at(
          SERIAL_ZERO.atStartOfDay().toInstant(ZoneOffset.UTC).plusSeconds(seconds.longValue()));
    }
    Matcher year = YEAR_FIRST.matcher(text);
    if (year.matches()) {
      return known(year.group(1), number(year.group(2)), year.group(3), year.group(4));
    }
    Matcher numbers = YEAR_LAST.matcher(text);
    if (numbers.matches()) {
      return ofNumbers(numbers);
    }
    String rest = text;
    for (int i = 0; i < 2; i++, rest = WEEKDAY.matcher(rest).replaceFirst("")) {
      Matcher month = MONTH_FIRST.matcher(rest);
      if (month.matches() && month(month.group(1)) > 0) {
        return known(month.group(3), month(month.group(1)), month.group(2), month.group(4));
      }
      Matcher day = DAY_FIRST.matcher(rest);
      if (day.matches() && month(day.group(2)) > 0) {
        return known(day.group(3), month(day.group(2)), day.group(1), day.group(4));
      }
    }
    return LogTime.parse(text).flatMap(WrittenTime::at);
  }

  private static Optional<WrittenTime> ofNumbers(Matcher numbers) {
    int first = number(numbers.group(1));
    int second = number(numbers.group(3));
    int year = year(numbers.group(4));
    String clock = numbers.group(6) == null ? "" : numbers.group(6);
    boolean browser = // others write AM in small letters, or no comma
        numbers.group(2).equals("/")
            && numbers.group(5) != null
            && numbers.group(5).startsWith(",")
            && clock.matches(".*[AP]M");
    Optional<DateOrder> usual =
        numbers.group(2).equals(".")
            ? Optional.of(DateOrder.DMY)
            : browser ? Optional.of(DateOrder.MDY) : Optional.empty();
    return clocked(date(year, second, first), date(year, first, second), clock, usual);
  }

  private static Optional<WrittenTime> known(
      String year, int month, String day, @Nullable String clock) {
    Optional<LocalDate> date = date(year(year), month, number(day));
    return clocked(date, date, clock == null ? "" : clock, Optional.empty());
  }

  private static Optional<LocalDate> date(int year, int month, int day) {
    try {
      return year < MIN_YEAR || year > MAX_YEAR
          ? Optional.empty()
          : Optional.of(LocalDate.of(year, month, day));
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }

  private static Optional<WrittenTime> clocked(
      Optional<LocalDate> dayFirst,
      Optional<LocalDate> monthFirst,
      String clock,
      Optional<DateOrder> usual) {
    String rest = clock.toLowerCase(Locale.ROOT).replaceAll("([ap])\\. ?m\\.", "$1m").strip();
    if (rest.isEmpty()) {
      return Optional.of(
          new WrittenTime(dayFirst, monthFirst, LocalTime.MIDNIGHT, ZoneOffset.UTC, usual));
    }
    Matcher parts = CLOCK.matcher(rest);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String half = parts.group(1) == null ? parts.group(6) : parts.group(1).strip();
    int hour = number(parts.group(2));
    if (half != null && (hour < 1 || hour > 12)) {
      return Optional.empty();
    }
    String nanos = parts.group(5) == null ? "" : parts.group(5);
    LocalTime time =
        LocalTime.of(
            half == null ? hour : hour % 12 + (half.equals("pm") ? 12 : 0),
            number(parts.group(3)),
            parts.group(4) == null ? 0 : number(parts.group(4)),
            number((nanos + "000000000").substring(0, 9)));
    String zone = parts.group(7);
    boolean utc = zone.isEmpty() || Character.isLetter(zone.charAt(0));
    return Optional.of(
        new WrittenTime(
            dayFirst, monthFirst, time, utc ? ZoneOffset.UTC : ZoneOffset.of(zone), usual));
  }

  private static Optional<WrittenTime> at(Instant instant) {
    LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    Optional<LocalDate> date = date(utc.getYear(), utc.getMonthValue(), utc.getDayOfMonth());
    return Optional.of(
        new WrittenTime(date, date, utc.toLocalTime(), ZoneOffset.UTC, Optional.empty()));
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  private static int year(String text) {
    return text.length() == 2 ? CENTURY + number(text) : number(text);
  }

  private static int month(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    for (int month = 1; month <= MONTHS.size(); month++) {
      if (MONTHS.get(month - 1).stream().anyMatch(lower::startsWith)) {
        return month;
      }
    }
    return 0;
  }
}
