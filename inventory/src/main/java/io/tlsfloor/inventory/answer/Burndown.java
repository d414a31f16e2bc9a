package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.state.CoveredDays;
import io.tlsfloor.inventory.state.Ledger;
import io.tlsfloor.inventory.state.Ledger.Client;
import io.tlsfloor.inventory.state.State;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many clients were in which state, day by day, and how many were seen. */
public final class Burndown {
  private final CoveredDays coverage;
  private final int[][] states;
  private final int[] seen;
  private final int[] seenInWeek;
  private final int firstMonday;
  private long clients;
  private long fresh;

  /**
   * A day.
   *
   * @param day since 1970
   * @param covered whether every site covered it
   * @param states clients by state
   * @param seen clients that were seen on it
   */
  public record Day(int day, boolean covered, Map<State, Integer> states, int seen) {
    /** Clients with something to be done. */
    public int below() {
      return states.entrySet().stream()
          .filter(each -> each.getKey().isBelow())
          .mapToInt(Map.Entry::getValue)
          .sum();
    }
  }

  /**
   * A week, from Monday on; the last one may not be over.
   *
   * @param start its Monday
   * @param below clients with something to be done, at its end
   * @param seen clients that were seen in it
   * @param coveredDays days that every site covered
   */
  public record Week(int start, int below, int seen, int coveredDays) {}

  Burndown(CoveredDays coverage) {
    this.coverage = coverage;
    int days = coverage.last() - coverage.first() + 1;
    states = new int[days][State.values().length];
    seen = new int[days];
    firstMonday = Days.monday(coverage.first());
    seenInWeek = new int[(coverage.last() - firstMonday) / 7 + 1];
  }

  /** Counts all clients of a ledger. */
  public static Burndown of(Ledger ledger) {
    Burndown burndown = new Burndown(ledger.coverage());
    ledger.each(client -> burndown.count(client, ledger.isNew(client)));
    return burndown;
  }

  void count(Client client, boolean isNew) {
    clients++;
    BitSet weeks = new BitSet(seenInWeek.length);
    for (int day = client.firstDay(); day <= coverage.last(); day++) {
      states[day - coverage.first()][client.at(day).ordinal()]++;
      if (client.seen(day)) {
        seen[day - coverage.first()]++;
        weeks.set((day - firstMonday) / 7);
      }
    }
    weeks.stream().forEach(week -> seenInWeek[week]++);
    fresh += isNew && client.at(coverage.last()).isBelow() ? 1 : 0;
  }

  /** Clients that were ever seen. */
  public long clients() {
    return clients;
  }

  /** Clients below that were first seen in the window. */
  public long fresh() {
    return fresh;
  }

  /** A day from the first to the one as of which was asked. */
  public Day day(int day) {
    Map<State, Integer> counts = new EnumMap<>(State.class);
    for (State state : State.values()) {
      counts.put(state, states[day - coverage.first()][state.ordinal()]);
    }
    return new Day(day, coverage.covered(day), counts, seen[day - coverage.first()]);
  }

  /** Every day, in order. */
  public List<Day> days() {
    List<Day> days = new ArrayList<>();
    for (int day = coverage.first(); day <= coverage.last(); day++) {
      days.add(day(day));
    }
    return days;
  }

  /** The day as of which was asked. */
  public Day last() {
    return day(coverage.last());
  }

  /** Every week, in order. */
  public List<Week> weeks() {
    List<Week> weeks = new ArrayList<>();
    for (int start = firstMonday; start <= coverage.last(); start += 7) {
      int covered = 0;
      for (int day = Math.max(start, coverage.first()); day < start + 7; day++) {
        covered += coverage.covered(day) ? 1 : 0;
      }
      int end = Math.min(start + 6, coverage.last());
      weeks.add(new Week(start, day(end).below(), seenInWeek[weeks.size()], covered));
    }
    return weeks;
  }

  /** Days that not every site covered, in order. */
  public List<Integer> uncovered() {
    List<Integer> gaps = new ArrayList<>();
    for (int day = coverage.first(); day <= coverage.last(); day++) {
      if (!coverage.covered(day)) {
        gaps.add(day);
      }
    }
    return gaps;
  }
}
