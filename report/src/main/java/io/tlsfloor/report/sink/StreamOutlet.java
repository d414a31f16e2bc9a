package io.tlsfloor.report.sink;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A stream that its owner closes. How much it took before it failed is not known: what comes then
 * begins on a line of its own.
 */
final class StreamOutlet implements Outlet {
  private final OutputStream out;
  private boolean torn;

  StreamOutlet(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(byte[] lines) throws IOException {
    try {
      if (torn) {
        out.write(new byte[] {'\n'}, 0, 1);
        torn = false;
      }
      out.write(lines);
      out.flush();
    } catch (IOException e) {
      torn = true;
      throw e;
    }
  }

  /** A disk may have room again; a reader that went away does not come back. */
  @Override
  public boolean passes(IOException failure) {
    return failure instanceof OutputException;
  }
}
