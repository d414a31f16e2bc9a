package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Says who had an address on a day, from the facts of all days, by SQL.
 *
 * <p>A link address or name that more than four addresses of a family had in one day is a crowd's,
 * and a name that stood at two link addresses within an hour. Else the one link address that any
 * sensor saw at an address on a day is the client's; a lease of a DHCP server comes first. A name,
 * or a link address that a device made up, is held by the link address or name that was seen with
 * it before and after; where these differ, it is a client of its own. An address without any of
 * them belongs to who held it within eight days, if before and after agree. An account that a
 * report names is itself, at any site. Nothing is decided for good: what changes is worked out
 * again.
 */
final class Identities {
  /** A usual lease. */
  static final int LEASE_DAYS = 8;

  /** Addresses of one family that a client has in a day at most. */
  private static final int MOST_ADDRESSES = 4;

  /**
   * The second hex digits of link addresses that devices made up: locally administered (IEEE 802c).
   */
  private static final String MADE_UP = "('2', '6', 'A', 'E')";

  private static final String CONFLICT = " on conflict do nothing";

  private static final long HOUR_NANOS = 3_600_000_000_000L;

  /**
   * Whether a name stood at two addresses within an hour whose link addresses, but those of
   * routers, are none of both: it is a name that several devices have.
   */
  private static final String STANDS_AT_TWO =
      """
      exists (select 1 from observation o join run r on r.id = o.run and r.whole > 0
        join observation q on q.site = o.site and q.name = o.name and q.day = o.day
        and q.address > o.address and q.name <> '' and q.mac <> '' and q.mac <> o.mac
        join run t on t.id = q.run and t.whole > 0
        where o.site = s.site and o.name = s.word and o.name <> '' and o.day = s.day and o.mac <> ''
        and o.first_seen <= q.last_seen + %1$d and q.first_seen <= o.last_seen + %1$d
        and ((o.hours | (o.hours << 1) | (o.hours >> 1)) & q.hours) <> 0
        and not exists (select 1 from crowd c where c.site = o.site and c.day = o.day
          and c.word in (o.mac, q.mac))
        and not exists (select 1 from observation x where x.site = o.site and x.name = o.name
          and x.name <> '' and x.day = o.day and (x.address = o.address and x.mac = q.mac
          or x.address = q.address and x.mac = o.mac)))
      """
          .formatted(HOUR_NANOS);

  /** Whether that may be so of any: to plan it takes PostgreSQL longer than most statements. */
  private static final String AT_TWO =
      """
      select 1 from t_seen s
        join observation o on o.site = s.site and o.name = s.word and o.day = s.day
        where o.name <> '' and o.mac <> ''
        group by o.site, o.name, o.day having min(o.mac) < max(o.mac) limit 1
      """;

  /** The same after a join: else SQLite takes it for a condition. */
  private static final String WITHOUT_CONFLICT = " where true" + CONFLICT;

  /** What a client is known by beside its address, as columns of facts. */
  static final List<String> WORDS = List.of("mac", "name");

  private final Handle handle;
  private final boolean postgres;

  Identities(Handle handle) {
    this.handle = handle;
    postgres = Location.isPostgres(handle);
  }

  /**
   * Works out again what was touched, and fills {@code t_dirty} with the clients that changed,
   * {@code t_changed} with the identities that these had and have, and {@code t_former} with what
   * their places were known by before.
   */
  void refresh() {
    begin();
    crowds();
    rest();
  }

  /**
   * The same with facts up to a later day, where another schema says who the crowds of each day
   * are: these follow from the facts of that day alone.
   */
  void refresh(String from, int before, int day) {
    begin();
    handle.execute(
        """
        insert into t_word select distinct site, word from %1$s.crowd c where day > ? and day <= ?
          and not exists (select 1 from %1$s.crowd b where b.site = c.site and b.word = c.word and b.day <= ?)
        """
            .formatted(from),
        before,
        day,
        before);
    handle.execute(
        "insert into crowd select * from " + from + ".crowd where day > ? and day <= ?",
        before,
        day);
    spreadCrowds();
    rest();
  }

  private void begin() {
    table(
        "t_todo",
        "site integer, address text, day integer, facts integer, was integer,"
            + " primary key (site, address, day)");
    table("t_dirty", "client integer primary key, since integer");
    table("t_changed", "identity text primary key");
    table("t_word", "site integer, word text, primary key (site, word)");
    table(
        "t_fresh",
        "site integer, address text, day integer, mac text, made_up text, name text,"
            + " primary key (site, address, day)");
    table(
        "t_who",
        "site integer, address text, day integer, mac text, made_up text, name text, p text, n text,"
            + " identity text, basis text, primary key (site, address, day)");
    table(
        "t_former",
        "site integer, mac text, made_up text, name text,"
            + " primary key (site, mac, made_up, name)");
    run(
        """
        insert into t_todo (site, address, day, facts)
        select site, address, day, 1
        from touched
        where address <> ''
        """);
    analyze("t_todo");
  }

  private void rest() {
    boolean grown = evidence();
    spread();
    strong();
    bare();
    if (grown) {
      analyze("place"); // before, none of the new ones was anybody's
    }
    dirty();
    run(
        "insert into t_changed select identity from client where id in (select client from t_dirty)");
    run(
        """
        delete from client where id in (select client from t_dirty)
          and not exists (select 1 from place p where p.client = client.id)
        """);
  }

  private void table(String name, String columns) {
    Store.ownTable(handle, name, columns);
  }

  private int run(String sql) {
    return handle.execute(sql);
  }

  private void analyze(String table) {
    Store.analyzeOwn(handle, table);
  }

  /** Counts again the words of what was touched, and those that were crowds on the same days. */
  private void crowds() {
    table("t_seen", "site integer, word text, day integer, primary key (site, word, day)");
    table("t_crowd", "site integer, word text, primary key (site, word)");
    for (String word : WORDS) {
      run(
          """
          insert into t_seen select distinct o.site, o.%1$s, o.day from t_todo t
            join observation o on o.site = t.site and o.address = t.address and o.day = t.day
            join run r on r.id = o.run and r.whole > 0 where o.%1$s <> ''
          """
                  .formatted(word)
              + CONFLICT);
    }
    run(
        """
        insert into t_seen select c.site, c.word, c.day from (select distinct site, day from t_todo) d
          join crowd c on c.site = d.site and c.day = d.day
        """
            + WITHOUT_CONFLICT);
    analyze("t_seen");
    snapshotCrowds("t_seen");
    table("t_was", "site integer, word text, day integer, primary key (site, word, day)");
    run(
        """
        insert into t_was
        select site, word, day
        from crowd
        where (site, word, day) in (select site, word, day from t_seen)
        """);
    run("delete from crowd where (site, word, day) in (select site, word, day from t_seen)");
    markCrowds("mac", isCrowd("mac"));
    namesOfFormerRouters();
    String standsAtTwo = any(AT_TWO) ? " when " + STANDS_AT_TWO + " then 1" : "";
    markCrowds(
        "name", "case when " + isCrowd("name") + " then 1" + standsAtTwo + " else 0 end = 1");
    run(
        """
        insert into t_word select distinct site, word from t_seen s where
          case when exists (select 1 from crowd c where c.site = s.site and c.word = s.word) then 1 else 0 end
          <> case when exists (select 1 from t_crowd b where b.site = s.site and b.word = s.word) then 1 else 0 end
        """);
    spreadCrowds();
  }

  /** Notes which of the words that are looked at were a crowd's on any day. */
  private void snapshotCrowds(String words) {
    run(
        """
        insert into t_crowd select distinct site, word from %s s
          where exists (select 1 from crowd c where c.site = s.site and c.word = s.word)
        """
                .formatted(words)
            + CONFLICT);
  }

  private void markCrowds(String word, String isCrowd) {
    run(
        """
        insert into crowd (site, word, day)
        select site, word, day
        from t_seen s
        where exists (select 1 from observation o where o.site = s.site and o.%1$s = s.word
          and o.%1$s <> '' and o.day = s.day) and %2$s
        %3$s
        """
            .formatted(word, isCrowd, CONFLICT));
  }

  /** A link address that is no router's any more may be one of two at which a name stands. */
  private void namesOfFormerRouters() {
    if (!any("select 1 from t_was limit 1")) {
      return;
    }
    table("t_more", "site integer, word text, day integer, primary key (site, word, day)");
    run(
        """
        insert into t_more select distinct o.site, o.name, o.day from t_was b
          join observation o on o.site = b.site and o.mac = b.word and o.day = b.day
          where o.mac <> '' and o.name <> '' and not exists
          (select 1 from crowd c where c.site = b.site and c.word = b.word and c.day = b.day)
        """
            + CONFLICT);
    snapshotCrowds("t_more");
    run("insert into t_seen select site, word, day from t_more" + WITHOUT_CONFLICT);
    run("delete from crowd where (site, word, day) in (select site, word, day from t_more)");
  }

  private static String isCrowd(String word) {
    return "(" + isCrowd(word, "like") + " or " + isCrowd(word, "not like") + ")";
  }

  /** Whether a word had too many addresses of a family: looks no further than it takes. */
  private static String isCrowd(String word, String family) {
    return """
        (select count(*) from (select distinct o.address from observation o
          join run r on r.id = o.run and r.whole > 0
          where o.site = s.site and o.%1$s = s.word and o.%1$s <> '' and o.day = s.day
          and o.address %2$s '%%:%%' limit %3$d) enough) > %4$d
        """
        .formatted(word, family, MOST_ADDRESSES + 1, MOST_ADDRESSES);
  }

  /** To the places of words that became those of crowds, or are not any more. */
  private void spreadCrowds() {
    for (String word : any("select 1 from t_word limit 1") ? WORDS : List.<String>of()) {
      run(
          """
          insert into t_todo (site, address, day, facts)
            select distinct o.site, o.address, o.day, 0 from t_word w
            join observation o on o.site = w.site and o.%1$s = w.word and o.%1$s <> ''
          """
                  .formatted(word)
              + WITHOUT_CONFLICT);
    }
    run("delete from t_word");
    analyze("t_todo");
  }

  private static String known(String word) {
    return """
        o.%1$s <> '' and not exists (select 1 from crowd c where c.site = o.site and c.word = o.%1$s)
        """
        .formatted(word);
  }

  /** The first part of a name. */
  String label(String name) {
    return postgres
        ? "split_part(" + name + ", '.', 1)"
        : "substr(" + name + ", 1, instr(" + name + " || '.', '.') - 1)";
  }

  private static String one(String value) {
    return "case when count(distinct " + value + ") = 1 then max(" + value + ") else '' end";
  }

  /**
   * Gathers what was seen at each place; several that disagree count as nothing.
   *
   * @return whether that is much of all that is known
   */
  private boolean evidence() {
    String kind = "substr(o.mac, 2, 1)";
    String mac =
        "case when " + kind + " in ('0', '4', '8', 'C') and " + known("mac") + " then o.mac end";
    String madeUp =
        "case when " + kind + " in " + MADE_UP + " and " + known("mac") + " then o.mac end";
    String name = "case when " + known("name") + " then o.name end";
    run(
        """
        insert into t_fresh
        select site, address, day, %s, %s, case when count(distinct %s) = 1 then max(name) else '' end
        from (select o.site, o.address, o.day, %s as mac, %s as made_up, %s as name from t_todo t
          join observation o on o.site = t.site and o.address = t.address and o.day = t.day
          join run r on r.id = o.run and r.whole > 0) seen
        group by site, address, day
        """
            .formatted(one("mac"), one("made_up"), label("name"), mac, madeUp, name));
    leases();
    analyze("t_fresh");
    String same =
        """
        where p.site = f.site and p.address = f.address and p.day = f.day and p.mac = f.mac
          and p.made_up = f.made_up and p.name = f.name
        """;
    String place = "join t_todo t on t.site = p.site and t.address = p.address and t.day = p.day";
    was();
    for (String[] key : new String[][] {{"name", "mac"}, {"made_up", "name"}}) {
      String holds = key[0] + " <> '' and " + key[1] + " <> ''";
      run(
          """
          insert into t_word
          select distinct f.site, f.%s
          from t_fresh f
          where f.%s and not exists (select 1 from place p %s)
          %s
          """
              .formatted(key[0], holds.replace(" and ", " and f."), same, CONFLICT));
      run(
          """
          insert into t_word
          select distinct p.site, p.%s
          from place p %s
          where p.%s and not exists (select 1 from t_fresh f %s)
          %s
          """
              .formatted(key[0], place, holds.replace(" and ", " and p."), same, CONFLICT));
    }
    run(
        """
        insert into t_former
        select distinct p.site, p.mac, p.made_up, p.name
        from place p %s
        """
            .formatted(place));
    analyze("t_former");
    run("delete from place where (site, address, day) in (select site, address, day from t_todo)");
    int places =
        run(
            """
        insert into place (site, address, day, mac, made_up, name, client)
        select site, address, day, mac, made_up, name, 0
        from t_fresh
        """);
    analyze("t_word");
    return Store.analyzeGrown(handle, places, List.of("place"));
  }

  private void leases() {
    if (!any("select 1 from host where address <> '' limit 1")) {
      return;
    }
    String of =
        """
        from host h join site s on s.id = t_fresh.site
          where h.address = t_fresh.address and h.mac <> '' and (h.site = '' or h.site = s.name)
          and t_fresh.day between h.from_day and h.until_day)
        """;
    String leased = "(select max(h.mac) " + of;
    String madeUp = "substr(" + leased + ", 2, 1) in " + MADE_UP;
    run(
        """
        update t_fresh set mac = case when %2$s then '' else %1$s end,
          made_up = case when %2$s then %1$s else '' end
        where 1 = (select count(distinct h.mac) %3$s
        """
            .formatted(leased, madeUp, of));
  }

  private boolean any(String query) {
    return handle.createQuery(query).mapTo(Integer.class).findFirst().isPresent();
  }

  /**
   * To all places that a change may concern: of its names, and of its addresses some days around.
   */
  private void spread() {
    if (any("select 1 from t_word limit 1")) { // else both databases would look at all places
      spreadWords();
    }
    analyze("t_todo");
    table("t_near", "site integer, address text, day integer, primary key (site, address, day)");
    run(
        """
        insert into t_near
        select distinct p.site, p.address, p.day
        from t_todo t
        join place p on p.site = t.site and p.address = t.address and p.day between t.day - %1$s
          and t.day + %1$s
        where p.mac = '' and p.made_up = '' and p.name = ''
        """
            .formatted(LEASE_DAYS));
    run(
        """
        insert into t_todo (site, address, day, facts) select site, address, day, 0 from t_near
        %s
        """
            .formatted(WITHOUT_CONFLICT));
    was();
    run(
        """
        insert into t_who (site, address, day, mac, made_up, name, identity, basis)
        select p.site, p.address, p.day, p.mac, p.made_up, p.name, '', ''
        from t_todo t
        join place p on p.site = t.site and p.address = t.address and p.day = t.day
        """);
    analyze("t_who");
  }

  private void spreadWords() {
    run(
        """
        insert into t_todo (site, address, day, facts)
        select p.site, p.address, p.day, 0
        from t_word w
        join place p on p.site = w.site and p.made_up = w.word
        where p.made_up <> ''
        %s
        """
            .formatted(CONFLICT));
    run(
        """
        insert into t_word
        select distinct p.site, p.made_up
        from t_word w
        join place p on p.site = w.site and p.name = w.word
        where p.mac = '' and p.made_up <> ''
        %s
        """
            .formatted(CONFLICT));
    run(
        """
        insert into t_word
        select distinct p.site, p.made_up
        from t_word w
        join place p on p.site = w.site and p.name = w.word
        where p.mac <> '' and p.made_up <> ''
        %s
        """
            .formatted(CONFLICT));
    run(
        """
        insert into t_todo (site, address, day, facts)
        select p.site, p.address, p.day, 0
        from t_word w
        join place p on p.site = w.site and p.made_up = w.word
        where p.mac = '' and p.made_up <> ''
        %s
        """
            .formatted(CONFLICT));
    run(
        """
        insert into t_todo (site, address, day, facts)
        select p.site, p.address, p.day, 0
        from t_word w
        join place p on p.site = w.site and p.name = w.word
        where p.mac = ''
        %s
        """
            .formatted(CONFLICT));
  }

  /** Notes whose the places are that are looked at, before that changes. */
  private void was() {
    run(
        """
        update t_todo set was = coalesce((select p.client from place p
          where p.site = t_todo.site and p.address = t_todo.address and p.day = t_todo.day), 0)
        where was is null
        """);
  }

  /** Clients that have other facts than before, and since when. */
  private void dirty() {
    run(
        """
        insert into t_dirty (client, since)
        select client, min(day)
        from (
          select t.was as client, t.day
          from t_todo t
          left join place p on p.site = t.site and p.address = t.address and p.day = t.day
          where t.facts = 1 or p.client is null or p.client <> t.was
          union all
          select p.client, t.day
          from t_todo t
          join place p on p.site = t.site and p.address = t.address and p.day = t.day
          where t.facts = 1 or p.client <> t.was
        ) changes
        where client > 0
        group by client
        """);
    analyze("t_dirty");
  }

  /** Who held {@code key} before and after, where both agree or one of them is not known. */
  private void held(String key, String value, String which) {
    String of =
        """
        (select x.%1$s from place x
          where x.site = t_who.site and x.%2$s = t_who.%2$s and x.%1$s <> '' and x.day
        """
            .formatted(value, key);
    run(
        """
        update t_who set p = %1$s <= t_who.day order by x.day desc, x.%2$s limit 1),
          n = %1$s >= t_who.day order by x.day, x.%2$s limit 1)
        where %3$s
        """
            .formatted(of, value, which));
    run(
        """
        update t_who set %s =
          case when p = n then p when p is null then coalesce(n, '') when n is null then p else '' end
        where %s
        """
            .formatted(value, which));
  }

  private void strong() {
    held("made_up", "name", "mac = '' and name = '' and made_up <> ''");
    held("name", "mac", "mac = '' and name <> '' and not " + KnownAs.isAccount("address"));
    run("update t_who set basis = 'mac', identity = 'mac:' || mac where mac <> ''");
    run(
        """
        update t_who set basis = 'account', identity = address where %s
        """
            .formatted(KnownAs.isAccount("address")));
    String site = "(select s.name from site s where s.id = t_who.site)";
    run(
        """
        update t_who set basis = 'name', identity = 'name:' || %s || '/' || name
        where mac = '' and name <> '' and identity = ''
        """
            .formatted(site));
    run(
        """
        update t_who set basis = 'mac', identity = 'mac:' || %s || '/' || made_up
        where mac = '' and name = '' and made_up <> ''
        """
            .formatted(site));
    hosts(site);
    clients("identity <> ''");
  }

  /** Lets what people know of hosts win. */
  private void hosts(String site) {
    if (!any("select 1 from host where name <> '' limit 1")) {
      return;
    }
    String here = " and h.name <> '' and (h.site = '' or h.site = " + site + ")";
    String byMac =
        """
        (select min(h.name) from host h
          where h.mac <> '' and h.mac = case when t_who.mac <> '' then t_who.mac else t_who.made_up end%s)
        """
            .formatted(here);
    String byName =
        """
        (select min(h.name) from host h where h.name in (t_who.name, %s)%s)
        """
            .formatted(label("t_who.name"), here);
    run("update t_who set p = coalesce(" + byMac + ", case when mac = '' then " + byName + " end)");
    run(
        """
        update t_who set basis = 'host', identity = 'host:' || p
        where p is not null and p <> '' and identity <> '' and basis <> 'account'
        """);
  }

  /** Writes down whose places these are. */
  private void clients(String which) {
    String first = "(select coalesce(max(id), 0) from client)";
    run(
        """
        insert into client (id, identity, basis, address, sort, mac, name, first_seen, last_seen)
        select %s + row_number() over (order by identity), identity, min(basis), '', '', '', '', 0, 0
        from t_who
        where %s and not exists (select 1 from client c where c.identity = t_who.identity)
        group by identity
        """
            .formatted(first, which));
    run(
        """
        update place set client = c.id
        from t_who w
        join client c on c.identity = w.identity
        where w.site = place.site and w.address = place.address and w.day = place.day and w.%s
          and place.client <> c.id
        """
            .formatted(which));
  }

  /** An address of which nothing else was seen. */
  private void bare() {
    run("delete from t_who where identity <> ''");
    String of =
        """
        (select c.identity from place x join client c on c.id = x.client
          where x.site = t_who.site and x.address = t_who.address and (x.mac <> '' or x.made_up <> '' or x.name <> '')
          and x.day between t_who.day
        """;
    run(
        """
        update t_who set p = %1$s - %2$s and t_who.day order by x.day desc limit 1),
          n = %1$s and t_who.day + %2$s order by x.day limit 1)
        """
            .formatted(of, LEASE_DAYS));
    run(
        """
        update t_who set basis = 'holder', identity =
          case when p = n then p when p is null then coalesce(n, '') when n is null then p else '' end
        """);
    String site = "(select s.name from site s where s.id = t_who.site)";
    run(
        """
        update t_who set basis = 'address', identity = 'address:' || %s || '/' || address
        where identity = '' and (p is null or exists (select 1 from observation o where o.site = t_who.site
          and o.address = t_who.address and o.day = t_who.day and o.below > 0))
        """
            .formatted(site));
    run(
        """
        update place set client = 0
        from t_who w
        where w.site = place.site and w.address = place.address and w.day = place.day and w.identity = ''
          and place.client <> 0
        """);
    clients("identity <> ''");
  }
}
