package io.tlsfloor.inventory.derive;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Sorts the runs of a site into lanes, so that those of one lane follow each other in time: what
 * they counted adds up. Runs in different lanes saw the same traffic, and the larger count holds.
 * Which lane a run is in follows from all runs that began before it, and not from when they came.
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

  /**
   * Sorts the runs of the sites where something was touched; what changes lanes is touched, too.
   */
  static void assign(Handle handle) {
    List<Integer> sites =
        handle.createQuery("select distinct site from touched").mapTo(Integer.class).list();
    for (int site : sites) {
      Lanes lanes = new Lanes();
      List<Run> runs =
          handle
              .createQuery(
                  "select id, first_seen, last_seen, lane from run where site = ? and whole > 0"
                      + " and last_seen > 0 order by first_seen, last_seen, name")
              .bind(0, site)
              .map(
                  (r, c) ->
                      new Run(
                          r.getInt("id"),
                          r.getLong("first_seen"),
                          r.getLong("last_seen"),
                          r.getInt("lane")))
              .list();
      for (Run run : runs) {
        int lane = lanes.next(run);
        if (lane != run.lane) {
          handle.execute("update run set lane = ? where id = ?", lane, run.id);
          for (String days :
              List.of(
                  "select distinct o.site, o.address, o.day from observation o",
                  "select distinct r.site, '', o.day from run_day o")) {
            handle.execute(
                "insert into touched (site, address, day) "
                    + days
                    + " join run r on r.id = o.run where r.id = ?"
                    + " on conflict (site, address, day) do nothing",
                run.id);
          }
        }
      }
    }
  }
}
