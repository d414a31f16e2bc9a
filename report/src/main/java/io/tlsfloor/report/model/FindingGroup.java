package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Connections of one client to one service that the same rule found, from the same stack. */
public final class FindingGroup {
  /** Hosts and outcomes that are counted each; the rest is counted together. */
  private static final int MAX_KINDS = 16;

  private static final String OTHERS = "others";

  /**
   * Holds what connections are grouped by.
   *
   * @param client its address; never left out, so that no client hides another
   * @param service empty for none
   * @param rule empty for a connection without a finding
   * @param stack empty for unknown
   * @param flagged whether they are alerts
   */
  public record Key(
      IpAddress client,
      Optional<ServiceName> service,
      Optional<RuleId> rule,
      Optional<String> stack,
      boolean flagged) {
    /** Returns what clients are counted by. */
    public ClientAndService clientAndService() {
      return new ClientAndService(client, service);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && client.equals(that.client)
          && service.equals(that.service)
          && rule.equals(that.rule)
          && stack.equals(that.stack)
          && flagged == that.flagged;
    }

    @Override
    public int hashCode() {
      int hash = 31 * client.hashCode() + service.hashCode();
      return 31 * (31 * hash + rule.hashCode()) + stack.hashCode();
    }
  }

  private final Key key;
  private IpAddress client; // by which its device is counted
  private final Optional<ClientStack> stack;
  private Optional<Finding> finding = Optional.empty();
  private FrameRef frame; // this and what follows: of the connection that finding is about
  private Transport transport;
  private Ends ends;
  private Optional<String> issuer = Optional.empty();
  private final List<String> prefaces;
  private Map<String, Long> hosts = Map.of();
  private Map<String, Long> outcomes = Map.of();
  private Set<RuleId> alsoFound = Set.of();
  private Optional<TlsVersion> offered = Optional.empty();
  private Optional<TlsVersion> chosen = Optional.empty();
  private boolean inferred;
  private boolean established;
  private boolean refused;
  private long times;
  private Instant first = Instant.MAX;
  private Instant last = Instant.MIN;

  /** A group that begins with {@code result}; add it too. */
  FindingGroup(Key key, Result result) {
    this.key = key;
    client = key.client();
    stack = result.stack();
    prefaces = result.prefaces();
    frame = result.hello(); // and not the result: it holds all facts
    transport = result.connection().transport();
    ends = result.ends();
  }

  /** The client, by the first address of its device: the same for all of its groups. */
  public IpAddress client() {
    return client;
  }

  /** Says which device it is. */
  void of(IpAddress device) {
    client = device;
  }

  /** Adds a connection, with the finding that it is grouped by, and what is kept of one. */
  void add(Result result, Optional<Finding> found, UnaryOperator<Finding> kept) {
    times++;
    if (found.isPresent()
        && (finding.isEmpty() || finding.get().severity().compareTo(found.get().severity()) < 0)) {
      finding = found.map(kept);
      frame = result.hello();
      transport = result.connection().transport();
      ends = result.ends();
      issuer = result.connection().certificate().map(ServerCertificate::issuer);
    }
    Outcome outcome = result.connection().outcome();
    offered = lower(offered, result.offered());
    inferred |= result.inferred().isPresent();
    chosen = lower(chosen, result.chosen().or(result::inferred));
    outcomes = counted(outcomes, result.outcome());
    hosts = counted(hosts, host(result));
    established |= outcome == Outcome.ESTABLISHED || result.inferred().isPresent();
    refused |=
        switch (outcome) {
          case REFUSED, RESET, CLOSED -> true;
          default -> false;
        };
    for (Finding other : result.findings()) {
      if (key.rule().isPresent() && other.rule() != key.rule().get()) {
        alsoFound = alsoFound.isEmpty() ? EnumSet.noneOf(RuleId.class) : alsoFound;
        alsoFound.add(other.rule());
      }
    }
    Instant start = result.first().time();
    Instant end = result.end();
    first = start.isBefore(first) ? start : first;
    last = end.isAfter(last) ? end : last;
  }

  /** Takes a connection back that was added; whether it was the last one. */
  boolean takeBack(Result result) {
    times--;
    outcomes = uncounted(outcomes, result.outcome());
    hosts = uncounted(hosts, host(result));
    return times == 0;
  }

  private static String host(Result result) {
    String host = result.hostOrAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + result.port();
  }

  private static Map<String, Long> uncounted(Map<String, Long> counts, String kind) {
    Map<String, Long> fewer = new LinkedHashMap<>(counts);
    fewer.computeIfPresent(
        counts.containsKey(kind) ? kind : OTHERS, (k, count) -> count == 1 ? null : count - 1);
    return fewer;
  }

  private static Optional<TlsVersion> lower(Optional<TlsVersion> one, Optional<TlsVersion> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return other.get().isBefore(one.get()) ? other : one;
  }

  /** One more of a kind. Most groups have one alone, which takes a third of the room. */
  private static Map<String, Long> counted(Map<String, Long> counts, String kind) {
    Long known = counts.get(kind);
    if (counts.isEmpty() || known != null && counts.size() == 1) {
      return Map.of(kind, known == null ? 1L : known + 1);
    }
    Map<String, Long> several = counts.size() == 1 ? new LinkedHashMap<>(counts) : counts;
    several.merge(known != null || counts.size() < MAX_KINDS ? kind : OTHERS, 1L, Long::sum);
    return several;
  }

  /** The kind that was counted most often, the first of those; empty for none. */
  public static Optional<String> commonest(Map<String, Long> counts) {
    Optional<String> best = Optional.empty();
    long most = 0;
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      if (count.getValue() > most) {
        best = Optional.of(count.getKey());
        most = count.getValue();
      }
    }
    return best;
  }

  /** Returns what the connections have in common. */
  public Key key() {
    return key;
  }

  /** The worst of the connections' findings by the group's rule, and the first of those. */
  public Optional<Finding> finding() {
    return finding;
  }

  /**
   * Returns what excepts the connections, where an exception is all that keeps them from being
   * alerts.
   */
  public Optional<Finding.Waiver> waiver() {
    return key.flagged() ? Optional.empty() : finding.flatMap(Finding::exception);
  }

  /** Returns whether its client counts: it is flagged, or an exception alone keeps it from that. */
  public boolean counts() {
    return key.flagged() || waiver().isPresent();
  }

  /** Returns whether it is flagged for a finding of severity low. */
  public boolean isLow() {
    return key.flagged() && severity().equals(Optional.of(Severity.LOW));
  }

  /** What services groups of one client are of, for people; {@code none} stands for no service. */
  public static List<String> services(List<FindingGroup> groups, String none) {
    List<String> services = new ArrayList<>(1); // most clients have one group
    for (FindingGroup group : groups) {
      Optional<ServiceName> service = group.key.service();
      String name = service.isPresent() ? Printable.name(service.get().name()) : none;
      if (!services.contains(name)) {
        services.add(name);
      }
    }
    return services;
  }

  /** What {@code tlsfloor remedy} takes for groups of one client. */
  public static List<String> fixes(List<FindingGroup> groups) {
    List<String> fixes = new ArrayList<>(1);
    for (FindingGroup group : groups) {
      Optional<Remedy> remedy = group.finding.flatMap(Finding::remedy);
      String fix = remedy.isPresent() ? Fixes.key(remedy.get()) : "";
      if (remedy.isPresent() && !fixes.contains(fix)) {
        fixes.add(fix);
      }
    }
    return fixes;
  }

  /** Returns the severity of {@link #finding}. */
  public Optional<Severity> severity() {
    return finding.map(Finding::severity);
  }

  /** The severity in words, in brackets where it raised no alert; empty for no finding. */
  public Optional<String> label() {
    return severity().map(Words::constant).map(word -> key.flagged() ? word : "(" + word + ")");
  }

  /** Returns what the client looks like. */
  public Optional<ClientStack> stack() {
    return stack;
  }

  /** Where to look first: the hello of the connection that {@link #finding} is about. */
  public FrameRef frame() {
    return frame;
  }

  /** Returns that of the connection that {@link #finding} is about. */
  public Transport transport() {
    return transport;
  }

  /** Returns that of the connection that {@link #finding} is about. */
  public Ends ends() {
    return ends;
  }

  /** Who signed the certificate that was shown to the connection that {@link #finding} is about. */
  public Optional<String> issuer() {
    return issuer;
  }

  /** Returns that of the first connection, in order: {@code starttls-smtp}. */
  public List<String> prefaces() {
    return prefaces;
  }

  /** {@code host:port}, as sent, with how often. */
  public Map<String, Long> hosts() {
    return hosts;
  }

  /** Returns what became of the connections, in words, with how often. */
  public Map<String, Long> outcomes() {
    return outcomes;
  }

  /** Returns what other rules found on the same connections. */
  public Iterable<RuleId> alsoFound() {
    return alsoFound;
  }

  /** The lowest of the highest versions that were offered. */
  public Optional<TlsVersion> offered() {
    return offered;
  }

  /** The lowest version that was chosen or inferred. */
  public Optional<TlsVersion> chosen() {
    return chosen;
  }

  /** Returns whether a report of Microsoft's calls it old, and does not tell the version. */
  public boolean isReportedOld() {
    return chosen.isEmpty() && key.rule().equals(Optional.of(RuleId.REPORTED_BELOW_FLOOR));
  }

  /** Returns whether {@link #chosen} is known by records and not by a ServerHello. */
  public boolean inferred() {
    return inferred;
  }

  /** Returns whether one of the connections came about. */
  public boolean established() {
    return established;
  }

  /** Returns whether one of the connections was refused, reset or closed. */
  public boolean refused() {
    return refused;
  }

  /** How many connections. */
  public long times() {
    return times;
  }

  /** Time of the first packet of the first connection. */
  public Instant first() {
    return first;
  }

  /** Time of the last packet that a verdict used. */
  public Instant last() {
    return last;
  }
}
