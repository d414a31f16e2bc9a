package io.tlsfloor.report.model;

/**
 * Why a client sends hellos below the floor to a service, as far as its other hellos show. What is
 * known of a part of the time gives way to what comes later here and is known of another.
 */
public enum LowHellos {
  /** It sends none. */
  NONE,
  /** It sends no others. */
  LEGACY,
  /** Next to others that get through: a second program, a second device, or a fallback. */
  MIXED,
  /**
   * They say so themselves (RFC 7507), or follow at once on an attempt with more that failed: the
   * client could do better.
   */
  FALLBACK
}
