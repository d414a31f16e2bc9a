package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.preface.Preface;
import java.util.List;
import java.util.Optional;

/** Counts what a capture does not show of single connections. */
final class ConnectionLosses {
  private final LossCounter losses;

  ConnectionLosses(LossCounter losses) {
    this.losses = losses;
  }

  /** Counts what is missing of a connection that is reported. */
  void count(Conversation conversation, TlsConnection connection) {
    boolean undecided = connection.outcome() == Outcome.INCOMPLETE;
    boolean cutAtStart = connection.offer().isEmpty() && conversation.isCutAtStart();
    if (cutAtStart || conversation.facts().isHalf() && conversation.isTruncated()) {
      losses.add(Loss.CUT_HELLOS);
    } else if (undecided && connection.evidence().holes() > 0) {
      losses.add(Loss.HOLES);
    }
    if (connection.evidence().sides() != Sides.BOTH) {
      losses.add(Loss.ONE_SIDED);
    }
    if (!connection.evidence().fromStart()
        && connection.offer().isEmpty()
        && connection.choice().isEmpty()) {
      losses.add(Loss.FROM_MIDDLE);
    }
    if (undecided && connection.ending().map(Ending::how).orElse(null) == EndedHow.CAPTURE_END) {
      losses.add(Loss.UNFINISHED);
    }
    if (conversation.overflowed() && connection.offer().isEmpty()) {
      losses.add(Loss.OVERFLOWED);
    }
    Evidence evidence = connection.evidence();
    if (evidence.contested() || evidence.stray() || conversation.isDisputed()) {
      losses.add(Loss.CONFLICTS);
    }
    Optional<Offer> offer = connection.offer();
    if (offer.isPresent()) {
      countHello(offer.get());
    }
    countBudget(conversation);
    List<Preface> dialogues = conversation.prefaces();
    for (int i = 0; i < dialogues.size(); i++) { // no iterator: each connection is counted
      Preface preface = dialogues.get(i);
      losses.add(Loss.LONG_LINES, preface.longLines());
      if (preface.isTooLong() && preface.mail().isPresent() && preface.commandsInClear() == 0) {
        losses.add(Loss.BUDGET_EXCEEDED); // TLS may have begun behind all that
      }
    }
  }

  private void countHello(Offer offer) {
    losses.add(Loss.ENCRYPTED_CLIENT_HELLO, offer.encryptedClientHello() ? 1 : 0);
    boolean none = offer.whole() && offer.format() != HelloFormat.SSLV2 && offer.ja4().isEmpty();
    losses.add(Loss.WITHOUT_FINGERPRINTS, none ? 1 : 0);
  }

  private void countBudget(Conversation conversation) {
    if (conversation.facts().isBudgetExceeded()) {
      losses.add(Loss.BUDGET_EXCEEDED);
    }
  }

  /** Counts a conversation of which there is too little to report. */
  void countUntold(Conversation conversation) {
    boolean contradicted = conversation.conflicts() > 0 || conversation.isContradicted();
    losses.add(Loss.CONFLICTS, contradicted && !conversation.isNames() ? 1 : 0);
    if (conversation.facts().isUnproven() && conversation.isAnswerMissing()) {
      losses.add(Loss.CUT_CONNECTIONS);
    }
    if (conversation.facts().isPseudo()) {
      boolean records = !conversation.facts().isUnproven() && conversation.strayRecords() > 1;
      losses.add(Loss.CONFLICTS, records ? 1 : 0);
      return;
    }
    if (conversation.flow().isTentative()) {
      losses.add(Loss.CONFLICTS, conversation.facts().helloSeen() ? 1 : 0);
      losses.add(Loss.CUT_CONNECTIONS, isCutAnother(conversation) ? 1 : 0);
      return;
    }
    countBudget(conversation);
    if (conversation.isCutAtStart()) {
      losses.add(Loss.CUT_CONNECTIONS);
    } else if (conversation.strayRecords() > 0) {
      losses.add(Loss.FROM_MIDDLE);
      boolean helloMissing = conversation.facts().records().areOld() || conversation.isFromStart();
      losses.add(Loss.CUT_CONNECTIONS, helloMissing ? 1 : 0);
    }
  }

  /**
   * Whether what may be another connection between the same ends was not seen to begin TLS: it
   * began after a silence, or its first bytes were cut, and are not late ones of the one before.
   */
  private static boolean isCutAnother(Conversation conversation) {
    return conversation.flow() instanceof TcpFlow flow
        && !conversation.facts().helloSeen()
        && (flow.isAnotherAfterSilence()
            || conversation.isCutAtStart() && (flow.fromStart() || !flow.mayBeLate));
  }
}
