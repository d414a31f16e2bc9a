package io.tlsfloor.rules;

import java.util.Locale;

/** The rules, by the names that outputs carry. */
public enum RuleId {
  NEGOTIATED_BELOW_FLOOR,
  DOWNGRADE,
  OFFERED_BELOW_FLOOR,
  INFERRED_BELOW_FLOOR,
  LEGACY_ENDPOINT,
  CLEARTEXT_FALLBACK,
  NO_COMMON_SUITE,
  OFFERS_BELOW_FLOOR;

  /** {@code negotiated-below-floor}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
