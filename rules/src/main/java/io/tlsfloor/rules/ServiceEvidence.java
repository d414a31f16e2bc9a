package io.tlsfloor.rules;

/** Says what identified the service, best first. */
public enum ServiceEvidence {
  SNI,
  CONNECT,
  SOCKS,
  MAIL_GREETING,
  DNS,
  CERTIFICATE,
  ADDRESS,
  /** A report of Microsoft's, which is of one service. */
  REPORT
}
