package io.tlsfloor.inventory.state;

import java.util.Locale;

/**
 * Says what has become of a client and service. In the order in which the worst is a client's own.
 */
public enum State {
  /** Was seen below the floor, and nothing else is known since. */
  BELOW,
  /** Below again, after it had been fixed. */
  BACK,
  /** Below, and somebody accepted it until a day that has not passed. */
  EXCEPTED,
  /** Was below, and was not seen for as many covered days as the window has. */
  QUIET,
  /** Was below, and since then showed often enough that it is not any more. */
  FIXED,
  /** Never below; first seen in the window. */
  NEW,
  /** Never below; first seen before the window. */
  GOOD;

  /** The word for outputs and options. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether a client in this state has something to be done: below, back or excepted. */
  public boolean isBelow() {
    return this == BELOW || this == BACK || this == EXCEPTED;
  }
}
