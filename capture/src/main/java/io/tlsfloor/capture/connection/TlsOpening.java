package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.HandshakeType;
import io.tlsfloor.parser.tls.PseudoTls;
import io.tlsfloor.parser.tls.TlsRecordView;
import io.tlsfloor.parser.tls.TlsStart;
import java.nio.ByteBuffer;

/**
 * Looks for where TLS begins among other bytes, or what only looks so. What a beginning is says
 * {@link TlsStart}. Stateless.
 */
final class TlsOpening {
  private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
  private static final int HEADER = TlsRecordView.HEADER_BYTES;
  private static final int HELLO_VERSION = HEADER + 4;
  private static final int ALERT_RECORD = HEADER + 2;
  private static final int MAX_METHOD = 20; // letters of HTTP's

  private TlsOpening() {}

  /**
   * Returns whether a record is of a kind that no connection begins with: Skype imitates TLS so.
   */
  static boolean isLater(ByteBuffer buffer, int start) {
    int type = Bytes.u8(buffer, start);
    return type == ContentType.CHANGE_CIPHER_SPEC || type == ContentType.APPLICATION_DATA;
  }

  /** Returns whether a record that is not empty stands here: the answer to a hello is one. */
  static boolean isFilledRecord(ByteBuffer buffer, int start, int length) {
    return length >= HEADER
        && Bytes.u16(buffer, start + 3) > 0
        && TlsRecordView.header(buffer, start, length) == Progress.DONE;
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
          && TlsStart.at(buffer, start + at, length - at) == TlsStart.CLIENT_HELLO
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
            || TlsStart.at(buffer, start + at, length - at) == TlsStart.NOT)) {
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

  /**
   * Returns whether TLS surely begins here, in the middle of bytes that nothing else is known of: a
   * hello whose lengths agree, or a record that ends where the bytes end or the next record begins.
   *
   * @param helloSeen whether the connection is TLS already and only the place was lost
   */
  static boolean surelyTls(ByteBuffer buffer, int start, int length, boolean helloSeen) {
    if (length <= (helloSeen ? HEADER : HELLO_VERSION + 1)
        || !TlsStart.at(buffer, start, length).isRecord()) {
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
            && TlsRecordView.header(buffer, start + next, length - next) == Progress.DONE;
  }

  private static boolean hasNext(ByteBuffer buffer, int at, int end) {
    return at >= end || TlsStart.isLaterMessage(Bytes.u8(buffer, at));
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
