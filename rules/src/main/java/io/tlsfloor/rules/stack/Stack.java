package io.tlsfloor.rules.stack;

/**
 * A TLS client whose hello is known.
 *
 * @param key short name, unique
 * @param family the library that it shares with others
 * @param name for people
 * @param page of the remedies, without directory and ending
 * @param hello what it sends
 */
record Stack(String key, Family family, String name, String page, HelloShape hello) {
  /**
   * A TLS library.
   *
   * @param key short name, unique
   * @param name for people
   * @param page of the remedies that helps whatever the version
   */
  record Family(String key, String name, String page) {}
}
