package io.tlsfloor.parser.observation;

/** From which ends packets with payload were seen. */
public enum Sides {
  BOTH,
  CLIENT,
  SERVER
}
