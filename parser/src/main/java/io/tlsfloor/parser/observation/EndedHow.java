package io.tlsfloor.parser.observation;

/** Says what ended the part of a connection that the verdict rests on. */
public enum EndedHow {
  ALERT,
  RESET,
  FIN,
  TIMEOUT,
  CAPTURE_END
}
