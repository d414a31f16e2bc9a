package io.tlsfloor.inventory.state;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which days each site covered, and where the window of its last covered days begins.
 *
 * <p>Days are counted from 1970-01-01. All of it is as of one day: later days are not known.
 */
public final class CoveredDays {
  /** A window that is not full yet: everything lies in it, and no client can be quiet. */
  public static final int OPEN = Integer.MIN_VALUE;

  private final int first;
  private final int last;
  private final Map<Integer, Site> sites = new TreeMap<>();

  private static final class Site {
    private final boolean[] covered;
    private final int[] windowStart;

    Site(int days) {
      covered = new boolean[days];
      windowStart = new int[days];
    }
  }

  /**
   * Works out the windows.
   *
   * @param first the first day of which anything is known
   * @param last the day as of which is asked
   * @param window covered days that a window has
   * @param coveredDays by site
   */
  public CoveredDays(int first, int last, int window, Map<Integer, Set<Integer>> coveredDays) {
    this.first = first;
    this.last = Math.max(first, last);
    coveredDays.forEach((site, days) -> sites.put(site, site(days, window)));
  }

  private Site site(Set<Integer> days, int window) {
    Site site = new Site(last - first + 1);
    int[] order = new TreeSet<>(days).stream().mapToInt(Integer::intValue).toArray();
    int seen = 0; // covered days up to the one looked at
    for (int day = first; day <= last; day++) {
      while (seen < order.length && order[seen] <= day) {
        seen++;
      }
      site.covered[day - first] = seen > 0 && order[seen - 1] == day;
      site.windowStart[day - first] = seen < window ? OPEN : order[seen - window];
    }
    return site;
  }

  /** The first day of which anything is known. */
  public int first() {
    return first;
  }

  /** The day as of which is asked. */
  public int last() {
    return last;
  }

  /** The ids of the sites. */
  public Set<Integer> sites() {
    return sites.keySet();
  }

  /** Whether a site covered a day. */
  public boolean covered(int site, int day) {
    Site known = sites.get(site);
    return known != null && day >= first && day <= last && known.covered[day - first];
  }

  /** Whether every site covered a day. */
  public boolean covered(int day) {
    if (sites.isEmpty()) {
      return false;
    }
    for (int site : sites.keySet()) {
      if (!covered(site, day)) {
        return false;
      }
    }
    return true;
  }

  /** The first of a site's last covered days, as of {@code day}; {@link #OPEN} with too few. */
  public int windowStart(int site, int day) {
    Site known = sites.get(site);
    return known == null || day < first ? OPEN : known.windowStart[Math.min(day, last) - first];
  }
}
