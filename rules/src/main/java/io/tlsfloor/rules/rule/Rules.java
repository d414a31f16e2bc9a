package io.tlsfloor.rules.rule;

import io.tlsfloor.rules.RuleId;

/** Finds each rule by its name. Their order is that of findings of one severity. */
public final class Rules {
  private Rules() {}

  /** The rule of that name. */
  public static Rule of(RuleId id) {
    return switch (id) {
      case NEGOTIATED_BELOW_FLOOR -> new NegotiatedBelowFloor();
      case DOWNGRADE -> new Downgrade();
      case OFFERED_BELOW_FLOOR -> new OfferedBelowFloor();
      case INFERRED_BELOW_FLOOR -> new InferredBelowFloor();
      case REPORTED_BELOW_FLOOR -> new ReportedBelowFloor();
      case LEGACY_ENDPOINT -> new LegacyEndpoint();
      case CLEARTEXT_FALLBACK -> new CleartextFallback();
      case NO_COMMON_SUITE -> new NoCommonSuite();
      case OFFERS_BELOW_FLOOR -> new OffersBelowFloor();
    };
  }
}
