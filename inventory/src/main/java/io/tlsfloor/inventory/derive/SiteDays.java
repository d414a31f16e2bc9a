package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Holds what a site watched of each day, and which share of it was lost. Runs of one lane add up;
 * of several, the one counts that watched longest and lost least.
 */
final class SiteDays {
  private static final int MILLION = 1_000_000;

  /** A watch writes each hour: where it seems not to have, lines of it are missing. */
  private static final long MAX_SILENCE = 90L * 60 * 1_000_000_000;

  /** Holds what a line of it speaks of, then. */
  private static final long HOUR = 3_600L * 1_000_000_000;

  private static final int DAY_SECONDS = 86_400;

  private final Handle handle;
  private final int site;
  private final Standard standard;
  private final Map<Integer, Map<Integer, Sum>> days = new TreeMap<>(); // by day, by lane

  private SiteDays(Handle handle, int site) {
    this.handle = handle;
    this.site = site;
    standard = Standard.of(handle);
  }

  private static final class Sum {
    private long watched;
    private double connections;
    private double lost;
    private double packets;
    private double dropped;

    private long share() {
      double hit = lost <= 0 ? 0 : lost / Math.max(lost, connections);
      double gone = dropped <= 0 ? 0 : dropped / Math.max(dropped, packets);
      return Math.min(MILLION, (long) Math.ceil((hit + gone) * MILLION));
    }
  }

  /** Works out again the sites where something was touched. */
  static void refresh(Handle handle) {
    List<Integer> sites =
        handle.createQuery("select distinct site from touched").mapTo(Integer.class).list();
    for (int site : sites) {
      new SiteDays(handle, site).refresh();
    }
  }

  private void refresh() {
    Map<List<Integer>, Long> connections = new HashMap<>();
    handle
        .createQuery(
            "select r.lane, o.day, sum(o.connections) as n from observation o join run r on r.id ="
                + " o.run and r.whole > 0 where o.site = ? group by r.lane, o.day")
        .bind(0, site)
        .map((r, c) -> connections.put(List.of(r.getInt("lane"), r.getInt("day")), r.getLong("n")))
        .list();
    handle
        .createQuery(
            "select r.lane, d.day, d.watched, d.connections, d.lost, d.packets, d.dropped"
                + " from run_day d join run r on r.id = d.run where r.site = ? and r.whole > 0"
                + " and r.narrowed = 0")
        .bind(0, site)
        .map(
            (r, c) -> {
              Sum sum = sum(r.getInt("lane"), r.getInt("day"));
              sum.watched += r.getLong("watched");
              sum.connections += r.getLong("connections");
              sum.lost += r.getLong("lost");
              sum.packets += r.getLong("packets");
              sum.dropped += r.getLong("dropped");
              return true;
            })
        .list();
    signs();
    connections.forEach(
        (key, count) -> {
          Sum sum = sum(key.get(0), key.get(1));
          sum.connections = Math.max(sum.connections, count);
        });
    write();
  }

  private Sum sum(int lane, int day) {
    return days.computeIfAbsent(day, key -> new TreeMap<>())
        .computeIfAbsent(lane, key -> new Sum());
  }

  private record Sign(
      String watch,
      int lane,
      long at,
      long begun,
      long lost,
      long packets,
      long dropped,
      long blind) {}

  /** A watch tells by the hour what it saw and lost since it began. */
  private void signs() {
    List<Sign> signs =
        handle
            .createQuery(
                "select s.*, coalesce((select max(r.lane) from run r where r.name = s.watch), 0)"
                    + " as lane from sign s where s.site = ? and s.narrowed = 0"
                    + " and not exists (select 1 from run r where r.name = s.watch and r.part = 0)"
                    + " order by s.watch, s.at")
            .bind(0, site)
            .map(
                (r, c) ->
                    new Sign(
                        r.getString("watch"),
                        r.getInt("lane"),
                        r.getLong("at"),
                        r.getLong("begun"),
                        r.getLong("lost"),
                        r.getLong("packets"),
                        r.getLong("dropped"),
                        r.getLong("blind")))
            .list();
    Sign before = null;
    for (Sign sign : signs) {
      if (before == null || !before.watch().equals(sign.watch())) {
        before = new Sign(sign.watch(), sign.lane(), sign.begun(), sign.begun(), 0, 0, 0, 0);
      }
      boolean silent = sign.at() - before.at() > MAX_SILENCE;
      spread(
          sign.lane(),
          silent ? sign.at() - HOUR : before.at(),
          sign.at(),
          List.of(
              (double) Math.max(0, sign.lost() - before.lost()),
              (double) Math.max(0, sign.packets() - before.packets()),
              (double) Math.max(0, sign.dropped() - before.dropped()),
              (double) Math.max(0, sign.blind() - before.blind())));
      before = sign;
    }
  }

  private void spread(int lane, long from, long to, List<Double> counts) {
    double whole = Math.max(1, to - from);
    for (int day = Times.day(from); day <= Times.day(to); day++) {
      double part =
          Math.max(0, Math.min(to, Times.nanos(day + 1)) - Math.max(from, Times.nanos(day)));
      double share = to == from ? 1 : part / whole;
      Sum sum = sum(lane, day);
      sum.watched += Math.max(0, (long) (part / 1e9 - counts.get(3) * share));
      sum.lost += counts.get(0) * share;
      sum.packets += counts.get(1) * share;
      sum.dropped += counts.get(2) * share;
    }
  }

  private void write() {
    handle.execute("delete from site_day where site = ?", site);
    try (RowBatch batch =
        new RowBatch(
            handle, "insert into site_day (site, day, watched, lost) values (?, ?, ?, ?)")) {
      days.forEach(
          (day, lanes) -> {
            List<Sum> sums = new ArrayList<>(lanes.values());
            sums.removeIf(sum -> sum.watched == 0);
            Sum best = null;
            for (Sum sum : sums) {
              best = best == null || isBetter(sum, best) ? sum : best;
            }
            if (best != null) {
              batch.add(site, day, (int) Math.min(best.watched, DAY_SECONDS), (int) best.share());
            }
          });
      batch.execute();
    }
  }

  private boolean isBetter(Sum one, Sum other) {
    boolean clean = one.share() <= standard.lost();
    if (clean != other.share() <= standard.lost()) {
      return clean;
    }
    return one.watched > other.watched;
  }
}
