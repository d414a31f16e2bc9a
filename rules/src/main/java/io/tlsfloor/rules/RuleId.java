package io.tlsfloor.rules;

/**
 * The rules, by the names that outputs carry. Others store them: a constant that is moved or
 * renamed keeps its name, and none is used again.
 */
public enum RuleId {
  NEGOTIATED_BELOW_FLOOR("negotiated-below-floor"),
  DOWNGRADE("downgrade"),
  OFFERED_BELOW_FLOOR("offered-below-floor"),
  INFERRED_BELOW_FLOOR("inferred-below-floor"),
  REPORTED_BELOW_FLOOR("reported-below-floor"),
  LEGACY_ENDPOINT("legacy-endpoint"),
  CLEARTEXT_FALLBACK("cleartext-fallback"),
  NO_COMMON_SUITE("no-common-suite"),
  OFFERS_BELOW_FLOOR("offers-below-floor");

  private final String id;

  RuleId(String id) {
    this.id = id;
  }

  /** {@code negotiated-below-floor}. */
  public String id() {
    return id;
  }
}
