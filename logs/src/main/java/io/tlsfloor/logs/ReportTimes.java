package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The times of one report's rows. A row's time is in its columns; else its day is in the file's
 * name, or is given. When the file was changed says nothing. A report on a range of days is of its
 * last one; the first is in another column, or in the file's name, too.
 *
 * <p>Which of day and month comes first is decided once for all rows: by a value above 12 in any of
 * them, by what was given, by a form that has one order alone, or by a day in the file's name that
 * fits one order only. Where none of these tells, no row with such a date has a time.
 */
final class ReportTimes {
  private static final int MAX_RANGE_DAYS = 92; // that a report is about
  private static final Pattern NAMED =
      Pattern.compile(
          "(?<![0-9])(20[0-9]{2})[-_. ]?([01][0-9])[-_. ]?([0-3][0-9])(?![0-9]{1,3}(?![0-9]))"
              + "|(?<![0-9])([0-9]{1,2})([-_. ])([0-9]{1,2})\\5(20[0-9]{2})(?![0-9])"
              + "|(?<![0-9])([0-9]{1,2})[-_. ]+(\\p{L}{3,9})[-_. ]+(20[0-9]{2})(?![0-9])"
              + "|(?<!\\p{L})(\\p{L}{3,9})[-_. ]+([0-9]{1,2})[-_., ]+(20[0-9]{2})(?![0-9])");

  private final String file;
  private final ReportDates given;
  private final Written written;
  private @Nullable Decision decision;
  private @Nullable Consumer<WrittenTime> reader;

  /** Takes each time that a report holds as it is written. */
  interface Written {
    /** Reads all of them, where the report can be read once more. */
    void to(Consumer<WrittenTime> sink) throws IOException;
  }

  /** Which order dates have; empty if nothing tells. */
  private record Decision(Optional<DateOrder> order) {}

  /**
   * The times of a report.
   *
   * @param file its name, which may hold the day
   * @param written reads all its times, to decide by them
   */
  ReportTimes(String file, ReportDates given, Written written) {
    this.file = file;
    this.given = given;
    this.written = written;
  }

  /** Times of a report that is read for these alone: each is given away. */
  static ReportTimes reading(String file, Consumer<WrittenTime> sink) {
    ReportTimes times = new ReportTimes(file, ReportDates.NONE, unread -> {});
    times.reader = sink;
    return times;
  }

  /** Returns whether it is read for its times alone. */
  boolean isReading() {
    return reader != null;
  }

  /**
   * When a row was.
   *
   * @param kind of the report
   * @throws BadEntryException if that is no time, or nothing says the day
   */
  Instant of(LogKind kind, LogFields row) throws BadEntryException, IOException {
    if (reader != null) {
      for (String each : ReportEntry.times(row)) {
        WrittenTime.of(each).ifPresent(reader);
      }
      return Instant.EPOCH;
    }
    Optional<String> text = ReportEntry.time(kind, row);
    if (text.isEmpty()) {
      return day().atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    return at(text.get());
  }

  /**
   * How many days before its own a row is about, too; 0 for what is of one day.
   *
   * @param last when the row was
   * @throws BadEntryException if its first day is none
   */
  int daysBefore(LogKind kind, LogFields row, Instant last) throws BadEntryException, IOException {
    if (kind != LogKind.EXCHANGE || reader != null) {
      return 0;
    }
    Optional<String> text = ReportEntry.firstDay(row);
    Optional<LocalDate> first = Optional.empty();
    if (text.isPresent()) {
      first = Optional.of(LocalDate.ofInstant(at(text.get()), ZoneOffset.UTC));
    } else if (ReportEntry.isOfOneDay(row)) {
      return 0;
    } else if (ReportEntry.time(kind, row).isEmpty() && namedDays().size() > 1) {
      first = namedDays().stream().min(LocalDate::compareTo);
    }
    long days =
        first
            .map(day -> ChronoUnit.DAYS.between(day, LocalDate.ofInstant(last, ZoneOffset.UTC)))
            .filter(between -> between >= 0 && between <= MAX_RANGE_DAYS)
            .orElse((long) SmtpAuthClients.USUAL_DAYS_BEFORE);
    return (int) days;
  }

  private Instant at(String text) throws BadEntryException, IOException {
    String shown = shown(text);
    WrittenTime time =
        WrittenTime.of(text)
            .orElseThrow(() -> new BadEntryException("has a time that is none: " + shown));
    if (!time.isOpen() && time.shown().isEmpty()) {
      return time.at(DateOrder.DMY).orElseThrow();
    }
    Optional<DateOrder> order = order().or(time::shown);
    if (order.isEmpty()) {
      throw new BadEntryException(
          "has the date "
              + shown
              + ", in which day and month cannot be told apart: say --dates dmy or --dates mdy");
    }
    return time.at(order.get())
        .orElseThrow(
            () ->
                new BadEntryException(
                    "has a date that is none: "
                        + shown
                        + ", where others begin with the "
                        + (order.get() == DateOrder.DMY ? "day" : "month")));
  }

  private static String shown(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  /** The day of rows that do not say theirs. */
  private LocalDate day() throws BadEntryException {
    return named()
        .or(given::day)
        .orElseThrow(
            () ->
                new BadEntryException(
                    "has no date, and the file's name has none: say the report's last day with"
                        + " --day, such as --day 2026-11-02"));
  }

  /** The last day in the file's name: that of a range is its end. */
  private Optional<LocalDate> named() {
    return namedDays().stream().max(LocalDate::compareTo);
  }

  private List<LocalDate> namedDays() {
    String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    List<LocalDate> days = new ArrayList<>();
    Matcher matcher = NAMED.matcher(name);
    while (matcher.find()) {
      Optional<WrittenTime> day = WrittenTime.of(dated(matcher));
      if (day.isPresent()) {
        Optional<DateOrder> order =
            day.get().isOpen()
                ? given.order().or(day.get()::usual)
                : day.get().shown().or(() -> Optional.of(DateOrder.DMY));
        order.flatMap(day.get()::date).ifPresent(days::add);
      }
    }
    return days;
  }

  private static String dated(Matcher found) {
    if (found.group(1) != null) {
      return found.group(1) + "-" + found.group(2) + "-" + found.group(3);
    }
    if (found.group(4) != null) {
      String between = found.group(5).equals(".") ? "." : "/";
      return found.group(4) + between + found.group(6) + between + found.group(7);
    }
    return found.group(8) != null
        ? found.group(8) + " " + found.group(9) + " " + found.group(10)
        : found.group(12) + " " + found.group(11) + " " + found.group(13);
  }

  private Optional<DateOrder> order() throws IOException {
    if (decision == null) {
      Evidence evidence = new Evidence();
      written.to(evidence::add);
      decision = new Decision(evidence.order(given, named()));
    }
    return decision.order();
  }

  /** What all dates of a report show together. */
  private static final class Evidence {
    private boolean dayAbove;
    private boolean monthAbove;
    private boolean usualDay;
    private boolean usualMonth;
    private final Span dayFirst = new Span();
    private final Span monthFirst = new Span();

    void add(WrittenTime time) {
      Optional<DateOrder> shown = time.shown();
      dayAbove |= shown.equals(Optional.of(DateOrder.DMY));
      monthAbove |= shown.equals(Optional.of(DateOrder.MDY));
      usualDay |= time.usual().equals(Optional.of(DateOrder.DMY));
      usualMonth |= time.usual().equals(Optional.of(DateOrder.MDY));
      if (time.isOpen()) {
        dayFirst.add(time.date(DateOrder.DMY).orElseThrow());
        monthFirst.add(time.date(DateOrder.MDY).orElseThrow());
      }
    }

    Optional<DateOrder> order(ReportDates given, Optional<LocalDate> named) {
      if (dayAbove || monthAbove) { // both: it contradicts itself
        return either(dayAbove, monthAbove);
      }
      return given
          .order()
          .or(() -> either(usualDay, usualMonth))
          .or(() -> named.flatMap(day -> either(dayFirst.fits(day), monthFirst.fits(day))));
    }

    private static Optional<DateOrder> either(boolean dayFirst, boolean monthFirst) {
      return dayFirst == monthFirst
          ? Optional.empty()
          : Optional.of(dayFirst ? DateOrder.DMY : DateOrder.MDY);
    }
  }

  /** The first and the last of some days. */
  private static final class Span {
    private @Nullable LocalDate first;
    private @Nullable LocalDate last;

    void add(LocalDate day) {
      first = first == null || day.isBefore(first) ? day : first;
      last = last == null || day.isAfter(last) ? day : last;
    }

    /** Returns whether a report of that day, or of a range that ends then, can hold them all. */
    boolean fits(LocalDate day) {
      return first != null
          && last != null
          && !last.isAfter(day.plusDays(1)) // in another zone
          && !first.isBefore(day.minusDays(MAX_RANGE_DAYS));
    }
  }
}
