package io.tlsfloor.inventory.live;

import java.io.IOException;
import java.util.Optional;

/** Brings lines into an inventory, at once or when it can. */
interface Delivery {
  /** Takes a line. */
  void take(byte[] line) throws IOException;

  /** No more lines come. */
  default void ended() throws IOException {
    // They are written as they come.
  }

  /** Lines that were given up for lack of room, or because the inventory does not take them. */
  long lost();

  /** Returns what keeps lines from the inventory at present; empty while all is well. */
  default Optional<String> away() {
    return Optional.empty();
  }

  /** From here on nothing waits for longer than {@code nanoTime}. */
  default void endBy(long nanoTime) {
    // Nothing waits.
  }

  /** Waits, but not for ever, until all lines were written; how many were not. */
  long settle() throws IOException;

  /** Lets go of the inventory. */
  void close();
}
