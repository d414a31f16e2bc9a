package io.tlsfloor.rules.catalogue;

import java.io.IOException;

/** A list of endpoints that cannot be used: the message says what is wrong, and where. */
public final class ListFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  ListFormatException(String message) {
    super(message);
  }

  ListFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
