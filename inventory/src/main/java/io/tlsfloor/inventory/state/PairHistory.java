package io.tlsfloor.inventory.state;

import io.tlsfloor.inventory.people.Acceptance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The states of one client and service, day by day: the one place in which they are decided.
 *
 * <p>A client has as many sightings as it has endpoints. It is below on a day when one of them is,
 * and good only by what was seen on days that the endpoint's site covered. Endpoints of one address
 * are views of the same connections, which count once.
 */
public final class PairHistory {
  /** Established connections at or above the floor that show that a client is fixed. */
  static final int GOOD_CONNECTIONS = 5;

  /** Days on which they must have been seen. */
  static final int GOOD_DAYS = 2;

  private static final State[] STATES = State.values();

  private final int first;
  private final byte[] states;
  private final int lastSeen;
  private final boolean everBelow;

  /**
   * Works out the states from the first day it was seen to the day as of which is asked.
   *
   * @param sightings all of one client and one service; the first of them not after that day
   * @param accepted exceptions that cover it
   * @param tenancy since when it is the same client
   */
  PairHistory(
      List<Sighting> sightings, CoveredDays coverage, List<Acceptance> accepted, Tenancy tenancy) {
    int from = Integer.MAX_VALUE;
    for (Sighting sighting : sightings) {
      from = Math.min(from, sighting.firstDay());
    }
    first = from;
    int until = coverage.last();
    states = new byte[Math.max(0, until - first + 1)];
    if (tenancy.isWhole() && sightings.stream().noneMatch(Sighting::everBelow)) { // most are
      int last = first;
      for (Sighting sighting : sightings) {
        last = Math.max(last, sighting.lastDay(until));
      }
      lastSeen = last;
      everBelow = false;
      int good = first;
      while (good <= until && !windowBegan(sightings, coverage, good, first)) {
        good++; // a window never moves back
      }
      Arrays.fill(states, 0, good - first, (byte) State.NEW.ordinal());
      Arrays.fill(states, good - first, states.length, (byte) State.GOOD.ordinal());
      return;
    }
    Collection<List<Sighting>> places = places(sightings);
    int policyUntil = sightings.stream().mapToInt(Sighting::acceptedUntil).max().orElse(0);
    boolean below = false;
    boolean fixed = false;
    boolean back = false;
    boolean byPolicy = false;
    int goodConnections = 0;
    int goodDays = 0;
    int seen = first;
    int since = first;
    for (int day = first; day <= until; day++) {
      char worst = DayMark.ABSENT;
      int good = 0;
      for (Sighting sighting : sightings) {
        worst = DayMark.worse(worst, sighting.mark(day));
      }
      for (List<Sighting> place : places) {
        good += coverage.covered(place.get(0).site(), day) ? good(place, day) : 0;
      }
      if (worst != DayMark.ABSENT) {
        if (tenancy.changed(seen, day)) {
          since = day;
          below = false;
          fixed = false;
          back = false;
        }
        seen = day;
      }
      good = tenancy.isDoubtful(day) ? 0 : good;
      if (DayMark.isBelow(worst)) {
        back |= fixed;
        below = true;
        fixed = false;
        byPolicy = worst == DayMark.EXCEPTED;
        goodConnections = 0;
        goodDays = 0;
      } else if (below && good > 0) {
        goodConnections += good;
        goodDays++;
        fixed |= goodConnections >= GOOD_CONNECTIONS && goodDays >= GOOD_DAYS;
        back &= !fixed;
      }
      State state;
      if (!below) {
        state = windowBegan(sightings, coverage, day, since) ? State.GOOD : State.NEW;
      } else if (fixed) {
        state = State.FIXED;
      } else if (accepted(accepted, day)) {
        state = State.EXCEPTED;
      } else {
        boolean gone = windowBegan(sightings, coverage, day, seen);
        if (byPolicy && (policyUntil == 0 ? !gone : day <= policyUntil)) {
          state = State.EXCEPTED;
        } else {
          state = back ? State.BACK : gone ? State.QUIET : State.BELOW;
        }
      }
      states[day - first] = (byte) state.ordinal();
    }
    lastSeen = seen;
    everBelow = below;
  }

  /** Sightings by site and address. */
  private static Collection<List<Sighting>> places(List<Sighting> sightings) {
    Map<String, List<Sighting>> places = new LinkedHashMap<>();
    for (Sighting each : sightings) {
      places
          .computeIfAbsent(each.site() + " " + each.address(), place -> new ArrayList<>(1))
          .add(each);
    }
    return places.values();
  }

  /** Good connections of one address: what two sensors saw of it may be the same connections. */
  private static int good(List<Sighting> place, int day) {
    int most = 0;
    for (Sighting each : place) {
      most = Math.max(most, DayMark.count(each.mark(day)));
    }
    return most;
  }

  private static boolean accepted(List<Acceptance> accepted, int day) {
    for (Acceptance each : accepted) {
      if (each.holds(day)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the windows of all sites where it was seen began after {@code then}. */
  private static boolean windowBegan(
      List<Sighting> sightings, CoveredDays coverage, int day, int then) {
    for (Sighting sighting : sightings) {
      if (coverage.windowStart(sighting.site(), day) <= then) { // OPEN is before any day
        return false;
      }
    }
    return true;
  }

  /** The first day on which it was seen. */
  public int first() {
    return first;
  }

  /** The last day on which it was seen. */
  public int lastSeen() {
    return lastSeen;
  }

  /** Whether it was below on any day. */
  public boolean everBelow() {
    return everBelow;
  }

  /** The state on a day from {@link #first} to the one as of which was asked. */
  public State at(int day) {
    return STATES[states[day - first]];
  }

  /** The state on the day as of which was asked. */
  public State latest() {
    return STATES[states[states.length - 1]];
  }
}
