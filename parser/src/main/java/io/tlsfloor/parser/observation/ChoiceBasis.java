package io.tlsfloor.parser.observation;

/** Where the server's choice of version was read. */
public enum ChoiceBasis {
  SERVER_HELLO,
  /** Counts until a ServerHello comes (RFC 8446 §4.1.4). */
  HELLO_RETRY_REQUEST,
  /** A report of Microsoft's says it. */
  REPORT
}
