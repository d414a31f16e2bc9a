package io.tlsfloor.parser.observation;

/** How far a connection got. Order and conditions: the first that applies, as described at each. */
public enum Outcome {
  /** An encrypted record came from each side that was seen. */
  ESTABLISHED,
  /** A fatal alert in clear. */
  REFUSED,
  /** The server's bytes after the hello are not TLS. */
  ANSWERED_IN_CLEAR,
  /** RST after the hello or the ServerHello. */
  RESET,
  /** FIN after the hello or the ServerHello. */
  CLOSED,
  /** The capture does not hold the byte that decides. */
  INCOMPLETE,
  /** The server is there and sent no payload within the time-out. */
  UNANSWERED,
  /** A ServerHello, and nothing more within the time-out. */
  NEGOTIATED,
  /** A mail connection in which TLS never started. */
  NO_TLS
}
