package io.tlsfloor.report.sink;

import java.io.Closeable;
import java.io.IOException;

/** Where lines of results go, whole ones only. */
public interface Destination extends Closeable {
  /**
   * Takes one or more whole lines.
   *
   * @throws IOException if it is over with: nobody reads any more
   */
  void lines(byte[] bytes, int length) throws IOException;

  /** Opens again what somebody may have moved away. */
  void reopen();

  /** Does what is due; called several times a second. */
  void tick();

  /** Lines that could not be written and are lost. */
  long lost();
}
