package io.tlsfloor.inventory.live;

import io.tlsfloor.inventory.intake.Intake;
import java.io.IOException;
import java.util.Optional;

/** Brings facts into an inventory, at once or when it can. */
interface Delivery {
  /** A fact, or several that belong together. */
  @FunctionalInterface
  interface Fact {
    /** Hands it in. */
    void to(Intake intake) throws IOException;
  }

  /**
   * Takes facts.
   *
   * @param count how many they are
   */
  void take(int count, Fact facts) throws IOException;

  /** Facts that were given up for lack of room, or because the inventory does not take them. */
  long lost();

  /** What keeps facts from the inventory at present; empty while all is well. */
  default Optional<String> away() {
    return Optional.empty();
  }

  /** From here on nothing waits for longer than {@code nanoTime}. */
  default void endBy(long nanoTime) {
    // Nothing waits.
  }

  /** Waits, but not for ever, until all facts were written; how many were not. */
  long settle() throws IOException;

  /** Lets go of the inventory. */
  void close();
}
