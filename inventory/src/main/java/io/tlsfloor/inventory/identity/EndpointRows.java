package io.tlsfloor.inventory.identity;

import io.tlsfloor.inventory.identity.EndpointRow.Told;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads endpoints, with what their link addresses and names are worth. */
final class EndpointRows {
  static final int CHUNK = 500;

  /** Who met so many others at its address met more than one client: nothing follows from them. */
  private static final int MAX_MET = 32;

  private static final String COLUMNS =
      "select %1$s.id, %1$s.site, s.name as site_name, %1$s.address, %1$s.mac, %1$s.name,"
          + " %1$s.client, %1$s.partner, %1$s.first_seen, %1$s.last_seen from ";

  private static final String WHOLE =
      String.format(COLUMNS, "e") + "endpoint e join site s on s.id = e.site where ";

  /** A plus where SQLite would read all of a site. */
  private static final String OF_SITES = " and +e.site in (<sites>)";

  static final String BY_NAME = WHOLE + "lower(e.name) in (<wanted>)" + OF_SITES;
  static final String BY_MAC = WHOLE + "e.mac in (<wanted>)" + OF_SITES;

  /**
   * Others had the address at a time up to a lease away. A plus where SQLite would take the index
   * that leads to all that ever had it.
   */
  private static final String MET =
      "+o.site = e.site and o.address = e.address and o.last_seen >= e.first_seen - :lease"
          + " and o.first_seen <= e.last_seen + :lease";

  static final String CROWDED =
      "select e.id from endpoint e where e.id in (<wanted>) and (select count(*) from"
          + " (select 1 from endpoint o where "
          + MET
          + " limit "
          + (MAX_MET + 2)
          + ") as met) > "
          + (MAX_MET + 1);

  static final String NEIGHBOURS =
      String.format(COLUMNS, "o").replace("select", "select distinct")
          + "endpoint e cross join endpoint o join site s on s.id = o.site where e.id in (<wanted>)"
          + " and "
          + MET
          + " order by o.id";

  private final Handle handle;
  private final Set<Shared> routers;
  private final Set<Shared> names;
  private final Map<Integer, Boolean> linked = new HashMap<>(); // by site

  /** A link address or a name that many clients of a site have. */
  private record Shared(int site, String text) {}

  EndpointRows(Handle handle) {
    this.handle = handle;
    routers = shared("select site, mac from router");
    names = shared("select site, name from shared_name");
  }

  private Set<Shared> shared(String query) {
    return new HashSet<>(
        handle.createQuery(query).map((r, c) -> new Shared(r.getInt(1), r.getString(2))).list());
  }

  /** Whether a site ever had any link addresses of clients: behind a router it has none. */
  boolean hasLinkAddresses(int site) {
    return linked.computeIfAbsent(
        site,
        id ->
            handle
                    .createQuery("select linked from site where id = ?")
                    .bind(0, id)
                    .mapTo(Integer.class)
                    .one()
                == 1);
  }

  List<EndpointRow> byId(Collection<Integer> ids) {
    return rows(WHOLE + "e.id in (<wanted>)", ids, Set.of());
  }

  List<EndpointRow> byClient(int client) {
    return rows(WHOLE + "e.client in (<wanted>)", List.of(client), Set.of());
  }

  /** Endpoints that met more others at their address than one client can be. */
  Set<Integer> crowded(Collection<Integer> ids) {
    Set<Integer> crowded = new HashSet<>();
    each(
        CROWDED,
        ids,
        query ->
            crowded.addAll(query.bind("lease", Holders.LEASE_NANOS).mapTo(Integer.class).list()));
    return crowded;
  }

  /** Those that had the addresses of some about the same time; they themselves too. */
  List<EndpointRow> neighbours(Collection<Integer> ids) {
    List<EndpointRow> rows = new ArrayList<>();
    each(
        NEIGHBOURS,
        ids,
        query ->
            rows.addAll(query.bind("lease", Holders.LEASE_NANOS).map((r, c) -> row(r)).list()));
    return rows;
  }

  List<EndpointRow> byName(Collection<String> some, Set<Integer> sites) {
    return rows(BY_NAME, some, sites);
  }

  List<EndpointRow> byMac(Collection<String> macs, Set<Integer> sites) {
    return rows(BY_MAC, macs, sites);
  }

  private List<EndpointRow> rows(String select, Collection<?> wanted, Set<Integer> sites) {
    List<EndpointRow> rows = new ArrayList<>();
    each(
        select + " order by e.id",
        wanted,
        query -> {
          if (!sites.isEmpty()) {
            query.bindList("sites", sites);
          }
          rows.addAll(query.map((r, c) -> row(r)).list());
        });
    return rows;
  }

  private void each(String sql, Collection<?> wanted, Consumer<Query> work) {
    List<Object> all = new ArrayList<>(wanted);
    for (int at = 0; at < all.size(); at += CHUNK) {
      work.accept(
          handle
              .createQuery(sql)
              .bindList("wanted", all.subList(at, Math.min(at + CHUNK, all.size()))));
    }
  }

  private EndpointRow row(ResultSet r) throws SQLException {
    int site = r.getInt("site");
    Told told = new Told(r.getString("mac"), r.getString("name"));
    boolean own = Endpoint.isOwn(told.mac()) && !routers.contains(new Shared(site, told.mac()));
    return new EndpointRow(
        r.getInt("id"),
        site,
        r.getString("site_name"),
        r.getString("address"),
        own ? told.mac() : "",
        names.contains(new Shared(site, told.name())) ? "" : told.name(),
        told,
        r.getInt("client"),
        Optional.ofNullable(r.getString("partner")).map(text -> sound(site, text)),
        r.getLong("first_seen"),
        r.getLong("last_seen"));
  }

  /** A partner's name or link address; none where that has turned out to be many clients'. */
  private String sound(int site, String partner) {
    Shared text = new Shared(site, partner);
    return routers.contains(text) || names.contains(text) ? "" : partner;
  }

  /** The days on which each of some endpoints was seen. */
  Map<Integer, BitSet> days(Collection<Integer> ids) {
    Map<Integer, BitSet> days = new HashMap<>();
    List<Integer> all = new ArrayList<>(ids);
    for (int at = 0; at < all.size(); at += CHUNK) {
      handle
          .createQuery("select endpoint, first_day, days from sighting where endpoint in (<ids>)")
          .bindList("ids", all.subList(at, Math.min(at + CHUNK, all.size())))
          .map(
              (r, c) -> {
                BitSet seen = days.computeIfAbsent(r.getInt("endpoint"), id -> new BitSet());
                int first = Math.max(0, r.getInt("first_day"));
                String marks = r.getString("days");
                for (int i = 0; i < marks.length(); i++) {
                  seen.set(first + i, seen.get(first + i) || marks.charAt(i) != '.');
                }
                return seen;
              })
          .forEach(row -> {});
    }
    return days;
  }
}
