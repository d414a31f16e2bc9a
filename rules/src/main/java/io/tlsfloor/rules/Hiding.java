package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.Optional;

/** Decides what of that which was not seen could hide a finding. Nothing else does. */
public final class Hiding {
  private final Policy policy;

  /** Decides by what this policy flags. */
  public Hiding(Policy policy) {
    this.policy = policy;
  }

  /**
   * Whether any loss of this kind could. What happened to single connections could only in those
   * that may be the service's, which are judged one by one.
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
   * Whether a finding could be hidden in what was not seen of a connection that may be the
   * service's.
   */
  public boolean couldHide(Judgement judgement) {
    return policy.directions().contains(judgement.direction())
        && (isHalfSeen(judgement.connection()) || isUnnamed(judgement))
        && (policy.anyService() || mayBeTheServices(judgement));
  }

  /**
   * Whether a hello was cut, lost or never captured, so that nothing below the floor can be told or
   * excluded. A connection of which only records from its middle were seen is not meant: they tell,
   * if they are not too few. Nor is QUIC, nor a hello that came just before the capture ended.
   */
  private boolean isHalfSeen(TlsConnection connection) {
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

  /** Whether TLS may have begun in what was not seen of a mail dialogue. */
  private static boolean isHalfSeenDialogue(TlsConnection connection) {
    boolean clear = connection.mail().map(mail -> !mail.commandsInClear().isEmpty()).orElse(false);
    return !clear && (connection.evidence().holes() > 0 || connection.evidence().truncated());
  }

  /** Whether something was found, and the certificate, which may show whose it is, may be lost. */
  private static boolean isUnnamed(Judgement judgement) {
    Evidence evidence = judgement.connection().evidence();
    return judgement.service().isEmpty()
        && !judgement.findings().isEmpty()
        && judgement.connection().certificate().isEmpty()
        && (evidence.truncated() || evidence.holes() > 0 || evidence.sides() == Sides.CLIENT);
  }

  /** A connection whose server has no known name or address could be anyone's. */
  private static boolean mayBeTheServices(Judgement judgement) {
    return judgement.service().isPresent() || judgement.connection().names().isEmpty();
  }
}
