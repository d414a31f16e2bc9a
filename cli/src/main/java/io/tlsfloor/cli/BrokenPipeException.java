package io.tlsfloor.cli;

import java.io.IOException;

/** The reader of standard output has gone away, as {@code head} does: no failure of ours. */
public final class BrokenPipeException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenPipeException(IOException cause) {
    super(cause);
  }
}
