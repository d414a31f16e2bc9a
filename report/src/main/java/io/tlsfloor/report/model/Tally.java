package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Hiding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.PolicyInForce;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Counts a run, and makes the record of it at its end: the one place where one is made. Confined to
 * one thread.
 */
public final class Tally {
  private static final int MAX_SERVERS = 1 << 14; // inside of the home networks; few are proxies

  /** Losses that count flows, or what was said of them. */
  private static final Set<LossKind> FLOWS =
      Set.of(
          LossKind.EVICTED_FLOWS,
          LossKind.CUT_CONNECTIONS,
          LossKind.OVERFLOWED,
          LossKind.BUDGET_EXCEEDED,
          LossKind.CONFLICTS,
          LossKind.LOST_LINES);

  /** Losses that count packets, and are known of a whole run alone. */
  private static final Set<LossKind> PACKETS =
      Set.of(
          LossKind.UNSUPPORTED_LINK_TYPES,
          LossKind.UNSUPPORTED_TUNNELS,
          LossKind.TUNNELS_TOO_DEEP,
          LossKind.INCOMPLETE_FRAGMENTS);

  private Policy policy;
  private final Set<TlsVersion> floors = new TreeSet<>(); // by which it has counted so far
  private Hiding hiding;
  private final ClientTally clients;
  private final Map<RuleId, Long> findings = new EnumMap<>(RuleId.class);
  private long connections;
  private long bothSides;
  private long flagged;
  private long excepted;
  private long belowThreshold;
  private long halfSeen;
  private long undecided; // entries of reports
  private long amendedLate;
  private final Map<Peer, Long> behind = new HashMap<>(); // half seen, if their server is a proxy
  private final Set<Peer> proxies = new HashSet<>();
  private @Nullable Severity worst;
  private long leftOut;
  private long leftOutFlagged;
  private Optional<Run.Reports> reports = Optional.empty();
  private final RunId id = new RunId();
  private final RunDays days = new RunDays();

  /**
   * Counts by this policy.
   *
   * @param shown makes of a judgement what is told of it: {@link ClientTally}
   */
  public Tally(Policy policy, UnaryOperator<Judgement> shown) {
    this.policy = policy;
    floors.addAll(policy.floors());
    hiding = new Hiding(policy);
    clients = new ClientTally(shown);
  }

  /**
   * How a run was begun and ended.
   *
   * @param begun by the clock of this machine
   * @param options that change what is found, as text: the same for the same ones
   * @param narrowedBy names of options that keep connections or frames out, without dashes
   * @param interrupted whether a signal ended it early
   */
  public record Frame(
      Instant begun, String options, List<String> narrowedBy, boolean interrupted) {}

  /**
   * The record of the run.
   *
   * @param read what went in
   * @param missed what readers, logs and outputs lost
   */
  public Run run(Frame frame, Run.Read read, ListVersion list, Losses missed) {
    long damaged =
        read.inputs().stream()
            .filter(input -> input.damage().isPresent() && !input.wasBlind())
            .count();
    Losses losses =
        Losses.ZERO
            .and(missed)
            .and(LossKind.DAMAGED_INPUTS, damaged)
            .and(LossKind.HALF_SEEN_HELLOS, halfSeen())
            .and(LossKind.CLIENTS_FORGOTTEN, clients.dropped());
    if (undecided > 0) {
      losses = losses.and(LossKind.REPORT_UNDECIDED, undecided);
    }
    if (amendedLate > 0) {
      losses = losses.and(LossKind.AMENDED_LATE, amendedLate);
    }
    Instant now = Instant.now();
    Run.Read dated =
        new Run.Read(
            read.inputs(),
            read.packets(),
            read.bytes(),
            read.first(),
            read.last(),
            days.all(missed.count(FLOWS), missed.count(PACKETS)));
    return new Run(
        new Run.Course(
            id.of(frame.options(), dated),
            now,
            Duration.between(frame.begun(), now),
            frame.interrupted()),
        dated,
        new Run.Totals(
            connections,
            clients.clients(),
            clients.accounts(),
            bothSides,
            flagged,
            excepted,
            belowThreshold,
            findings),
        new Run.Missed(losses, reports),
        new Run.Terms(
            policy.floor(),
            floors.stream().filter(each -> !each.equals(policy.floor())).toList(),
            policy.anyService(),
            list.version().orElse(list.source()),
            list.date().map(Object::toString),
            policy.limits(),
            frame.narrowedBy().isEmpty()
                ? Optional.empty()
                : Optional.of(new Run.LeftOut(leftOut, leftOutFlagged, frame.narrowedBy())),
            Optional.empty(),
            Optional.of(PolicyInForce.of(policy).digest())));
  }

  /** Notes what Microsoft's reports and the wire have not in common. */
  public void reports(Optional<Run.Reports> onOneSide) {
    reports = onOneSide;
  }

  /** Counts a connection that the options keep the run from looking at. */
  public void leaveOut(Judgement judgement) {
    long times = judgement.connection().times();
    leftOut += times;
    leftOutFlagged += judgement.flagged() ? times : 0;
  }

  /** Counts a connection that changed after it was counted; its day stays as it is. */
  public void amendLate() {
    amendedLate++;
  }

  /** Notes what was reported: the run's id depends on it. */
  public void told(Result result) {
    id.add(result.id());
  }

  /** The worst severity of flagged connections; empty for none. */
  public Optional<Severity> worst() {
    return Optional.ofNullable(worst);
  }

  /** Versions before it are below, at present. */
  public TlsVersion floor() {
    return policy.floor();
  }

  /** Returns what was seen of each day. */
  public RunDays days() {
    return days;
  }

  /** Counts from here on by another policy. */
  public void judgeBy(Policy next) {
    policy = next;
    floors.addAll(next.floors());
    hiding = new Hiding(next);
  }

  /** Counts a judgement. */
  public void add(Judgement judgement) {
    count(judgement);
    if (isClients(judgement)) {
      clients.add(judgement, policy);
    } else {
      clients.seen(judgement, policy);
    }
    if (judgement.flagged()) {
      Severity severity = judgement.severity().orElse(Severity.LOW);
      worst = worst == null || worst.compareTo(severity) < 0 ? severity : worst;
    }
  }

  private boolean isClients(Judgement judgement) {
    return policy.directions().contains(judgement.direction())
        && (judgement.service().isPresent() || policy.anyService());
  }

  private void count(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    long times = connection.times();
    connections += times;
    if (connection.log().isEmpty() && connection.evidence().sides() == Sides.BOTH) {
      bothSides++;
    }
    if (judgement.flagged()) {
      flagged += times;
      for (Finding finding : judgement.findings()) {
        findings.merge(finding.rule(), times, Long::sum);
      }
    } else if (judgement.excepted()) {
      excepted += times;
    } else if (judgement.belowThreshold()) {
      belowThreshold += times;
    }
    boolean hidden = hiding.couldHide(judgement);
    if (hidden && connection.report().isPresent()) {
      undecided++;
    } else if (hidden) {
      halfSeen++;
    } else if (hiding.couldHideBehindProxy(judgement)) {
      Peer server = connection.server();
      if (behind.containsKey(server) || behind.size() < MAX_SERVERS) {
        behind.merge(server, 1L, Long::sum);
      } else {
        halfSeen++;
      }
    }
    if (hidden || isClients(judgement)) {
      days.connection(connection.evidence().first(), hidden);
    }
    if (Hiding.isWithProxy(connection) && proxies.size() < MAX_SERVERS) {
      proxies.add(connection.server());
    }
  }

  /** Returns what each client did. */
  public ClientTally clients() {
    return clients;
  }

  /** All connections. */
  public long connections() {
    return connections;
  }

  /** Flagged connections. */
  public long flagged() {
    return flagged;
  }

  /** Connections that may be the service's, and of whose hello too little was seen. */
  long halfSeen() {
    long all = halfSeen;
    for (Peer proxy : proxies) {
      all += behind.getOrDefault(proxy, 0L);
    }
    return all;
  }
}
