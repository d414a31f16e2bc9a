package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Times;
import org.jdbi.v3.core.Handle;

/**
 * How many clients were below at the end of each week, as it was known then.
 *
 * <p>Each derivation keeps who is below, and who was seen, of the clients that changed: as long as
 * facts come in their order, the last word on a week is what was known at its end. Where facts of a
 * week that is over come in, or go, that week and those after it are worked out anew for the
 * clients that they may concern: see {@link AffectedPlaces}. Weeks are counted when somebody asks.
 */
final class Trend {
  static final int DAYS = 7;

  /** In the place of a number of covered days: a row that counts who was seen in the week. */
  private static final int SEEN = -1;

  /** The name in {@code meta} of the first week that is to be counted again. */
  private static final String COUNT_FROM = "count_weeks_from";

  /** Whose weeks are kept. */
  private static final String TREND = "t_trend";

  private static final String LOW =
      """
      insert into %1$sweek_low (identity, service, site, last_day, least_absence, low, since, until)
        select c.identity, p.service, x.site, p.last_day, p.least_absence, p.low, :week, :far
        from t_trend t
        join %2$sclient c on c.identity = t.identity and c.basis <> 'account'
        join %2$spair p on p.client = c.id and p.kind in (1, 2)
        join %2$spair_site x on x.client = p.client and x.service = p.service
      """;

  private static final String SEEN_IN_WEEK =
      """
      insert into %1$sweek_seen (start, identity)
        select distinct cast(:week as integer), c.identity
        from t_trend t
        join %2$sclient c on c.identity = t.identity and c.basis <> 'account'
        join %2$splace p on p.client = c.id and p.day between :week and :week + 6
      """;

  private static final String COUNT_LOW =
      """
      insert into week (start, covered_since, clients)
        select cast(:week as integer), days, count(*) from (
          select identity, min(days) as days from t_absence
          where (identity, service) not in (select c.identity, p.service
            from pair p join client c on c.id = p.client
            where p.retired_on > 0 and p.retired_on >= p.last_day and p.retired_on <= :week + 6)
          group by identity
        ) clients group by days
      """;

  private Trend() {}

  /**
   * Keeps what is known of the clients that a derivation changed. In its transaction, before it
   * forgets what was touched.
   */
  static void follow(Handle handle) {
    Store.ownTable(handle, TREND, "identity text primary key");
    choose(handle, "select identity from t_changed");
    int last = Times.monday(Derivation.lastDay(handle));
    int late =
        handle
            .createQuery(
                """
                select coalesce(min(day), 0) from (
                  select min(day) as day from touched where address <> ''
                  union all select min(day) as day from t_covered where exists (select 1 from t_dirty)
                ) changed where day < :last
                """)
            .bind("last", last)
            .mapTo(Integer.class)
            .one();
    String here = Then.here(handle) + ".";
    if (late > 0) {
      int first = Times.monday(late);
      boolean part = AffectedPlaces.find(handle, first + DAYS - 1);
      choose(
          handle,
          part
              ? "select identity from t_scope_identity"
              : """
                  select identity from week_low union select identity from week_seen union select identity from client
                  """);
      Then then = new Then(handle, part);
      for (int week = first; week < last; week += DAYS) {
        then.moveTo(week + DAYS - 1);
        choose(handle, "select identity from client");
        keep(handle, week, "", here);
      }
    }
    handle.execute("delete from " + here + "week_seen where start > ?", last);
    keep(handle, last, here, here);
    if (late > 0) {
      Store.discardOwn(handle);
    }
  }

  /**
   * The weeks of another day: those that were over, as they were known, and the one that was not.
   */
  static void then(Handle handle, String here, int day) {
    Store.ownTable(handle, TREND, "identity text primary key");
    choose(handle, "select identity from client");
    handle.execute("insert into week select * from " + here + ".week where start + 6 < ?", day);
    keep(handle, Times.monday(day), "", "");
    count(handle, Times.monday(day), day);
  }

  /** Adds to the clients that are kept. */
  private static void choose(Handle handle, String identities) {
    handle.execute(
        """
        insert into t_trend select identity from (%s) more where true on conflict do nothing
        """
            .formatted(identities));
    Store.analyzeOwn(handle, TREND);
  }

  /**
   * Keeps what is known of the clients of {@code t_trend} at the end of a week, and from it on.
   *
   * @param from the schema whose tables say it, with a point behind it; empty for those that the
   *     connection shows
   * @param to the same of the weeks
   */
  static void keep(Handle handle, int week, String from, String to) {
    for (String sql :
        new String[] {
          """
          delete from %1$sweek_low where identity in (select identity from t_trend) and since >= :week
          """,
          """
          update %1$sweek_low set until = :week where identity in (select identity from t_trend) and until > :week
          """,
          LOW,
          """
          delete from %1$sweek_seen where identity in (select identity from t_trend) and start = :week
          """,
          SEEN_IN_WEEK
        }) {
      var update = handle.createUpdate(sql.formatted(to, from)).bind("week", week);
      (sql.equals(LOW) ? update.bind("far", Integer.MAX_VALUE) : update).execute();
    }
  }

  /** Notes that weeks from the one of a day on are to be counted again. */
  static void recount(Handle handle, int day) {
    int week = Times.monday(day);
    int known =
        TableNumbers.meta(handle, COUNT_FROM).map(Integer::valueOf).orElse(Integer.MAX_VALUE);
    if (week < known) {
      TableNumbers.keep(handle, COUNT_FROM, String.valueOf(week));
    }
  }

  /** Returns whether there are weeks to be counted. */
  static boolean isOpen(Handle handle) {
    return TableNumbers.meta(handle, COUNT_FROM).isPresent();
  }

  /** Counts what is to be counted. */
  static void count(Handle handle) {
    if (isOpen(handle)) {
      int from = TableNumbers.meta(handle, COUNT_FROM).map(Integer::valueOf).orElseThrow();
      int first = firstWeek(handle);
      int known = Derivation.lastDay(handle);
      int last = Times.monday(known);
      handle.execute("delete from week where start >= ? or start < ?", from, first);
      for (int week = Math.max(from, first); first > 0 && week <= last; week += DAYS) {
        count(handle, week, known);
      }
      handle.execute("delete from meta where name = ?", COUNT_FROM);
    }
  }

  /** The first week in which a client was seen; 0 without one. */
  private static int firstWeek(Handle handle) {
    return handle
        .createQuery("select coalesce(min(start), 0) from week_seen")
        .mapTo(Integer.class)
        .one();
  }

  /** Counts a week, as of its last day, or of the last one that is known. */
  private static void count(Handle handle, int week, int known) {
    Absences.atEnd(handle, week, Math.min(week + DAYS - 1, known));
    handle.createUpdate(COUNT_LOW).bind("week", week).execute();
    handle.execute(
        """
        insert into week (start, covered_since, clients)
        select cast(? as integer), cast(? as integer), count(*)
        from week_seen
        where start = ?
        """,
        week,
        SEEN,
        week);
  }
}
