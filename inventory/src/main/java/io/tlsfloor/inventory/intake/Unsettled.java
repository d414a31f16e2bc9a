package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.identity.Endpoint;
import io.tlsfloor.inventory.identity.Holders;
import io.tlsfloor.inventory.store.Times;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Finds the endpoints whose clients are to be found out again, as a batch may tell more of them.
 */
final class Unsettled {
  /** A day more than a lease takes: who had an address so long before or after may matter. */
  private static final long LEASE_NANOS = Times.nanos(Holders.LEASE_DAYS + 1);

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

  /**
   * Another one had the address about the same time, whose name or link address may say whose it
   * was, and which was there in the days of a batch.
   */
  private static final String SHARES_ADDRESS =
      "e.address in (<words>) and exists (select 1 from endpoint o where o.site = e.site"
          + " and o.address = e.address and o.id <> e.id and (e.name = '' or o.mac <> '' and "
          + String.format(NO_ROUTER, "o")
          + ") and o.first_seen <= e.last_seen + :lease and o.last_seen >= e.first_seen - :lease"
          + " and o.first_seen < :until and o.last_seen >= :from)"
          + DOUBTFUL;

  private final Handle handle;
  private final int site;
  private final Set<Integer> found = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> macs = new HashSet<>(); // made up by devices
  private final Set<String> addresses = new HashSet<>();
  private long from = Long.MIN_VALUE;
  private long until = Long.MAX_VALUE;

  Unsettled(Handle handle, int site) {
    this.handle = handle;
    this.site = site;
  }

  /**
   * Endpoints of which a batch may tell more.
   *
   * @param keys of the batch
   * @param fresh ids of endpoints that it made
   */
  Set<Integer> after(Collection<Batch.Key> keys, Set<Integer> fresh) {
    Crowds crowds = new Crowds(handle, site, keys);
    look("e.mac in (<words>)", crowds.routers());
    look("lower(e.name) in (<words>)", crowds.names());
    Set<String> seen = new HashSet<>();
    int first = Integer.MAX_VALUE;
    int last = Integer.MIN_VALUE;
    for (Batch.Key key : keys) {
      seen.add(key.endpoint().address());
      first = Math.min(first, key.day());
      last = Math.max(last, key.day());
    }
    from = Times.nanos(first);
    until = Times.nanos(last + 1);
    look(SHARES_ADDRESS, seen);
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
    look("lower(e.name) in (<words>)" + DOUBTFUL, Set.copyOf(names));
    look("e.mac in (<words>)" + DOUBTFUL, Set.copyOf(macs));
    addresses.clear();
    look("e.id in (<words>)", Set.copyOf(found));
    from = Long.MIN_VALUE;
    until = Long.MAX_VALUE;
    look(SHARES_ADDRESS, Set.copyOf(addresses));
    found.removeAll(moved);
    return Set.copyOf(found);
  }

  private void look(String which, Collection<?> words) {
    List<Object> all = new ArrayList<>(words);
    boolean timed = which.contains(":lease");
    for (int at = 0; at < all.size(); at += DayTable.CHUNK) {
      Query query =
          handle
              .createQuery(
                  "select e.id, e.address, e.mac, lower(e.name) as name from endpoint e"
                      + " where e.site = :site and "
                      + which)
              .bind("site", site)
              .bindList("words", all.subList(at, Math.min(at + DayTable.CHUNK, all.size())));
      if (timed) {
        query.bind("lease", LEASE_NANOS).bind("from", from).bind("until", until);
      }
      query
          .map(
              (r, c) -> {
                addresses.add(r.getString("address"));
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
