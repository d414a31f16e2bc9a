package io.tlsfloor.report.sink;

import java.io.IOException;
import java.io.OutputStream;

/** Lines to standard output. A failure ends the watch. */
public final class StandardDestination implements Destination {
  private final OutputStream out;

  /** Writes to {@code out}, which its owner closes. */
  public StandardDestination(OutputStream out) {
    this.out = out;
  }

  @Override
  public void lines(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    out.flush();
  }

  @Override
  public void reopen() {
    // Its owner opened it.
  }

  @Override
  public void tick() {
    // Nothing waits.
  }

  @Override
  public long lost() {
    return 0;
  }

  @Override
  public void close() {
    // Its owner closes it.
  }
}
