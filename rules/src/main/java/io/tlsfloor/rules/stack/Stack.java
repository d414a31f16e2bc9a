package io.tlsfloor.rules.stack;

/**
 * A TLS client whose hello is known.
 *
 * @param key short name, unique
 * @param family the library that it shares with others
 * @param name for people
 * @param page of the remedies' table
 * @param hello what it sends
 * @param shuffles whether it sends its extensions in another order each time; they are then in
 *     numeric order in {@code hello}
 */
record Stack(
    String key, Family family, String name, String page, HelloShape hello, boolean shuffles) {
  private static final String ANY_ORDER = "~";

  /** Reads a hello in the form of the tables, where {@code ~} marks extensions in any order. */
  static Stack of(String key, Family family, String name, String page, String hello) {
    boolean shuffles = hello.contains(ANY_ORDER);
    HelloShape shape = HelloShape.parse(hello.replace(ANY_ORDER, ""));
    return new Stack(key, family, name, page, shuffles ? shape.sorted() : shape, shuffles);
  }

  /**
   * A TLS library.
   *
   * @param key short name, unique
   * @param name for people
   * @param page of the remedies that helps whatever the version or program
   * @param ofPrograms whether its stacks are programs with pages of their own, which are no help
   *     for another program on the same library
   */
  record Family(String key, String name, String page, boolean ofPrograms) {}
}
