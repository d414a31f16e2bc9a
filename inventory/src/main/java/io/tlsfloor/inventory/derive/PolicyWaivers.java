package io.tlsfloor.inventory.derive;

import io.tlsfloor.report.model.Faring.OfDay;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.rules.Finding.Waiver;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Exceptions of policies that cover what clients last did, or covered it until a day. */
public final class PolicyWaivers {
  private PolicyWaivers() {}

  /** The one of a client and service that lasts longest. */
  static Optional<Waiver> longest(Collection<OfDay> days) {
    return days.stream()
        .flatMap(day -> day.findings().stream())
        .flatMap(found -> of(found).stream())
        .max(Comparator.comparing(Waiver::until).thenComparing(Waiver::owner));
  }

  private static Optional<Waiver> of(Found found) {
    return found.waiver().or(() -> found.worst().expired());
  }

  /** Identities of clients, by exception. */
  public static Map<Waiver, Set<String>> clients(Handle handle, Comparator<Waiver> order) {
    Map<Waiver, Set<String>> clients = new TreeMap<>(order);
    handle
        .createQuery(
            """
            select c.identity, p.found
            from pair p
            join client c on c.id = p.client
            where p.found like '%"exception"%' or p.found like '%"expired_exception"%'
            """)
        .map(
            (r, c) -> {
              for (OfDay day : PairFold.found(r.getString("found"))) {
                for (Found found : day.findings()) {
                  Optional<Waiver> waiver = of(found);
                  if (waiver.isPresent()) {
                    clients
                        .computeIfAbsent(waiver.get(), key -> new TreeSet<>())
                        .add(r.getString("identity"));
                  }
                }
              }
              return true;
            })
        .list();
    return clients;
  }
}
