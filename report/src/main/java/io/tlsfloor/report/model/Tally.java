package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Counts judgements, for the end of the run. Confined to one thread. */
public final class Tally {
  private final Policy policy;
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
    clients = new ClientTally(policy.floor());
  }

  /** Counts a judgement. */
  public void add(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    connections++;
    if (connection.evidence().sides() == Sides.BOTH) {
      bothSides++;
    }
    clients.seen(judgement);
    boolean chosen = policy.directions().contains(judgement.direction());
    if (chosen && (judgement.service().isPresent() || policy.anyService())) {
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
    boolean hidden = isHalfSeen(connection) || isUnnamed(judgement);
    if (chosen && hidden && mayBeTheServices(judgement)) {
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

  /**
   * Whether a hello was cut, lost or never captured, so that nothing below the floor can be told or
   * excluded. A connection that was seen from its middle only is not meant: its records tell. Nor
   * is QUIC, nor a hello that came just before the capture ended.
   */
  private boolean isHalfSeen(TlsConnection connection) {
    if (connection.outcome() == Outcome.NO_TLS || connection.protocol() == Protocol.QUIC) {
      return false;
    }
    Evidence evidence = connection.evidence();
    if (connection.choice().isPresent()) { // a list that also holds old versions may be hidden
      return evidence.truncated() && !connection.offer().map(Offer::whole).orElse(false);
    }
    if (connection.offer().isEmpty()) {
      return evidence.fromStart();
    }
    Offer offer = connection.offer().get();
    if (!offer.whole()) {
      return true;
    }
    if (connection.outcome() != Outcome.INCOMPLETE) {
      return false;
    }
    boolean allAbove = offer.min().isPresent() && !offer.min().get().isBefore(policy.floor());
    return !allAbove
        && (evidence.holes() > 0
            || evidence.truncated()
            || evidence.sides() != Sides.BOTH
                && connection.ending().map(Ending::how).equals(Optional.of(EndedHow.TIMEOUT)));
  }

  /** Whether something was found, and the certificate, which may tell whose it is, may be lost. */
  private static boolean isUnnamed(Judgement judgement) {
    Evidence evidence = judgement.connection().evidence();
    return judgement.service().isEmpty()
        && !judgement.findings().isEmpty()
        && judgement.connection().certificate().isEmpty()
        && (evidence.truncated() || evidence.holes() > 0 || evidence.sides() == Sides.CLIENT);
  }

  /** A connection whose server no name and no address tells could be anybody's. */
  private static boolean mayBeTheServices(Judgement judgement) {
    return judgement.service().isPresent() || judgement.connection().names().isEmpty();
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
