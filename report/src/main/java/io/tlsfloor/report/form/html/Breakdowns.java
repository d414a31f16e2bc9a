package io.tlsfloor.report.form.html;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.FindingGroup;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How clients are spread over services, versions, outcomes and stacks. */
final class Breakdowns {
  private static final int MAX_BARS = 6;

  private final TlsVersion floor;
  private final List<ClientSummary> clients;
  private final List<FindingGroup> groups;

  /**
   * Of a run.
   *
   * @param floor of the run
   * @param clients all of them
   * @param groups of connections with findings, excepted ones too
   */
  Breakdowns(TlsVersion floor, List<ClientSummary> clients, List<FindingGroup> groups) {
    this.floor = floor;
    this.clients = clients;
    this.groups = groups;
  }

  /** All of them. */
  List<Page.Breakdown> all() {
    return List.of(services(), versions(), outcomes(), stacks());
  }

  private Page.Breakdown services() {
    Map<String, Set<IpAddress>> all = new HashMap<>();
    Map<String, Set<IpAddress>> flagged = new HashMap<>();
    for (ClientSummary client : clients) {
      String service = Printable.name(client.service().map(ServiceName::name).orElse("no service"));
      put(all, service, client.client());
    }
    for (FindingGroup group : groups) {
      String service =
          Printable.name(group.key().service().map(ServiceName::name).orElse("no service"));
      put(flagged, service, group.key().client());
      put(all, service, group.key().client());
    }
    List<String> order = new ArrayList<>(all.keySet());
    order.sort(
        Comparator.comparing((String s) -> -size(flagged, s))
            .thenComparing(s -> -size(all, s))
            .thenComparing(s -> s));
    int longest = order.stream().mapToInt(s -> size(all, s)).max().orElse(1);
    List<Page.Bar> bars = new ArrayList<>();
    for (String service : order) {
      int found = size(flagged, service);
      bars.add(
          new Page.Bar(
              service,
              Words.number(found) + " of " + Words.number(size(all, service)),
              percent(found, longest),
              found > 0 ? "bad" : "good"));
    }
    return breakdown("by-service", "Clients with findings, by service", bars);
  }

  private Page.Breakdown versions() {
    Map<IpAddress, TlsVersion> lowest = new HashMap<>();
    for (ClientSummary client : clients) {
      MatrixBuilder.lowest(client)
          .ifPresent(
              version -> lowest.merge(client.client(), version, (a, b) -> b.isBefore(a) ? b : a));
    }
    Map<TlsVersion, Long> counts = new HashMap<>();
    lowest.values().forEach(version -> counts.merge(version, 1L, Long::sum));
    List<TlsVersion> order = new ArrayList<>(new TreeSet<>(counts.keySet()));
    long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(1);
    List<Page.Bar> bars = new ArrayList<>();
    for (TlsVersion version : order) {
      long count = counts.getOrDefault(version, 0L);
      bars.add(
          new Page.Bar(
              version.toString(),
              Words.number(count),
              percent(count, most),
              version.isBefore(floor) ? "bad" : "good"));
    }
    return breakdown("by-version", "Clients by lowest version", bars);
  }

  private Page.Breakdown outcomes() {
    Map<String, Set<IpAddress>> sets = new HashMap<>();
    for (FindingGroup group : groups) {
      for (String outcome : group.outcomes().keySet()) {
        put(sets, outcome, group.key().client());
      }
    }
    return breakdown("by-outcome", "Clients with findings, by outcome", bars(sets));
  }

  private Page.Breakdown stacks() {
    Map<String, Set<IpAddress>> sets = new HashMap<>();
    for (FindingGroup group : groups) {
      put(sets, Printable.name(group.key().stack().orElse("not known")), group.key().client());
    }
    return breakdown("by-stack", "Clients with findings, by stack", bars(sets));
  }

  private static List<Page.Bar> bars(Map<String, Set<IpAddress>> sets) {
    List<String> order = new ArrayList<>(sets.keySet());
    order.sort(Comparator.comparing((String s) -> -size(sets, s)).thenComparing(s -> s));
    int most = order.isEmpty() ? 1 : size(sets, order.get(0));
    List<Page.Bar> bars = new ArrayList<>();
    for (String label : order) {
      int count = size(sets, label);
      bars.add(new Page.Bar(label, Words.number(count), percent(count, most), "bad"));
    }
    return bars;
  }

  private static void put(Map<String, Set<IpAddress>> sets, String label, IpAddress client) {
    sets.computeIfAbsent(label, l -> new HashSet<>()).add(client);
  }

  private static int size(Map<String, Set<IpAddress>> sets, String label) {
    Set<IpAddress> set = sets.get(label);
    return set == null ? 0 : set.size();
  }

  /** Whatever is there is seen: at least 1. */
  private static int percent(long count, long most) {
    return count == 0 ? 0 : (int) Math.max(1, Math.round(100.0 * count / Math.max(1, most)));
  }

  private static Page.Breakdown breakdown(String id, String title, List<Page.Bar> bars) {
    int hidden = Math.max(0, bars.size() - MAX_BARS);
    return new Page.Breakdown(
        id,
        title,
        bars.subList(0, bars.size() - hidden),
        hidden == 0 ? "" : "and " + Words.number(hidden) + " more");
  }
}
