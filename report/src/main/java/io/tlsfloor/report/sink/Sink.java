package io.tlsfloor.report.sink;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.Losses;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Where chunks of a form go. Whatever takes long is done by threads of the sink's own, from bounded
 * memory, and what does not fit is counted. Called by one thread. A run that ends well calls {@link
 * #settle}, then {@link #finish}, then {@link #close}; one that fails calls {@code close} alone.
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

  /** How often others moved or cut a file so far. */
  default long rotations() {
    return 0;
  }

  /** Lines, or results, that were not delivered, and never will be. */
  default long lost() {
    return 0;
  }

  /**
   * Returns what keeps lines from where they go at present, with its name; empty while all is well,
   * and where nothing waits.
   */
  default Optional<String> away() {
    return Optional.empty();
  }

  /**
   * The run has to be over at {@code nanoTime}, as {@link System#nanoTime} counts: from here on
   * nothing waits for longer, but for a disk or a reader that goes on taking lines.
   */
  default void endBy(long nanoTime) {
    // Nothing waits.
  }

  /**
   * Waits for a bounded time until all that was taken is delivered.
   *
   * @return what was not, for the run line
   * @throws IOException if no more can be delivered
   */
  default Losses settle() throws IOException {
    return Losses.NONE;
  }

  /**
   * Nothing more comes, the run's own line was taken too: hands on what waits, and lets appear what
   * appears only when it is whole.
   *
   * @return what was not delivered and why, in a sentence; empty if everything was
   * @throws IOException if it fails
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
