package io.tlsfloor.parser.observation;

/** From which ends packets were seen. */
public enum Sides {
  BOTH,
  CLIENT,
  SERVER
}
