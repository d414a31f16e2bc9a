package io.tlsfloor.inventory.state;

import java.util.ArrayList;
import java.util.List;

/**
 * Since when an address has been one client's, where nothing but the address is known of it. Others
 * may have had it in between, known by a name or a link address; and after a long absence it is
 * anyone's. What an earlier one did counts for or against no later one.
 */
public final class Tenancy {
  /** Of a client that is known by more than its address. */
  static final Tenancy WHOLE = new Tenancy(List.of(), List.of());

  /**
   * Seen again after more days than that, and after a window of covered days, it is another one.
   */
  static final int LONGEST_ABSENCE_DAYS = 90;

  private final List<Integer> begins;
  private final List<Other> others;

  /**
   * Another client had the address.
   *
   * @param first day
   * @param last day
   */
  record Other(int first, int last) {}

  private Tenancy(List<Integer> begins, List<Other> others) {
    this.begins = begins;
    this.others = others;
  }

  /**
   * Works out when another client begins.
   *
   * @param sightings all of the address
   * @param others who had it
   */
  static Tenancy of(List<Sighting> sightings, CoveredDays coverage, List<Other> others) {
    int first = Integer.MAX_VALUE;
    for (Sighting each : sightings) {
      first = Math.min(first, each.firstDay());
    }
    List<Integer> begins = new ArrayList<>(0);
    int seen = first;
    for (int day = first; day <= coverage.last(); day++) {
      if (!isSeen(sightings, day)) {
        continue;
      }
      boolean away = day - seen > LONGEST_ABSENCE_DAYS && isGone(sightings, coverage, seen, day);
      if (away || isPassedOn(others, seen, day)) {
        begins.add(day);
      }
      seen = day;
    }
    return new Tenancy(begins, others);
  }

  private static boolean isSeen(List<Sighting> sightings, int day) {
    for (Sighting each : sightings) {
      if (each.mark(day) != DayMark.ABSENT) {
        return true;
      }
    }
    return false;
  }

  private static boolean isGone(List<Sighting> sightings, CoveredDays coverage, int then, int day) {
    for (Sighting each : sightings) {
      if (coverage.windowStart(each.site(), day) <= then) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPassedOn(List<Other> others, int then, int day) {
    for (Other each : others) {
      if (each.first > then && each.first <= day) {
        return true;
      }
    }
    return false;
  }

  /** Whether another client began after {@code then}, up to {@code day}. */
  boolean changed(int then, int day) {
    for (int begin : begins) {
      if (begin > then && begin <= day) {
        return true;
      }
    }
    return false;
  }

  /** Whether someone else had the address on a day too, so that it is not known whose it was. */
  boolean isDoubtful(int day) {
    for (Other each : others) {
      if (day >= each.first && day <= each.last) {
        return true;
      }
    }
    return false;
  }

  /** Whether it was one client all the time, beyond doubt. */
  boolean isWhole() {
    return begins.isEmpty() && others.isEmpty();
  }

  /** The day on which the latest client of it began; {@code otherwise} when it is the first one. */
  public int since(int otherwise) {
    return begins.isEmpty() ? otherwise : begins.get(begins.size() - 1);
  }
}
