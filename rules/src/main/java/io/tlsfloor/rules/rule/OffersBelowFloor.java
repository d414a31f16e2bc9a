package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.util.Optional;

/**
 * The client offers the floor or better, and below it as well: in supported_versions, or as SSL 2.0
 * suites in an SSLv2-format hello.
 */
final class OffersBelowFloor implements Rule {
  private static final int SSL_2_0_SPECS = 0xFFFF; // a spec above has a first byte that is not 0

  private static final Answer NOTHING_LISTED =
      new Answer.Not("supported_versions holds nothing below {floor}");

  @Override
  public Answer judge(Facts facts) {
    if (facts.offer().isEmpty()) {
      return Answer.INAPPLICABLE;
    }
    Offer offer = facts.offer().get();
    if (!facts.isAtFloor(offer.max())) {
      return Answer.INAPPLICABLE;
    }
    Optional<TlsVersion> lowest = lowest(offer);
    if (lowest.isEmpty() || !facts.isBelowFloor(lowest.get())) {
      return offer.versions().isPresent() ? NOTHING_LISTED : Answer.INAPPLICABLE;
    }
    return new Answer.Found(finding(facts, offer, lowest.get()));
  }

  private Finding finding(Facts facts, Offer offer, TlsVersion lowest) {
    boolean listed = offer.versions().isPresent();
    String field = listed ? "client_hello.supported_versions" : "client_hello.cipher_specs";
    String value = listed ? RuleWords.maxValue(facts.connection(), offer) : "SSL 2.0 suites";
    return new FindingWriter(RuleId.OFFERS_BELOW_FLOOR, Severity.LOW, facts)
        .enforced(lowest)
        .sure(RuleWords.sure(facts.connection(), offer.whole()))
        .see(facts.connection().evidence().clientHello(), field, value)
        .says(
            text ->
                text.append("the client offers ")
                    .append(offer.max())
                    .append(" and also ")
                    .append(lowest)
                    .append(", below ")
                    .append(facts.floor())
                    .append(" (ClientHello")
                    .append(
                        RuleWords.in(
                            facts.connection(), facts.connection().evidence().clientHello()))
                    .append(", ")
                    .append(value)
                    .append(RuleWords.peculiarities(offer))
                    .append(")")
                    .append(
                        facts
                            .choice()
                            .map(choice -> "; the server chose " + choice.version())
                            .orElse("")));
  }

  private static Optional<TlsVersion> lowest(Offer offer) {
    if (offer.min().isPresent()) {
      return offer.min();
    }
    if (offer.format() == HelloFormat.SSLV2
        && offer.suites().stream().anyMatch(suite -> suite > SSL_2_0_SPECS)) {
      return Optional.of(TlsVersion.SSL_2_0);
    }
    if (offer.versions().isEmpty()) {
      return Optional.empty();
    }
    return offer.versions().get().stream()
        .filter(TlsVersion::isKnown)
        .min((a, b) -> Integer.compare(a.rank(), b.rank()));
  }
}
