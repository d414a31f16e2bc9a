package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Hiding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import java.util.EnumMap;
import java.util.Map;

/** Counts judgements, for the end of the run. Confined to one thread. */
public final class Tally {
  private final Policy policy;
  private final Hiding hiding;
  private final ClientTally clients;
  private final Map<RuleId, Long> findings = new EnumMap<>(RuleId.class);
  private long connections;
  private long bothSides;
  private long flagged;
  private long excepted;
  private long belowThreshold;
  private long halfSeen;

  /** Counts by this policy. */
  public Tally(Policy policy) {
    this.policy = policy;
    hiding = new Hiding(policy);
    clients = new ClientTally(policy.floor());
  }

  /** Counts a judgement. */
  public void add(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    connections++;
    if (connection.log().isEmpty() && connection.evidence().sides() == Sides.BOTH) {
      bothSides++;
    }
    clients.seen(judgement);
    if (policy.directions().contains(judgement.direction())
        && (judgement.service().isPresent() || policy.anyService())) {
      clients.add(judgement);
    }
    if (judgement.flagged()) {
      flagged++;
      for (Finding finding : judgement.findings()) {
        findings.merge(finding.rule(), 1L, Long::sum);
      }
    } else if (isExcepted(judgement)) {
      excepted++;
    } else if (judgement.belowThreshold()) {
      belowThreshold++;
    }
    if (hiding.couldHide(judgement)) {
      halfSeen++;
    }
  }

  private static boolean isExcepted(Judgement judgement) {
    for (Finding finding : judgement.findings()) {
      if (finding.exception().isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** What each client did. */
  public ClientTally clients() {
    return clients;
  }

  /** Findings of flagged connections, by rule. */
  public Map<RuleId, Long> findings() {
    return findings;
  }

  /** All connections. */
  public long connections() {
    return connections;
  }

  /** Connections of which both sides were seen. */
  public long bothSides() {
    return bothSides;
  }

  /** Flagged connections. */
  public long flagged() {
    return flagged;
  }

  /** Connections that only an exception kept from being flagged. */
  public long excepted() {
    return excepted;
  }

  /** Connections that only severity or confidence kept from being flagged. */
  public long belowThreshold() {
    return belowThreshold;
  }

  /** Connections that may be the service's, and of whose hello too little was seen. */
  public long halfSeen() {
    return halfSeen;
  }
}
