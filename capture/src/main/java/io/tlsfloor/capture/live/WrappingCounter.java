package io.tlsfloor.capture.live;

/**
 * Turns a count that the system keeps in 32 bits into one that does not wrap: at a hundred thousand
 * packets a second those bits last half a day. Must be read at least once a wrap.
 */
public final class WrappingCounter {
  private long last;
  private long total;

  /** Takes the count as the system gives it now, and returns the whole. */
  public long update(long now) {
    total += (now - last) & 0xFFFF_FFFFL;
    last = now;
    return total;
  }
}
