package io.tlsfloor.parser.preface;

import java.nio.ByteBuffer;

/** How one protocol before TLS is read: unit by unit, of either direction. */
interface Dialogue {
  /**
   * Reads one unit.
   *
   * @return the bytes it took; 0 if it is not whole, or has to wait
   */
  int unit(int direction, ByteBuffer buffer, int at, int length);

  /** Returns whether the next byte of a direction begins a unit, so that TLS may begin there. */
  default boolean isBetweenUnits(int direction) {
    return true;
  }

  /**
   * Says that bytes of a direction are missing before its next unit.
   *
   * @return whether it can be read on behind them; else only TLS can be recognised there
   */
  default boolean hole(int direction) {
    return false;
  }
}
