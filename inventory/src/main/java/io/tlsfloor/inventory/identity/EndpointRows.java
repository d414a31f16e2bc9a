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
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads endpoints, with what their link addresses and names are worth. */
final class EndpointRows {
  static final int CHUNK = 500;

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

  /** Whether a site has any link addresses of clients: behind a router it has none. */
  boolean hasLinkAddresses(int site) {
    return linked.computeIfAbsent(
        site,
        id ->
            handle
                .createQuery(
                    "select 1 from endpoint e where e.site = ? and e.mac <> '' and not exists"
                        + " (select 1 from router r where r.site = e.site and r.mac = e.mac) limit 1")
                .bind(0, id)
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  List<EndpointRow> byId(Collection<Integer> ids) {
    return rows("e.id in (<wanted>)", ids, Set.of());
  }

  List<EndpointRow> byClient(int client) {
    return rows("e.client in (<wanted>)", List.of(client), Set.of());
  }

  List<EndpointRow> byAddress(Collection<String> addresses, Set<Integer> sites) {
    return rows("e.address in (<wanted>)", addresses, sites);
  }

  List<EndpointRow> byName(Collection<String> some, Set<Integer> sites) {
    return rows("lower(e.name) in (<wanted>)", some, sites);
  }

  List<EndpointRow> byMac(Collection<String> macs, Set<Integer> sites) {
    return rows("e.mac in (<wanted>)", macs, sites);
  }

  /** Of some sites; of all where none are named. */
  private List<EndpointRow> rows(String which, Collection<?> wanted, Set<Integer> sites) {
    String there = sites.isEmpty() ? "" : " and e.site in (<sites>)";
    List<Object> all = new ArrayList<>(wanted);
    List<EndpointRow> rows = new ArrayList<>();
    for (int at = 0; at < all.size(); at += CHUNK) {
      Query query =
          handle.createQuery(
              "select e.id, e.site, s.name as site_name, e.address, e.mac, e.name, e.client,"
                  + " e.first_seen, e.last_seen from endpoint e join site s on s.id = e.site where "
                  + which
                  + there
                  + " order by e.id");
      if (!sites.isEmpty()) {
        query.bindList("sites", sites);
      }
      query.bindList("wanted", all.subList(at, Math.min(at + CHUNK, all.size())));
      rows.addAll(query.map((r, c) -> row(r)).list());
    }
    return rows;
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
        r.getLong("first_seen"),
        r.getLong("last_seen"));
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
