package io.tlsfloor.parser.observation;

/** Why an end is taken for the client. */
public enum ClientBasis {
  /** It sent a ClientHello. */
  CLIENT_HELLO,
  /** The other end sent a ServerHello. */
  SERVER_HELLO,
  /** It sent the SYN. */
  SYN,
  /** A guess from port numbers and the direction of records: say so wherever it is shown. */
  PORT
}
