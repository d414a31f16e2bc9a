package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.rules.Finding.Waiver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What days of one client and service come to, in whatever order they come: their sum, who was
 * below when, and what was found last from each stack. Confined to one thread.
 */
final class ClientHistory {
  private ClientDay sum;
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
    sum = first;
    note(first);
  }

  private ClientHistory(ClientHistory from, ClientDay sum) {
    this.sum = sum;
    marks = from.marks;
    latest = from.latest;
  }

  /** The same of a client that another address stands for. */
  ClientHistory ofDevice(IpAddress device) {
    ClientDay.Who who = sum.who();
    boolean same = device.equals(who.address()) && device.equals(who.device());
    return new ClientHistory(
        this,
        same
            ? sum
            : sum.of(new ClientDay.Who(device, who.mac(), who.names(), device), sum.findings()));
  }

  /** Adds a day, or a part of one. */
  void add(ClientDay day) {
    sum = sum.and(day);
    note(day);
  }

  private void note(ClientDay day) {
    note(day.day(), Mark.of(day));
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
    sum = sum.and(other.sum);
    other.marks.forEach(this::note);
    other.latest.forEach(this::note);
  }

  /** All of it, added up. */
  ClientDay sum() {
    return sum;
  }

  /** Adds the hours in which it had connections to those of each day. */
  void addHours(Map<Integer, Integer> hours) {
    marks.forEach((day, mark) -> hours.merge(day, mark.hours(), (one, more) -> one | more));
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
    State.Days days = new State.Days();
    int fixedOn = Integer.MIN_VALUE;
    boolean everBelow = false;
    for (Map.Entry<Integer, Mark> each : marks.entrySet()) {
      State.Phase before = days.phase();
      days.add(each.getKey(), each.getValue().low(), each.getValue().good(), watched::of);
      everBelow |= !each.getValue().low().isEmpty();
      if (days.phase() == State.Phase.FIXED && before != State.Phase.FIXED) {
        fixedOn = each.getKey();
      }
    }
    int absence = Math.max(ClientStates.QUIET_DAYS, days.leastAbsence());
    int today = (int) asked.asOf().toEpochDay();
    State state =
        State.of(
            days.phase(),
            days.coveredSince(watched.last(), absence, watched::of) >= absence,
            today - sum.day() < State.NEW_DAYS,
            false);
    List<Faring.OfDay> recent = new ArrayList<>(latest.size());
    for (Faring.OfDay each : latest.values()) {
      if (each.day() > fixedOn) {
        recent.add(each);
      }
    }
    boolean isBelow = everBelow && days.phase() != State.Phase.FIXED;
    Faring faring = Faring.of(recent, isBelow, asked.asOf(), accepted);
    return new ClientState.OfService(sum, faring, state, days);
  }
}
