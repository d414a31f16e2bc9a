package io.tlsfloor.cli.filter;

import io.tlsfloor.cli.option.ClientChoice;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.RuleId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Collects the ends of flagged connections, and makes filters of them. */
final class FilterReport implements Report {
  /** Connections that are kept, about 100 bytes each. */
  static final int MAX_CONNECTIONS = 100_000;

  /** Characters of a display filter that names each connection: more is too long to paste. */
  private static final int MAX_EXACT = 4_000;

  /** Clients, or ranges of them, that a display filter names at most, for the same reason. */
  private static final int MAX_V4 = 150;

  private static final int MAX_V6 = 50;

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
  public void run(Run run) {
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

  /** A display filter of Wireshark and tshark, which looks into tunnels. */
  String wireshark() {
    return widens() ? wide() : exact();
  }

  /**
   * Returns whether the display filter picks all connections of the clients on the same server
   * ports.
   */
  boolean widens() {
    return exact().length() > MAX_EXACT;
  }

  private String exact() {
    return ports.entrySet().stream()
        .map(entry -> wireshark(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(" || "));
  }

  private String wide() {
    Set<String> serverPorts = new TreeSet<>();
    TreeSet<IpAddress> v4 = new TreeSet<>();
    TreeSet<IpAddress> v6 = new TreeSet<>();
    for (Flows ends : ports.keySet()) {
      serverPorts.add(word(ends.transport()) + ".port == " + ends.server().port());
      (ends.client().v4() ? v4 : v6).add(ends.client());
    }
    List<String> hosts = new ArrayList<>();
    addresses("ip.addr", Nets.of(v4, MAX_V4), hosts);
    addresses("ipv6.addr", Nets.of(v6, MAX_V6), hosts);
    return "(" + String.join(" || ", serverPorts) + ") && (" + String.join(" || ", hosts) + ")";
  }

  private static void addresses(String field, List<IpPrefix> some, List<String> hosts) {
    if (!some.isEmpty()) {
      hosts.add(
          field
              + " in {"
              + some.stream()
                  .map(net -> net.length() == net.address().bits() ? net.address() : net)
                  .map(Object::toString)
                  .collect(Collectors.joining(", "))
              + "}");
    }
  }

  private static String wireshark(Flows ends, Set<Integer> clientPorts) {
    String ip = ends.client().v4() ? "ip.addr" : "ipv6.addr";
    String port = word(ends.transport()) + ".port";
    String some =
        clientPorts.size() == 1
            ? port + " == " + clientPorts.iterator().next()
            : port
                + " in {"
                + clientPorts.stream().map(String::valueOf).collect(Collectors.joining(", "))
                + "}";
    return "("
        + String.join(
            " && ",
            ip + " == " + ends.client(),
            ip + " == " + ends.server().address(),
            port + " == " + ends.server().port(),
            some)
        + ")";
  }

  /** A filter of libpcap, for tcpdump and dumpcap. */
  BpfFilter bpf() {
    return BpfFilter.of(ports);
  }

  static String word(Transport transport) {
    return transport.name().toLowerCase(Locale.ROOT);
  }
}
