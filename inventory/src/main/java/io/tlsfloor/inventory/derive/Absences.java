package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableWriter;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.report.model.Sampling;
import io.tlsfloor.report.model.State;
import io.tlsfloor.report.text.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Counts the covered days since clients below were seen: at the end of a week for all of them, and
 * now for those at sites of which files may have been taken now and then, whose days stand for
 * those around them where a client was low at such times. Of the others the question itself finds
 * it.
 */
final class Absences {
  /** Covered days since a site was closed: more than any window has. */
  private static final int CLOSED = 100_000;

  private static final String AT_END =
      """
      insert into t_absence (identity, service, days, last_day, least_absence, low, sites)
        with low as (
          select * from week_low where since <= :week and until > :week
        ), covered as (
          select d.site, d.last_day,
            case when s.closed > 0 and s.closed < :end then :closed
              else (select count(*) from site_day c where c.site = d.site and c.day > d.last_day
                and c.day <= :week + 6 and c.watched >= :watched and c.lost <= :lost) end as days
          from (select distinct site, last_day from low) d join site s on s.id = d.site
        )
        select l.identity, l.service, min(case when c.days < l.least_absence then 0 else c.days end),
          max(l.last_day), max(l.least_absence), max(l.low), %s
        from low l join covered c on c.site = l.site and c.last_day = l.last_day
        group by l.identity, l.service
      """;

  /** Last days that may stand for those around them, as {@link Sampling} decides. */
  private static final String SAMPLED =
      """
      with sampled as materialized (
        select d.site, max(d.day) as day from site_day d
        where d.day <= :until and d.hours > 0
          and (d.watched < :watched or d.lost > :lost or not exists (
            select 1 from site_day e where e.site = d.site and e.day between d.day - %d and d.day - 1
              and e.watched >= :watched and e.lost <= :lost))
        group by d.site
      )
      """
          .formatted(Sampling.AROUND);

  private Absences() {}

  /** What is to be counted. */
  private record Absence(
      Object client,
      int service,
      int lastDay,
      int least,
      int known,
      String low,
      Set<Integer> sites) {}

  /** How many covered days there were since. */
  private record Counted(Absence absence, int days) {}

  /** Writes them where a client is a {@code key}. */
  private static TableWriter<Counted> writer(Handle handle, String table, String key, String days) {
    return TableWriter.update(
        handle,
        table,
        List.of(
            new Column<>(key, row -> row.absence().client()),
            new Column<>("service", row -> row.absence().service())),
        List.of(new Column<>(days, Counted::days)));
  }

  /** Works out {@code covered_around} of all pairs below, as of {@code end}. */
  static void refresh(Handle handle, int end) {
    handle.execute(
        "update pair set covered_around = 0 where covered_around > 0 and kind in (1, 2)");
    String query =
        SAMPLED
            + """
            select p.client, p.service, p.last_day, p.least_absence, p.covered_around as days, p.low, p.sites
            from pair p where p.kind in (1, 2) and exists (select 1
              from pair_site x join sampled s on s.site = x.site and s.day > p.last_day
              where x.client = p.client and x.service = p.service)
            """;
    try (TableWriter<Counted> rows = writer(handle, "pair", "client", "covered_around")) {
      count(handle, query, "client", end, rows);
    }
  }

  /**
   * Fills {@code t_absence} with who was below at the end of a week.
   *
   * @param end its last day, or the one up to which it has come
   */
  static void atEnd(Handle handle, int week, int end) {
    Store.ownTable(
        handle,
        "t_absence",
        "identity text, service integer, days integer, last_day integer, least_absence integer, low text,"
            + " sites text, primary key (identity, service)");
    boolean postgres = Location.isPostgres(handle);
    String sites =
        postgres ? "string_agg(cast(l.site as text), chr(10))" : "group_concat(l.site, char(10))";
    Standard standard = Standard.of(handle);
    handle
        .createUpdate(AT_END.formatted(sites))
        .bind("week", week)
        .bind("end", end)
        .bind("closed", CLOSED)
        .bind("watched", standard.watched())
        .bind("lost", standard.lost())
        .execute();
    String query =
        SAMPLED
            + """
            select p.* from t_absence p where exists (select 1
              from week_low x join sampled s on s.site = x.site and s.day > p.last_day
              where x.identity = p.identity and x.service = p.service)
            """;
    try (TableWriter<Counted> rows = writer(handle, "t_absence", "identity", "days")) {
      count(handle, query, "identity", end, rows);
    }
  }

  private static int lastWatched(Handle handle, int until) {
    return handle
        .createQuery("select coalesce(max(day), 0) from site_day where day <= ?")
        .bind(0, until)
        .mapTo(Integer.class)
        .one();
  }

  private static void count(
      Handle handle, String sql, String key, int end, TableWriter<Counted> rows) {
    int until = lastWatched(handle, end);
    Standard standard = Standard.of(handle);
    Query query =
        handle
            .createQuery(sql)
            .bind("until", until)
            .bind("watched", standard.watched())
            .bind("lost", standard.lost());
    SiteHours watched = new SiteHours(handle);
    List<Absence> absences = new ArrayList<>();
    query
        .map(
            (r, c) ->
                absences.add(
                    new Absence(
                        r.getObject(key),
                        r.getInt("service"),
                        r.getInt("last_day"),
                        r.getInt("least_absence"),
                        r.getInt("days"),
                        r.getString("low"),
                        sites(r.getString("sites")))))
        .list();
    for (Absence absence : absences) {
      int since = CLOSED; // at each site by itself, at the least
      for (int site : absence.sites()) {
        Set<Integer> own = Set.of(site);
        since =
            watched.isClosed(site, end)
                ? since
                : State.Days.coveredSince(
                    Rhythms.of(absence.low()),
                    absence.lastDay(),
                    until,
                    since,
                    day -> watched.of(own, day));
      }
      if (since >= absence.least() && since > absence.known()) {
        rows.add(new Counted(absence, since));
      }
    }
    rows.execute();
  }

  private static Set<Integer> sites(String lines) {
    Set<Integer> sites = new TreeSet<>();
    Texts.list(lines).forEach(site -> sites.add(Integer.valueOf(site)));
    return sites;
  }
}
