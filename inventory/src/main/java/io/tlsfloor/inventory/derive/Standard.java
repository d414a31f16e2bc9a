package io.tlsfloor.inventory.derive;

/** What counts as covered, where nothing else is said. */
public final class Standard {
  /** Seconds of a day. */
  public static final int WATCHED = 8 * 3_600;

  /** Of a million, that may be lost. */
  public static final int LOST = 10_000;

  /** Covered days of the window. */
  public static final int WINDOW = 14;

  private Standard() {}
}
