package io.tlsfloor.cli.filter;

import io.tlsfloor.cli.filter.FilterReport.Flows;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A filter of libpcap, for tcpdump and dumpcap. Their compiler takes far more than twice as long
 * for twice as many terms, so that a few hundred connections take it minutes: where exact terms are
 * too many, the filter names clients and server ports alone, and where clients are too many, ranges
 * of them.
 *
 * @param text as tcpdump takes it
 * @param widened what more it picks than was asked for; empty for nothing
 */
record BpfFilter(String text, Optional<String> widened) {
  /** Terms that compile at once; each compares an address or a port. */
  private static final int MAX_EXACT = 150;

  private static final int MAX_HOSTS = 100;
  private static final int MAX_V4_NETS = 128; // compiled in 0.05 s; 256 take 0.4 s, 512 1.5 s
  private static final int MAX_V6_NETS = 32;
  private static final int V6_COST = 4; // comparing one takes four times as much
  private static final int MAX_PORTS = 16;

  /** Returns a filter for connections, with the ports of their clients. */
  static BpfFilter of(Map<Flows, Set<Integer>> flows) {
    int cost = 0;
    for (Map.Entry<Flows, Set<Integer>> flow : flows.entrySet()) {
      cost += 2 * cost(flow.getKey().client()) + 1 + flow.getValue().size();
    }
    if (cost <= MAX_EXACT) {
      return new BpfFilter(
          flows.entrySet().stream()
              .map(flow -> exact(flow.getKey(), flow.getValue()))
              .collect(Collectors.joining(" or ")),
          Optional.empty());
    }
    return wide(flows.keySet());
  }

  private static int cost(IpAddress address) {
    return address.v4() ? 1 : V6_COST;
  }

  private static BpfFilter wide(Set<Flows> flows) {
    TreeSet<IpAddress> clients = new TreeSet<>();
    Set<Transport> transports = new TreeSet<>();
    TreeSet<Integer> ports = new TreeSet<>();
    for (Flows each : flows) {
      clients.add(each.client());
      transports.add(each.transport());
      ports.add(each.server().port());
    }
    List<String> parts = new ArrayList<>();
    parts.add(any(transports.stream().map(FilterReport::word).toList()));
    if (ports.size() <= MAX_PORTS) {
      parts.add(any(ports.stream().map(port -> "port " + port).toList()));
    }
    boolean few = clients.stream().mapToInt(BpfFilter::cost).sum() <= MAX_HOSTS;
    List<IpPrefix> nets = few ? Nets.of(clients, MAX_HOSTS) : nets(clients);
    parts.add(any(nets.stream().map(BpfFilter::term).toList()));
    String whom =
        few
            ? "of these " + Words.count(clients.size(), "client")
            : "of "
                + Words.count(nets.size(), "address range")
                + ", which hold the "
                + Words.count(clients.size(), "client")
                + ",";
    return new BpfFilter(
        String.join(" and ", parts),
        Optional.of(
            "all connections "
                + whom
                + (ports.size() <= MAX_PORTS ? " on the same server ports" : " on any port")));
  }

  private static List<IpPrefix> nets(Set<IpAddress> clients) {
    List<IpPrefix> nets =
        new ArrayList<>(Nets.of(clients.stream().filter(IpAddress::v4).toList(), MAX_V4_NETS));
    nets.addAll(Nets.of(clients.stream().filter(each -> !each.v4()).toList(), MAX_V6_NETS));
    return nets;
  }

  private static String term(IpPrefix net) {
    return net.length() == net.address().bits() ? "host " + net.address() : "net " + net;
  }

  private static String any(List<String> terms) {
    return terms.size() == 1 ? terms.get(0) : "(" + String.join(" or ", terms) + ")";
  }

  private static String exact(Flows ends, Set<Integer> clientPorts) {
    return "("
        + String.join(
            " and ",
            FilterReport.word(ends.transport()),
            "host " + ends.client(),
            "host " + ends.server().address(),
            "port " + ends.server().port(),
            any(clientPorts.stream().map(port -> "port " + port).toList()))
        + ")";
  }
}
