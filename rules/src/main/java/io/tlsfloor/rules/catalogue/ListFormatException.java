package io.tlsfloor.rules.catalogue;

import java.io.IOException;

/** A list of endpoints that cannot be used: the message says what is wrong, and where. */
public final class ListFormatException extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_MESSAGE = 1 << 10; // characters: a value of the list may be any

  ListFormatException(String message) {
    super(shortened(message));
  }

  ListFormatException(String message, Throwable cause) {
    super(shortened(message), cause);
  }

  private static String shortened(String message) {
    return message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + "…" : message;
  }
}
