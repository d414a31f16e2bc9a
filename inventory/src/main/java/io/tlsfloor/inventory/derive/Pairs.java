package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.derive.PairFold.Fact;
import io.tlsfloor.inventory.store.TableWriter;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.model.Faring.OfDay;
import io.tlsfloor.report.model.State.Phase;
import io.tlsfloor.report.saved.SavedFinding;
import io.tlsfloor.report.text.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Works out the states of clients that changed, from all of their facts. */
public final class Pairs {
  /** Clients that are accounts, and no machines. */
  public static final String ACCOUNTS = "(select id from client where basis = 'account')";

  /** Days apart on which a made-up link address was seen that is a device's. */
  public static final int KEPT_DAYS = 8;

  private static final int FETCH = 1_000;

  /** Found before their facts: PostgreSQL would begin with all facts of the weeks up to then. */
  private static final String PLACES =
      """
      with p as materialized (
        select p.* from t_dirty d join place p on p.client = d.client and p.day >= d.since
      )
      """;

  /** Columns of {@code pair} that follow from other tables, later. */
  private static final List<Column<PairFold>> FROM_OTHER_TABLES =
      List.of(
          new Column<>("covered_around", pair -> 0),
          new Column<>("owner", pair -> ""),
          new Column<>("ticket", pair -> ""),
          new Column<>("accepted_until", pair -> 0),
          new Column<>("accepted_by", pair -> ""),
          new Column<>("accepted_why", pair -> ""));

  private static final List<Column<PairSite>> SITES =
      List.of(
          new Column<>("client", PairSite::client),
          new Column<>("service", PairSite::service),
          new Column<>("site", PairSite::site));

  private record PairSite(int client, int service, int site) {}

  private final Handle handle;
  private final SiteHours watched;
  private final Map<List<Integer>, PairFold> pairs = new LinkedHashMap<>();
  private final Map<Integer, Latest> latest = new HashMap<>();

  Pairs(Handle handle) {
    this.handle = handle;
    watched = new SiteHours(handle);
  }

  /** Holds what a client is known by, as it was seen last. */
  private static final class Latest {
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private int named = Integer.MIN_VALUE;
    private int linked = Integer.MIN_VALUE;
    private String address = "";
    private String name = "";
    private String mac = "";

    /** Returns whether all that is known is a made-up link address that was not kept for long. */
    private boolean isMadeUp() {
      return name.isEmpty()
          && mac.matches(".[26AE].*")
          && Times.day(last) - Times.day(first) < KEPT_DAYS;
    }

    private static Latest of(ResultSet client) throws SQLException {
      Latest known = new Latest();
      known.first = client.getLong("first_seen");
      known.last = client.getLong("last_seen");
      known.address = client.getString("address");
      known.name = client.getString("name");
      known.mac = client.getString("mac");
      known.named = client.getInt("since") - 1;
      known.linked = known.named;
      return known;
    }

    private void see(Fact fact, String factMac, String factName) {
      first = Math.min(first, fact.firstSeen());
      if (fact.lastSeen() > last
          || fact.lastSeen() == last && fact.address().compareTo(address) < 0) {
        last = fact.lastSeen();
        address = fact.address();
      }
      if (isLater(fact.day(), factName, named, name)) {
        named = fact.day();
        name = factName;
      }
      if (isLater(fact.day(), factMac, linked, mac)) {
        linked = fact.day();
        mac = factMac;
      }
    }

    /** Of two of one day the lower one counts, in whatever order they come. */
    private static boolean isLater(int day, String text, int knownDay, String known) {
      return !text.isEmpty() && (day > knownDay || day == knownDay && text.compareTo(known) < 0);
    }
  }

  /**
   * Works out those of {@code t_dirty}: of a client that has nothing but later facts from where it
   * was, of the others all of it.
   */
  void refresh() {
    spread();
    handle.execute(
        """
        update t_dirty set since = 0
        where since <= (select max(p.last_day) from pair p where p.client = t_dirty.client)
        """);
    handle.execute( // which of some ranges count depends on all of them
        """
        update t_dirty set since = 0
        where since > 0 and client in %s and exists (
          select 1 from place p
          join observation o on o.site = p.site and o.address = p.address and o.day = p.day
          where p.client = t_dirty.client and o.since < o.day)
        """
            .formatted(ACCOUNTS));
    for (String table : new String[] {"pair", "pair_site"}) {
      handle.execute(
          "delete from " + table + " where client in (select client from t_dirty where since = 0)");
    }
    readKnown();
    handle
        .createQuery(
            PLACES
                + """
            select p.client, o.service, o.day, o.since, o.site, o.address, p.mac, p.made_up, p.name, o.mac as seen_mac,
              r.lane, o.connections, o.good, o.stacks, o.low, o.used, o.first_seen, o.last_seen
            from p
            join observation o on o.site = p.site and o.address = p.address and o.day = p.day
            join run r on r.id = o.run and r.whole > 0
            order by o.day
            """)
        .setFetchSize(FETCH)
        .map(
            (r, c) -> {
              Fact fact =
                  new Fact(
                      r.getInt("day"),
                      r.getInt("since"),
                      r.getInt("site"),
                      r.getString("address"),
                      r.getInt("lane"),
                      r.getLong("connections"),
                      r.getLong("good"),
                      r.getString("stacks"),
                      r.getString("low"),
                      r.getString("used"),
                      r.getLong("first_seen"),
                      r.getLong("last_seen"),
                      isRouted(r));
              String mac = r.getString("mac");
              seen(
                  r.getInt("client"),
                  fact,
                  mac.isEmpty() ? r.getString("made_up") : mac,
                  r.getString("name"));
              pair(r.getInt("client"), r.getInt("service")).add(fact);
              return true;
            })
        .forEach(row -> {});
    readFound();
    write();
  }

  /** What was watched of a day decides whether the silence of clients is long enough. */
  private void spread() {
    boolean any =
        handle
            .createQuery("select 1 from t_covered limit 1")
            .mapTo(Integer.class)
            .findFirst()
            .isPresent();
    if (any) { // else SQLite would look at all pairs
      handle.execute(
          """
          insert into t_dirty (client, since)
          select distinct p.client, 0
          from t_covered t
          join pair_site x on x.site = t.site
          join pair p on p.client = x.client and p.service = x.service
          where p.mixed = 1 and p.last_day >= t.day
          on conflict (client) do update set since = 0
          """);
    }
  }

  /** Returns whether frames came from a router, and nothing else tells whose they are. */
  private static boolean isRouted(ResultSet r) throws SQLException {
    return !r.getString("seen_mac").isEmpty()
        && (r.getString("mac") + r.getString("made_up") + r.getString("name")).isEmpty();
  }

  private void readKnown() {
    handle
        .createQuery("select p.* from t_dirty d join pair p on p.client = d.client")
        .map(
            (r, c) -> {
              PairFold known = PairFold.of(r, watched);
              return pairs.put(List.of(known.client(), known.service()), known);
            })
        .forEach(row -> {});
    handle
        .createQuery(
            """
            select c.*, d.since
            from t_dirty d
            join client c on c.id = d.client
            where d.since > 0 and exists (select 1 from pair p where p.client = d.client)
            """)
        .map((r, c) -> latest.put(r.getInt("id"), Latest.of(r)))
        .forEach(row -> {});
  }

  /** Returns whether a kind of {@code pair} is one of those below. */
  static boolean isBelow(int kind) {
    return kind == Phase.BELOW.ordinal() || kind == Phase.BACK.ordinal();
  }

  private PairFold pair(int client, int service) {
    return pairs.computeIfAbsent(
        List.of(client, service), key -> new PairFold(client, service, watched));
  }

  private void seen(int client, Fact fact, String mac, String name) {
    latest.computeIfAbsent(client, id -> new Latest()).see(fact, mac, name);
  }

  private void readFound() {
    handle
        .createQuery(
            PLACES
                + """
            select p.client, f.service, f.day, f.content
            from p
            join finding f on f.site = p.site and f.address = p.address and f.day = p.day
            join run r on r.id = f.run and r.whole > 0
            """)
        .setFetchSize(FETCH)
        .map(
            (r, c) -> {
              pair(r.getInt("client"), r.getInt("service"))
                  .add(
                      new OfDay(r.getInt("day"), List.of(SavedFinding.of(r.getString("content")))));
              return true;
            })
        .forEach(row -> {});
  }

  private void write() {
    Column<PairFold> client = new Column<>("client", PairFold::client);
    Column<PairFold> service = new Column<>("service", PairFold::service);
    List<Column<PairFold>> columns = new ArrayList<>(PairFold.COLUMNS);
    columns.add(new Column<>("made_up", pair -> isMadeUp(pair) ? 1 : 0));
    columns.add(
        new Column<>(
            "site", pair -> pair.sites().size() == 1 ? pair.sites().iterator().next() : 0));
    columns.addAll(FROM_OTHER_TABLES);
    try (TableWriter<PairFold> rows =
            TableWriter.upsert(handle, "pair", List.of(client, service), columns);
        TableWriter<PairSite> sites = TableWriter.insert(handle, "pair_site", SITES);
        TableWriter<Map.Entry<Integer, Latest>> clients =
            TableWriter.update(
                handle,
                "client",
                List.of(new Column<>("id", Map.Entry::getKey)),
                List.of(
                    new Column<>("address", row -> row.getValue().address),
                    new Column<>("sort", row -> sort(row.getValue().address)),
                    new Column<>("mac", row -> row.getValue().mac),
                    new Column<>("name", row -> row.getValue().name),
                    new Column<>("first_seen", row -> row.getValue().first),
                    new Column<>("last_seen", row -> row.getValue().last)))) {
      for (String table : new String[] {"pair", "pair_site"}) {
        handle.execute("delete from " + table + " where client in (select client from t_dirty)");
      }
      for (PairFold pair : pairs.values()) {
        pair.finish();
        rows.add(pair);
        pair.sites().forEach(site -> sites.add(new PairSite(pair.client(), pair.service(), site)));
      }
      latest.entrySet().forEach(clients::add);
      rows.execute();
      sites.execute();
      clients.execute();
    }
  }

  private boolean isMadeUp(PairFold pair) {
    Latest of = latest.get(pair.client());
    return of != null && of.isMadeUp();
  }

  /** Addresses in their natural order, as text: those that are pseudonyms come last. */
  private static String sort(String address) {
    try {
      IpAddress ip = IpAddress.parse(address);
      return ip.bits() == 32
          ? String.format("4%08x", ip.low())
          : String.format("6%016x%016x", ip.high(), ip.low());
    } catch (IllegalArgumentException e) {
      return "9" + address;
    }
  }
}
