package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.Burndown.Day;
import io.tlsfloor.inventory.answer.Days;
import io.tlsfloor.inventory.answer.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The burn-down as points of a drawing, {@link #WIDTH} by {@link #HEIGHT}.
 *
 * @param line the number of clients below, day by day
 * @param gaps bands of days that were not covered
 * @param projection from today to the day when none is left; empty without one
 * @param target x of the day by which it shall be done; negative without one
 * @param top the number at the top
 * @param ticks days below the axis
 * @param words what it shows, for those who do not see it
 */
public record Chart(
    String line,
    List<Band> gaps,
    String projection,
    double target,
    int top,
    List<Tick> ticks,
    String words) {
  /** Units across. */
  public static final int WIDTH = 900;

  /** Units down. */
  public static final int HEIGHT = 240;

  private static final int MOST_TICKS = 8;

  /** Units that a day takes as text, from its place on, beyond what lies past the axis. */
  private static final int TICK_WIDTH = 64;

  /** A projection that ends later than that after the target leaves the chart. */
  private static final int LATE_DAYS = 60;

  /**
   * A band of days.
   *
   * @param x where it begins
   * @param width of it
   * @param days in words
   */
  public record Band(double x, double width, String days) {}

  /**
   * A day below the axis.
   *
   * @param x where
   * @param day as text
   * @param main whether it is shown where there is little room, too
   */
  public record Tick(double x, String day, boolean main) {}

  static Chart of(Status status) {
    List<Day> days = status.burndown().days();
    int first = days.get(0).day();
    int end = status.asOf();
    if (status.target().isPresent()) {
      end = Math.max(end, Math.min(status.target().getAsInt(), status.asOf() + 400));
    }
    if (status.done().isPresent()) {
      end = Math.max(end, Math.min(status.done().getAsInt(), end + LATE_DAYS));
    }
    double step = (double) WIDTH / Math.max(1, end - first);
    int top = Math.max(1, days.stream().mapToInt(Day::below).max().orElse(1));
    StringBuilder line = new StringBuilder();
    List<Band> gaps = new ArrayList<>();
    int gap = -1;
    for (Day day : days) {
      double x = (day.day() - first) * step;
      line.append(point(x, y(day.below(), top)));
      if (!day.covered() && gap < 0) {
        gap = day.day();
      }
      boolean last = day.day() == status.asOf();
      if (gap >= 0 && (day.covered() || last)) {
        int until = day.covered() ? day.day() - 1 : day.day();
        double width = Math.max(1, (until - gap + 1) * step);
        gaps.add(
            new Band(
                round((gap - first) * step),
                round(width),
                Days.text(gap) + " to " + Days.text(until)));
        gap = -1;
      }
    }
    String projection = "";
    if (status.done().isPresent() && status.below() > 0) {
      int done = status.done().getAsInt();
      double left = done <= end ? 0 : (double) (done - end) / (done - status.asOf()); // of it
      projection =
          point((status.asOf() - first) * step, y(status.below(), top))
              + point((Math.min(done, end) - first) * step, y(status.below() * left, top));
    }
    List<Tick> ticks = new ArrayList<>();
    int every = Math.max(1, (end - first) / MOST_TICKS);
    for (int day = first; (day - first) * step + TICK_WIDTH <= WIDTH; day += every) {
      ticks.add(new Tick(round((day - first) * step), Days.text(day), ticks.size() % 3 == 0));
    }
    return new Chart(
        line.toString().strip(),
        gaps,
        projection.strip(),
        status.target().isPresent() ? round((status.target().getAsInt() - first) * step) : -1,
        top,
        ticks,
        "Clients below TLS 1.2 from "
            + Days.text(first)
            + " to "
            + Days.text(status.asOf())
            + ": at most "
            + top
            + ", now "
            + status.below()
            + ".");
  }

  private static double y(double value, int top) {
    return HEIGHT - HEIGHT * value / top;
  }

  private static String point(double x, double y) {
    return String.format(Locale.ROOT, "%.1f,%.1f ", x, y);
  }

  private static double round(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
