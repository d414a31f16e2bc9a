package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.identity.Endpoint;
import io.tlsfloor.inventory.identity.Holders;
import io.tlsfloor.inventory.store.Times;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Finds the endpoints whose clients are to be found out again, as a batch may tell more of them.
 */
final class Unsettled {
  /** A plus where SQLite would read all of the site. */
  static final String SELECT =
      "select e.id, e.mac, lower(e.name) as name from endpoint e where +e.site = :site and ";

  static final String BY_NAME = "lower(e.name) in (<words>)";
  static final String BY_MAC = "e.mac in (<words>)";

  /** A new endpoint tells no more where it is its name's own, or this name was the client's. */
  private static final String TELLS_MORE =
      " and not exists (select 1 from client c where c.id = e.client and c.basis = 'name')"
          + " and not exists (select 1 from endpoint q where q.client = e.client"
          + " and q.name = e.name and q.id < ";

  private static final String NO_ROUTER =
      "not exists (select 1 from router r where r.site = %1$s.site and r.mac = %1$s.mac)";

  /** Its link address is the client's own, given by its maker. */
  private static final String EXACT =
      "e.mac <> '' and substr(e.mac, 2, 1) in ('0', '4', '8', 'C') and "
          + String.format(NO_ROUTER, "e");

  private static final String DOUBTFUL = " and not (" + EXACT + ")";

  /** It had its address when another one had it, or up to a lease before or after. */
  private static final String MEETS =
      "e.first_seen <= o.last_seen + :lease and e.last_seen >= o.first_seen - :lease";

  /**
   * Another one had the address about the same time, whose name or link address may say whose it
   * was, and which was there in the days of a batch. What a batch adds reaches from the day on
   * which its endpoints were last seen to that on which they are seen now. A plus as in {@link
   * Crowds}.
   */
  static final String SHARES_ADDRESS =
      "e.address in (<words>) and e.last_seen >= :since - :lease and e.first_seen <= :till + :lease"
          + " and exists (select 1 from endpoint o where +o.site = e.site"
          + " and o.address = e.address and o.id <> e.id and (o.name <> '' or o.mac <> '' and "
          + String.format(NO_ROUTER, "o")
          + ") and "
          + MEETS
          + " and o.first_seen < :until and o.last_seen >= :from)"
          + DOUBTFUL;

  /** It shares its address with one of some. */
  static final String NEIGHBOURS =
      "e.id in (select e.id from endpoint o cross join endpoint e where o.id in (<words>)"
          + " and +e.site = o.site and e.address = o.address and e.id <> o.id"
          + " and e.last_seen >= o.first_seen - :lease and e.first_seen <= o.last_seen + :lease)"
          + DOUBTFUL;

  private final Handle handle;
  private final int site;
  private final Set<Integer> found = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> macs = new HashSet<>(); // made up by devices
  private final Consumer<Query> leases = query -> query.bind("lease", Holders.LEASE_NANOS);

  /**
   * Days that a batch adds to what is known of an address: from the one on which its endpoint was
   * last seen before.
   *
   * @param first day
   * @param last day
   */
  record Added(int first, int last) {
    Added with(Added other) {
      return new Added(Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  Unsettled(Handle handle, int site) {
    this.handle = handle;
    this.site = site;
  }

  /**
   * Endpoints of which a batch may tell more.
   *
   * @param keys of the batch
   * @param added what it adds, by address
   * @param fresh ids of endpoints that it made
   */
  Set<Integer> after(Collection<Batch.Key> keys, Map<String, Added> added, Set<Integer> fresh) {
    Crowds crowds = new Crowds(handle, site, keys);
    look(BY_MAC, crowds.routers());
    look(BY_NAME, crowds.names());
    int first = keys.stream().mapToInt(Batch.Key::day).min().orElse(0);
    int last = keys.stream().mapToInt(Batch.Key::day).max().orElse(0);
    List<Map.Entry<String, Added>> byTime = new ArrayList<>(added.entrySet());
    byTime.sort(Comparator.comparingInt(each -> each.getValue().first()));
    for (int at = 0; at < byTime.size(); at += DayTable.CHUNK) {
      List<Map.Entry<String, Added>> some =
          byTime.subList(at, Math.min(at + DayTable.CHUNK, byTime.size()));
      Added days = some.stream().map(Map.Entry::getValue).reduce(Added::with).orElseThrow();
      look(
          SHARES_ADDRESS,
          some.stream().map(Map.Entry::getKey).toList(),
          leases.andThen(
              query ->
                  query
                      .bind("from", Times.nanos(first))
                      .bind("until", Times.nanos(last + 1))
                      .bind("since", Times.nanos(days.first()))
                      .bind("till", Times.nanos(days.last() + 1))));
    }
    found.addAll(fresh);
    return Set.copyOf(found);
  }

  /**
   * Endpoints of which others tell more, now that these are another client's than before.
   *
   * @param fresh ids of endpoints that were made
   */
  Set<Integer> by(Set<Integer> moved, Set<Integer> fresh) {
    found.clear();
    names.clear();
    macs.clear();
    Set<Integer> known = new HashSet<>(moved);
    known.removeAll(fresh);
    look("e.id in (<words>)", known);
    int oldest = fresh.stream().mapToInt(Integer::intValue).min().orElse(0);
    look("e.id in (<words>)" + TELLS_MORE + oldest + ")", fresh); // ids are given in order
    look(BY_NAME + DOUBTFUL, Set.copyOf(names));
    look(BY_MAC + DOUBTFUL, Set.copyOf(macs));
    look(NEIGHBOURS, Set.copyOf(found), leases);
    found.removeAll(moved);
    return Set.copyOf(found);
  }

  private void look(String which, Collection<?> words) {
    look(which, words, query -> {});
  }

  private void look(String which, Collection<?> words, Consumer<Query> more) {
    List<Object> all = new ArrayList<>(words);
    for (int at = 0; at < all.size(); at += DayTable.CHUNK) {
      Query query =
          handle
              .createQuery(SELECT + which)
              .bind("site", site)
              .bindList("words", all.subList(at, Math.min(at + DayTable.CHUNK, all.size())));
      more.accept(query);
      query
          .map(
              (r, c) -> {
                names.add(r.getString("name"));
                if (!Endpoint.isUniversal(r.getString("mac"))) {
                  macs.add(r.getString("mac"));
                }
                return found.add(r.getInt("id"));
              })
          .forEach(row -> {});
    }
    names.remove("");
    macs.remove("");
  }
}
