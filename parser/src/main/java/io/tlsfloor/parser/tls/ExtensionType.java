package io.tlsfloor.parser.tls;

import java.util.HexFormat;

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

  /** The name in IANA's registry TLS ExtensionType Values; the number for one without. */
  static String name(int type) {
    return switch (type) {
      case 0 -> "server_name";
      case 1 -> "max_fragment_length";
      case 5 -> "status_request";
      case 10 -> "supported_groups";
      case 11 -> "ec_point_formats";
      case 13 -> "signature_algorithms";
      case 14 -> "use_srtp";
      case 15 -> "heartbeat";
      case 16 -> "application_layer_protocol_negotiation";
      case 18 -> "signed_certificate_timestamp";
      case 21 -> "padding";
      case 22 -> "encrypt_then_mac";
      case 23 -> "extended_master_secret";
      case 27 -> "compress_certificate";
      case 28 -> "record_size_limit";
      case 35 -> "session_ticket";
      case 41 -> "pre_shared_key";
      case 42 -> "early_data";
      case 43 -> "supported_versions";
      case 44 -> "cookie";
      case 45 -> "psk_key_exchange_modes";
      case 47 -> "certificate_authorities";
      case 49 -> "post_handshake_auth";
      case 50 -> "signature_algorithms_cert";
      case 51 -> "key_share";
      case 57 -> "quic_transport_parameters";
      case 0x3374 -> "next_protocol_negotiation";
      case 0xFE0D -> "encrypted_client_hello";
      case 0xFF01 -> "renegotiation_info";
      default -> "0x" + HexFormat.of().toHexDigits((short) type);
    };
  }
}
