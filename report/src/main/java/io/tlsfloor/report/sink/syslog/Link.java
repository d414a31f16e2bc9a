package io.tlsfloor.report.sink.syslog;

import java.io.Closeable;
import java.io.IOException;

/** A way to the receiver that is open. Used by one thread; any may close it. */
interface Link extends Closeable {
  /**
   * Hands a message on. Whether it arrived is not known: syslog has no answers.
   *
   * @throws IOException if the link is broken; messages of the last moments may be lost
   */
  void send(byte[] message) throws IOException;

  /** Whether messages that were sent lately may be sent again where the link breaks. */
  boolean ordered();

  /** How many of those handed on came back since this was last asked. */
  int rejected();

  /**
   * Ends the link, and waits for the receiver to end it too: then it took everything.
   *
   * @throws IOException if it did not
   */
  void finish() throws IOException;

  /** Breaks the link off: a call that hangs fails. */
  @Override
  void close();
}
