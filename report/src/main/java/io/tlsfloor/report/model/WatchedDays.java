package io.tlsfloor.report.model;

import io.tlsfloor.report.model.State.WatchedHours;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What runs watched of each day. Of a day that they did not watch for long, the hours are those in
 * which they saw anybody. Confined to one thread.
 */
final class WatchedDays {
  /** Days up to the last one that are looked up once each, as each client asks: 45 years. */
  private static final int MAX_LATEST = 1 << 14;

  private static final WatchedHours ALONE = new WatchedHours(true, Rhythm.ALL_HOURS, false);

  private final Map<Integer, Run.Day> days = new TreeMap<>();
  private final Set<Integer> standing = new HashSet<>(); // for the days around them
  private final Collection<ClientHistory> seen;
  private Map<Integer, Integer> hours = Map.of(); // by day, once somebody asked
  private final int end; // the last day
  private final int last; // that may count
  private final @Nullable WatchedHours[] latest; // the last one first; once asked for

  /** Of {@code days}, in which clients were {@code seen}. */
  WatchedDays(List<Run.Day> days, Collection<ClientHistory> seen) {
    this.seen = seen;
    days.forEach(each -> this.days.merge(each.day(), each, Run.Day::larger));
    end = days.stream().mapToInt(Run.Day::day).max().orElse(0);
    int first = days.stream().mapToInt(Run.Day::day).min().orElse(end);
    long counting = Integer.MIN_VALUE;
    Sampling sampling = new Sampling();
    for (Run.Day each : this.days.values()) {
      if (sampling.add(each.day(), each.isCovered())) {
        standing.add(each.day());
      }
      boolean any = each.isCovered() || each.hasLittleLoss();
      counting = any ? Math.max(counting, each.day()) : counting;
    }
    last = (int) Math.min(end, counting + Sampling.AROUND);
    latest = new WatchedHours[(int) Math.min((long) end - first + 1, MAX_LATEST)];
  }

  /** What was watched of a day. */
  WatchedHours of(int number) {
    long back = (long) end - number;
    if (back < 0) {
      return WatchedHours.NONE;
    }
    if (back >= latest.length) {
      return latest.length < MAX_LATEST ? WatchedHours.NONE : look(number);
    }
    WatchedHours known = latest[(int) back];
    if (known == null) {
      known = look(number);
      latest[(int) back] = known;
    }
    return known;
  }

  private WatchedHours look(int number) {
    Run.Day day = days.get(number);
    if (day == null) {
      return WatchedHours.NONE;
    }
    boolean around = standing.contains(number);
    if (day.isCovered()) {
      return around ? WatchedHours.ALL : ALONE;
    }
    return day.hasLittleLoss()
        ? new WatchedHours(false, seenHours().getOrDefault(number, 0), around)
        : WatchedHours.NONE;
  }

  private Map<Integer, Integer> seenHours() {
    if (hours.isEmpty()) {
      hours = new HashMap<>();
      seen.forEach(each -> each.addHours(hours));
    }
    return hours;
  }

  /** The last day that may count as watched: of it, or shortly before, something was. */
  int last() {
    return last;
  }
}
