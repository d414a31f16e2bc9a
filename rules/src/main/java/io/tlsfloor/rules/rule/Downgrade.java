package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.DowngradeSentinel;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;

/**
 * The server chose less than the client offered and marked its random with the downgrade sentinel
 * that fits (RFC 8446 §4.1.3): it can do better, so something between them lowered the hello, or it
 * has the better version in part only.
 */
final class Downgrade implements Rule {
  private static final Answer NO_SENTINEL =
      new Answer.Not("the server's random does not end in a downgrade sentinel");
  private static final Answer OTHER_SENTINEL =
      new Answer.Not("the downgrade sentinel does not fit {choice}");

  @Override
  public Answer judge(Facts facts) {
    if (facts.offer().isEmpty()) {
      return Answer.INAPPLICABLE;
    }
    if (facts.choice().isEmpty() || facts.choice().get().basis() != ChoiceBasis.SERVER_HELLO) {
      return Answer.INAPPLICABLE;
    }
    Offer offer = facts.offer().get();
    Choice choice = facts.choice().get();
    if (!choice.version().isBefore(offer.max())) {
      return Answer.INAPPLICABLE;
    }
    if (!sentinelFits(choice)) {
      return choice.sentinel() == DowngradeSentinel.NONE ? NO_SENTINEL : OTHER_SENTINEL;
    }
    return new Answer.Found(finding(facts, offer, choice));
  }

  private Finding finding(Facts facts, Offer offer, Choice choice) {
    boolean below = facts.isBelowFloor(choice.version());
    String sentinel =
        choice.version().isBefore(TlsVersion.TLS_1_2) ? "444f574e47524400" : "444f574e47524401";
    return new FindingWriter(RuleId.DOWNGRADE, below ? Severity.CRITICAL : Severity.MEDIUM, facts)
        .enforced(choice.version())
        .sure(offer.whole() && choice.whole() ? Confidence.HIGH : Confidence.MEDIUM)
        .see(facts.connection().evidence().serverHello(), "server_hello.random[24..31]", sentinel)
        .see(
            facts.connection().evidence().clientHello(),
            RuleWords.maxField(facts.connection(), offer),
            RuleWords.maxValue(facts.connection(), offer))
        .says(
            text ->
                text.append("the client offered ")
                    .append(offer.max())
                    .append(RuleWords.peculiarities(offer))
                    .append(", the server chose ")
                    .append(choice.version())
                    .append(" and marked its random with the downgrade sentinel ")
                    .append(sentinel)
                    .append(
                        RuleWords.in(
                            facts.connection(), facts.connection().evidence().serverHello()))
                    .append(": something between them lowers the version, or the server has ")
                    .append(offer.max())
                    .append(" in part only"));
  }

  private static boolean sentinelFits(Choice choice) {
    return switch (choice.sentinel()) {
      case NONE -> false;
      case TO_TLS_1_2 -> choice.version().rank() == TlsVersion.TLS_1_2.rank();
      case TO_TLS_1_1_OR_BELOW -> choice.version().isBefore(TlsVersion.TLS_1_2);
    };
  }
}
