package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.HandshakeType;
import io.tlsfloor.parser.tls.PseudoTls;
import io.tlsfloor.parser.tls.TlsRecordView;
import java.nio.ByteBuffer;

/** Decides from a direction's bytes whether TLS begins there, or what only looks so. Stateless. */
final class TlsOpening {
  private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
  private static final int HEADER = TlsRecordView.HEADER_BYTES;
  private static final int HELLO_VERSION = HEADER + 4;

  /** So many bytes may be the beginning of a hello, and are too few to say so. */
  static final int MAX_UNDECIDED = HELLO_VERSION + 1;

  private static final int ALERT_RECORD = HEADER + 2;
  private static final int MAX_METHOD = 20; // letters of HTTP's
  private static final int SMALLEST_HELLO = 38; // version, random, and three empty lists' lengths

  private TlsOpening() {}

  /**
   * Returns whether the bytes are the beginning of TLS records, of a handshake or later ones.
   *
   * @return DONE if so as far as can be seen; NEED_MORE if too few to decide; MALFORMED if not
   */
  static Progress tls(ByteBuffer buffer, int start, int length) {
    if (!TlsRecordView.plausibleHeader(buffer, start, length)) {
      return Progress.MALFORMED;
    }
    if (length < HEADER) {
      return Progress.NEED_MORE;
    }
    return Bytes.u8(buffer, start) == ContentType.HANDSHAKE
        ? handshake(buffer, start, length)
        : Progress.DONE;
  }

  /**
   * Returns whether a record is of a kind that no connection begins with: Skype imitates TLS so.
   */
  static boolean isLater(ByteBuffer buffer, int start) {
    int type = Bytes.u8(buffer, start);
    return type == ContentType.CHANGE_CIPHER_SPEC || type == ContentType.APPLICATION_DATA;
  }

  /** Returns whether the bytes are the beginning of a ClientHello in a TLS record. */
  static boolean isClientHello(ByteBuffer buffer, int start, int length) {
    int at = start;
    int end = start + length;
    while (end - at > HEADER
        && Bytes.u8(buffer, at) == ContentType.HANDSHAKE
        && Bytes.u16(buffer, at + 3) == 0) {
      at += HEADER;
    }
    return end - at > HEADER
        && Bytes.u8(buffer, at) == ContentType.HANDSHAKE
        && Bytes.u8(buffer, at + HEADER) == HandshakeType.CLIENT_HELLO
        && tls(buffer, at, end - at) == Progress.DONE;
  }

  /**
   * Where what looks like a ClientHello stands behind other bytes; it may be cut. What follows it
   * in its record does not count, since it may not be there yet.
   *
   * @param to index behind the last at which it may begin
   * @return index after {@code start}, 1 or more, or -1
   */
  static int gluedHello(ByteBuffer buffer, int start, int length, int to) {
    int end = Math.min(to, length - HELLO_VERSION - 1);
    for (int at = 1; at < end; at++) {
      while (at + Long.BYTES < end && !holdsHandshake(Bytes.i64(buffer, start + at))) {
        at += Long.BYTES;
      }
      if (Bytes.u8(buffer, start + at) == ContentType.HANDSHAKE
          && isClientHello(buffer, start + at, length - at)
          && Bytes.u24(buffer, start + at + HEADER + 1) + 4 <= Bytes.u16(buffer, start + at + 3)) {
        return at;
      }
    }
    return -1;
  }

  /** Returns whether one of eight bytes is the type of a handshake record: most often none is. */
  private static boolean holdsHandshake(long bytes) {
    long zero = bytes ^ EACH_BYTE * ContentType.HANDSHAKE;
    return (zero - EACH_BYTE & ~zero & EACH_BYTE << Byte.SIZE - 1) != 0;
  }

  /**
   * Where a ServerHello stands behind other bytes, whole or not, whose lengths agree.
   *
   * @param to index behind the last at which it may begin
   * @return index after {@code start}, or -1
   */
  static int gluedChoice(ByteBuffer buffer, int start, int length, int to) {
    int end = Math.min(to, length - HELLO_VERSION - 1);
    for (int at = 0; at < end; at++) {
      if (Bytes.u8(buffer, start + at) == ContentType.HANDSHAKE
          && Bytes.u8(buffer, start + at + HEADER) == HandshakeType.SERVER_HELLO
          && surelyTls(buffer, start + at, length - at, false)) {
        return at;
      }
    }
    return -1;
  }

  /**
   * Where the last bytes begin that may be the first few of a handshake record, or of an alert.
   *
   * @param helloSeen whether an alert may come
   * @return index after {@code start}; {@code length} for none
   */
  static int mayBegin(ByteBuffer buffer, int start, int length, boolean helloSeen) {
    int at = Math.max(0, length - HELLO_VERSION - 1);
    while (at < length
        && (!mayFollow(Bytes.u8(buffer, start + at), length - at, helloSeen)
            || tls(buffer, start + at, length - at) == Progress.MALFORMED)) {
      at++;
    }
    return at;
  }

  /** Returns whether a record of a type may be so short still. */
  private static boolean mayFollow(int type, int length, boolean helloSeen) {
    return type == ContentType.HANDSHAKE
        || helloSeen && type == ContentType.ALERT && length < ALERT_RECORD;
  }

  /** Returns whether the bytes begin a request for a tunnel, which may follow other requests. */
  static boolean isConnectRequest(ByteBuffer buffer, int start, int length) {
    return length > 8
        && Bytes.i32(buffer, start) == 0x434F4E4E // "CONNECT "
        && Bytes.i32(buffer, start + 4) == 0x45435420;
  }

  /** A first handshake record holds a hello, with the version where it belongs. */
  private static Progress handshake(ByteBuffer buffer, int start, int length) {
    if (length == HEADER) {
      return Progress.NEED_MORE;
    }
    if (Bytes.u16(buffer, start + 3) == 0) { // RFC 5246 §6.2.1 forbids it, and some send it
      return Bytes.u8(buffer, start + HEADER) == ContentType.HANDSHAKE
          ? tls(buffer, start + HEADER, length - HEADER)
          : Progress.MALFORMED;
    }
    int type = Bytes.u8(buffer, start + HEADER);
    if (type != HandshakeType.CLIENT_HELLO && type != HandshakeType.SERVER_HELLO) {
      return isLaterMessage(type) ? Progress.DONE : Progress.MALFORMED;
    }
    int fragment = Bytes.u16(buffer, start + 3);
    if (fragment < HELLO_VERSION - HEADER + 2) {
      return Progress.DONE; // split over records: strange, and the reader will see
    }
    if (length < HELLO_VERSION + 1) {
      return Progress.NEED_MORE;
    }
    boolean hello =
        Bytes.u24(buffer, start + HEADER + 1) >= SMALLEST_HELLO - 4
            && isVersionMajor(Bytes.u8(buffer, start + HELLO_VERSION));
    return hello ? Progress.DONE : Progress.MALFORMED;
  }

  private static boolean isLaterMessage(int type) {
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

  /** 3 for SSL 3.0 and TLS, 0x7f for drafts of TLS 1.3 before draft 15 or so. */
  private static boolean isVersionMajor(int major) {
    return major == 3 || major == 0x7F;
  }

  /**
   * Returns whether TLS surely begins here, in the middle of bytes that nothing else is known of: a
   * hello whose lengths agree, or a record that ends where the bytes end or the next record begins.
   *
   * @param helloSeen whether the connection is TLS already and only the place was lost
   */
  static boolean surelyTls(ByteBuffer buffer, int start, int length, boolean helloSeen) {
    if (length <= (helloSeen ? HEADER : HELLO_VERSION + 1)
        || tls(buffer, start, length) != Progress.DONE) {
      return false;
    }
    int fragment = Bytes.u16(buffer, start + 3);
    int type = Bytes.u8(buffer, start);
    if (type == ContentType.HANDSHAKE && length > HELLO_VERSION + 1) {
      int message = Bytes.u24(buffer, start + HEADER + 1);
      int messageType = Bytes.u8(buffer, start + HEADER);
      boolean hello =
          messageType == HandshakeType.CLIENT_HELLO || messageType == HandshakeType.SERVER_HELLO;
      boolean agree =
          hello
              && (message + 4 == fragment
                  || message + 4 < fragment
                      && hasNext(buffer, start + HEADER + 4 + message, start + length));
      if (agree || !helloSeen) {
        return agree;
      }
    }
    int next = HEADER + fragment;
    return helloSeen && next > length && type == ContentType.APPLICATION_DATA
        || next == length
        || next < length
            && TlsRecordView.plausibleHeader(buffer, start + next, length - next)
            && length - next >= HEADER;
  }

  private static boolean hasNext(ByteBuffer buffer, int at, int end) {
    return at >= end || isLaterMessage(Bytes.u8(buffer, at));
  }

  /**
   * Returns whether the bytes are what only imitates TLS, of either end: the other's may be
   * missing.
   */
  static Progress pseudo(ByteBuffer buffer, int start, int length) {
    Progress client = PseudoTls.client(buffer, start, length);
    return client == Progress.MALFORMED ? PseudoTls.server(buffer, start, length) : client;
  }

  /** Returns whether the bytes begin a web server's answer. */
  static boolean isHttpAnswer(ByteBuffer buffer, int start, int length) {
    return length >= 5
        && Bytes.i32(buffer, start) == 0x48545450 // "HTTP/"
        && Bytes.u8(buffer, start + 4) == '/';
  }

  /** Returns whether the bytes begin a request of HTTP: a method and what it is about. */
  static boolean isHttpRequest(ByteBuffer buffer, int start, int length) {
    int at = 0;
    while (at < length && at < MAX_METHOD && isCapital(Bytes.u8(buffer, start + at))) {
      at++;
    }
    if (at < 3 || at + 1 >= length || Bytes.u8(buffer, start + at) != ' ') {
      return false;
    }
    int about = Bytes.u8(buffer, start + at + 1);
    return about == '/' || about == '*' || about == 'h';
  }

  /** Returns whether a request of HTTP is one to a proxy: it names the server, too. */
  static boolean isProxyRequest(ByteBuffer buffer, int start, int length) {
    int at = 0;
    while (at < length && Bytes.u8(buffer, start + at) != ' ') {
      at++;
    }
    return at + 8 <= length
        && Bytes.i32(buffer, start + at + 1) == 0x68747470 // "http"
        && Bytes.u16(buffer, start + at + 5) == 0x3A2F; // ":/"
  }

  private static boolean isCapital(int letter) {
    return letter >= 'A' && letter <= 'Z';
  }
}
