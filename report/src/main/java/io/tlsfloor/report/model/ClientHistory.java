package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.rules.Finding.Waiver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What days of one client and service come to, in whatever order they come: their sum, who was
 * below when, and what was found last from each stack. Confined to one thread.
 */
final class ClientHistory {
  private static final Ranges<ClientDay> RANGES =
      new Ranges<>(ClientDay::firstDay, ClientDay::day, ClientDay::connections);

  private @Nullable ClientDay days; // added up, but for ranges
  private List<ClientDay> ranges = List.of(); // of reports; most have none
  private @Nullable ClientDay sum; // of all, once it is asked for
  private Map<Integer, Mark> marks = Map.of(); // by day; most have one
  private Map<String, Faring.OfDay> latest = Map.of(); // by stack: its last day with findings

  /**
   * What of a day decides whether a client is below, or fixed.
   *
   * @param low hours in which each stack was below
   * @param good connections that show that it can do better
   * @param hours in which it had connections
   */
  private record Mark(Map<String, Integer> low, long good, int hours) {
    static Mark of(ClientDay day) {
      return new Mark(day.lowHours(), day.counts().good(), day.hours());
    }

    Mark and(Mark other) {
      Map<String, Integer> both = low;
      if (!other.low.isEmpty()) {
        both = new HashMap<>(low);
        for (Map.Entry<String, Integer> each : other.low.entrySet()) {
          both.merge(each.getKey(), each.getValue(), (one, more) -> one | more);
        }
      }
      return new Mark(both, good + other.good, hours | other.hours);
    }
  }

  /** Begins with a day, or a part of one. */
  ClientHistory(ClientDay first) {
    add(first);
  }

  /** A copy of another, of which what is known by the day comes to {@code days}. */
  private ClientHistory(ClientHistory from, @Nullable ClientDay days) {
    this.days = days;
    sum = from.ranges.isEmpty() ? days : null;
    ranges = from.ranges.isEmpty() ? List.of() : new ArrayList<>(from.ranges);
    from.marks.forEach(this::note);
    from.latest.forEach(this::note);
  }

  /** The same of a client that another address stands for. */
  ClientHistory ofDevice(IpAddress device) {
    ClientDay.Who who = sum().who();
    boolean same = device.equals(who.address()) && device.equals(who.device());
    return new ClientHistory(
        this,
        same || days == null // an account has one address
            ? days
            : days.of(new ClientDay.Who(device, who.mac(), who.names(), device), days.findings()));
  }

  /** Adds a day, or a part of one. */
  void add(ClientDay day) {
    if (day.isRange()) {
      ranges = ranges.isEmpty() ? new ArrayList<>() : ranges;
      ranges.add(day);
      sum = null;
    } else {
      days = days == null ? day : days.and(day);
      sum = ranges.isEmpty() ? days : null;
      note(day.day(), Mark.of(day));
    }
    for (Found found : day.findings()) {
      note(found.stackName(), new Faring.OfDay(day.day(), List.of(found)));
    }
  }

  private void note(int day, Mark mark) {
    if (marks.isEmpty()) {
      marks = Map.of(day, mark);
    } else {
      marks = marks.size() == 1 ? new TreeMap<>(marks) : marks;
      marks.merge(day, mark, Mark::and);
    }
  }

  private void note(String stack, Faring.OfDay day) {
    if (latest.isEmpty()) {
      latest = Map.of(stack, day);
    } else {
      latest = latest.size() == 1 ? new HashMap<>(latest) : latest;
      latest.merge(stack, day, ClientHistory::later);
    }
  }

  private static Faring.OfDay later(Faring.OfDay one, Faring.OfDay other) {
    if (one.day() != other.day()) {
      return one.day() > other.day() ? one : other;
    }
    List<Found> both = new ArrayList<>(one.findings());
    both.addAll(other.findings());
    return new Faring.OfDay(one.day(), both);
  }

  /** Adds what another address of the same client did. */
  void add(ClientHistory other) {
    if (other.days != null) {
      days = days == null ? other.days : days.and(other.days);
      sum = ranges.isEmpty() ? days : null;
    }
    other.ranges.forEach(this::add);
    other.marks.forEach(this::note);
    other.latest.forEach(this::note);
  }

  /** All of it, added up; of ranges that overlap the larger of each count holds. */
  ClientDay sum() {
    ClientDay known = sum;
    if (known == null) {
      List<ClientDay> apart = RANGES.apart(ranges);
      Optional<ClientDay> added = apart.stream().reduce(ClientDay::and);
      if (days != null) {
        added = Optional.of(added.isEmpty() ? days : days.and(added.get()));
      }
      Set<ClientDay> counted = Collections.newSetFromMap(new IdentityHashMap<>());
      counted.addAll(apart);
      known =
          Stream.concat(added.stream(), ranges.stream().filter(each -> !counted.contains(each)))
              .reduce(ClientDay::larger)
              .orElseThrow();
      sum = known;
    }
    return known;
  }

  /** Adds the hours in which it had connections to those of each day. */
  void addHours(Map<Integer, Integer> hours) {
    for (ClientDay range : ranges) {
      hours.merge(range.day(), range.hours(), (one, more) -> one | more);
    }
    marks.forEach((day, mark) -> hours.merge(day, mark.hours(), (one, more) -> one | more));
  }

  private List<State.Days.Shown> shown(int day) {
    List<State.Days.Shown> shown = new ArrayList<>(1);
    Mark own = marks.get(day);
    if (own != null) {
      shown.add(new State.Days.Shown(day, own.low(), own.good()));
    }
    for (ClientDay range : ranges) {
      if (range.day() == day) {
        shown.add(new State.Days.Shown(range.firstDay(), range.lowHours(), range.counts().good()));
      }
    }
    return shown;
  }

  /**
   * How the client fares with the service, and what has become of it in time.
   *
   * @param asked the day of asking
   * @param watched what was watched
   * @param accepted what people accepted for it
   */
  ClientState.OfService state(
      ClientStates.Asked asked, WatchedDays watched, Optional<Waiver> accepted) {
    State.Days phases = new State.Days();
    int fixedOn = Integer.MIN_VALUE;
    boolean everBelow = false;
    TreeSet<Integer> seen = new TreeSet<>(marks.keySet());
    ranges.forEach(range -> seen.add(range.day()));
    for (int day : seen) {
      State.Phase before = phases.phase();
      phases.add(day, shown(day), watched::of, false);
      everBelow |= phases.phase() != State.Phase.NEVER;
      if (phases.phase() == State.Phase.FIXED && before != State.Phase.FIXED) {
        fixedOn = day;
      }
    }
    int absence = Math.max(ClientStates.QUIET_DAYS, phases.leastAbsence());
    int today = (int) asked.asOf().toEpochDay();
    State state =
        State.of(
            phases.phase(),
            phases.coveredSince(watched.last(), absence, watched::of) >= absence,
            today - sum().day() < State.NEW_DAYS,
            false);
    List<Faring.OfDay> recent = new ArrayList<>(latest.size());
    for (Faring.OfDay each : latest.values()) {
      if (each.day() > fixedOn) {
        recent.add(each);
      }
    }
    boolean isBelow = everBelow && phases.phase() != State.Phase.FIXED;
    Faring faring = Faring.of(recent, isBelow, asked.asOf(), accepted);
    return new ClientState.OfService(sum(), faring, state, phases);
  }
}
