package io.tlsfloor.rules.rule;

import io.tlsfloor.rules.RuleId;

/**
 * Says what a remedy is about: a rule, or one of the two cases in which the rule's client is not at
 * fault.
 */
enum RemedyTopic {
  /** The client says too little, and its settings or its software must change. */
  CLIENT_TOO_OLD("client-too-old"),
  /** The client can do better and walked away: the server or a middlebox chose. */
  SERVER_CHOSE_LOW("server-chose-low"),
  FALLBACK("fallback"),
  DOWNGRADE("downgrade"),
  LEGACY_ENDPOINT("legacy-endpoint"),
  CLEARTEXT_FALLBACK("cleartext-fallback"),
  NO_COMMON_SUITE("no-common-suite"),
  OFFERS_BELOW_FLOOR("offers-below-floor");

  private final String key;

  RemedyTopic(String key) {
    this.key = key;
  }

  /** Returns the topic as the table names it. */
  String key() {
    return key;
  }

  static RemedyTopic of(RuleId rule) {
    return switch (rule) {
      case NEGOTIATED_BELOW_FLOOR,
          OFFERED_BELOW_FLOOR,
          INFERRED_BELOW_FLOOR,
          REPORTED_BELOW_FLOOR ->
          CLIENT_TOO_OLD;
      case DOWNGRADE -> DOWNGRADE;
      case LEGACY_ENDPOINT -> LEGACY_ENDPOINT;
      case CLEARTEXT_FALLBACK -> CLEARTEXT_FALLBACK;
      case NO_COMMON_SUITE -> NO_COMMON_SUITE;
      case OFFERS_BELOW_FLOOR -> OFFERS_BELOW_FLOOR;
    };
  }
}
