package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a connection: the first that applies, in the order of {@link Outcome}.
 *
 * @param outcome how far it got
 * @param ending what ended it; empty when nothing did: established, or answered in clear
 */
record Verdict(Outcome outcome, Optional<Ending> ending) {
  private static final Verdict ESTABLISHED = new Verdict(Outcome.ESTABLISHED, Optional.empty());

  /** What the tracker saw apart from the TLS messages. */
  interface Surroundings {
    /** What the TLS messages said. */
    TlsFacts facts();

    /** Whether a packet of {@code direction} was seen. */
    boolean packetsSeen(int direction);

    /** Whether a byte of payload of {@code direction} was seen. */
    boolean payloadSeen(int direction);

    /** Missing pieces of both directions. */
    int holes();
  }

  /** The verdict that no later packet can change; null while there is none. */
  static @Nullable Verdict early(TlsFacts facts) {
    boolean versionKnown = facts.serverHelloSeen() || facts.inferred().isPresent();
    if (versionKnown && facts.records().isEncrypted(0) && facts.records().isEncrypted(1)) {
      return ESTABLISHED;
    }
    return refusedOrAnswered(facts);
  }

  /** The verdict when nothing more will come, for the reason given. */
  static Verdict last(Surroundings around, Ending ending) {
    TlsFacts facts = around.facts();
    if (isEstablished(facts, around)) {
      return ESTABLISHED;
    }
    Verdict inClear = refusedOrAnswered(facts);
    if (inClear != null) {
      return inClear;
    }
    boolean handshakeSeen = facts.helloSeen() || facts.choice().isPresent();
    boolean told = handshakeSeen && around.holes() == 0;
    if (ending.how() == EndedHow.RESET && told) {
      return new Verdict(Outcome.RESET, Optional.of(ending));
    }
    if (ending.how() == EndedHow.FIN && told) {
      return new Verdict(Outcome.CLOSED, Optional.of(ending));
    }
    return new Verdict(silent(facts, around, ending), Optional.of(ending));
  }

  /** Whether what was seen decides, whatever else is missing. */
  static boolean isDecided(Surroundings around) {
    return early(around.facts()) != null || isEstablished(around.facts(), around);
  }

  private static Outcome silent(TlsFacts facts, Surroundings around, Ending ending) {
    int server = 1 - facts.clientDirection();
    if (ending.how() != EndedHow.TIMEOUT
        || facts.clientDirection() < 0
        || around.holes() > 0
        || facts.isHalf()
        || !around.packetsSeen(server)) {
      return Outcome.INCOMPLETE;
    }
    if (facts.choice().isPresent()) {
      return Outcome.NEGOTIATED;
    }
    return facts.helloSeen() && !around.payloadSeen(server)
        ? Outcome.UNANSWERED
        : Outcome.INCOMPLETE;
  }

  private static boolean isEstablished(TlsFacts facts, Surroundings around) {
    return (facts.records().isEncrypted(0) || facts.records().isEncrypted(1))
        && (facts.records().isEncrypted(0) || !around.packetsSeen(0))
        && (facts.records().isEncrypted(1) || !around.packetsSeen(1));
  }

  private static @Nullable Verdict refusedOrAnswered(TlsFacts facts) {
    Optional<AlertSeen> alert = facts.alert();
    if (alert.isPresent() && alert.get().isFatal()) {
      return new Verdict(
          Outcome.REFUSED, Optional.of(new Ending(EndedHow.ALERT, alert.get().by())));
    }
    if (facts.isAnsweredInClear()) {
      return new Verdict(Outcome.ANSWERED_IN_CLEAR, Optional.empty());
    }
    return null;
  }
}
