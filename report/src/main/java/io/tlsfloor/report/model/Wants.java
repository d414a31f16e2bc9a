package io.tlsfloor.report.model;

/** Which connections a form or a store is given. */
public enum Wants {
  /** None: days of clients say all that is kept. */
  NONE,
  /** Alerts. */
  FLAGGED,
  /** Every connection. */
  ALL
}
