package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.identity.Endpoint;
import io.tlsfloor.inventory.identity.Identities;
import io.tlsfloor.inventory.intake.ClientFacts.ServiceKey;
import io.tlsfloor.inventory.intake.DayTable.Cell;
import io.tlsfloor.inventory.intake.Unsettled.Added;
import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Texts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Writes one batch in one transaction. What changes nothing writes nothing. */
final class Writer {
  /** Names of one address and link address that are kept apart: a client may make up many. */
  private static final int MAX_NAMES = 8;

  private final Handle handle;
  private final Receipt receipt;
  private final Map<Batch.Key, Integer> endpoints = new HashMap<>();
  private final Set<Integer> unknown = new HashSet<>(); // endpoints whose client is to be found
  private final Set<String> links = new HashSet<>(); // link addresses of these
  private final Map<String, Added> added = new HashMap<>(); // by address

  Writer(Handle handle, Receipt receipt) {
    this.handle = handle;
    this.receipt = receipt;
  }

  void write(Batch batch) {
    batch.settle();
    int site = site(batch);
    if (!batch.rows.isEmpty()) {
      rows(batch, site);
    }
    new SiteDays(handle, site).add(batch.runs);
  }

  /** Where it was seen: a run that is known already stays where it was first said to be. */
  private int site(Batch batch) {
    for (RunFacts run : batch.runs) {
      Optional<Integer> known =
          handle
              .createQuery("select site from run where id = ?")
              .bind(0, Texts.clean(run.id()))
              .mapTo(Integer.class)
              .findOne();
      if (known.isPresent()) {
        return known.get();
      }
    }
    return Ids.site(handle, batch.site());
  }

  private void rows(Batch batch, int site) {
    endpoints(batch, site);
    Map<ServiceKey, Integer> services = Ids.services(handle, batch.rows.keySet());
    Map<Cell, Batch.Facts> facts = new LinkedHashMap<>();
    batch.rows.forEach(
        (key, row) -> {
          int endpoint = Objects.requireNonNull(endpoints.get(key));
          int service = Objects.requireNonNull(services.get(key.service()));
          facts.merge(new Cell(endpoint, service, key.day()), row, Batch.Facts::with);
        });
    Map<Cell, DayRow> days = DayTable.load(handle, facts.keySet());
    Map<Cell, Long> before = new HashMap<>();
    Map<Cell, DayRow> changed = new HashMap<>();
    facts.forEach(
        (cell, row) -> {
          DayRow day = days.computeIfAbsent(cell, key -> new DayRow());
          List<Object> content = day.content();
          before.put(cell, day.connections);
          row.clients.forEach(client -> day.add(client, cell.day()));
          row.findings.forEach(day::add);
          row.seen.forEach(time -> day.seen(time, time));
          if (day.content().equals(content)) {
            receipt.untouched++;
          } else {
            changed.put(cell, day);
          }
        });
    DayTable.write(handle, changed);
    FindingTable.write(handle, facts);
    SightingTable.follow(handle, before, changed, receipt);
    Identities identities = new Identities(handle);
    List<Integer> seen = changed.keySet().stream().map(Cell::endpoint).toList();
    identities.seen(seen);
    Unsettled unsettled = new Unsettled(handle, site);
    Set<Integer> asked = unsettled.after(batch.rows.keySet(), added, unknown);
    markLinked(site);
    Set<Integer> moved = identities.assign(asked);
    identities.assign(unsettled.by(moved, unknown));
    identities.refresh(seen);
  }

  /** Notes that a site's clients show their link addresses, once routers are known. */
  private void markLinked(int site) {
    links.removeAll(
        handle
            .createQuery("select mac from router where site = ?")
            .bind(0, site)
            .mapTo(String.class)
            .list());
    if (!links.isEmpty()) {
      handle.execute("update site set linked = 1 where id = ? and linked = 0", site);
    }
  }

  /** Finds the ids of the batch's endpoints; makes those that are new. */
  private void endpoints(Batch batch, int site) {
    AddressHolders holders = new AddressHolders(handle, site);
    StoredEndpoints stored = StoredEndpoints.of(handle, site, batch);
    stored.spans().forEach((endpoint, days) -> holders.add(endpoint, days.first(), days.last()));
    Map<Endpoint, Integer> known = stored.ids();
    Map<String, Integer> names = new HashMap<>(); // by address and link address
    known.keySet().forEach(endpoint -> names.merge(place(endpoint), 1, Integer::sum));
    batch.rows.keySet().forEach(key -> holders.add(key.endpoint(), key.day(), key.day()));
    holders.seenWithout(known, batch.rows.keySet());
    int next = TableNumbers.nextId(handle, "endpoint");
    int nobody = Identities.nobody(handle);
    try (RowBatch insert =
        new RowBatch(
            handle,
            "insert into endpoint (id, site, address, family, mac, name, client, first_seen, last_seen)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (Batch.Key key : batch.rows.keySet()) {
        Endpoint endpoint = holders.of(key.endpoint(), key.day());
        Endpoint kept = endpoint;
        if (!known.containsKey(endpoint)
            && names.merge(place(endpoint), 1, Integer::sum) > MAX_NAMES) {
          kept = new Endpoint(endpoint.site(), endpoint.address(), endpoint.mac(), "");
        }
        Integer id = known.get(kept);
        if (id == null) {
          id = next++;
          unknown.add(id);
          if (Endpoint.isOwn(kept.mac())) {
            links.add(kept.mac());
          }
          insert.add(
              id, site, kept.address(), kept.family(), kept.mac(), kept.name(), nobody, 0L, 0L);
        }
        known.put(kept, id);
        known.put(endpoint, id);
        endpoints.put(key, id);
        added.merge(kept.address(), stored.added(kept, key.day()), Added::with);
      }
      insert.execute();
    }
  }

  private static String place(Endpoint endpoint) {
    return endpoint.address() + " " + endpoint.mac();
  }
}
