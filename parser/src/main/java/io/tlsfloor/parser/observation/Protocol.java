package io.tlsfloor.parser.observation;

/** Says what the connection speaks: TLS in one of its forms, or mail in which TLS never started. */
public enum Protocol {
  TLS,
  DTLS,
  QUIC,
  SMTP,
  IMAP,
  POP3
}
