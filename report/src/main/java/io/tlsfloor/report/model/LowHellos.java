package io.tlsfloor.report.model;

/** Why a client sends hellos below the floor to a service, as far as its other hellos tell. */
public enum LowHellos {
  /** It sends none. */
  NONE,
  /** It sends no others. */
  LEGACY,
  /**
   * They say so themselves (RFC 7507), or follow at once on an attempt with more that failed: the
   * client could do better.
   */
  FALLBACK,
  /** Beside others that get through: a second program, a second device, or a fallback. */
  MIXED
}
