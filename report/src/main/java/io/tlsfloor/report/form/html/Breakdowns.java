package io.tlsfloor.report.form.html;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.FindingGroup;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.model.Standing;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How clients are spread over fates, services, versions and stacks. All bars have one scale: a full
 * one is all clients. Those below the floor are counted as the headline counts them; low findings
 * are apart.
 */
final class Breakdowns {
  private static final int MAX_BARS = 6;

  private final TlsVersion floor;
  private final boolean countsAll;
  private final String none;
  private final List<ClientSummary> clients;
  private final List<FindingGroup> below;
  private final Standing standing;
  private final long total;

  /**
   * Of a run.
   *
   * @param total clients that the headline is about
   * @param clients all of them that are known
   * @param groups of connections with findings, excepted ones too, the worst first
   * @param standing how their clients fare
   */
  Breakdowns(
      Run run,
      long total,
      List<ClientSummary> clients,
      List<FindingGroup> groups,
      Standing standing) {
    floor = run.terms().floor();
    countsAll = run.countsAll();
    none = run.isComplete() ? "good" : "plain"; // what was not looked at is not good
    this.total = total;
    this.clients = clients;
    this.standing = standing;
    below =
        groups.stream()
            .filter(group -> group.key().flagged() || group.waiver().isPresent())
            .filter(Standing::isBelow)
            .toList();
  }

  /** All of them. */
  List<Page.Breakdown> all() {
    return List.of(fates(), services(), versions(), stacks());
  }

  /** Says how long a full bar is. */
  String scale() {
    return "A full bar is " + Words.count(total, "client") + ", all that were seen.";
  }

  private Page.Breakdown fates() {
    long others = Math.max(0, total - standing.all());
    List<Page.Bar> bars = new ArrayList<>();
    bars.add(bar("got through below " + floor, standing.count(Standing.Kind.THROUGH), "bad"));
    bars.add(bar("refused", standing.count(Standing.Kind.REFUSED), "bad"));
    bars.add(bar("undecided", standing.count(Standing.Kind.UNDECIDED), "bad"));
    bars.add(bar("excepted", standing.count(Standing.Kind.EXCEPTED), "plain"));
    bars.add(bar("other findings only", standing.count(Standing.Kind.OTHER), "plain"));
    bars.add(bar("findings of severity low only", standing.count(Standing.Kind.LOW), "plain"));
    bars.add(bar(countsAll ? "no finding" : "no finding that counts", others, none));
    bars.removeIf(bar -> bar.value().equals("0"));
    return breakdown("by-fate", "How clients fare", bars);
  }

  private Page.Breakdown services() {
    Map<String, Set<IpAddress>> all = new TreeMap<>();
    Map<String, Set<IpAddress>> found = new TreeMap<>();
    for (ClientSummary client : clients) {
      String service = Printable.name(client.service().map(ServiceName::name).orElse("no service"));
      put(all, service, client.client());
    }
    for (FindingGroup group : below) {
      String service =
          Printable.name(group.key().service().map(ServiceName::name).orElse("no service"));
      put(found, service, group.key().client());
      put(all, service, group.key().client());
    }
    List<String> order = new ArrayList<>(all.keySet());
    order.sort(
        Comparator.comparing((String s) -> -size(found, s)).thenComparing(s -> -size(all, s)));
    List<Page.Bar> bars = new ArrayList<>();
    for (String service : order) {
      int some = size(found, service);
      bars.add(
          new Page.Bar(
              service,
              Words.number(some) + " of " + Words.number(size(all, service)),
              percent(some),
              some > 0 ? "bad" : none,
              some > 0 ? view("service", service) : ""));
    }
    return breakdown("by-service", "Clients below " + floor + ", by service", bars);
  }

  private Page.Breakdown versions() {
    Map<IpAddress, TlsVersion> lowest = new HashMap<>();
    for (ClientSummary client : clients) {
      MatrixBuilder.lowest(client)
          .ifPresent(
              version -> lowest.merge(client.client(), version, (a, b) -> b.isBefore(a) ? b : a));
    }
    Map<TlsVersion, Long> counts = new TreeMap<>();
    lowest.values().forEach(version -> counts.merge(version, 1L, Long::sum));
    List<Page.Bar> bars = new ArrayList<>();
    counts.forEach(
        (version, count) ->
            bars.add(bar(version.toString(), count, version.isBefore(floor) ? "bad" : "good")));
    if (total > lowest.size()) {
      bars.add(bar("not known", total - lowest.size(), "plain"));
    }
    return new Page.Breakdown("by-version", "Clients by lowest version", bars, "");
  }

  /** Each client counts once, by the stack of its worst finding. */
  private Page.Breakdown stacks() {
    Map<String, Set<IpAddress>> sets = new TreeMap<>();
    Set<IpAddress> counted = new HashSet<>();
    for (FindingGroup group : below) {
      if (counted.add(group.key().client())) {
        put(sets, Printable.name(group.key().stack().orElse("not known")), group.key().client());
      }
    }
    List<String> order = new ArrayList<>(sets.keySet());
    order.sort(Comparator.comparing(stack -> -size(sets, stack)));
    List<Page.Bar> bars = new ArrayList<>();
    for (String stack : order) {
      long count = size(sets, stack);
      bars.add(new Page.Bar(stack, Words.number(count), percent(count), "bad", view("q", stack)));
    }
    long others = order.stream().skip(MAX_BARS).mapToLong(stack -> size(sets, stack)).sum();
    Page.Breakdown stacks =
        breakdown("by-stack", "Clients below " + floor + ", by what they look like", bars);
    return others == 0
        ? stacks
        : new Page.Breakdown(
            stacks.id(),
            stacks.title(),
            stacks.bars(),
            stacks.more() + ", of " + Words.count(others, "client"));
  }

  private static void put(Map<String, Set<IpAddress>> sets, String label, IpAddress client) {
    sets.computeIfAbsent(label, l -> new HashSet<>()).add(client);
  }

  private static int size(Map<String, Set<IpAddress>> sets, String label) {
    Set<IpAddress> set = sets.get(label);
    return set == null ? 0 : set.size();
  }

  private Page.Bar bar(String label, long count, String tone) {
    return new Page.Bar(label, Words.number(count), percent(count), tone, "");
  }

  /** The address of the findings narrowed to a value, as the page's script reads it. */
  private static String view(String field, String value) {
    return field + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** What is there is seen: at least 1. */
  private int percent(long count) {
    return count == 0
        ? 0
        : (int) Math.max(1, Math.min(100, Math.round(100.0 * count / Math.max(1, total))));
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
