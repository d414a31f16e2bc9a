package io.tlsfloor.rules.policy;

import java.io.IOException;

/** A configuration file that cannot be used: the message says what is wrong, where, what to do. */
public final class ConfigException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * An error at a place.
   *
   * @param place file, line and column
   * @param what is wrong, and what to do
   */
  ConfigException(String place, String what) {
    super(place + ": " + what);
  }
}
