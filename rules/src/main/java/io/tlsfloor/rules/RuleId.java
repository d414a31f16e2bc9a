package io.tlsfloor.rules;

/**
 * The rules, by the names and numbers that outputs carry. Others store both: a constant that is
 * moved or renamed keeps them, and none is used again.
 */
public enum RuleId {
  NEGOTIATED_BELOW_FLOOR("negotiated-below-floor", 1_870_001),
  DOWNGRADE("downgrade", 1_870_002),
  OFFERED_BELOW_FLOOR("offered-below-floor", 1_870_003),
  INFERRED_BELOW_FLOOR("inferred-below-floor", 1_870_004),
  LEGACY_ENDPOINT("legacy-endpoint", 1_870_005),
  CLEARTEXT_FALLBACK("cleartext-fallback", 1_870_006),
  NO_COMMON_SUITE("no-common-suite", 1_870_007),
  OFFERS_BELOW_FLOOR("offers-below-floor", 1_870_008);

  private final String id;
  private final int signatureId;

  RuleId(String id, int signatureId) {
    this.id = id;
    this.signatureId = signatureId;
  }

  /** {@code negotiated-below-floor}. */
  public String id() {
    return id;
  }

  /** The number that intrusion detection knows it by: in the range for local rules. */
  public int signatureId() {
    return signatureId;
  }
}
