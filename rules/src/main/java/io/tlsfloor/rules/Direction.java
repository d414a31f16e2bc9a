package io.tlsfloor.rules;

/** Which way a connection goes, seen from the home networks. */
public enum Direction {
  OUTBOUND,
  INBOUND,
  INTERNAL,
  EXTERNAL
}
