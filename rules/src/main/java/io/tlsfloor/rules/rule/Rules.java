package io.tlsfloor.rules.rule;

import io.tlsfloor.rules.RuleId;
import java.util.Arrays;
import java.util.List;

/** All rules, in the order in which findings of one severity are reported: that of their names. */
public final class Rules {
  private static final List<Rule> ALL = Arrays.stream(RuleId.values()).map(Rules::of).toList();

  private Rules() {}

  /** All rules. */
  public static List<Rule> all() {
    return ALL;
  }

  private static Rule of(RuleId id) {
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
