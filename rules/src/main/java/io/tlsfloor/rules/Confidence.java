package io.tlsfloor.rules;

/** How sure something is, in rising order. */
public enum Confidence {
  LOW,
  MEDIUM,
  HIGH;

  /** The lower of the two. */
  public Confidence and(Confidence other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
