package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.identity.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Finds the endpoints whose clients are to be found out again, as a batch may tell more of them.
 */
final class Unsettled {
  private static final String NO_ROUTER =
      "not exists (select 1 from router r where r.site = %1$s.site and r.mac = %1$s.mac)";

  /** Its link address is the client's own, given by its maker. */
  private static final String EXACT =
      "e.mac <> '' and substr(e.mac, 2, 1) in ('0', '4', '8', 'C') and "
          + String.format(NO_ROUTER, "e");

  private static final String DOUBTFUL = " and not (" + EXACT + ")";

  /** Another one had the address, whose name or link address may say whose it was. */
  private static final String SHARES_ADDRESS =
      "e.address in (<words>) and exists (select 1 from endpoint o where o.site = e.site"
          + " and o.address = e.address and o.id <> e.id and (e.name = '' or o.mac <> '' and "
          + String.format(NO_ROUTER, "o")
          + "))"
          + DOUBTFUL;

  private final Handle handle;
  private final int site;
  private final Set<Integer> found = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> macs = new HashSet<>(); // made up by devices
  private final Set<String> addresses = new HashSet<>();

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
    look("e.id in (<words>) and " + EXACT, fresh);
    Set<String> seen = new HashSet<>();
    keys.forEach(key -> seen.add(key.endpoint().address()));
    look(SHARES_ADDRESS, seen);
    look("lower(e.name) in (<words>)" + DOUBTFUL, Set.copyOf(names));
    look("e.mac in (<words>)" + DOUBTFUL, Set.copyOf(macs));
    addresses.removeAll(seen);
    look(SHARES_ADDRESS, Set.copyOf(addresses));
    found.addAll(fresh);
    return found;
  }

  private void look(String which, Collection<?> words) {
    List<Object> all = new ArrayList<>(words);
    for (int at = 0; at < all.size(); at += DayTable.CHUNK) {
      handle
          .createQuery(
              "select e.id, e.address, e.mac, lower(e.name) as name from endpoint e"
                  + " where e.site = :site and "
                  + which)
          .bind("site", site)
          .bindList("words", all.subList(at, Math.min(at + DayTable.CHUNK, all.size())))
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
