package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.identity.Endpoint;
import io.tlsfloor.inventory.identity.Holders;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Whose a line is that names no client, by who held its address on its day. A day that was kept
 * under the address alone, before its holder was known, stays there: the same line again is no
 * second one.
 */
final class AddressHolders {
  private final Handle handle;
  private final Set<String> routers;
  private final Set<String> sharedNames;
  private final Holders<String, Endpoint> holders = new Holders<>();
  private final Set<Day> kept = new HashSet<>();

  private record Day(Endpoint endpoint, int day) {}

  AddressHolders(Handle handle, int site) {
    this.handle = handle;
    routers = words("select mac from router where site = ?", site);
    sharedNames = words("select name from shared_name where site = ?", site);
  }

  private Set<String> words(String query, int site) {
    return new HashSet<>(handle.createQuery(query).bind(0, site).mapTo(String.class).list());
  }

  private boolean isNamed(Endpoint endpoint) {
    return !endpoint.name().isEmpty() && !sharedNames.contains(endpoint.name())
        || Endpoint.isOwn(endpoint.mac()) && !routers.contains(endpoint.mac());
  }

  /** An endpoint was seen from a day to another. */
  void add(Endpoint endpoint, int first, int last) {
    if (isNamed(endpoint)) {
      holders.add(endpoint.address(), endpoint, first, last);
    }
  }

  /**
   * Looks for days that are kept under an address alone.
   *
   * @param known ids of endpoints that are stored
   */
  void seenWithout(Map<Endpoint, Integer> known, Collection<Batch.Key> keys) {
    List<Batch.Key> nameless = new ArrayList<>();
    for (Batch.Key key : keys) {
      boolean moves = !of(key.endpoint(), key.day()).equals(key.endpoint());
      if (moves && known.containsKey(key.endpoint())) {
        nameless.add(key);
      }
    }
    List<Integer> services = nameless.isEmpty() ? List.of() : Ids.services(handle);
    for (int at = 0; at < nameless.size(); at += DayTable.CHUNK) {
      List<Batch.Key> some = nameless.subList(at, Math.min(at + DayTable.CHUNK, nameless.size()));
      Set<List<Integer>> days =
          new HashSet<>(
              handle
                  .createQuery(
                      "select distinct endpoint, day from client_day where endpoint in (<ids>)"
                          + " and service in (<services>) and day in (<days>)")
                  .bindList("services", services)
                  .bindList("ids", some.stream().map(key -> known.get(key.endpoint())).toList())
                  .bindList("days", some.stream().map(Batch.Key::day).distinct().toList())
                  .map((r, c) -> List.of(r.getInt("endpoint"), r.getInt("day")))
                  .list());
      for (Batch.Key key : some) {
        if (days.contains(List.of(known.get(key.endpoint()), key.day()))) {
          kept.add(new Day(key.endpoint(), key.day()));
        }
      }
    }
  }

  /** The endpoint under which a line is kept. */
  Endpoint of(Endpoint given, int day) {
    return isNamed(given) || kept.contains(new Day(given, day))
        ? given
        : holders.of(given.address(), day, day).orElse(given);
  }
}
