package io.tlsfloor.report.sink;

import java.io.Closeable;
import java.io.IOException;

/** Says what lines go into that may be read slowly, or not at all. Written by one thread. */
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

  /** Whether a run may wait while it is written to, as for a disk, and not for a reader. */
  default boolean isWorthWaitingFor() {
    return false;
  }

  /**
   * Opens it again by its name, which may have been given to another.
   *
   * @throws IOException if that cannot be; the next write tries again
   */
  default void reopen() throws IOException {
    // It was not opened by a name that others give away.
  }

  /**
   * Looks whether others moved or cut it; called about once a second, and not while it fails.
   *
   * @throws IOException if it cannot be written any more
   */
  default void look() throws IOException {
    // Nobody does.
  }

  /** How often others moved or cut it so far; any thread may ask. */
  default long rotations() {
    return 0;
  }

  /** Lines that were written into it and that nobody can read any more; any thread may ask. */
  default long unread() {
    return 0;
  }

  @Override
  default void close() throws IOException {
    // Its owner closes it.
  }
}
