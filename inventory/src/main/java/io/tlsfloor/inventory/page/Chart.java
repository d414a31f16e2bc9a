package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.Status;
import io.tlsfloor.inventory.answer.Status.Week;
import io.tlsfloor.inventory.state.State;
import io.tlsfloor.inventory.store.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The burn-down as points of a drawing, {@link #WIDTH} by {@link #HEIGHT}.
 *
 * @param line the number of clients below, week by week
 * @param quiet the area above it for clients that were below and are not seen; empty without any
 * @param gaps bands of weeks in which nothing was watched long enough
 * @param sampled bands of weeks of which hours were watched, or not at all sites
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
    List<Band> sampled,
    String projection,
    double target,
    int top,
    List<Tick> ticks,
    String words) {
  /** Units across. */
  public static final int WIDTH = 900;

  /** Units down. */
  public static final int HEIGHT = 240;

  private static final int WEEK = 7;
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
    List<Week> weeks = status.weeks();
    int first = weeks.isEmpty() ? status.asOf() : weeks.get(0).start();
    int end = status.asOf();
    if (status.target().isPresent()) {
      end = Math.max(end, Math.min(status.target().getAsInt(), status.asOf() + 400));
    }
    if (status.done().isPresent()) {
      end = Math.max(end, Math.min(status.done().getAsInt(), end + LATE_DAYS));
    }
    double step = (double) WIDTH / Math.max(WEEK, end - first);
    int top =
        Math.max(1, weeks.stream().mapToInt(week -> week.below() + week.unsure()).max().orElse(1));
    StringBuilder line = new StringBuilder();
    StringBuilder upper = new StringBuilder();
    List<String> lower = new ArrayList<>();
    List<Band> gaps = new ArrayList<>();
    List<Band> sampled = new ArrayList<>();
    for (Week week : weeks) {
      int day = Math.min(week.start() + WEEK - 1, status.asOf());
      double x = (day - first) * step;
      if (line.length() == 0 && day > first) {
        line.append(point(0, y(week.below(), top)));
      }
      line.append(point(x, y(week.below(), top)));
      upper.append(point(x, y(week.below() + week.unsure(), top)));
      lower.add(0, point(x, y(week.below(), top)));
      if (week.gap()) {
        band(gaps, week, first, step, Times.text(week.start()) + " to " + Times.text(day));
      } else if (week.coveredDays() == 0 && !week.covered().startsWith("0")) {
        band(sampled, week, first, step, week.covered());
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
      ticks.add(new Tick(round((day - first) * step), Times.text(day), ticks.size() % 3 == 0));
    }
    return new Chart(
        line.toString().strip(),
        weeks.stream().allMatch(week -> week.unsure() == 0)
            ? ""
            : (upper + String.join("", lower)).strip(),
        gaps,
        sampled,
        projection.strip(),
        status.target().isPresent() ? round((status.target().getAsInt() - first) * step) : -1,
        top,
        ticks,
        "Clients below "
            + status.floors().words()
            + " from "
            + Times.text(first)
            + " to "
            + Times.text(status.asOf())
            + ": at most "
            + weeks.stream().mapToInt(Week::below).max().orElse(0)
            + ", now "
            + status.below()
            + "; besides "
            + status.states().getOrDefault(State.QUIET, 0)
            + " quiet, which may still be.");
  }

  private static void band(List<Band> bands, Week week, int first, double step, String words) {
    bands.add(new Band(round((week.start() - first) * step), round(WEEK * step), words));
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
