package io.tlsfloor.parser.observation;

/** The form of a ClientHello on the wire. */
public enum HelloFormat {
  /** RFC 8446 §4.1.2 and its ancestors, in TLS records. */
  TLS,
  /** The SSLv2-format hello, whatever version it asks for (RFC 5246 §E.2). */
  SSLV2,
  /** In DTLS records (RFC 6347 §4.2.2, RFC 9147 §5.2). */
  DTLS,
  /** In CRYPTO frames of QUIC Initial packets (RFC 9001 §4). */
  QUIC
}
