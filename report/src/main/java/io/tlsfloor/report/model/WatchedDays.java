package io.tlsfloor.report.model;

import io.tlsfloor.report.model.State.WatchedHours;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What runs watched of each day. Of a day that they did not watch for long, the hours are those in
 * which they saw anybody. Confined to one thread.
 */
final class WatchedDays {
  private final Map<Integer, Run.Day> days = new HashMap<>();
  private final Collection<ClientHistory> seen;
  private Map<Integer, Integer> hours = Map.of(); // by day, once somebody asked
  private final int last;

  /** Of {@code days}, in which clients were {@code seen}. */
  WatchedDays(List<Run.Day> days, Collection<ClientHistory> seen) {
    days.forEach(each -> this.days.merge(each.day(), each, Run.Day::larger));
    this.seen = seen;
    last = days.stream().mapToInt(Run.Day::day).max().orElse(0);
  }

  /** What was watched of a day. */
  WatchedHours of(int number) {
    Run.Day day = days.get(number);
    if (day == null) {
      return WatchedHours.NONE;
    }
    if (day.isCovered()) {
      return WatchedHours.ALL;
    }
    return day.hasLittleLoss()
        ? new WatchedHours(false, seenHours().getOrDefault(number, 0))
        : WatchedHours.NONE;
  }

  private Map<Integer, Integer> seenHours() {
    if (hours.isEmpty()) {
      hours = new HashMap<>();
      seen.forEach(each -> each.addHours(hours));
    }
    return hours;
  }

  /** The last day of which anything was watched; 0 for none. */
  int last() {
    return last;
  }
}
