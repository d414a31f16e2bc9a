package io.tlsfloor.capture;

/**
 * Where a capture file stops following its format.
 *
 * @param offset bytes from the start of the (uncompressed) file; -1 for none
 * @param what one clause that fits after "damaged at byte N: "
 */
public record Damage(long offset, String what) {
  /** A file without damage, so far. */
  public static final Damage NONE = new Damage(-1, "");

  /** Returns whether there is any. */
  public boolean isThere() {
    return offset >= 0;
  }
}
