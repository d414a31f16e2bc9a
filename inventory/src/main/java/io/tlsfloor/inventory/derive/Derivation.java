package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.Schema;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.model.State;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Brings what follows from facts up to date: who is who, in which state, what was covered, and how
 * many were below at the end of each week. The weeks that were over are replayed afterwards, while
 * others may write.
 *
 * <p>The answers of an earlier day follow from the facts up to that day alone: they are worked out
 * in tables of the connection that hide those of the same names, by the same statements.
 */
public final class Derivation {
  private static final List<String> BY_DAY = List.of("observation", "finding", "site_day", "note");

  /** Names in {@code meta}: the first and the last day on which a client was seen. */
  private static final String FIRST = "first_day";

  private static final String LAST = "last_day";

  private Derivation() {}

  /**
   * Answers a question as of a day.
   *
   * @param work is given the tables as they are on that day
   */
  public static <T> T ask(Store store, int asOf, Store.Work<T> work) throws IOException {
    refresh(store);
    return look(store, asOf, work);
  }

  /** Brings an inventory up to date, where something came in. */
  public static void refresh(Store store) throws IOException {
    if (store.<Boolean>read(handle -> isStale(handle) || Trend.isOpen(handle))) {
      Trend.replay(store, store.write(Derivation::refresh));
    }
  }

  /** The same as {@link #ask} from what is worked out, without what came in since. */
  public static <T> T look(Store store, int asOf, Store.Work<T> work) throws IOException {
    return store.read(
        handle -> {
          if (lastDay(handle) <= asOf) {
            return work.with(handle);
          }
          Then then = new Then(handle);
          then.moveTo(asOf);
          then.weeks(asOf);
          return work.with(handle);
        });
  }

  private static boolean isStale(Handle handle) {
    return handle
        .createQuery("select 1 from touched limit 1")
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** The last day of which there is any fact; 0 without one. */
  public static int lastDay(Handle handle) {
    return Math.max(
        known(handle, LAST),
        number(
            handle,
            "select coalesce(max(d), 0) from (select max(day) as d from site_day"
                + " union all select max(day) as d from note) days"));
  }

  /** The first day on which a client was seen; 0 without one. */
  static int firstDay(Handle handle) {
    return known(handle, FIRST);
  }

  private static int known(Handle handle, String name) {
    return TableNumbers.meta(handle, name).map(Integer::valueOf).orElse(0);
  }

  private static int number(Handle handle, String query) {
    return handle.createQuery(query).mapTo(Integer.class).one();
  }

  /** In the transaction of a writer; the weeks that are to be replayed after it. */
  private static Trend.Claim refresh(Handle handle) {
    if (isStale(handle)) {
      Lanes.assign(handle);
      int touched = number(handle, "select min(day) from touched");
      SiteDays.clearChanged(handle);
      SiteDays.refresh(handle);
      derive(handle);
      for (String[] each : new String[][] {{FIRST, "min"}, {LAST, "max"}}) {
        String day = "select coalesce(" + each[1] + "(day), 0) from place";
        TableNumbers.keep(handle, each[0], String.valueOf(number(handle, day)));
      }
      Trend.cut(handle, touched);
      handle.execute("delete from touched");
    }
    return Trend.claim(handle);
  }

  /** Works out what {@code touched} names, in whichever tables the connection shows. */
  private static void derive(Handle handle) {
    new Identities(handle).refresh();
    new Pairs(handle).refresh();
    since(handle);
    People.refresh(handle, true);
  }

  /**
   * Covered days since clients below were seen: all of them, since each covered day changes them.
   */
  private static void since(Handle handle) {
    Standard standard = Standard.of(handle);
    handle.execute(
        "create temporary table if not exists t_since (site integer, day integer,"
            + " covered integer, primary key (site, day))");
    handle.execute("delete from t_since");
    handle.execute(
        "insert into t_since (site, day, covered) select d.site, d.day,"
            + " case when s.closed > 0 and s.closed <= (select max(day) from site_day) then 100000"
            + " else (select count(*) from site_day c where c.site = d.site and c.day > d.day"
            + " and c.watched >= ? and c.lost <= ?) end from (select distinct x.site,"
            + " p.last_day as day from pair p join pair_site x on x.client = p.client"
            + " and x.service = p.service where p.kind in (1, 2)) d join site s on s.id = d.site",
        standard.watched(),
        standard.lost());
    handle.execute(
        "update pair set covered_since_last = (select min(case when t.covered < pair.least_absence"
            + " then 0 else t.covered end) from pair_site x"
            + " join t_since t on t.site = x.site where x.client = pair.client"
            + " and x.service = pair.service and t.day = pair.last_day) where kind in (1, 2)");
    sampled(handle);
  }

  /**
   * The same of those that were seen where somebody watched for a few hours of a day: these stand
   * for the days around them where a client was low at such times.
   */
  private static void sampled(Handle handle) {
    Standard standard = Standard.of(handle);
    SiteHours watched = new SiteHours(handle);
    int last = number(handle, "select coalesce(max(day), 0) from site_day");
    try (RowBatch rows =
        new RowBatch(
            handle, "update pair set covered_since_last = ? where client = ? and service = ?")) {
      handle
          .createQuery(
              "select p.client, p.service, p.last_day, p.least_absence, p.covered_since_last, p.low,"
                  + " p.sites from pair p where p.kind in (1, 2) and exists (select 1 from pair_site x"
                  + " join site_day d on d.site = x.site and d.day > p.last_day where"
                  + " x.client = p.client and x.service = p.service and d.hours > 0"
                  + " and (d.watched < ? or d.lost > ?))")
          .bind(0, standard.watched())
          .bind(1, standard.lost())
          .map(
              (r, c) -> {
                Set<Integer> sites = new TreeSet<>();
                Texts.list(r.getString("sites")).forEach(site -> sites.add(Integer.valueOf(site)));
                int since =
                    State.Days.coveredSince(
                        Rhythms.of(r.getString("low")),
                        r.getInt("last_day"),
                        last,
                        day -> watched.of(sites, day));
                boolean more =
                    since >= r.getInt("least_absence") && since > r.getInt("covered_since_last");
                return more
                    ? List.<Object>of(since, r.getInt("client"), r.getInt("service"))
                    : List.of();
              })
          .list()
          .stream()
          .filter(row -> !row.isEmpty())
          .forEach(row -> rows.add(row.toArray()));
      rows.execute();
    }
  }

  /**
   * The tables as they are on an earlier day, in place of those of the same names. They end with
   * the connection, or what it does there is undone.
   */
  static final class Then {
    private final Handle handle;
    private final String here;

    Then(Handle handle) {
      this.handle = handle;
      boolean postgres = Location.isPostgres(handle);
      here =
          postgres
              ? handle.createQuery("select current_schema()").mapTo(String.class).one()
              : "main";
      if (postgres) {
        Store.forSingleRows(handle);
      }
      handle.execute("create temporary table until_day (day integer)");
      handle.execute("insert into until_day values (0)");
      for (String table : BY_DAY) {
        handle.execute(
            "create temporary view "
                + table
                + " as select * from "
                + here
                + "."
                + table
                + " where day <= (select day from until_day)");
      }
      Schema.derivedOnceMore().forEach(handle::execute);
      SiteDays.clearChanged(handle);
      handle.execute(
          "create temporary table touched as select * from " + here + ".touched where 1 = 0");
    }

    /** Goes on to a later day. */
    void moveTo(int day) {
      int before = number(handle, "select day from until_day");
      handle.execute("update until_day set day = ?", day);
      handle.execute(
          "insert into touched (site, address, day) select distinct site, address, day from "
              + here
              + ".observation where day > ? and day <= ?",
          before,
          day);
      derive(handle);
      handle.execute("delete from touched");
    }

    /**
     * The weeks up to a day: those that were over, as they were known, and the one that was not.
     */
    void weeks(int day) {
      handle.execute(
          "insert into week select * from "
              + here
              + ".week where start + 6 < ? and covered_since >= -1",
          day);
      Trend.count(handle, Times.monday(day));
    }
  }
}
