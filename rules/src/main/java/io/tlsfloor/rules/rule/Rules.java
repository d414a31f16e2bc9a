package io.tlsfloor.rules.rule;

import java.util.List;

/** All rules, in the order in which findings of one severity are reported. */
public final class Rules {
  private static final List<Rule> ALL =
      List.of(
          new NegotiatedBelowFloor(),
          new Downgrade(),
          new OfferedBelowFloor(),
          new InferredBelowFloor(),
          new LegacyEndpoint(),
          new CleartextFallback(),
          new NoCommonSuite(),
          new OffersBelowFloor());

  private Rules() {}

  /** All rules. */
  public static List<Rule> all() {
    return ALL;
  }
}
