package io.tlsfloor.parser.observation;

/**
 * The numbers reserved for nothing, which clients mix in so that servers stay tolerant of unknown
 * ones (RFC 8701 §2): 0x0a0a, 0x1a1a, … 0xfafa for suites, extensions, groups, signature algorithms
 * and versions.
 */
public final class Grease {
  private Grease() {}

  /** Returns whether a 16-bit {@code value} is one of the sixteen. */
  public static boolean is(int value) {
    return (value & 0x0F0F) == 0x0A0A && value >>> 8 == (value & 0xFF);
  }
}
