package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.KnownAs;
import org.jdbi.v3.core.Handle;

/**
 * Works out what a site watched of each day, and which share of it was lost. Runs of one lane add
 * up; of several, the one counts that watched longest and lost least.
 */
final class SiteDays {
  private static final String RUNS =
      """
      insert into t_watched select r.site, r.lane, d.day, d.watched, d.connections, d.lost, d.packets, d.dropped
      from t_from t
      join run r on r.site = t.site and r.whole > 0 and r.narrowed = 0
      join run_day d on d.run = r.id and d.day >= t.day
      """;

  /** The best lane of each day; shares are of a million. */
  private static final String BEST =
      """
      insert into site_day (site, day, watched, lost)
      with seen as (
        select o.site, r.lane, o.day, cast(sum(o.connections) as bigint) as connections
        from t_from t
        join observation o on o.site = t.site and o.day >= t.day and not %s
        join run r on r.id = o.run and r.whole > 0
        group by o.site, r.lane, o.day
      ), sums as (
        select w.site, w.lane, w.day, cast(sum(w.watched) as bigint) as watched,
          cast(sum(w.connections) as bigint) as connections, cast(sum(w.lost) as bigint) as lost,
          cast(sum(w.packets) as bigint) as packets, cast(sum(w.dropped) as bigint) as dropped
        from t_watched w group by w.site, w.lane, w.day
      ), larger as (
        select sums.*,
          case when seen.connections > sums.connections then seen.connections else sums.connections end as had
        from sums left join seen on seen.site = sums.site and seen.lane = sums.lane and seen.day = sums.day
        where watched > 0
      ), shares as (
        select site, lane, day, watched,
          case when lost <= 0 then 0 when lost >= had then 1000000 else (lost * 1000000 + had - 1) / had end
          + case when dropped <= 0 then 0 when dropped >= packets then 1000000
            else (dropped * 1000000 + packets - 1) / packets end as share
        from larger
      ), lanes as (
        select shares.*, row_number() over (partition by site, day
          order by case when share <= :lost then 0 else 1 end, watched desc, lane) as number
        from shares
      )
      select site, day, case when watched < 86400 then watched else 86400 end,
        case when share < 1000000 then share else 1000000 end
      from lanes where number = 1
      """
          .formatted(KnownAs.isAccount("o.address"));

  private SiteDays() {}

  /** Works out again the days of sites from the first on where something was touched. */
  static void refresh(Handle handle) {
    handle.execute(
        "create temporary table if not exists t_from (site integer primary key, day integer)");
    handle.execute(
        "create temporary table if not exists t_watched (site integer, lane integer, day integer,"
            + " watched bigint, connections bigint, lost bigint, packets bigint, dropped bigint)");
    handle.execute("delete from t_from");
    handle.execute("delete from t_watched");
    handle.execute("insert into t_from select site, min(day) from touched group by site");
    handle.execute(RUNS);
    handle.execute(
        "delete from site_day where exists (select 1 from t_from t where t.site = site_day.site"
            + " and site_day.day >= t.day)");
    handle.createUpdate(BEST).bind("lost", Standard.of(handle).lost()).execute();
  }
}
