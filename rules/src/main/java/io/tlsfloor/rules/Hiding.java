package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides what of that which was not seen could hide a finding. Nothing else does. */
public final class Hiding {
  private static final Set<Integer> PROXY_PORTS =
      Set.of(1080, 3128, 8000, 8080, 8081, 8118, 8888, 9090);

  private final Policy policy;

  /** Decides by what this policy flags. */
  public Hiding(Policy policy) {
    this.policy = policy;
  }

  /**
   * Returns whether any loss of this kind could. What happened to single connections could only in
   * those that may be the service's, which are judged one by one.
   */
  public static boolean couldHide(Loss loss) {
    return switch (loss) {
      case KERNEL_DROPS,
          INTERFACE_DROPS,
          QUEUE_DROPS,
          BLIND_SECONDS,
          UNSUPPORTED_LINK_TYPES,
          UNSUPPORTED_TUNNELS,
          TUNNELS_TOO_DEEP,
          TRUNCATED_PACKETS,
          INCOMPLETE_FRAGMENTS,
          EVICTED_FLOWS,
          CUT_CONNECTIONS,
          OVERFLOWED,
          BUDGET_EXCEEDED,
          CONFLICTS,
          EVICTED_NAMES ->
          true;
      case CUT_HELLOS,
          HOLES,
          ONE_SIDED,
          OPAQUE_TUNNELS,
          MALFORMED_PACKETS,
          FROM_MIDDLE,
          UNFINISHED,
          LONG_LINES,
          CROWDED_NAMES,
          EVICTED_CLIENT_NAMES,
          QUIC_UNDECRYPTED,
          GOOGLE_QUIC,
          ENCRYPTED_CLIENT_HELLO,
          WITHOUT_FINGERPRINTS ->
          false;
    };
  }

  /**
   * Returns whether a finding could be hidden in what was not seen of a connection, whatever else
   * the run shows. Only three things rule that out, if they were seen: a target or a name that is
   * not the service's; the whole start of a connection inside of the home networks, without CONNECT
   * or SOCKS; a best offer and a choice at or above the floor. A missing name, target or side rules
   * nothing out. An inbound connection is known by its client's address.
   */
  public boolean couldHide(Judgement judgement) {
    return isLoss(judgement) && !isInside(judgement);
  }

  /**
   * Returns whether one could if the server is a proxy: of a connection inside of the home networks
   * the start was not seen, where a proxy may have been asked for the service. On a port that
   * proxies usually have it counts in any case.
   */
  public boolean couldHideBehindProxy(Judgement judgement) {
    return isLoss(judgement) && isInside(judgement) && !isStartSeen(judgement.connection());
  }

  /** Returns whether a connection shows that its server acts as a proxy. */
  public static boolean isWithProxy(TlsConnection connection) {
    return connection.way().target().isPresent() || hasProxyDialogue(connection);
  }

  private boolean isLoss(Judgement judgement) {
    boolean lost = isHalfSeen(judgement.connection()) || isUnnamed(judgement);
    boolean inbound = judgement.direction() == Direction.INBOUND;
    return lost
        && policy.directions().contains(inbound ? Direction.INBOUND : Direction.OUTBOUND)
        && (policy.anyService() || mayBeTheServices(judgement));
  }

  /** Returns whether it stays inside of the home networks, as far as nothing shows the contrary. */
  private boolean isInside(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    boolean startLost =
        connection.evidence().fromStart()
            && connection.evidence().holes() > 0
            && connection.offer().map(Offer::whole).orElse(false); // so it was before the hello
    return judgement.direction() == Direction.INTERNAL
        && !policy.directions().contains(Direction.INTERNAL)
        && !startLost
        && !hasProxyDialogue(connection)
        && (isStartSeen(connection) || !PROXY_PORTS.contains(connection.server().port()));
  }

  /**
   * Returns whether packets before a hello were seen, which then are of the set-up, and no hole.
   */
  private static boolean isStartSeen(TlsConnection connection) {
    Evidence evidence = connection.evidence();
    return evidence.fromStart()
        && connection.offer().isPresent()
        && evidence.holes() <= (connection.offer().get().whole() ? 0 : 1) // the hello's own
        && !evidence.clientHello().contains(evidence.first());
  }

  private static boolean hasProxyDialogue(TlsConnection connection) {
    List<PrefaceKind> prefaces = connection.way().prefaces();
    for (int i = 0; i < prefaces.size(); i++) { // no iterator: this is asked for each connection
      if (prefaces.get(i).isSocks() || prefaces.get(i) == PrefaceKind.HTTP_CONNECT) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether a hello was cut, lost or never captured, so that nothing below the floor can be
   * told or excluded. A connection of which only records from its middle were seen is not meant:
   * they tell, if they are not too few. Nor is QUIC, nor a hello that came just before the capture
   * ended.
   */
  private boolean isHalfSeen(TlsConnection connection) {
    if (connection.report().isPresent()) {
      return connection.choice().isEmpty()
          && Basis.proof(connection, policy.floor()) == Basis.Proof.NEITHER;
    }
    if (connection.outcome() == Outcome.NO_TLS) {
      return isHalfSeenDialogue(connection);
    }
    if (connection.protocol() == Protocol.QUIC) {
      return false;
    }
    Evidence evidence = connection.evidence();
    if (connection.evidence().contested()) {
      return true;
    }
    if (connection.choice().isPresent()) { // a list that also holds old versions may be hidden
      boolean cut = evidence.truncated() || evidence.holes() > 0 && evidence.sides() == Sides.BOTH;
      return cut && !connection.offer().map(Offer::whole).orElse(false);
    }
    if (connection.offer().isEmpty()) {
      return evidence.fromStart()
          || connection.alert().isPresent()
          || connection.progress().olderRecords()
          || evidence.truncated()
              && connection.inferred().isEmpty()
              && !connection.progress().modernRecords()
          || connection.mail().isPresent() && !connection.progress().modernRecords();
    }
    Offer offer = connection.offer().get();
    if (!offer.whole()) {
      return true;
    }
    boolean allAbove = offer.min().isPresent() && !offer.min().get().isBefore(policy.floor());
    if (allAbove) {
      return false;
    }
    if (connection.outcome() == Outcome.ESTABLISHED
        && connection.log().isEmpty()) { // with a choice that was not captured
      return connection.inferred().isEmpty() && !connection.progress().modernRecords();
    }
    return connection.outcome() == Outcome.INCOMPLETE
        && (evidence.holes() > 0
            || evidence.truncated()
            || connection.ending().map(Ending::how).equals(Optional.of(EndedHow.TIMEOUT)));
  }

  /** Returns whether TLS may have begun in what was not seen of a mail dialogue. */
  private static boolean isHalfSeenDialogue(TlsConnection connection) {
    boolean clear = connection.mail().map(mail -> !mail.commandsInClear().isEmpty()).orElse(false);
    return !clear && (connection.evidence().holes() > 0 || connection.evidence().truncated());
  }

  /**
   * Returns whether something was found, and what may show whose it is may be lost: the server
   * name, with the client's side or the beginning, or the certificate, or what a proxy was asked
   * for.
   */
  private static boolean isUnnamed(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    Evidence evidence = connection.evidence();
    return judgement.service().isEmpty()
        && !judgement.findings().isEmpty()
        && connection.certificate().isEmpty()
        && connection.log().isEmpty()
        && (evidence.truncated()
            || evidence.holes() > 0
            || evidence.sides() != Sides.BOTH
            || !evidence.fromStart()
            || hasProxyDialogue(connection) && connection.way().target().isEmpty()
            || judgement.direction() == Direction.INTERNAL && !isStartSeen(connection));
  }

  /** A connection whose server has no known name, target or address could be anyone's. */
  private static boolean mayBeTheServices(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    return judgement.service().isPresent()
        || connection.names().isEmpty() && !isTargetNamed(connection);
  }

  /**
   * Returns whether a proxy was asked for somebody. Who asks by SOCKS may have looked the name up
   * itself, or has to: an address there says no more than that of a server without a proxy.
   */
  private static boolean isTargetNamed(TlsConnection connection) {
    Optional<Target> target = connection.way().target();
    return target.isPresent()
        && (IpAddress.find(target.get().host()).isEmpty()
            || connection.way().prefaces().stream().noneMatch(PrefaceKind::isSocks));
  }
}
