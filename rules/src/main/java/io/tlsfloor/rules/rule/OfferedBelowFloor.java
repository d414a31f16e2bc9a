package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;

/**
 * The best that the client offered is below the floor, and the server chose nothing below it. With
 * TLS_FALLBACK_SCSV it is a retry after a failure, by definition (RFC 7507 §4), so the client can
 * do better.
 */
final class OfferedBelowFloor implements Rule {
  private static final Answer NOT_BELOW =
      new Answer.Not("the client offered up to {max}, which is not below {floor}");
  private static final Answer UNKNOWN =
      new Answer.Not("the client offered up to {max}, which is no known version");
  private static final Answer NEGOTIATED =
      new Answer.Not("the server chose a version below {floor}, which is reported instead");

  @Override
  public Answer judge(Facts facts) {
    if (facts.offer().isEmpty()) {
      return Answer.INAPPLICABLE;
    }
    TlsVersion most = facts.offer().get().max();
    if (!facts.isBelowFloor(most)) {
      return most.isKnown() ? NOT_BELOW : UNKNOWN;
    }
    if (facts.choice().isPresent() && facts.isBelowFloor(facts.choice().get().version())) {
      return NEGOTIATED;
    }
    return new Answer.Found(finding(facts, facts.offer().get()));
  }

  private Finding finding(Facts facts, Offer offer) {
    TlsConnection connection = facts.connection();
    FindingWriter finding =
        new FindingWriter(
                RuleId.OFFERED_BELOW_FLOOR,
                offer.fallbackScsv() ? Severity.MEDIUM : Severity.HIGH,
                facts)
            .about(offer.fallbackScsv() ? Remedies.FALLBACK : Remedies.CLIENT_TOO_OLD)
            .enforced(offer.max())
            .sure(RuleWords.sure(connection, offer.whole()))
            .see(
                connection.evidence().clientHello(),
                RuleWords.maxField(connection, offer),
                RuleWords.maxValue(connection, offer));
    boolean confirmed = offer.fallbackScsv() && isFallbackAlert(connection);
    if (confirmed) {
      finding.see(
          connection.evidence().alert().stream().toList(),
          "alert.description",
          "86 (inappropriate_fallback)");
    }
    return finding.says(text -> happened(text, facts, offer, confirmed));
  }

  private static void happened(StringBuilder text, Facts facts, Offer offer, boolean confirmed) {
    text.append("the client offered at most ").append(offer.max());
    text.append(", below ").append(facts.floor());
    text.append(" (").append(RuleWords.hello(facts.connection(), offer));
    text.append(RuleWords.peculiarities(offer)).append("); ");
    text.append(RuleWords.outcome(facts.connection()));
    if (offer.fallbackScsv()) {
      text.append("; it is a fallback after a failed attempt (RFC 7507)");
    }
    if (confirmed) {
      text.append(", and the server's alert inappropriate_fallback confirms it");
    }
  }

  private static boolean isFallbackAlert(TlsConnection connection) {
    return connection
        .alert()
        .map(
            alert ->
                alert.isFrom(Side.SERVER)
                    && alert.description() == AlertSeen.INAPPROPRIATE_FALLBACK)
        .orElse(false);
  }
}
