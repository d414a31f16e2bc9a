package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Connections of one client to one service that the same rule found, from the same stack. */
public final class FindingGroup {
  /** Hosts and outcomes that are told apart; the rest is counted together. */
  private static final int MAX_KINDS = 16;

  private static final String OTHERS = "others";

  /**
   * What connections are grouped by.
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
  private final Optional<ClientStack> stack;
  private Optional<Finding> finding = Optional.empty();
  private FrameRef frame;
  private Transport transport;
  private Ends ends;
  private final List<String> prefaces;
  private final Map<String, Long> hosts = new LinkedHashMap<>(2);
  private final Map<String, Long> outcomes = new LinkedHashMap<>(2);
  private final TreeSet<RuleId> alsoFound = new TreeSet<>();
  private Optional<TlsVersion> offered = Optional.empty();
  private Optional<TlsVersion> chosen = Optional.empty();
  private boolean inferred;
  private boolean established;
  private boolean refused;
  private long times;
  private Instant first = Instant.MAX;
  private Instant last = Instant.MIN;

  /** A group that begins with {@code judgement}; add it too. */
  FindingGroup(Key key, Judgement judgement) {
    this.key = key;
    stack = judgement.stack();
    prefaces = PrefaceKind.labels(judgement.connection().way().prefaces());
    frame = frame(judgement.connection().evidence());
    transport = judgement.connection().transport();
    ends = judgement.ends();
  }

  private static FrameRef frame(Evidence evidence) {
    return evidence.clientHello().isEmpty() ? evidence.first() : evidence.clientHello().get(0);
  }

  /** Adds a connection, with the finding that it is grouped by. */
  void add(Judgement judgement, Optional<Finding> found) {
    TlsConnection connection = judgement.connection();
    times++;
    if (found.isPresent()
        && (finding.isEmpty() || finding.get().severity().compareTo(found.get().severity()) < 0)) {
      finding = found;
      frame = frame(connection.evidence());
      transport = connection.transport();
      ends = judgement.ends();
    }
    offered = lower(offered, connection.offer().map(Offer::max));
    Optional<TlsVersion> version = connection.choice().map(Choice::version);
    inferred |= connection.inferred().isPresent();
    chosen = lower(chosen, version.or(connection::inferred));
    count(outcomes, OutcomeText.of(connection));
    count(hosts, host(judgement));
    established |= connection.outcome() == Outcome.ESTABLISHED || connection.inferred().isPresent();
    refused |=
        switch (connection.outcome()) {
          case REFUSED, RESET, CLOSED -> true;
          default -> false;
        };
    for (Finding other : judgement.findings()) {
      if (key.rule().isPresent() && other.rule() != key.rule().get()) {
        alsoFound.add(other.rule());
      }
    }
    Instant start = connection.evidence().first().time();
    Instant end = connection.evidence().last().time();
    first = start.isBefore(first) ? start : first;
    last = end.isAfter(last) ? end : last;
  }

  private static Optional<TlsVersion> lower(Optional<TlsVersion> one, Optional<TlsVersion> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return other.get().isBefore(one.get()) ? other : one;
  }

  private static void count(Map<String, Long> counts, String kind) {
    boolean known = counts.containsKey(kind) || counts.size() < MAX_KINDS;
    counts.merge(known ? kind : OTHERS, 1L, Long::sum);
  }

  private static String host(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    String host =
        judgement
            .service()
            .map(Service::host)
            .or(connection::serverName)
            .orElseGet(() -> judgement.ends().server().address().toString());
    int port =
        connection.way().target().isPresent()
            ? connection.way().target().get().port()
            : judgement.ends().server().port();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /** What the connections have in common. */
  public Key key() {
    return key;
  }

  /** The worst of the connections' findings by the group's rule, and the first of those. */
  public Optional<Finding> finding() {
    return finding;
  }

  /** Of {@link #finding}. */
  public Optional<Severity> severity() {
    return finding.map(Finding::severity);
  }

  /** What the client looks like. */
  public Optional<ClientStack> stack() {
    return stack;
  }

  /** Where to look first: the hello of the connection that {@link #finding} is about. */
  public FrameRef frame() {
    return frame;
  }

  /** Of the connection that {@link #finding} is about. */
  public Transport transport() {
    return transport;
  }

  /** Of the connection that {@link #finding} is about. */
  public Ends ends() {
    return ends;
  }

  /** Of the first connection, in order: {@code starttls-smtp}. */
  public List<String> prefaces() {
    return prefaces;
  }

  /** {@code host:port}, as sent, with how often. */
  public Map<String, Long> hosts() {
    return hosts;
  }

  /** What became of the connections, in words, with how often. */
  public Map<String, Long> outcomes() {
    return outcomes;
  }

  /** What other rules found on the same connections. */
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

  /** Whether {@link #chosen} was told by records and not by a ServerHello. */
  public boolean inferred() {
    return inferred;
  }

  /** Whether one of the connections came about. */
  public boolean established() {
    return established;
  }

  /** Whether one of the connections was refused, reset or closed. */
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
