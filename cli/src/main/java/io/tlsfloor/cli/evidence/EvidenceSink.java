package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.retention.ConnectionFrames;
import io.tlsfloor.rules.Judgement;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Takes the proof of findings. Confined to one thread. */
public interface EvidenceSink extends Closeable {
  /**
   * Takes the frames of a connection that is flagged.
   *
   * @throws IOException if it cannot be written, and that ends the run
   */
  void add(Judgement judgement, ConnectionFrames frames) throws IOException;

  /** A stream that is read, so that its bytes can be hashed; {@code name} is that of its frames. */
  default InputStream watched(InputStream in, String name) {
    return in;
  }

  /** Does what is due; called several times a second in a watch. */
  default void tick() {}

  /**
   * All is reported: gives the files their names.
   *
   * @throws IOException if that fails
   */
  void commit() throws IOException;
}
