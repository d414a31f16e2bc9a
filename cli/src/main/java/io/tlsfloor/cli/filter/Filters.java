package io.tlsfloor.cli.filter;

import io.tlsfloor.cli.filter.FilterReport.Flows;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.IpPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Two filters that pick the same connections. The compiler of libpcap takes far more than twice as
 * long for twice as many terms, so that a few hundred connections take it minutes, and nobody
 * pastes so long a display filter: where exact terms are too many, both name clients and server
 * ports alone, and where clients are too many, ranges of them.
 *
 * @param wireshark a display filter of Wireshark and tshark, which looks into tunnels
 * @param bpf a filter of libpcap, as tcpdump and dumpcap take it
 * @param widened what more they pick than was asked for; empty for nothing
 */
record Filters(String wireshark, String bpf, Optional<String> widened) {
  /** Terms of libpcap that compile at once; each compares an address or a port. */
  private static final int MAX_EXACT = 150;

  private static final int MAX_HOSTS = 100;
  private static final int MAX_V4_NETS = 128; // compiled in 0.05 s; 256 take 0.4 s, 512 1.5 s
  private static final int MAX_V6_NETS = 32;
  private static final int V6_COST = 4; // comparing one takes four times as much
  private static final int MAX_PORTS = 16;

  /** Returns filters for connections, with the ports of their clients. */
  static Filters of(Map<Flows, Set<Integer>> flows) {
    int cost = 0;
    for (Map.Entry<Flows, Set<Integer>> flow : flows.entrySet()) {
      cost += 2 * cost(flow.getKey().client()) + 1 + flow.getValue().size();
    }
    if (cost > MAX_EXACT) {
      return wide(flows.keySet());
    }
    List<String> display = new ArrayList<>();
    List<String> bpf = new ArrayList<>();
    flows.forEach(
        (ends, ports) -> {
          display.add(exactDisplay(ends, ports));
          bpf.add(exactBpf(ends, ports));
        });
    return new Filters(String.join(" || ", display), String.join(" or ", bpf), Optional.empty());
  }

  private static int cost(IpAddress address) {
    return address.v4() ? 1 : V6_COST;
  }

  private static String exactDisplay(Flows ends, Set<Integer> clientPorts) {
    String ip = ends.client().v4() ? "ip.addr" : "ipv6.addr";
    String port = Words.constant(ends.transport()) + ".port";
    return "("
        + String.join(
            " && ",
            ip + " == " + ends.client(),
            ip + " == " + ends.server().address(),
            port + " == " + ends.server().port(),
            clientPorts.size() == 1
                ? port + " == " + clientPorts.iterator().next()
                : among(port, clientPorts))
        + ")";
  }

  private static String exactBpf(Flows ends, Set<Integer> clientPorts) {
    return "("
        + String.join(
            " and ",
            Words.constant(ends.transport()),
            "host " + ends.client(),
            "host " + ends.server().address(),
            "port " + ends.server().port(),
            any(" or ", clientPorts.stream().map(port -> "port " + port).toList()))
        + ")";
  }

  private static Filters wide(Set<Flows> flows) {
    Set<IpAddress> clients = new TreeSet<>();
    Set<String> transports = new TreeSet<>();
    Set<Integer> ports = new TreeSet<>();
    Set<String> displayPorts = new TreeSet<>();
    for (Flows each : flows) {
      String transport = Words.constant(each.transport());
      clients.add(each.client());
      transports.add(transport);
      ports.add(each.server().port());
      displayPorts.add(transport + ".port == " + each.server().port());
    }
    boolean fewPorts = ports.size() <= MAX_PORTS;
    boolean few = clients.stream().mapToInt(Filters::cost).sum() <= MAX_HOSTS;
    List<IpPrefix> v4 = nets(clients, IpAddress::v4, few ? MAX_HOSTS : MAX_V4_NETS);
    List<IpPrefix> v6 = nets(clients, each -> !each.v4(), few ? MAX_HOSTS : MAX_V6_NETS);
    List<String> display = new ArrayList<>();
    List<String> bpf = new ArrayList<>();
    if (!v4.isEmpty()) {
      display.add(among("ip.addr", v4.stream().map(Filters::shown).toList()));
    }
    if (!v6.isEmpty()) {
      display.add(among("ipv6.addr", v6.stream().map(Filters::shown).toList()));
    }
    v4.forEach(net -> bpf.add((isHost(net) ? "host " : "net ") + shown(net)));
    v6.forEach(net -> bpf.add((isHost(net) ? "host " : "net ") + shown(net)));
    String whom =
        few
            ? "of these " + Words.count(clients.size(), "client")
            : "of "
                + Words.count(bpf.size(), "address range")
                + ", which hold the "
                + Words.count(clients.size(), "client")
                + ",";
    return new Filters(
        any(" || ", fewPorts ? displayPorts : transports) + " && " + any(" || ", display),
        any(" or ", transports)
            + (fewPorts
                ? " and " + any(" or ", ports.stream().map(port -> "port " + port).toList())
                : "")
            + " and "
            + any(" or ", bpf),
        Optional.of(
            "all connections " + whom + (fewPorts ? " on the same server ports" : " on any port")));
  }

  private static List<IpPrefix> nets(Set<IpAddress> clients, Predicate<IpAddress> which, int most) {
    return Nets.of(clients.stream().filter(which).toList(), most);
  }

  private static boolean isHost(IpPrefix net) {
    return net.length() == net.address().bits();
  }

  private static String shown(IpPrefix net) {
    return isHost(net) ? net.address().toString() : net.toString();
  }

  private static String among(String field, Collection<?> values) {
    return field
        + " in {"
        + values.stream().map(String::valueOf).collect(Collectors.joining(", "))
        + "}";
  }

  private static String any(String or, Collection<String> terms) {
    return terms.size() == 1 ? terms.iterator().next() : "(" + String.join(or, terms) + ")";
  }
}
