package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.report.model.ClientAndService;
import io.tlsfloor.report.model.ClientDay;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Days of clients as several runs saw them. Of runs that follow each other a day's counts add up;
 * of runs that looked at the same time, as two sensors or two scans of the same captures, the
 * larger of each count holds, and what any of them found. Reports on other days are days of their
 * own. Confined to one thread.
 */
final class SavedDays {
  /** About 1 KB each, with findings some more. */
  private static final int MAX = Room.entries(100_000);

  private final Map<DayKey, List<RunDay>> days = new LinkedHashMap<>();

  private record DayKey(ClientAndService pair, int day, int firstDay) {}

  private record RunDay(String run, ClientDay sum) {}

  /** Adds a part of a day that a run saw. */
  void add(String run, ClientDay part) {
    List<RunDay> runs =
        days.computeIfAbsent(
            new DayKey(part.key(), part.day(), part.firstDay()), key -> new ArrayList<>(1));
    for (int i = 0; i < runs.size(); i++) {
      if (runs.get(i).run.equals(run)) {
        runs.set(i, new RunDay(run, runs.get(i).sum.and(part)));
        return;
      }
    }
    runs.add(new RunDay(run, part));
  }

  /** Adds all that others hold, as seen by one run; they hold nothing afterwards. */
  void take(String run, SavedDays others) {
    others.days.values().forEach(runs -> runs.forEach(each -> add(run, each.sum)));
    others.days.clear();
  }

  /** Returns whether there is no room for more. */
  boolean isFull() {
    return days.size() >= MAX;
  }

  /** Forgets all of them. */
  void clear() {
    days.clear();
  }

  /** Returns each day once, by client, service and time; holds nothing afterwards. */
  List<ClientDay> taken() {
    List<ClientDay> all = new ArrayList<>(days.size());
    days.values().forEach(runs -> all.add(together(runs)));
    days.clear();
    all.sort(ClientDay.IN_ORDER);
    return all;
  }

  private static ClientDay together(List<RunDay> runs) {
    if (runs.size() == 1) {
      return runs.get(0).sum;
    }
    List<ClientDay> inOrder = new ArrayList<>(runs.stream().map(RunDay::sum).toList());
    inOrder.sort(
        Comparator.comparing((ClientDay day) -> day.period().from())
            .thenComparing(day -> day.period().to())
            .thenComparing(ClientDay::connections));
    List<ClientDay> following = new ArrayList<>();
    for (ClientDay day : inOrder) {
      int last = following.size() - 1;
      if (last >= 0 && following.get(last).period().overlaps(day.period())) {
        following.set(last, following.get(last).larger(day));
      } else {
        following.add(day);
      }
    }
    return following.stream().reduce(ClientDay::and).orElseThrow();
  }
}
