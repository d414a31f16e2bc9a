package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.Burndown.Day;
import io.tlsfloor.inventory.answer.Days;
import io.tlsfloor.inventory.answer.Status;
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
   * @param covered whether every site covered it
   * @param day in words
   */
  public record Square(int x, int y, boolean covered, String day) {}

  /**
   * The first of a month, or the first day of all where no month begins in its week.
   *
   * @param x from the left
   * @param name of the month, with its year in January
   */
  public record Month(int x, String name) {}

  private static List<Month> months(List<Day> days, int monday) {
    List<Month> months = new ArrayList<>();
    for (Day day : days) {
      LocalDate date = LocalDate.ofEpochDay(day.day());
      int x = (day.day() - monday) / 7 * STEP;
      boolean first = date.getDayOfMonth() == 1;
      if (first && x == 0) {
        months.clear();
      }
      boolean room = months.isEmpty() || x - months.get(months.size() - 1).x() >= 3 * STEP;
      if (room && (months.isEmpty() || first)) {
        String name = date.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
        months.add(new Month(x, date.getMonthValue() == 1 ? name + " " + date.getYear() : name));
      }
    }
    return months;
  }

  static Calendar of(Status status) {
    List<Day> all = status.burndown().days();
    List<Day> days = all.subList(Math.max(0, all.size() - MOST_DAYS), all.size());
    int monday = Days.monday(days.get(0).day());
    List<Square> squares = new ArrayList<>();
    int covered = 0;
    for (Day day : days) {
      int number = day.day() - monday;
      covered += day.covered() ? 1 : 0;
      squares.add(
          new Square(
              number / 7 * STEP,
              number % 7 * STEP,
              day.covered(),
              Days.text(day.day()) + (day.covered() ? ": covered" : ": not covered")));
    }
    int weeks = (days.get(days.size() - 1).day() - monday) / 7 + 1;
    return new Calendar(
        squares,
        months(days, monday),
        Math.max(weeks, 4) * STEP,
        covered + " of " + days.size() + " days were covered.");
  }
}
