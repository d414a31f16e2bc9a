package io.tlsfloor.parser.tls;

/** The extensions that a view here reads or a fingerprint names (RFC 8446 §4.2). */
final class ExtensionType {
  static final int SERVER_NAME = 0; // RFC 6066 §3
  static final int SUPPORTED_GROUPS = 10; // RFC 8422 §5.1.1
  static final int EC_POINT_FORMATS = 11; // RFC 8422 §5.1.2
  static final int SIGNATURE_ALGORITHMS = 13; // RFC 8446 §4.2.3
  static final int ALPN = 16; // RFC 7301 §3.1
  static final int PRE_SHARED_KEY = 41; // RFC 8446 §4.2.11
  static final int SUPPORTED_VERSIONS = 43; // RFC 8446 §4.2.1
  static final int ENCRYPTED_CLIENT_HELLO = 0xFE0D; // RFC 9849 §5
  static final int ENCRYPTED_SERVER_NAME = 0xFFCE; // draft-ietf-tls-esni-01 §4.1

  private ExtensionType() {}
}
