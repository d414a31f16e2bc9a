package io.tlsfloor.inventory.derive;

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

  /**
   * A watch tells by the hour what it saw and lost since it began. Where it seems not to have, for
   * 90 minutes, lines of it are missing: a line speaks of the hour before it, then. What is between
   * two lines is parted by the time where a day ends between them.
   */
  private static final String WATCHES =
      """
      insert into t_watched
      with told as (
        select s.site, s.watch, s.at / 1000000000 as till,
          coalesce(lag(s.at) over w, s.begun) / 1000000000 as before,
          s.lost - coalesce(lag(s.lost) over w, 0) as lost,
          s.packets - coalesce(lag(s.packets) over w, 0) as packets,
          s.dropped - coalesce(lag(s.dropped) over w, 0) as dropped,
          s.blind - coalesce(lag(s.blind) over w, 0) as blind
        from t_from t
        join sign s on s.site = t.site and s.at >= (t.day - 1) * cast(86400000000000 as bigint) and s.narrowed = 0
        where not exists (select 1 from run r where r.name = s.watch and r.part = 0)
        window w as (partition by s.watch order by s.at)
      ), spans as (
        select told.*, case when till - before > 5400 then till - 3600 else before end as since from told
      ), days as (
        select spans.*, since / 86400 as day from spans
        union all select spans.*, till / 86400 as day from spans where till / 86400 > since / 86400
      ), parts as (
        select days.*, case when till > since then till - since else 1 end as whole,
          case when till < (day + 1) * 86400 then till else (day + 1) * 86400 end
            - case when since > day * 86400 then since else day * 86400 end as part
        from days
      ), shares as (
        select parts.*, case when till > since then part else 1 end as share from parts
      )
      select s.site, coalesce((select max(r.lane) from run r where r.name = s.watch), 0), s.day,
        case when blind <= 0 then part when part * whole <= blind * share then 0
          else part - blind * share / whole end,
        0,
        case when lost > 0 then (lost * share + whole - 1) / whole else 0 end,
        case when packets > 0 then packets * share / whole else 0 end,
        case when dropped > 0 then (dropped * share + whole - 1) / whole else 0 end
      from shares s join t_from t on t.site = s.site and s.day >= t.day
      """;

  /** The best lane of each day; shares are of a million. */
  private static final String BEST =
      """
      insert into site_day (site, day, watched, lost)
      with seen as (
        select o.site, r.lane, o.day, cast(sum(o.connections) as bigint) as connections
        from t_from t
        join observation o on o.site = t.site and o.day >= t.day
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
      """;

  private SiteDays() {}

  /**
   * Works out again the days of sites from the first on where something was touched; of a watch a
   * line may also speak of the hour before midnight.
   */
  static void refresh(Handle handle) {
    handle.execute(
        "create temporary table if not exists t_from (site integer primary key, day integer)");
    handle.execute(
        "create temporary table if not exists t_watched (site integer, lane integer, day integer,"
            + " watched bigint, connections bigint, lost bigint, packets bigint, dropped bigint)");
    handle.execute("delete from t_from");
    handle.execute("delete from t_watched");
    handle.execute("insert into t_from select site, min(day) - 1 from touched group by site");
    handle.execute(RUNS);
    handle.execute(WATCHES);
    handle.execute(
        "delete from site_day where exists (select 1 from t_from t where t.site = site_day.site"
            + " and site_day.day >= t.day)");
    handle.createUpdate(BEST).bind("lost", Standard.of(handle).lost()).execute();
  }
}
