package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.identity.Endpoint;
import io.tlsfloor.inventory.identity.Holders;
import io.tlsfloor.inventory.intake.Unsettled.Added;
import io.tlsfloor.inventory.store.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Endpoints that are stored and matter to a batch: its own, and those that had their addresses
 * about that time. Others, which had them in earlier years, are not read.
 *
 * @param ids by endpoint
 * @param spans from the first to the last day on which each was seen
 */
record StoredEndpoints(Map<Endpoint, Integer> ids, Map<Endpoint, Added> spans) {
  static final String OF_THE_TIME =
      "select id, address, mac, name, first_seen, last_seen from endpoint where"
          + " +site = :site and address in (<addresses>) and last_seen >= :from"
          + " and first_seen < :until order by last_seen, id";

  /** An address and a link address; they have few names, as no more are kept. */
  public record Pair(String address, String mac) {}

  static StoredEndpoints of(Handle handle, int site, Batch batch) {
    StoredEndpoints stored = new StoredEndpoints(new HashMap<>(), new LinkedHashMap<>());
    Collection<Batch.Key> keys = batch.rows.keySet();
    int first = keys.stream().mapToInt(Batch.Key::day).min().orElse(0);
    int last = keys.stream().mapToInt(Batch.Key::day).max().orElse(0);
    Set<String> addresses = new TreeSet<>();
    keys.forEach(key -> addresses.add(key.endpoint().address()));
    for (List<String> some : chunks(addresses)) {
      handle
          .createQuery(OF_THE_TIME)
          .bind("site", site)
          .bind("from", Times.nanos(first - Holders.LEASE_DAYS))
          .bind("until", Times.nanos(last + Holders.LEASE_DAYS + 1))
          .bindList("addresses", some)
          .map((r, c) -> stored.add(r, batch.site()))
          .forEach(row -> {});
    }
    Set<Pair> pairs = new LinkedHashSet<>();
    for (Batch.Key key : keys) {
      if (!stored.ids().containsKey(key.endpoint())) {
        pairs.add(new Pair(key.endpoint().address(), key.endpoint().mac()));
      }
    }
    for (List<Pair> some : chunks(pairs)) {
      handle
          .createQuery(
              "with wanted (address, mac) as (values <pairs>)"
                  + " select e.id, e.address, e.mac, e.name, e.first_seen, e.last_seen"
                  + " from wanted w cross join endpoint e where e.site = :site"
                  + " and e.address = w.address and e.mac = w.mac order by e.last_seen, e.id")
          .bind("site", site)
          .bindMethodsList("pairs", some, List.of("address", "mac"))
          .map((r, c) -> stored.add(r, batch.site()))
          .forEach(row -> {});
    }
    return stored;
  }

  private boolean add(ResultSet row, String site) throws SQLException {
    Endpoint endpoint =
        new Endpoint(site, row.getString("address"), row.getString("mac"), row.getString("name"));
    ids.put(endpoint, row.getInt("id"));
    spans.put(
        endpoint,
        new Added(Times.day(row.getLong("first_seen")), Times.day(row.getLong("last_seen"))));
    return true;
  }

  /** What is new when an endpoint is seen on a day: also the days between that and the others. */
  Added added(Endpoint endpoint, int day) {
    Added known = spans.getOrDefault(endpoint, new Added(day, day));
    return new Added(Math.min(day, known.last()), Math.max(day, known.first()));
  }

  private static <T> List<List<T>> chunks(Collection<T> all) {
    List<T> list = new ArrayList<>(all);
    List<List<T>> chunks = new ArrayList<>();
    for (int at = 0; at < list.size(); at += DayTable.CHUNK) {
      chunks.add(list.subList(at, Math.min(at + DayTable.CHUNK, list.size())));
    }
    return chunks;
  }
}
