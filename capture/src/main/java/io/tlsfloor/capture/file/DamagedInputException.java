package io.tlsfloor.capture.file;

import java.io.IOException;

/** Compressed data that does not follow its format; the message is one clause that says how. */
final class DamagedInputException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedInputException(String what, Throwable cause) {
    super(what, cause);
  }
}
