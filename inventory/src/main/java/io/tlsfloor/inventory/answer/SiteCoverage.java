package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.Status.Week;
import io.tlsfloor.inventory.derive.Standard;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.text.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Holds what the sites watched up to a day. A site has no gaps before its first day and after its
 * last.
 *
 * @param first the first day of which anything is known; after {@code last} where nothing is
 * @param last the day as of which was asked
 * @param sites all that had begun by then
 * @param standard what a day takes to be covered
 */
public record SiteCoverage(int first, int last, List<Site> sites, Standard standard) {
  private static final int WEEK = 7;
  private static final int HOUR_SECONDS = 3_600;

  /**
   * A site.
   *
   * @param id of it
   * @param name of it
   * @param first day
   * @param closed last day; 0 for none
   * @param days what it watched, by day
   * @param standard what a day takes to be covered
   */
  public record Site(
      int id, String name, int first, int closed, Map<Integer, Watched> days, Standard standard) {
    boolean isOpen(int day) {
      return day >= first && (closed == 0 || day <= closed);
    }

    private boolean covers(int day) {
      Watched watched = days.get(day);
      return watched != null
          && watched.seconds >= standard.watched()
          && watched.lost <= standard.lost();
    }

    private int sampledSeconds(int day) {
      Watched watched = days.get(day);
      return watched == null || watched.lost > standard.lost() || covers(day) ? 0 : watched.seconds;
    }
  }

  /**
   * A day of a site.
   *
   * @param seconds that were watched
   * @param lost share of a million
   */
  public record Watched(int seconds, int lost) {}

  static SiteCoverage of(Handle handle, int asOf) {
    Standard standard = Standard.of(handle);
    int kept = TableNumbers.firstKept(handle);
    Map<Integer, Map<Integer, Watched>> days = new HashMap<>();
    handle
        .createQuery("select site, day, watched, lost from site_day where day <= ?")
        .bind(0, asOf)
        .map(
            (r, c) ->
                days.computeIfAbsent(r.getInt("site"), site -> new HashMap<>())
                    .put(r.getInt("day"), new Watched(r.getInt("watched"), r.getInt("lost"))))
        .list();
    List<Site> sites =
        handle
            .createQuery(
                """
                select s.id, s.name, s.opened, s.closed,
                  (select min(r.first_seen) from run r
                    where r.site = s.id and r.whole > 0 and r.first_seen > 0) as seen,
                  (select min(d.day) from site_day d where d.site = s.id) as watched
                from site s
                order by s.name
                """)
            .map(
                (r, c) -> {
                  int opened = r.getInt("opened");
                  int seen = Times.day(r.getLong("seen"));
                  int watched = r.getInt("watched");
                  int began = seen == 0 ? watched : watched == 0 ? seen : Math.min(seen, watched);
                  int first = opened > 0 || began == 0 ? opened : Math.max(began, kept);
                  int id = r.getInt("id");
                  return new Site(
                      id,
                      r.getString("name"),
                      first,
                      r.getInt("closed"),
                      days.getOrDefault(id, Map.of()),
                      standard);
                })
            .list();
    List<Site> begun =
        sites.stream().filter(site -> site.first() > 0 && site.first() <= asOf).toList();
    int first = begun.stream().mapToInt(Site::first).min().orElse(asOf + 1);
    return new SiteCoverage(first, asOf, begun, standard);
  }

  /** Returns whether every site that was open covered a day. */
  public boolean isCovered(int day) {
    boolean any = false;
    for (Site site : sites) {
      if (site.isOpen(day)) {
        any = true;
        if (!site.covers(day)) {
          return false;
        }
      }
    }
    return any;
  }

  /** Seconds of a day that were watched where it is not covered, and nothing was lost of them. */
  public int sampledSeconds(int day) {
    return isCovered(day) ? 0 : sites.stream().mapToInt(site -> site.sampledSeconds(day)).sum();
  }

  /** Returns whether a site covered a day of the last week. */
  public boolean isCovered(Site site) {
    for (int day = last; day > last - WEEK; day--) {
      if (site.covers(day)) {
        return true;
      }
    }
    return false;
  }

  /** Sites that are open. */
  public List<Site> open() {
    return sites.stream().filter(site -> site.isOpen(last)).toList();
  }

  /** {@code 3 of 4 sites covered}, of the last week; those that are not, by name. */
  public String words() {
    List<String> missing = new ArrayList<>();
    List<String> sampled = new ArrayList<>();
    for (Site site : open()) {
      if (!isCovered(site)) {
        int seconds = 0;
        for (int day = last; day > last - WEEK; day--) {
          seconds += site.sampledSeconds(day);
        }
        (seconds > 0 ? sampled : missing)
            .add(site.name() + (seconds > 0 ? " " + hours(seconds) : ""));
      }
    }
    int covered = open().size() - missing.size() - sampled.size();
    if (open().isEmpty()) {
      return sites.isEmpty() ? "no site watched anything" : "no site is open";
    }
    return covered
        + " of "
        + Words.count(open().size(), "site")
        + " covered in the last week"
        + (sampled.isEmpty() ? "" : "; sampled: " + String.join(", ", sampled))
        + (missing.isEmpty() ? "" : "; not covered: " + String.join(", ", missing));
  }

  private static String hours(int seconds) {
    return seconds < HOUR_SECONDS ? seconds / 60 + " min" : seconds / HOUR_SECONDS + " h";
  }

  /** Days that not every site covered that was open, in order. */
  public List<Integer> uncovered() {
    List<Integer> gaps = new ArrayList<>();
    for (int day = first; day <= lastOver(); day++) {
      int on = day;
      if (!isCovered(day) && sites.stream().anyMatch(site -> site.isOpen(on))) {
        gaps.add(day);
      }
    }
    return gaps;
  }

  /** How many days were covered by every site that was open. */
  public int coveredDays() {
    int covered = 0;
    for (int day = first; day <= last; day++) {
      covered += isCovered(day) ? 1 : 0;
    }
    return covered;
  }

  Week week(int start, int below, int unsure, int seen) {
    int covered = 0;
    int sampled = 0;
    Set<Site> open = new HashSet<>();
    Set<Site> some = new HashSet<>();
    for (int day = Math.max(start, first); day < start + WEEK && day <= last; day++) {
      covered += isCovered(day) ? 1 : 0;
      sampled += sampledSeconds(day);
      for (Site site : sites) {
        if (site.isOpen(day)) {
          open.add(site);
        }
        if (site.isOpen(day) && site.covers(day)) {
          some.add(site);
        }
      }
    }
    int hours = sampled == 0 ? 0 : Math.max(1, sampled / HOUR_SECONDS);
    String words =
        covered > 0 || some.isEmpty() && hours == 0
            ? covered + " of " + WEEK
            : hours > 0
                ? "sampled, " + hours + " h"
                : some.size() + " of " + open.size() + " sites";
    boolean gap = covered == 0 && hours == 0 && some.isEmpty() && start <= lastOver();
    return new Week(start, below, unsure, seen, covered, hours, words, gap);
  }

  /** Today is not over: what it does not have yet is no gap. */
  private int lastOver() {
    return Math.min(last, Times.day(Instant.now()) - 1);
  }
}
