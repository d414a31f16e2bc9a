package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.util.Optional;

/**
 * The server chose a version below the floor. Where the client offered better, the fault is the
 * server's or of something between, and the finding says so; where it then walked away from the
 * choice, it got through with nothing, which is less bad.
 */
final class NegotiatedBelowFloor implements Rule {
  private static final Answer NOT_BELOW =
      new Answer.Not("the server chose {choice}, which is not below {floor}");
  private static final Answer REPORTED =
      new Answer.Not("a report of Microsoft's says what the server chose, which is said instead");
  private static final Answer UNKNOWN =
      new Answer.Not("the server chose {choice}, which is no known version");

  @Override
  public Answer judge(Facts facts) {
    if (facts.choice().isEmpty()) {
      return Answer.INAPPLICABLE;
    }
    if (facts.connection().report().isPresent()) {
      return REPORTED;
    }
    TlsVersion chosen = facts.choice().get().version();
    if (!facts.isBelowFloor(chosen)) {
      return chosen.isKnown() ? NOT_BELOW : UNKNOWN;
    }
    return new Answer.Found(finding(facts, facts.choice().get()));
  }

  private Finding finding(Facts facts, Choice choice) {
    TlsConnection connection = facts.connection();
    boolean canDoBetter = facts.offer().map(offer -> facts.isAtFloor(offer.max())).orElse(false);
    boolean declined = canDoBetter && clientDeclined(connection);
    FindingWriter finding =
        new FindingWriter(
                RuleId.NEGOTIATED_BELOW_FLOOR, declined ? Severity.HIGH : Severity.CRITICAL, facts)
            .about(canDoBetter ? Remedies.SERVER_CHOSE_LOW : Remedies.CLIENT_TOO_OLD)
            .enforced(choice.version())
            .sure(RuleWords.sure(connection, choice.whole()))
            .see(
                connection.evidence().serverHello(),
                RuleWords.versionField(connection, choice),
                RuleWords.versionValue(connection, choice));
    if (facts.offer().isPresent()) {
      Offer offer = facts.offer().get();
      finding.see(
          connection.evidence().clientHello(),
          RuleWords.maxField(connection, offer),
          RuleWords.maxValue(connection, offer));
    }
    return finding.says(text -> happened(text, facts, choice, canDoBetter, declined));
  }

  private static void happened(
      StringBuilder text, Facts facts, Choice choice, boolean canDoBetter, boolean declined) {
    text.append(canDoBetter ? "the server, or a middlebox, chose " : "the server chose ");
    text.append(choice.version()).append(", below ").append(facts.floor());
    text.append(" (").append(RuleWords.choice(facts.connection(), choice)).append(")");
    if (facts.offer().isPresent()) {
      Offer offer = facts.offer().get();
      text.append("; the client offered at most ").append(offer.max());
      text.append(RuleWords.peculiarities(offer));
    }
    if (declined) {
      text.append("; the client ended the connection itself");
    } else if (facts.connection().outcome() == Outcome.ESTABLISHED) {
      text.append("; the connection was established").append(RefusalInside.of(facts));
    }
  }

  private static boolean clientDeclined(TlsConnection connection) {
    return !connection.progress().clientChangeCipherSpec()
        && connection.outcome() != Outcome.ESTABLISHED
        && connection.ending().map(NegotiatedBelowFloor::byClient).orElse(false);
  }

  private static boolean byClient(Ending ending) {
    boolean ended =
        ending.how() == EndedHow.ALERT
            || ending.how() == EndedHow.RESET
            || ending.how() == EndedHow.FIN;
    return ended && ending.by().equals(Optional.of(Side.CLIENT));
  }
}
