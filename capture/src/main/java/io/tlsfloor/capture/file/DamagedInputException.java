package io.tlsfloor.capture.file;

import java.io.IOException;

/** Compressed data that does not follow its format. */
final class DamagedInputException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String what;

  DamagedInputException(String what, Throwable cause) {
    super(what, cause);
    this.what = what;
  }

  /** One clause that says how. */
  String what() {
    return what;
  }
}
