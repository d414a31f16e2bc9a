package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableWriter;
import io.tlsfloor.report.text.Column;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Works out what a site watched of each day, and which share of it was lost. Runs of one lane add
 * up; of several, the one counts that watched longest and lost least. The hours that were watched
 * are those of any lane that lost little: of its runs, from their first packet to their last where
 * they watched all the time between, and those in which they saw anybody.
 */
final class SiteDays {
  private static final int HOURS = 24;
  private static final long HOUR_SECONDS = 3_600;
  private static final long DAY_SECONDS = HOURS * HOUR_SECONDS;

  /** Of the time from its first packet to its last, what a run watched that missed none of it. */
  private static final double WHOLE = 0.9;

  private static final String RUNS =
      """
      select r.site, r.lane, d.day, d.watched, d.connections, d.lost, d.packets, d.dropped,
        r.first_seen, r.last_seen
      from t_from t
      join run r on r.site = t.site and r.whole > 0 and r.narrowed = 0
      join run_day d on d.run = r.id and d.day = t.day
      """;

  /** The best lane of each day; shares are of a million. Three unions of hours are to be put in. */
  private static final String BEST =
      """
      insert into site_day (site, day, watched, lost, hours)
      with seen as (
        select o.site, r.lane, o.day, cast(sum(o.connections) as bigint) as connections,
          %1$s as hours
        from t_from t
        join observation o on o.site = t.site and o.day = t.day and not %4$s
        join run r on r.id = o.run and r.whole > 0
        group by o.site, r.lane, o.day
      ), sums as (
        select w.site, w.lane, w.day, cast(sum(w.watched) as bigint) as watched,
          cast(sum(w.connections) as bigint) as connections, cast(sum(w.lost) as bigint) as lost,
          cast(sum(w.packets) as bigint) as packets, cast(sum(w.dropped) as bigint) as dropped,
          %2$s as hours
        from t_watched w group by w.site, w.lane, w.day
      ), larger as (
        select sums.site, sums.lane, sums.day, sums.watched, sums.lost, sums.packets, sums.dropped,
          sums.hours | coalesce(seen.hours, 0) as hours,
          case when seen.connections > sums.connections then seen.connections else sums.connections end as had
        from sums left join seen on seen.site = sums.site and seen.lane = sums.lane and seen.day = sums.day
        where watched > 0
      ), shares as (
        select site, lane, day, watched, hours,
          case when lost <= 0 then 0 when lost >= had then 1000000 else (lost * 1000000 + had - 1) / had end
          + case when dropped <= 0 then 0 when dropped >= packets then 1000000
            else (dropped * 1000000 + packets - 1) / packets end as share
        from larger
      ), lanes as (
        select shares.*, row_number() over (partition by site, day
          order by case when share <= :lost then 0 else 1 end, watched desc, share) as number
        from shares
      )
      select site, day, max(case when number > 1 then 0 when watched < 86400 then watched else 86400 end),
        max(case when number > 1 then 0 when share < 1000000 then share else 1000000 end), %3$s
      from lanes group by site, day
      """;

  /** Days of which something else is known than before: what rests on their coverage changes. */
  private static final String CHANGED =
      """
      insert into t_covered (site, day)
      select coalesce(n.site, b.site), min(coalesce(n.day, b.day))
      from (%s) n full join t_before b on b.site = n.site and b.day = n.day
      where n.site is null or b.site is null or n.covered <> b.covered or n.hours <> b.hours
      group by coalesce(n.site, b.site)
      """;

  /** Days of reports, which cover them for those that they name. */
  private static final String REPORTED =
      """
      insert into t_covered (site, day) select site, min(day) from touched where %s group by site
      on conflict (site) do update
        set day = case when excluded.day < t_covered.day then excluded.day else t_covered.day end
      """
          .formatted(KnownAs.isReported("address"));

  private SiteDays() {}

  private static String best(boolean postgres) {
    return BEST.formatted(
        any("o.hours", postgres),
        any("w.hours", postgres),
        any("case when share <= :lost then hours else 0 end", postgres),
        KnownAs.isAccount("o.address"));
  }

  /** Bits that any of several numbers has: SQLite knows none but for two. */
  private static String any(String number, boolean postgres) {
    if (postgres) {
      return "bit_or(" + number + ")";
    }
    StringBuilder bits = new StringBuilder();
    for (int hour = 0; hour < HOURS; hour++) {
      bits.append(hour == 0 ? "" : " + ");
      bits.append("max(((").append(number).append(") >> ").append(hour).append(") & 1) * ");
      bits.append(1 << hour);
    }
    return bits.toString();
  }

  /** Works out again the days of sites of which something was touched. */
  static void refresh(Handle handle) {
    Store.ownTable(handle, "t_from", "site integer, day integer, primary key (site, day)");
    Store.ownTable(
        handle,
        "t_watched",
        "site integer, lane integer, day integer, watched bigint, connections bigint, lost bigint,"
            + " packets bigint, dropped bigint, hours integer");
    Store.ownTable(
        handle,
        "t_before",
        "site integer, day integer, covered integer, hours integer, primary key (site, day)");
    handle.execute("insert into t_from select distinct site, day from touched");
    Store.analyzeOwn(handle, "t_from"); // else all facts are read
    watched(handle);
    Standard standard = Standard.of(handle);
    String known =
        """
        select d.site, d.day, case when d.watched >= %d and d.lost <= %d then 1 else 0 end as covered, d.hours
        from t_from t
        join site_day d on d.site = t.site and d.day = t.day
        """;
    known = known.formatted(standard.watched(), standard.lost());
    handle.execute("insert into t_before (site, day, covered, hours) " + known);
    handle.execute(
        """
        delete from site_day
        where exists (select 1 from t_from t where t.site = site_day.site and site_day.day = t.day)
        """);
    handle.createUpdate(best(Location.isPostgres(handle))).bind("lost", standard.lost()).execute();
    handle.execute(CHANGED.formatted(known));
    handle.execute(REPORTED);
  }

  /** Makes the table of days whose coverage changed: the first of each site. */
  static void clearChanged(Handle handle) {
    Store.ownTable(handle, "t_covered", "site integer primary key, day integer");
  }

  private static void watched(Handle handle) {
    try (TableWriter<WatchedRun> rows =
        TableWriter.insert(
            handle,
            "t_watched",
            List.of(
                new Column<>("site", WatchedRun::site),
                new Column<>("lane", WatchedRun::lane),
                new Column<>("day", WatchedRun::day),
                new Column<>("watched", WatchedRun::watched),
                new Column<>("connections", WatchedRun::connections),
                new Column<>("lost", WatchedRun::lost),
                new Column<>("packets", WatchedRun::packets),
                new Column<>("dropped", WatchedRun::dropped),
                new Column<>("hours", WatchedRun::hours)))) {
      handle.createQuery(RUNS).mapTo(WatchedRun.class).forEach(rows::add);
      rows.execute();
    }
  }

  /**
   * What a run says of a day; {@code watched} in seconds, what it saw in nanoseconds since 1970.
   */
  private record WatchedRun(
      int site,
      int lane,
      int day,
      long watched,
      long connections,
      long lost,
      long packets,
      long dropped,
      long firstSeen,
      long lastSeen) {
    /** Hours of the day of which it watched half at least, where it watched all the time. */
    private int hours() {
      long from = Math.max(0, firstSeen / 1_000_000_000L - day * DAY_SECONDS);
      long to = Math.min(DAY_SECONDS, lastSeen / 1_000_000_000L - day * DAY_SECONDS);
      int hours = 0;
      for (int hour = 0; hour < HOURS && watched >= WHOLE * (to - from); hour++) {
        long begin = Math.max(from, hour * HOUR_SECONDS);
        long end = Math.min(to, (hour + 1) * HOUR_SECONDS);
        hours |= 2 * (end - begin) >= HOUR_SECONDS ? 1 << hour : 0;
      }
      return hours;
    }
  }
}
