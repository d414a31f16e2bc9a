package io.tlsfloor.report.sink;

import java.io.Closeable;
import java.io.IOException;

/** What lines go into that may be read slowly, or not at all. Written by one thread. */
interface Outlet extends Closeable {
  /**
   * Writes all of it. Called with the same array again after a failure that {@link #passes}, it
   * goes on behind what it wrote.
   *
   * @throws IOException if that cannot be
   */
  void write(byte[] lines) throws IOException;

  /** Whether it may work again after this failure. */
  boolean passes(IOException failure);

  /** Lines that were written into it and that nobody can read any more; any thread may ask. */
  default long unread() {
    return 0;
  }

  @Override
  default void close() throws IOException {
    // Its owner closes it.
  }
}
