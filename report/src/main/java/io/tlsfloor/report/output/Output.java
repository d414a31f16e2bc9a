package io.tlsfloor.report.output;

import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Wants;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * One place that results go to: a form in a sink, or a store that takes results as they are. Called
 * by one thread. A run that ends well calls {@link #settle}, {@link #run}, {@link #finish} and
 * {@link #close}; one that fails calls {@code close} alone.
 */
public interface Output extends Report, Closeable {
  /** Which connections it is told of. */
  Wants wants();

  /** Opens again what may have been moved away by others. */
  default void reopen() {
    // Nothing was opened by name.
  }

  /** How many files were full and followed by another so far. */
  default long rotations() {
    return 0;
  }

  /** Lines, or results, that did not get where they go, and never will. */
  default long lost() {
    return 0;
  }

  /**
   * What keeps results from where they go at present, with its name; empty while all is well, and
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
   * Waits, but not for ever, until all that was told got where it goes.
   *
   * @return what did not, for the run line; empty for an output that loses nothing
   * @throws IOException if the output is over with
   */
  default Optional<LossCount> settle() throws IOException {
    return Optional.empty();
  }

  /**
   * All is told, the run too: lets appear what appears only when it is whole.
   *
   * @return what was not delivered and why, in a sentence; empty if everything was
   * @throws IOException if the output fails
   */
  Optional<String> finish() throws IOException;
}
