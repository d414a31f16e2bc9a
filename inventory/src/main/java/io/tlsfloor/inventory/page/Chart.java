package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.SiteCoverage;
import io.tlsfloor.inventory.answer.Status;
import io.tlsfloor.inventory.answer.Status.Week;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.model.State;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The burn-down as points of a drawing, {@link #WIDTH} by {@link #HEIGHT}, with a line of days
 * below it that says which of them were covered.
 *
 * @param line the number of clients below, week by week
 * @param quiet the area above it for clients that were below and are not seen; empty without any
 * @param projection from today to the day when none is left; empty without one
 * @param target the day by which it shall be done; none or one
 * @param levels round numbers beside the drawing, from 0 to one above all of it
 * @param ticks round days below it
 * @param days covered, sampled and others, those that follow each other as one
 * @param words what it shows, for those who do not see it
 * @param watched how many days were covered, in words
 */
public record Chart(
    String line,
    String quiet,
    String projection,
    List<Tick> target,
    List<Level> levels,
    List<Tick> ticks,
    List<Band> days,
    String words,
    String watched) {
  /** Units across. */
  public static final int WIDTH = 900;

  /** Units down. */
  public static final int HEIGHT = 240;

  /** Units between the sides and what is drawn. */
  private static final int MARGIN = 12;

  private static final int WEEK = 7;
  private static final int MOST_LEVELS = 4;
  private static final int MOST_TICKS = 9;
  private static final int MOST_MAIN_TICKS = 4; // where there is little room

  /** Where more days are shown, months are. */
  private static final int MOST_DAYS_BY_WEEK = 100;

  private static final int[] WEEKS = {1, 2, 4};
  private static final int[] MONTHS = {1, 2, 3, 6, 12};

  /** A projection that ends later than that after the target leaves the chart. */
  private static final int LATE_DAYS = 60;

  private static final int FARTHEST_TARGET_DAYS = 400;

  /**
   * Days that follow each other, watched alike.
   *
   * @param x where they begin
   * @param width of them
   * @param kind a class: {@code covered}, {@code sampled} or {@code uncovered}
   * @param words which, and how they were watched
   */
  public record Band(double x, double width, String kind, String words) {}

  /**
   * A day below the drawing.
   *
   * @param x where
   * @param day as text, a month where all are the first of one
   * @param main whether it is shown where there is little room, too
   */
  public record Tick(double x, String day, boolean main) {}

  /**
   * A number beside the drawing.
   *
   * @param y where
   * @param number of clients
   */
  public record Level(double y, int number) {}

  /** The days that are shown, and the numbers: where each is drawn. */
  private record Scale(int first, int end, int top) {
    static Scale of(Status status) {
      List<Week> weeks = status.weeks();
      int first = weeks.isEmpty() ? status.asOf() - WEEK : weeks.get(0).start();
      int end = status.asOf();
      if (status.target().isPresent()) {
        end =
            Math.max(
                end, Math.min(status.target().getAsInt(), status.asOf() + FARTHEST_TARGET_DAYS));
      }
      if (status.done().isPresent()) {
        end = Math.max(end, Math.min(status.done().getAsInt(), end + LATE_DAYS));
      }
      int most = weeks.stream().mapToInt(week -> week.below() + week.unsure()).max().orElse(0);
      int step = step(most);
      return new Scale(first, Math.max(end, first + WEEK), (most / step + 1) * step);
    }

    /** 1, 2, 5, 10, 20, …: so that a few of them are more than the most. */
    private static int step(int most) {
      int ten = 1;
      while (true) {
        for (int factor : new int[] {1, 2, 5}) {
          if ((long) ten * factor * MOST_LEVELS > most) {
            return ten * factor;
          }
        }
        ten *= 10;
      }
    }

    double x(int day) {
      return MARGIN + (double) (day - first) * (WIDTH - 2 * MARGIN) / (end - first);
    }

    double y(double number) {
      return HEIGHT - HEIGHT * number / top;
    }

    String point(int day, double number) {
      return String.format(Locale.ROOT, "%.1f,%.1f ", x(day), y(number));
    }

    List<Level> levels(int most) {
      List<Level> levels = new ArrayList<>();
      for (int number = 0; number <= top; number += step(most)) {
        levels.add(new Level(round(y(number)), number));
      }
      return levels;
    }

    /** Mondays, or the first of months. */
    List<Tick> ticks() {
      List<LocalDate> days = new ArrayList<>();
      LocalDate from = LocalDate.ofEpochDay(first);
      LocalDate to = LocalDate.ofEpochDay(end);
      boolean weekly = end - first <= MOST_DAYS_BY_WEEK;
      int every = weekly ? every(WEEKS, (end - first) / WEEK) : every(MONTHS, months(from, to));
      LocalDate day =
          weekly
              ? from.with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY))
              : from.with(TemporalAdjusters.firstDayOfMonth());
      for (; !day.isAfter(to); day = weekly ? day.plusWeeks(every) : day.plusMonths(1)) {
        if (!day.isBefore(from) && (weekly || (day.getMonthValue() - 1) % every == 0)) {
          days.add(day);
        }
      }
      int main = (days.size() + MOST_MAIN_TICKS - 1) / MOST_MAIN_TICKS;
      List<Tick> ticks = new ArrayList<>();
      for (LocalDate each : days) {
        String text = weekly ? each.toString() : each.toString().substring(0, 7);
        ticks.add(new Tick(round(x((int) each.toEpochDay())), text, ticks.size() % main == 0));
      }
      return ticks;
    }

    private static int months(LocalDate from, LocalDate to) {
      return (int) ChronoUnit.MONTHS.between(from, to) + 1;
    }

    /** The first of some steps that leaves no more than fit; the last where none does. */
    private static int every(int[] steps, int all) {
      for (int step : steps) {
        if (all / step < MOST_TICKS) {
          return step;
        }
      }
      return steps[steps.length - 1];
    }
  }

  static Chart of(Status status) {
    Scale scale = Scale.of(status);
    List<Week> weeks = status.weeks();
    StringBuilder line = new StringBuilder();
    StringBuilder upper = new StringBuilder();
    List<String> lower = new ArrayList<>();
    for (Week week : weeks) {
      int day = Math.min(week.start() + WEEK - 1, status.asOf());
      if (line.length() == 0) {
        line.append(scale.point(week.start(), week.below()));
      }
      line.append(scale.point(day, week.below()));
      upper.append(scale.point(day, week.below() + week.unsure()));
      lower.add(0, scale.point(day, week.below()));
    }
    boolean sure = weeks.stream().allMatch(week -> week.unsure() == 0);
    int most = weeks.stream().mapToInt(week -> week.below() + week.unsure()).max().orElse(0);
    SiteCoverage coverage = status.coverage();
    List<Band> days = days(coverage, scale);
    return new Chart(
        line.toString().strip(),
        sure ? "" : (upper + String.join("", lower)).strip(),
        projection(status, scale),
        target(status, scale),
        scale.levels(most),
        scale.ticks(),
        days,
        "Clients below "
            + status.floors().words()
            + " from "
            + Times.text(scale.first())
            + " to "
            + Times.text(status.asOf())
            + ": at most "
            + weeks.stream().mapToInt(Week::below).max().orElse(0)
            + ", now "
            + status.below()
            + "; besides "
            + status.states().getOrDefault(State.QUIET, 0)
            + " quiet, which may still be.",
        watched(coverage, scale));
  }

  private static String projection(Status status, Scale scale) {
    if (status.done().isEmpty() || status.below() == 0) {
      return "";
    }
    int done = status.done().getAsInt();
    int last = Math.min(done, scale.end());
    double left = (double) (done - last) / Math.max(1, done - status.asOf()); // of it
    return (scale.point(status.asOf(), status.below()) + scale.point(last, status.below() * left))
        .strip();
  }

  private static List<Tick> target(Status status, Scale scale) {
    return status.target().stream()
        .filter(day -> day >= scale.first() && day <= scale.end())
        .mapToObj(day -> new Tick(round(scale.x(day)), Times.text(day), true))
        .toList();
  }

  private static int firstDay(SiteCoverage coverage, Scale scale) {
    return Math.max(scale.first(), coverage.first());
  }

  private static String kind(SiteCoverage coverage, int day) {
    return coverage.isCovered(day)
        ? "covered"
        : coverage.sampledSeconds(day) > 0 ? "sampled" : "uncovered";
  }

  private static List<Band> days(SiteCoverage coverage, Scale scale) {
    List<Band> bands = new ArrayList<>();
    int first = firstDay(coverage, scale);
    while (first <= coverage.last()) {
      String kind = kind(coverage, first);
      int end = first + 1;
      while (end <= coverage.last() && kind(coverage, end).equals(kind)) {
        end++;
      }
      String last = end == first + 1 ? "" : " to " + Times.text(end - 1);
      bands.add(
          new Band(
              round(scale.x(first)),
              round(scale.x(Math.min(end, scale.end())) - scale.x(first)),
              kind,
              Times.text(first) + last + ": " + (kind.equals("uncovered") ? "not covered" : kind)));
      first = end;
    }
    return bands;
  }

  private static String watched(SiteCoverage coverage, Scale scale) {
    int covered = 0;
    int sampled = 0;
    int all = 0;
    for (int day = firstDay(coverage, scale); day <= coverage.last(); day++) {
      String kind = kind(coverage, day);
      all++;
      covered += kind.equals("covered") ? 1 : 0;
      sampled += kind.equals("sampled") ? 1 : 0;
    }
    String more =
        sampled == 0 ? "" : ", " + sampled + (sampled == 1 ? " was" : " were") + " sampled";
    return covered + " of " + all + " days were covered" + more;
  }

  /** Returns whether any day was watched in a way. */
  public boolean has(String kind) {
    return days.stream().anyMatch(band -> band.kind().equals(kind));
  }

  private static double round(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
