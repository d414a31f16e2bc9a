package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.identity.Endpoint;
import io.tlsfloor.inventory.intake.ClientFacts.ServiceKey;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Facts that wait for their transaction, put together by endpoint, service and day. */
final class Batch {
  /** What one row of a day will be made of. */
  static final class Facts {
    final List<ClientFacts> clients = new ArrayList<>(1);
    final List<FindingFacts> findings = new ArrayList<>(0);
    final List<Instant> seen = new ArrayList<>(0);

    /** With what belongs to the same row. */
    Facts with(Facts others) {
      clients.addAll(others.clients);
      findings.addAll(others.findings);
      seen.addAll(others.seen);
      return this;
    }
  }

  /** Where a row goes. */
  record Key(Endpoint endpoint, ServiceKey service, int day) {}

  private record Place(String site, String address, String mac, ServiceKey service) {}

  final Map<Key, Facts> rows = new LinkedHashMap<>();
  final List<RunFacts> runs = new ArrayList<>();
  private final Map<Place, Endpoint> endpoints = new LinkedHashMap<>();
  private final Map<String, List<FindingFacts>> connections = new LinkedHashMap<>(); // by event.id
  private final String site;
  private int size;

  Batch(String site) {
    this.site = Texts.clean(site);
  }

  String site() {
    return site;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0 && runs.isEmpty();
  }

  void add(ClientFacts facts) {
    Endpoint endpoint =
        new Endpoint(site, Texts.clean(facts.address()), Texts.clean(facts.mac()), facts.ownName());
    endpoints.put(new Place(site, endpoint.address(), endpoint.mac(), facts.service()), endpoint);
    int day = Times.day(facts.last());
    row(endpoint, facts.service(), day).clients.add(facts);
    if (Times.day(facts.first()) != day) { // a line of several days counts on its last one
      row(endpoint, facts.service(), Times.day(facts.first())).seen.add(facts.first());
    }
    size++;
  }

  /** The findings of one connection; they replace what it was said to have before. */
  void add(String eventId, List<FindingFacts> findings) {
    String id = eventId.isEmpty() ? "unnamed " + size : eventId;
    connections.put(id, findings);
    size++;
  }

  private Facts row(Endpoint endpoint, ServiceKey service, int day) {
    return rows.computeIfAbsent(new Key(endpoint, service, day), key -> new Facts());
  }

  /** Connection lines name no client: they go where the client line of the same address went. */
  void settle() {
    for (List<FindingFacts> findings : connections.values()) {
      for (FindingFacts finding : findings) {
        String address = Texts.clean(finding.address());
        String mac = Texts.clean(finding.mac());
        Endpoint endpoint =
            endpoints.getOrDefault(
                new Place(site, address, mac, finding.service()),
                new Endpoint(site, address, mac, ""));
        row(endpoint, finding.service(), Times.day(finding.seen())).findings.add(finding);
      }
    }
    connections.clear();
  }
}
