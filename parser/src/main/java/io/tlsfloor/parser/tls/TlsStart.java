package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * What the bytes are with which TLS may begin: the one grammar of it, for every port, before and
 * behind other bytes. A hello counts by its own fields, in a record of any minor version (RFC 5246
 * §E.1); of other records that existing versions have.
 */
public enum TlsStart {
  /** Nothing with which TLS begins. */
  NOT,
  /** Too few bytes to say: none that are there speak against it. */
  MORE,
  /** A ClientHello in a record, whole or not. */
  CLIENT_HELLO,
  /** A ServerHello in a record, whole or not. */
  SERVER_HELLO,
  /** Another record: of a connection whose beginning was not seen. */
  RECORD,
  /** A ClientHello in the format of SSL 2.0, whole or not (RFC 5246 §E.2). */
  OLD_HELLO;

  private static final int HEADER = TlsRecordView.HEADER_BYTES;
  private static final int MESSAGE_LENGTH = HEADER + 1;
  private static final int HELLO_VERSION = HEADER + 4;
  private static final int SMALLEST_HELLO = 34; // version and random
  private static final int MAX_EMPTY_RECORDS = 32; // in a row, as OpenSSL takes them
  private static final int NEWEST_MINOR_VERSION = 4;
  private static final int MIN_HEARTBEAT_BYTES = 1 + 2 + 16; // type, length, padding: RFC 6520 §4

  /**
   * Says what begins at {@code start}.
   *
   * @param buffer holds the bytes; neither its position nor its limit is moved
   * @param length bytes that are there, from {@code start} on; of none more are needed
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public static TlsStart at(ByteBuffer buffer, int start, int length) {
    Objects.checkFromIndexSize(start, length, buffer.limit());
    if (length > 0 && buffer.get(start) < 0) {
      return switch (SslV2ClientHelloView.begins(buffer, start, length)) {
        case DONE -> OLD_HELLO;
        case NEED_MORE -> MORE;
        case MALFORMED -> NOT;
      };
    }
    int at = start; // behind empty records: RFC 5246 §6.2.1 forbids them, and some send one
    int end = start + length;
    while (at - start <= MAX_EMPTY_RECORDS * HEADER && isEmptyHandshake(buffer, at, end - at)) {
      at += HEADER;
    }
    int empty = (at - start) / HEADER;
    return empty > MAX_EMPTY_RECORDS ? NOT : record(buffer, at, end - at, empty > 0);
  }

  private static boolean isEmptyHandshake(ByteBuffer buffer, int at, int length) {
    return length >= HEADER
        && Bytes.u8(buffer, at) == ContentType.HANDSHAKE
        && Bytes.u16(buffer, at + 3) == 0
        && Bytes.u8(buffer, at + 1) == 3;
  }

  private static TlsStart record(ByteBuffer buffer, int at, int length, boolean handshakeOnly) {
    Progress header = TlsRecordView.header(buffer, at, length);
    int type = length == 0 ? ContentType.HANDSHAKE : Bytes.u8(buffer, at);
    if (header == Progress.MALFORMED || handshakeOnly && type != ContentType.HANDSHAKE) {
      return NOT;
    }
    if (type == ContentType.HANDSHAKE) {
      return header == Progress.NEED_MORE || length == HEADER
          ? MORE
          : handshake(buffer, at, length);
    }
    if (length > 2 && Bytes.u8(buffer, at + 2) > NEWEST_MINOR_VERSION) {
      return NOT;
    }
    return header == Progress.NEED_MORE
        ? MORE
        : isPlausible(type, buffer, at, length) ? RECORD : NOT;
  }

  /** A record holds at least what is never in two, as far as can be seen. */
  private static boolean isPlausible(int type, ByteBuffer buffer, int at, int length) {
    int fragment = Bytes.u16(buffer, at + 3);
    return switch (type) {
      case ContentType.ALERT ->
          fragment > AlertView.BYTES
              || fragment == AlertView.BYTES
                  && (length == HEADER || isAlertLevel(Bytes.u8(buffer, at + HEADER)));
      case ContentType.HEARTBEAT -> fragment >= MIN_HEARTBEAT_BYTES;
      default -> true;
    };
  }

  private static boolean isAlertLevel(int level) {
    return level == 1 || level == 2; // RFC 5246 §7.2
  }

  /** A first handshake record holds a hello, with the version where it belongs. */
  private static TlsStart handshake(ByteBuffer buffer, int at, int length) {
    int type = Bytes.u8(buffer, at + HEADER);
    boolean existing = Bytes.u8(buffer, at + 2) <= NEWEST_MINOR_VERSION;
    if (type != HandshakeType.CLIENT_HELLO && type != HandshakeType.SERVER_HELLO) {
      return existing && isLaterMessage(type) ? RECORD : NOT;
    }
    TlsStart hello = type == HandshakeType.CLIENT_HELLO ? CLIENT_HELLO : SERVER_HELLO;
    if (HEADER + Bytes.u16(buffer, at + 3) <= HELLO_VERSION) {
      return existing ? hello : NOT; // split over records: strange, and the reader will see
    }
    if (length <= HELLO_VERSION) {
      return MORE;
    }
    return Bytes.u24(buffer, at + MESSAGE_LENGTH) >= SMALLEST_HELLO
            && isVersionMajor(Bytes.u8(buffer, at + HELLO_VERSION))
        ? hello
        : NOT;
  }

  /** 3 for SSL 3.0 and TLS, 0x7f for drafts of TLS 1.3 before draft 15 or so. */
  private static boolean isVersionMajor(int major) {
    return major == 3 || major == 0x7F;
  }

  /** Returns whether a message is one that follows the hellos in clear. */
  public static boolean isLaterMessage(int type) {
    return type == HandshakeType.HELLO_REQUEST
        || type == HandshakeType.NEW_SESSION_TICKET
        || type == HandshakeType.CERTIFICATE
        || type == HandshakeType.SERVER_KEY_EXCHANGE
        || type == HandshakeType.CERTIFICATE_REQUEST
        || type == HandshakeType.SERVER_HELLO_DONE
        || type == HandshakeType.CERTIFICATE_VERIFY
        || type == HandshakeType.CLIENT_KEY_EXCHANGE
        || type == HandshakeType.CERTIFICATE_STATUS;
  }

  /** Returns whether it is a hello of a client, in either format. */
  public boolean isClientHello() {
    return this == CLIENT_HELLO || this == OLD_HELLO;
  }

  /** Returns whether TLS records begin there, with a hello or later. */
  public boolean isRecord() {
    return this == CLIENT_HELLO || this == SERVER_HELLO || this == RECORD;
  }
}
