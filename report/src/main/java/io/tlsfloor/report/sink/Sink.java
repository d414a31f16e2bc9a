package io.tlsfloor.report.sink;

import io.tlsfloor.report.model.Chunk;
import java.io.IOException;

/**
 * Where chunks of a form go. Whatever takes long is done by threads of the sink's own, from bounded
 * memory, and what does not fit is counted.
 */
public interface Sink extends Chunk.Taker, Destination {
  /** Does what is due by the clock; called several times a second by a run that is live. */
  default void tick() throws IOException {
    // Nothing waits.
  }
}
