package io.tlsfloor.parser.observation;

/** The last eight bytes of a ServerHello random, where they are one of RFC 8446 §4.1.3. */
public enum DowngradeSentinel {
  NONE,
  /** {@code DOWNGRD} 01: a TLS 1.3 server that negotiates TLS 1.2. */
  TO_TLS_1_2,
  /** {@code DOWNGRD} 00: a server of TLS 1.2 or later that negotiates TLS 1.1 or below. */
  TO_TLS_1_1_OR_BELOW
}
