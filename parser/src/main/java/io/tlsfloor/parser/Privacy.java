package io.tlsfloor.parser;

/**
 * Says what bytes of a message say about people and machines. A byte that no field describes counts
 * as {@link #SECRET}.
 */
public enum Privacy {
  /** Says nothing about who speaks. */
  PUBLIC,
  /** The address of a client. */
  ADDRESS,
  /** Says what a client calls itself. */
  NAME,
  /** Credentials, content, names of people, whatever is encrypted, and whatever is not known. */
  SECRET;

  /** Returns whether such bytes may leave the house: this is the only place that decides it. */
  public boolean mayLeave() {
    return switch (this) {
      case PUBLIC, ADDRESS, NAME -> true;
      case SECRET -> false;
    };
  }
}
