package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.identity.Endpoint;
import io.tlsfloor.inventory.store.Times;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Link addresses and names behind which there are several clients: a router's, and what every
 * device of a kind calls itself. They identify no one.
 */
final class Crowds {
  /** Addresses of one family that one client has in a day at most. */
  private static final int MAX_ADDRESSES = 4;

  /** The endpoint {@code %1$s} was seen between the days that are looked at. */
  private static final String THEN = " and %1$s.first_seen < :until and %1$s.last_seen >= :from";

  /**
   * Endpoints and their days; what is looked at is {@code :first} to {@code :last} of a site. A
   * cross join, as SQLite takes its tables in their order, and a plus where it would take an index
   * that leads to all that a site, or an address, ever did. All services are named, as the key of
   * days is by endpoint, service, and day.
   */
  private static final String DAYS =
      " from endpoint e cross join client_day d where d.endpoint = e.id and +e.site = :site"
          + String.format(THEN, "e")
          + " and d.service in (<services>) and d.day between :first and :last and ";

  private static final String MANY_ADDRESSES =
      " group by word, d.day, e.family having count(distinct e.address) > " + MAX_ADDRESSES;

  static final String MANY_OF_LINKS =
      "select e.mac as word, d.day as day" + DAYS + "e.mac in (<words>)" + MANY_ADDRESSES;

  static final String MANY_OF_NAMES =
      "select lower(e.name) as word, d.day as day"
          + DAYS
          + "lower(e.name) in (<words>)"
          + MANY_ADDRESSES;

  /**
   * Link addresses that had several addresses in a day, one of them at a time when another link
   * address had it too, which had no other: the one is the client's, the other its router's.
   */
  static final String TWO_AT_A_TIME =
      "select distinct e.mac as word, d.day as day"
          + DAYS
          + "e.address in (<words>) and e.mac <> '' and exists (select 1 from endpoint n"
          + " where +n.site = e.site and n.address = e.address and n.mac <> '' and n.mac <> e.mac"
          + " and n.first_seen < e.last_seen and n.last_seen > e.first_seen)"
          + " and exists (select 1 from endpoint o cross join client_day od"
          + " where od.endpoint = o.id and +o.site = e.site and o.address = e.address"
          + " and o.mac <> '' and o.mac <> e.mac and o.first_seen < d.last_seen"
          + " and o.last_seen > d.first_seen"
          + " and od.service in (<services>) and od.day = d.day"
          + " and od.first_seen < d.last_seen and od.last_seen > d.first_seen and not exists"
          + " (select 1 from endpoint p cross join client_day pd where pd.endpoint = p.id"
          + " and +p.site = o.site and p.mac = o.mac and p.family = o.family"
          + String.format(THEN, "p")
          + " and p.address <> o.address and pd.service in (<services>) and pd.day = d.day))"
          + " and exists (select 1 from endpoint q cross join client_day qd"
          + " where qd.endpoint = q.id and +q.site = e.site and q.mac = e.mac"
          + String.format(THEN, "q")
          + " and q.family = e.family and q.address <> e.address"
          + " and qd.service in (<services>) and qd.day = d.day)";

  private final Handle handle;
  private final int site;
  private final Set<String> macs = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> addresses = new HashSet<>();
  private int first = Integer.MAX_VALUE;
  private int last = Integer.MIN_VALUE;

  /** Of the clients that a batch names. */
  Crowds(Handle handle, int site, Collection<Batch.Key> keys) {
    this.handle = handle;
    this.site = site;
    for (Batch.Key key : keys) {
      Endpoint endpoint = key.endpoint();
      if (Endpoint.isOwn(endpoint.mac())) {
        macs.add(endpoint.mac());
      }
      if (!endpoint.name().isEmpty()) {
        names.add(endpoint.name());
      }
      addresses.add(endpoint.address());
      first = Math.min(first, key.day());
      last = Math.max(last, key.day());
    }
  }

  /** Routers' link addresses that were not known as such. */
  Set<String> routers() {
    Set<String> routers = known("select mac from router where site = ?");
    macs.removeAll(routers);
    Map<String, Integer> found = new HashMap<>();
    look(MANY_OF_LINKS, macs, found);
    look(TWO_AT_A_TIME, addresses, found);
    found.keySet().removeIf(mac -> !Endpoint.isOwn(mac) || routers.contains(mac));
    keep("router", "mac", found);
    return found.keySet();
  }

  /** Names of several devices that were not known as such. */
  Set<String> names() {
    names.removeAll(known("select name from shared_name where site = ?"));
    Map<String, Integer> found = new HashMap<>();
    look(MANY_OF_NAMES, names, found);
    keep("shared_name", "name", found);
    return found.keySet();
  }

  private Set<String> known(String query) {
    return new HashSet<>(handle.createQuery(query).bind(0, site).mapTo(String.class).list());
  }

  private void look(String query, Set<String> words, Map<String, Integer> found) {
    List<String> all = new ArrayList<>(words);
    List<Integer> services = Ids.services(handle);
    for (int at = 0; at < all.size(); at += DayTable.CHUNK) {
      handle
          .createQuery(query)
          .bind("site", site)
          .bind("first", first)
          .bind("last", last)
          .bind("from", Times.nanos(first))
          .bind("until", Times.nanos(last + 1))
          .bindList("services", services)
          .bindList("words", all.subList(at, Math.min(at + DayTable.CHUNK, all.size())))
          .map((r, c) -> found.merge(r.getString("word"), r.getInt("day"), Math::min))
          .forEach(row -> {});
    }
  }

  private void keep(String table, String column, Map<String, Integer> found) {
    found.forEach(
        (word, day) ->
            handle.execute(
                "insert into "
                    + table
                    + " (site, "
                    + column
                    + ", day) values (?, ?, ?) on conflict (site, "
                    + column
                    + ") do nothing",
                site,
                word,
                day));
  }
}
