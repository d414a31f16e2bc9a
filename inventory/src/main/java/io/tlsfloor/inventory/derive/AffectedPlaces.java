package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.Store;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The places that facts of a week that is over may concern, whatever was known at its end: those of
 * the clients that changed, all that have a link address or a name in common with one of these, and
 * the bare addresses that one of them may have held. Its clients are whole, so that their weeks can
 * be worked out without all others.
 *
 * <p>All questions go from the few places to all others, which SQLite does as it is written with
 * {@code cross join}.
 *
 * <p>Filled into {@code t_scope}; {@code t_scope_identity} gets what the clients of these places
 * may be called, and may have been.
 */
final class AffectedPlaces {
  /** A scope with more places is all of them: to look for its end would take longer. */
  private static final int MOST_PLACES = 50_000;

  private static final String REACH =
      """
      insert into t_scope
        with p as materialized (
          select distinct %s from t_scope f
          join place p on p.site = f.site and p.address = f.address and p.day = f.day
          where f.round = :round
        )
        select distinct q.site, q.address, q.day, cast(:round as integer) + 1
        from p join place q on %s
        where true
        on conflict do nothing
      """;

  /** As one text: an index of one of them would give nearly all places. */
  private static final String BARE = "%1$s.mac || %1$s.made_up || %1$s.name = ''";

  private static final String NEAR =
      "q.site = p.site and q.address = p.address and q.day between p.day - "
          + Identities.LEASE_DAYS
          + " and p.day + "
          + Identities.LEASE_DAYS;

  /** Which places {@code q} a place {@code p} leads to. */
  private static final List<String> REACHES =
      List.of(
          "q.client = p.client and p.client > 0",
          "q.mac = p.mac and q.mac <> ''",
          "q.site = p.site and q.made_up = p.made_up and q.made_up <> ''",
          "q.site = p.site and q.name = p.name and p.name <> '' and q.mac = ''",
          "q.site = p.site and q.name = p.name and p.name <> '' and q.mac <> ''",
          NEAR + " and (" + bare("q") + ") <> (" + bare("p") + ")",
          "q.site = p.site and q.address = p.address and " + bare("q") + " and " + bare("p"));

  /** The same of what a place was known by before its facts changed. */
  private static final List<String> FORMER = REACHES.subList(1, 5);

  /** What matters of a place {@code p}, at times beside its address and day: many have the same. */
  private static final String WORDS = "p.site, p.client, p.mac, p.made_up, p.name";

  /** What a place that is a crowd's now may have been known by before that was known. */
  private static final String LATE_CROWDS =
      """
      insert into t_scope
        with w as materialized (
          select distinct w.site, w.word from t_scope f
          join observation o on o.site = f.site and o.address = f.address and o.day = f.day
          join t_late w on w.site = o.site and w.word = o.%1$s
          where f.round = :round
        )
        select distinct q.site, q.address, q.day, cast(:round as integer) + 1
        from w join observation q on q.site = w.site and q.%1$s = w.word and q.%1$s <> ''
        where true
        on conflict do nothing
      """;

  private static final String IDENTITIES =
      """
      insert into t_scope_identity
        select c.identity from t_scope f
          join place p on p.site = f.site and p.address = f.address and p.day = f.day
          join client c on c.id = p.client
        union select 'mac:' || o.mac from %1$s
        union select 'mac:' || s.name || '/' || o.mac from %1$s
        union select 'name:' || s.name || '/' || o.name from %1$s
        union select 'address:' || s.name || '/' || f.address from t_scope f join site s on s.id = f.site
          left join place p on p.site = f.site and p.address = f.address and p.day = f.day
          where f.round = 0 or %4$s
        union select 'host:' || h.name from host h join (select distinct mac from t_scope f join %2$s) o on o.mac = h.mac
          where h.mac <> ''
        union select 'host:' || h.name from host h join (select distinct name from t_scope f join %2$s) o
          on h.name in (o.name, %3$s) where true
        on conflict do nothing
      """;

  private AffectedPlaces() {}

  private static String bare(String place) {
    return BARE.formatted(place);
  }

  /**
   * Finds it.
   *
   * @param end the last day of the first week that is to be worked out anew
   * @return false where it is all there is, and the tables say nothing
   */
  static boolean find(Handle handle, int end) {
    Store.ownTable(
        handle,
        "t_scope",
        "site integer, address text, day integer, round integer, primary key (site, address, day)");
    handle.execute("create index t_scope_round on t_scope (round)");
    Store.ownTable(handle, "t_scope_identity", "identity text primary key");
    Store.ownTable(handle, "t_late", "site integer, word text, primary key (site, word)");
    if (places(handle, "touched") > MOST_PLACES) {
      return false;
    }
    handle.execute(
        "insert into t_scope select site, address, day, 0 from touched where address <> ''");
    handle.execute(
        """
        insert into t_scope
        select p.site, p.address, p.day, 0
        from t_dirty d
        join place p on p.client = d.client
        where true
        on conflict do nothing
        """);
    Store.analyzeOwn(handle, "t_scope");
    handle.execute( // a place that was bare before may have been one client with these
        """
        insert into t_scope
        select distinct q.site, q.address, q.day, 0
        from t_scope f
        cross join place q
        where q.site = f.site and q.address = f.address and %s
        on conflict do nothing
        """
            .formatted(bare("q")));
    for (String former : FORMER) {
      handle.execute(
          """
          insert into t_scope
          select distinct q.site, q.address, q.day, 0
          from t_former p
          cross join place q
          where %s
          on conflict do nothing
          """
              .formatted(former));
    }
    handle.execute(
        "insert into t_late select site, word from crowd group by site, word having min(day) > ?",
        end);
    boolean late = places(handle, "t_late") > 0;
    int before = 0;
    for (int round = 0; places(handle, "t_scope") > before; round++) {
      before = places(handle, "t_scope");
      if (before > MOST_PLACES) {
        return false;
      }
      Store.analyzeOwn(handle, "t_scope");
      for (String reach : REACHES) {
        String columns = WORDS + (reach.contains("p.address") ? ", p.address" : "");
        columns += reach.contains("p.day") ? ", p.day" : "";
        handle.createUpdate(REACH.formatted(columns, reach)).bind("round", round).execute();
      }
      for (String word : late ? Identities.WORDS : List.<String>of()) {
        handle.createUpdate(LATE_CROWDS.formatted(word)).bind("round", round).execute();
      }
    }
    String seen = "observation o on o.site = f.site and o.address = f.address and o.day = f.day";
    handle.execute(
        IDENTITIES.formatted(
            """
            (select f.site, o.mac, o.name from t_scope f join %s union select site, mac, name from t_former
              union select site, made_up, '' from t_former) o
            join site s on s.id = o.site
            """
                .formatted(seen),
            seen,
            new Identities(handle).label("o.name"),
            bare("p")));
    return true;
  }

  private static int places(Handle handle, String table) {
    return handle.createQuery("select count(*) from " + table).mapTo(Integer.class).one();
  }
}
