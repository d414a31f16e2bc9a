package io.tlsfloor.report.sink;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.LossCount;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Where chunks of a form go. Called by one thread; whatever takes long is done by threads of the
 * sink's own, from bounded memory, and what does not fit is counted.
 *
 * <p>A run that ends well calls {@link #settle}, then {@link #finish}; one that fails calls {@link
 * #close} alone.
 */
public interface Sink extends Chunk.Taker, Closeable {
  /** Does what is due by the clock; called several times a second by a run that is live. */
  default void tick() throws IOException {
    // Nothing waits.
  }

  /** Opens again what may have been moved away by others. */
  default void reopen() {
    // Nothing was opened by name.
  }

  /** How many files were full and followed by another so far. */
  default long rotations() {
    return 0;
  }

  /** Lines that did not get where they go, and never will. */
  default long lost() {
    return 0;
  }

  /**
   * What keeps lines from where they go at present, with its name; empty while all is well, and
   * where nothing waits.
   */
  default Optional<String> away() {
    return Optional.empty();
  }

  /** Name of the count of {@link #lost} in the run line. */
  default String lossName() {
    return LossCount.LINES_LOST;
  }

  /**
   * The run has to be over at {@code nanoTime}, as {@link System#nanoTime} counts: from here on
   * nothing waits for longer.
   */
  default void endBy(long nanoTime) {
    // Nothing waits.
  }

  /**
   * Waits, but not for ever, until all that was taken got where it goes.
   *
   * @return what did not, as a count for the run line; empty for a sink that loses nothing
   * @throws IOException if the output is over with
   */
  default Optional<LossCount> settle() throws IOException {
    return Optional.empty();
  }

  /**
   * All is told: hands on what waits, and lets appear what appears only when it is whole.
   *
   * @return what was not delivered and why, in a sentence; empty if everything was
   * @throws IOException if the output fails
   */
  default Optional<String> finish() throws IOException {
    return Optional.empty();
  }

  /** Lets go of everything. Without {@link #finish}, a file that is not whole is removed. */
  @Override
  default void close() throws IOException {
    // Nothing is held.
  }
}
