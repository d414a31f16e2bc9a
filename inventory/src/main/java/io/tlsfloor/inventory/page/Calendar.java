package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.SiteCoverage;
import io.tlsfloor.inventory.answer.Status;
import io.tlsfloor.inventory.store.Times;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The days of the last year, a square each: weeks from left to right, Monday at the top.
 *
 * @param squares in order
 * @param months names above the weeks in which they begin
 * @param width units across
 * @param words what it shows, for those who do not see it
 */
public record Calendar(List<Square> squares, List<Month> months, int width, String words) {
  /** Units between squares. */
  public static final int STEP = 14;

  private static final int MOST_DAYS = 371;

  /**
   * A day.
   *
   * @param x from the left
   * @param y from the top
   * @param kind whether every site covered it, some hours were sampled, or neither: a class
   * @param day in words
   */
  public record Square(int x, int y, String kind, String day) {}

  /**
   * The first of a month, or the first day of all where no month begins in its week.
   *
   * @param x from the left
   * @param name of the month, with its year in January
   */
  public record Month(int x, String name) {}

  private static List<Month> months(int first, int last, int monday) {
    List<Month> months = new ArrayList<>();
    for (int day = first; day <= last; day++) {
      LocalDate date = LocalDate.ofEpochDay(day);
      int x = (day - monday) / 7 * STEP;
      boolean begins = date.getDayOfMonth() == 1;
      if (begins && x == 0) {
        months.clear();
      }
      boolean room = months.isEmpty() || x - months.get(months.size() - 1).x() >= 3 * STEP;
      if (room && (months.isEmpty() || begins)) {
        String name = date.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
        months.add(new Month(x, date.getMonthValue() == 1 ? name + " " + date.getYear() : name));
      }
    }
    return months;
  }

  static Calendar of(Status status) {
    SiteCoverage coverage = status.coverage();
    int first =
        Math.max(Math.min(coverage.first(), coverage.last()), coverage.last() - MOST_DAYS + 1);
    int monday = Times.monday(first);
    List<Square> squares = new ArrayList<>();
    int covered = 0;
    int sampled = 0;
    for (int day = first; day <= coverage.last(); day++) {
      int number = day - monday;
      int seconds = coverage.sampledSeconds(day);
      String kind = coverage.isCovered(day) ? "covered" : seconds > 0 ? "sampled" : "uncovered";
      covered += kind.equals("covered") ? 1 : 0;
      sampled += kind.equals("sampled") ? 1 : 0;
      String words =
          switch (kind) {
            case "covered" -> ": covered";
            case "sampled" -> ": sampled, " + Math.max(1, seconds / 3_600) + " h";
            default -> ": not covered";
          };
      squares.add(new Square(number / 7 * STEP, number % 7 * STEP, kind, Times.text(day) + words));
    }
    int weeks = (coverage.last() - monday) / 7 + 1;
    String more =
        sampled == 0 ? "" : ", " + sampled + (sampled == 1 ? " was" : " were") + " sampled";
    return new Calendar(
        squares,
        months(first, coverage.last(), monday),
        Math.max(weeks, 4) * STEP,
        covered + " of " + squares.size() + " days were covered" + more + ".");
  }
}
