package io.tlsfloor.parser.observation;

/** One of the two ends of a connection. */
public enum Side {
  CLIENT,
  SERVER;

  /** The other end. */
  public Side other() {
    return this == CLIENT ? SERVER : CLIENT;
  }
}
