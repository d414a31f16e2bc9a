package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.Times;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Sorts the runs of a site into lanes, so that those of one lane follow each other in time: what
 * they counted adds up. Runs in different lanes saw the same traffic, and the larger count holds.
 * Which runs share a lane follows from all runs that began before them, and not from when they
 * came.
 *
 * <p>Counts add up within a day: days that no run has in common with others are sorted by
 * themselves. What a lane is called does not matter, so that a run keeps the lane that it has where
 * it may.
 */
final class Lanes {
  /** Runs that meet for no more than a part of the shorter one follow each other: clocks differ. */
  private static final int PART = 10;

  private final List<Run> last = new ArrayList<>(); // of each lane, the one that ends last

  private record Run(int id, long first, long last, int lane) {
    boolean overlaps(Run later) {
      long both = Math.min(last, later.last) - later.first;
      long shorter = Math.min(last - first, later.last - later.first);
      return both > shorter / PART;
    }
  }

  private int next(Run run) {
    for (int lane = 0; lane < last.size(); lane++) {
      Run before = last.get(lane);
      if (!before.overlaps(run)) {
        last.set(lane, run.last > before.last ? run : before);
        return lane;
      }
    }
    last.add(run);
    return last.size() - 1;
  }

  /** Sorts the runs of days on which something was touched; what changes lanes is touched, too. */
  static void assign(Handle handle) {
    handle
        .createQuery("select distinct site from touched")
        .mapTo(Integer.class)
        .list()
        .forEach(site -> assign(handle, site));
  }

  private static void assign(Handle handle, int site) {
    TreeSet<Integer> days =
        new TreeSet<>(
            handle
                .createQuery("select distinct day from touched where site = ?")
                .bind(0, site)
                .mapTo(Integer.class)
                .list());
    while (!days.isEmpty()) {
      int from = days.first();
      int to = from;
      List<Run> runs = runs(handle, site, from, to);
      for (int known = -1; runs.size() > known; runs = runs(handle, site, from, to)) {
        known = runs.size();
        for (Run run : runs) {
          from = Math.min(from, Times.day(run.first));
          to = Math.max(to, Times.day(run.last));
        }
      }
      sort(handle, runs);
      days.headSet(to, true).clear();
    }
  }

  /** Runs that have one of these days, in the order in which they began. */
  private static List<Run> runs(Handle handle, int site, int from, int to) {
    return handle
        .createQuery(
            """
            select id, first_seen as first, last_seen as last, lane from run
            where site = :site and whole > 0 and last_seen > 0 and last_seen >= :from and first_seen < :to
            order by first_seen, last_seen, name
            """)
        .bind("site", site)
        .bind("from", Times.nanos(from))
        .bind("to", Times.nanos(to + 1))
        .mapTo(Run.class)
        .list();
  }

  private static void sort(Handle handle, List<Run> runs) {
    Lanes lanes = new Lanes();
    Map<Run, Integer> sorted = new HashMap<>();
    runs.forEach(run -> sorted.put(run, lanes.next(run)));
    Map<Integer, Integer> names = new HashMap<>(); // of lanes
    List<Run> byAge = new ArrayList<>(runs);
    byAge.sort(Comparator.comparingInt(Run::id));
    for (Run run : byAge) {
      if (!names.containsValue(run.lane)) {
        names.putIfAbsent(sorted.get(run), run.lane);
      }
    }
    for (Run run : byAge) {
      int name =
          names.computeIfAbsent(
              sorted.get(run),
              lane -> {
                int free = 0;
                while (names.containsValue(free)) {
                  free++;
                }
                return free;
              });
      if (name != run.lane) {
        move(handle, run.id, name);
      }
    }
  }

  private static void move(Handle handle, int run, int lane) {
    handle.execute("update run set lane = ? where id = ?", lane, run);
    for (String places :
        List.of(
            "select distinct o.site, o.address, o.day from observation o",
            "select distinct r.site, '', o.day from run_day o")) {
      handle.execute(
          """
          insert into touched (site, address, day) %s
          join run r on r.id = o.run
          where r.id = ?
          on conflict (site, address, day) do nothing
          """
              .formatted(places),
          run);
    }
  }
}
