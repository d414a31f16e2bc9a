package io.tlsfloor.parser.tls;

/**
 * Types of handshake messages (RFC 8446 §4, RFC 5246 §7.4, RFC 6347 §4.3.2). Others exist and are
 * carried as their number.
 */
public final class HandshakeType {
  public static final int HELLO_REQUEST = 0;
  public static final int CLIENT_HELLO = 1;
  public static final int SERVER_HELLO = 2;

  /** DTLS only (RFC 6347 §4.2.1). Its version field is no choice of a version. */
  public static final int HELLO_VERIFY_REQUEST = 3;

  public static final int NEW_SESSION_TICKET = 4;

  /** HelloRetryRequest of the TLS 1.3 drafts up to 21; later ones are a ServerHello. */
  public static final int DRAFT_HELLO_RETRY_REQUEST = 6;

  public static final int ENCRYPTED_EXTENSIONS = 8;
  public static final int CERTIFICATE = 11;
  public static final int SERVER_KEY_EXCHANGE = 12;
  public static final int CERTIFICATE_REQUEST = 13;
  public static final int SERVER_HELLO_DONE = 14;
  public static final int CERTIFICATE_VERIFY = 15;
  public static final int CLIENT_KEY_EXCHANGE = 16;
  public static final int FINISHED = 20;

  /** RFC 6066 §8. */
  public static final int CERTIFICATE_STATUS = 22;

  private static final String UNKNOWN = "handshake message ";

  private HandshakeType() {}

  /** Returns whether the type is one of those above. */
  public static boolean isKnown(int type) {
    return !name(type).startsWith(UNKNOWN);
  }

  /** The message's name as the RFCs spell it; the number for one without. */
  public static String name(int type) {
    return switch (type) {
      case HELLO_REQUEST -> "HelloRequest";
      case CLIENT_HELLO -> "ClientHello";
      case SERVER_HELLO -> "ServerHello";
      case HELLO_VERIFY_REQUEST -> "HelloVerifyRequest";
      case NEW_SESSION_TICKET -> "NewSessionTicket";
      case DRAFT_HELLO_RETRY_REQUEST -> "HelloRetryRequest (draft)";
      case ENCRYPTED_EXTENSIONS -> "EncryptedExtensions";
      case CERTIFICATE -> "Certificate";
      case SERVER_KEY_EXCHANGE -> "ServerKeyExchange";
      case CERTIFICATE_REQUEST -> "CertificateRequest";
      case SERVER_HELLO_DONE -> "ServerHelloDone";
      case CERTIFICATE_VERIFY -> "CertificateVerify";
      case CLIENT_KEY_EXCHANGE -> "ClientKeyExchange";
      case FINISHED -> "Finished";
      case CERTIFICATE_STATUS -> "CertificateStatus";
      default -> UNKNOWN + type;
    };
  }
}
