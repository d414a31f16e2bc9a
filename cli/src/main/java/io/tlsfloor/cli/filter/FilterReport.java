package io.tlsfloor.cli.filter;

import io.tlsfloor.cli.option.ClientChoice;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.RuleId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Collects the ends of flagged connections. */
final class FilterReport implements Report {
  /** Connections that are kept, about 100 bytes each. */
  static final int MAX_CONNECTIONS = 100_000;

  /** Connections of one client to one server port; the client's ports distinguish them. */
  record Flows(Transport transport, IpAddress client, Peer server) {}

  private final List<ClientChoice> clients;
  private final Set<RuleId> rules;
  private final Map<Flows, Set<Integer>> ports = new LinkedHashMap<>();
  private long connections;
  private long leftOut;
  private boolean tunnels;

  /**
   * Takes some connections.
   *
   * @param clients that count; empty for all
   * @param rules one of which must have found something; empty for any
   */
  FilterReport(List<ClientChoice> clients, Set<RuleId> rules) {
    this.clients = List.copyOf(clients);
    this.rules = Set.copyOf(rules);
  }

  @Override
  public void connection(Result result) {
    Ends ends = result.ends();
    boolean asked =
        result.flagged()
            && (clients.isEmpty() || clients.stream().anyMatch(client -> client.admits(ends)))
            && (rules.isEmpty()
                || result.findings().stream().anyMatch(f -> rules.contains(f.rule())));
    if (!asked) {
      return;
    }
    if (connections == MAX_CONNECTIONS) {
      leftOut++;
      return;
    }
    connections++;
    tunnels |= !result.connection().way().tunnels().isEmpty();
    ports
        .computeIfAbsent(
            new Flows(result.connection().transport(), ends.client().address(), ends.server()),
            e -> new TreeSet<>())
        .add(ends.client().port());
  }

  @Override
  public void clients(List<ClientDay> all) {
    // Filters are of connections.
  }

  @Override
  public void run(Run run, ClientStates clients) {
    // Filters are of connections.
  }

  /** Connections that the filters pick. */
  long connections() {
    return connections;
  }

  /** Connections that there was no room for. */
  long leftOut() {
    return leftOut;
  }

  /** Returns whether some came in tunnels or VLANs, which BPF does not look into. */
  boolean tunnels() {
    return tunnels;
  }

  /** Returns what picks them. */
  Filters filters() {
    return Filters.of(ports);
  }
}
