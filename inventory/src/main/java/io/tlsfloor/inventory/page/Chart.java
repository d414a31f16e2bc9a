package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.Burndown.Day;
import io.tlsfloor.inventory.answer.Days;
import io.tlsfloor.inventory.answer.Status;
import io.tlsfloor.inventory.state.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The burn-down as points of a drawing, {@link #WIDTH} by {@link #HEIGHT}.
 *
 * @param line the number of clients below, day by day
 * @param quiet the area above it for clients that were below and are not seen; empty without any
 * @param gaps bands of days that were not covered
 * @param projection from today to the day when none is left; empty without one
 * @param target x of the day by which it shall be done; negative without one
 * @param top the number at the top
 * @param ticks days below the axis
 * @param words what it shows, for those who do not see it
 */
public record Chart(
    String line,
    String quiet,
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
    int top = Math.max(1, days.stream().mapToInt(Chart::unsure).max().orElse(1));
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
        quiet(days, step, top),
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
            + days.stream().mapToInt(Day::below).max().orElse(0)
            + ", now "
            + status.below()
            + "; besides "
            + status.states().getOrDefault(State.QUIET, 0)
            + " quiet, which may still be.");
  }

  /** Clients below, and those of which it is not known whether they still are. */
  private static int unsure(Day day) {
    return day.below() + day.states().getOrDefault(State.QUIET, 0);
  }

  /** There along the upper edge, and back along the line. */
  private static String quiet(List<Day> days, double step, int top) {
    if (days.stream().allMatch(day -> unsure(day) == day.below())) {
      return "";
    }
    StringBuilder edge = new StringBuilder();
    for (int i = 0; i < days.size(); i++) {
      edge.append(point(i * step, y(unsure(days.get(i)), top)));
    }
    for (int i = days.size() - 1; i >= 0; i--) {
      edge.append(point(i * step, y(days.get(i).below(), top)));
    }
    return edge.toString().strip();
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
