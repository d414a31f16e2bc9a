package io.tlsfloor.parser.observation;

/** Where a name was seen. */
public enum NameSource {
  SNI,
  CONNECT,
  SOCKS,
  MAIL_GREETING,
  EHLO,
  DNS,
  NAME_RESOLUTION,
  CERTIFICATE
}
