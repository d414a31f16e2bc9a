package io.tlsfloor.report.sink;

import java.io.Closeable;
import java.io.IOException;

/** Says what lines go into that may be read slowly, or not at all. Written by one thread. */
public interface Outlet extends Closeable {
  /** Bytes of lines that wait for it at most. */
  default int roomBytes() {
    return 4 << 20; // some thousand lines
  }

  /** Bytes of lines that are written together where so many wait; 0: each by itself. */
  default int pieceBytes() {
    return 0;
  }

  /** Milliseconds from a write to the next one, so that lines come together to a piece. */
  default int restMillis() {
    return 0;
  }

  /** Milliseconds from a failure that {@link #passes} to the next try; less once a run ends. */
  default int retryMillis() {
    return 200;
  }

  /** Returns what is wrong where a write does not come to its end. */
  default String stuck() {
    return "is not read";
  }

  /**
   * Writes all of it. Called with the same array again after a failure that {@link #passes}, it
   * goes on behind what it wrote.
   *
   * @throws IOException if that cannot be
   */
  void write(byte[] lines) throws IOException;

  /** Returns whether it may work again after this failure. */
  boolean passes(IOException failure);

  /** Returns whether a run may wait while it is written to, as for a disk, and not for a reader. */
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

  /** Lines that were written into it and that nobody will read; any thread may ask. */
  default long unread() {
    return 0;
  }

  @Override
  default void close() throws IOException {
    // Its owner closes it.
  }
}
