package io.tlsfloor.parser.tls;

/** Content types of records (RFC 8446 §5.1, RFC 5246 §6.2.1, RFC 6520 §3). */
public final class ContentType {
  public static final int CHANGE_CIPHER_SPEC = 20;
  public static final int ALERT = 21;
  public static final int HANDSHAKE = 22;
  public static final int APPLICATION_DATA = 23;
  public static final int HEARTBEAT = 24;

  private ContentType() {}

  /** The name as the RFCs spell it; the number for one without. */
  public static String name(int type) {
    return switch (type) {
      case CHANGE_CIPHER_SPEC -> "change_cipher_spec";
      case ALERT -> "alert";
      case HANDSHAKE -> "handshake";
      case APPLICATION_DATA -> "application_data";
      case HEARTBEAT -> "heartbeat";
      default -> "type " + type;
    };
  }
}
