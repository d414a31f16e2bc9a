package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Room;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up what is reported of clients and services part by part of the time, in bounded room: at
 * the cap one gives way, if possible one without findings. Confined to one thread.
 */
public final class ClientSums {
  /** Pairs of client and service; about 1 KB each. */
  static final int MAX = Room.entries(ClientTally.MAX_ENTRIES);

  private static final int MAX_LOOKED = 64; // for one to give way: a search over all would be slow

  private final Map<ClientAndService, ClientSummary> sums = new LinkedHashMap<>();

  /** Adds parts. */
  public void add(Collection<ClientSummary> parts) {
    parts.forEach(this::add);
  }

  /** Adds a part. */
  public void add(ClientSummary part) {
    if (sums.size() >= MAX && !sums.containsKey(part.key())) {
      ClientAndService leaves = sums.keySet().iterator().next();
      leaves =
          sums.values().stream()
              .limit(MAX_LOOKED)
              .filter(sum -> sum.flagged() + sum.excepted() == 0)
              .findFirst()
              .map(ClientSummary::key)
              .orElse(leaves);
      sums.remove(leaves);
    }
    sums.merge(part.key(), part, ClientSummary::and);
  }

  /** What is known of a client and a service of a run. */
  public Optional<ClientSummary> of(ClientAndService pair, Run run) {
    return Optional.ofNullable(sums.get(pair)).map(sum -> inWords(sum, run));
  }

  /** All of a run, in the order in which they came first. */
  public List<ClientSummary> all(Run run) {
    return sums.values().stream().map(sum -> inWords(sum, run)).toList();
  }

  private static ClientSummary inWords(ClientSummary sum, Run run) {
    return sum.inWords(run.terms().floor(), run.dated());
  }

  /** How many clients there are, whatever the service. */
  public long clients() {
    return sums.keySet().stream().map(ClientAndService::client).distinct().count();
  }
}
