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
  private boolean single; // whether days is one part, as of most: what follows is asked of it then
  private Map<Integer, Mark> marks = Map.of(); // by day
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
    single = from.single;
    marks = single ? Map.of() : new TreeMap<>(from.marks);
    latest = single ? Map.of() : new HashMap<>(from.latest);
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
    if (days == null && ranges.isEmpty() && !day.isRange()) {
      days = day;
      sum = day;
      single = true;
      return;
    }
    keepByDay();
    if (day.isRange()) {
      ranges = ranges.isEmpty() ? new ArrayList<>() : ranges;
      ranges.add(day);
      sum = null;
    } else {
      days = days == null ? day : days.and(day);
      sum = ranges.isEmpty() ? days : null;
      marks.merge(day.day(), Mark.of(day), Mark::and);
    }
    note(latest, day);
  }

  /** From here on keeps what is known by the day, as another comes. */
  private void keepByDay() {
    if (single || marks.isEmpty() && latest.isEmpty()) {
      marks = new TreeMap<>(marks());
      latest = new HashMap<>(latest());
      single = false;
    }
  }

  private Map<Integer, Mark> marks() {
    return single && days != null ? Map.of(days.day(), Mark.of(days)) : marks;
  }

  private Map<String, Faring.OfDay> latest() {
    if (!single || days == null) {
      return latest;
    }
    Map<String, Faring.OfDay> own = new HashMap<>();
    note(own, days);
    return own;
  }

  private static void note(Map<String, Faring.OfDay> latest, ClientDay day) {
    for (Found found : day.findings()) {
      Faring.OfDay last = new Faring.OfDay(day.day(), List.of(found));
      latest.merge(found.stackName(), last, ClientHistory::later);
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
    keepByDay();
    if (other.days != null) {
      days = days == null ? other.days : days.and(other.days);
      sum = ranges.isEmpty() ? days : null;
    }
    other.ranges.forEach(this::add);
    other.marks().forEach((day, mark) -> marks.merge(day, mark, Mark::and));
    other.latest().forEach((stack, day) -> latest.merge(stack, day, ClientHistory::later));
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
    marks().forEach((day, mark) -> hours.merge(day, mark.hours(), (one, more) -> one | more));
  }

  private List<State.Days.Shown> shown(int day, @Nullable Mark own) {
    List<State.Days.Shown> shown = new ArrayList<>(1);
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
    List<Faring.OfDay> recent = new ArrayList<>(1);
    boolean everBelow;
    if (single && days != null) { // as of most
      phases.add(days.day(), days.lowHours(), days.counts().good(), watched::of);
      everBelow = phases.phase() != State.Phase.NEVER;
      recent.add(new Faring.OfDay(days.day(), days.findings()));
    } else {
      everBelow = addTo(phases, recent, watched);
    }
    int absence = Math.max(ClientStates.QUIET_DAYS, phases.leastAbsence());
    int today = (int) asked.asOf().toEpochDay();
    State state =
        State.of(
            phases.phase(),
            phases.coveredSince(watched.last(), absence, watched::of) >= absence,
            today - sum().day() < State.NEW_DAYS,
            false);
    boolean isBelow = everBelow && phases.phase() != State.Phase.FIXED;
    Faring faring = Faring.of(recent, isBelow, asked.asOf(), accepted);
    return new ClientState.OfService(sum(), faring, state, phases);
  }

  /**
   * Adds each day on which it was seen, and what was found since it was fixed last.
   *
   * @return whether it was ever below
   */
  private boolean addTo(State.Days phases, List<Faring.OfDay> recent, WatchedDays watched) {
    int fixedOn = Integer.MIN_VALUE;
    boolean everBelow = false;
    TreeSet<Integer> seen = new TreeSet<>(marks.keySet());
    ranges.forEach(range -> seen.add(range.day()));
    for (int day : seen) {
      State.Phase before = phases.phase();
      phases.add(day, shown(day, marks.get(day)), watched::of, false);
      everBelow |= phases.phase() != State.Phase.NEVER;
      if (phases.phase() == State.Phase.FIXED && before != State.Phase.FIXED) {
        fixedOn = day;
      }
    }
    for (Faring.OfDay each : latest.values()) {
      if (each.day() > fixedOn) {
        recent.add(each);
      }
    }
    return everBelow;
  }
}
