package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.preface.PrefaceRecognizer.Answer;
import java.nio.ByteBuffer;

/**
 * Recognises the first packets of binary protocols.
 *
 * <p>Where a protocol's own marks are few (SOCKS), the packet also has to end where the bytes end,
 * or be followed by what may follow it.
 */
final class PacketLook {
  private static final int MAX_METHODS = 16;
  private static final int GSSAPI = 1;
  private static final int PASSWORD = 2;

  private PacketLook() {}

  /** SOCKS 4 and 4a: {@code 04 01} port, address, user id, 00, and a name for 4a. */
  static Answer isSocks4(ByteBuffer buffer, int start, int length) {
    if (length > 1 && Bytes.u8(buffer, start + 1) != 1) {
      return Answer.NO;
    }
    if (length < 8) {
      return Answer.NEED_MORE;
    }
    int address = Bytes.i32(buffer, start + 4);
    boolean named = address >>> 8 == 0 && address != 0;
    if (Bytes.u16(buffer, start + 2) == 0 || address == 0) {
      return Answer.NO;
    }
    int limit = start + length;
    int i = start + 8;
    for (int strings = named ? 2 : 1; strings > 0; strings--) {
      int from = i;
      while (i < limit && Bytes.u8(buffer, i) > ' ' && Bytes.u8(buffer, i) != 0x7F) {
        i++;
      }
      if (i == limit) {
        return length < PrefaceRecognizer.MAX_BYTES ? Answer.NEED_MORE : Answer.YES;
      }
      if (Bytes.u8(buffer, i) != 0 || named && strings == 1 && i == from) {
        return Answer.NO;
      }
      i++;
    }
    return TlsLook.maybe(buffer, i, limit - i) ? Answer.YES : Answer.NO;
  }

  /** A grant of SOCKS 4, and the TLS that follows it: {@code 00 5a}, six bytes, a record. */
  static Answer isSocks4Reply(ByteBuffer buffer, int start, int length) {
    if (length > 1 && Bytes.u8(buffer, start + 1) != SocksReply.V4_GRANTED) {
      return Answer.NO;
    }
    return beforeTls(buffer, start, length, SocksReply.V4_BYTES);
  }

  /** SOCKS 5: {@code 05}, the number of methods, the methods, and no more before the reply. */
  static Answer isSocks5(ByteBuffer buffer, int start, int length) {
    if (length < 2) {
      return Answer.NEED_MORE;
    }
    int methods = Bytes.u8(buffer, start + 1);
    if (methods == 0 || methods > MAX_METHODS) {
      return Answer.NO;
    }
    int end = 2 + methods;
    boolean offersPassword = false;
    for (int i = 2; i < Math.min(end, length); i++) {
      int method = Bytes.u8(buffer, start + i);
      if (method > 9 && method < 0x80 || method == 0xFF) { // IANA's list, and private ones
        return Answer.NO;
      }
      offersPassword |= method == PASSWORD;
    }
    if (length < end) {
      return Answer.NEED_MORE;
    }
    if (length == end) {
      return Answer.YES;
    }
    int next = Bytes.u8(buffer, start + end); // a client that does not wait
    boolean request = next == 5 && length >= end + 3 && Bytes.u8(buffer, start + end + 2) == 0;
    boolean password = next == 1 && offersPassword;
    return request || password ? Answer.YES : Answer.NO;
  }

  /** The server's choice of a SOCKS 5 method, and the reply to the request after it. */
  static Answer isSocks5Reply(ByteBuffer buffer, int start, int length) {
    if (length < 2) {
      return Answer.NEED_MORE;
    }
    int method = Bytes.u8(buffer, start + 1);
    if (method > PASSWORD || method == GSSAPI) {
      return Answer.NO;
    }
    int at = 2;
    if (method == PASSWORD) {
      at = 4;
      if (length > 2 && Bytes.u8(buffer, start + 2) != 1
          || length > 3 && Bytes.u8(buffer, start + 3) != 0) {
        return Answer.NO;
      }
    }
    if (length <= at) {
      return Answer.NEED_MORE;
    }
    int reply = SocksReply.length5(buffer, start + at, length - at);
    boolean granted = length < at + 2 || Bytes.u8(buffer, start + at + 1) == 0;
    if (reply < 0 || !granted) {
      return Answer.NO;
    }
    return reply == 0 ? Answer.NEED_MORE : beforeTls(buffer, start, length, at + reply);
  }

  /**
   * Whether the bytes are a server's choice of passwords and its yes to one (RFC 1928 §3, RFC 1929
   * §2). They may as well be a client's list of two methods: who opened the connection decides.
   */
  static boolean isSocks5PasswordTaken(ByteBuffer buffer, int start, int length) {
    return length >= 4 && Bytes.i32(buffer, start) == 0x05020100;
  }

  private static Answer beforeTls(ByteBuffer buffer, int start, int length, int tls) {
    if (length < tls + 6) {
      boolean may = length <= tls || TlsLook.maybe(buffer, start + tls, length - tls);
      return may ? Answer.NEED_MORE : Answer.NO;
    }
    return TlsLook.serverRecord(buffer, start + tls, length - tls) ? Answer.YES : Answer.NO;
  }

  /** The signature and the fixed fields of a PROXY header. */
  static Answer isProxyV2(ByteBuffer buffer, int start, int length) {
    return answer(new ProxyV2View().wrapFixed(buffer, start, length));
  }

  /** {@code SSLRequest} or {@code GSSENCRequest}. */
  static Answer isPostgresql(ByteBuffer buffer, int start, int length) {
    for (int i = 0; i < Math.min(length, 8); i++) {
      int value = Bytes.u8(buffer, start + i);
      if (value != (PostgresqlDialogue.SSL_REQUEST >>> 8 * (7 - i) & 0xFF)
          && value != (PostgresqlDialogue.GSS_REQUEST >>> 8 * (7 - i) & 0xFF)) {
        return Answer.NO;
      }
    }
    return length < 8 ? Answer.NEED_MORE : Answer.YES;
  }

  /** The server's yes, and the TLS that follows it. */
  static Answer isPostgresqlYes(ByteBuffer buffer, int start, int length) {
    return beforeTls(buffer, start, length, 1);
  }

  /** A connection request that offers TLS, or has a cookie before what it offers. */
  static Answer isRdpRequest(ByteBuffer buffer, int start, int length) {
    X224View packet = new X224View();
    Progress head = packet.wrapHead(buffer, start, length);
    if (head != Progress.DONE) {
      return answer(head);
    }
    if (!packet.isRequest()) {
      return Answer.NO;
    }
    if (length < packet.length() && length < PrefaceRecognizer.MAX_BYTES) {
      return Answer.NEED_MORE;
    }
    boolean rdp =
        length >= packet.length()
            ? packet.negotiatesTls()
            : TextLook.beginsWith(buffer, start + 11, length - 11, "Cookie: ") == Answer.YES;
    return rdp ? Answer.YES : Answer.NO;
  }

  /** A connection confirm that chose TLS. */
  static Answer isRdpConfirm(ByteBuffer buffer, int start, int length) {
    X224View packet = new X224View();
    Progress progress = packet.wrap(buffer, start, length);
    if (progress != Progress.DONE) {
      return answer(progress);
    }
    return !packet.isRequest() && packet.negotiatesTls() ? Answer.YES : Answer.NO;
  }

  /** A bind, a search, or a request for TLS. */
  static Answer isLdapRequest(ByteBuffer buffer, int start, int length) {
    LdapMessageView message = new LdapMessageView();
    Progress progress = message.wrap(buffer, start, length);
    if (progress != Progress.DONE) {
      return answer(progress);
    }
    boolean known =
        message.operation() == LdapMessageView.BIND_REQUEST
            || message.operation() == LdapMessageView.SEARCH_REQUEST
            || message.asksForTls();
    return known ? Answer.YES : Answer.NO;
  }

  /** The server's yes to a request for TLS. */
  static Answer isLdapYes(ByteBuffer buffer, int start, int length) {
    LdapMessageView message = new LdapMessageView();
    Progress progress = message.wrap(buffer, start, length);
    if (progress != Progress.DONE) {
      return answer(progress);
    }
    boolean yes =
        message.operation() == LdapMessageView.EXTENDED_RESPONSE && message.resultCode() == 0;
    return yes ? Answer.YES : Answer.NO;
  }

  /** A greeting of protocol 10. */
  static Answer isMysqlGreeting(ByteBuffer buffer, int start, int length) {
    return answer(MysqlPacketView.greeting(buffer, start, length));
  }

  /** The client's request for TLS, whole. */
  static Answer isMysqlSslRequest(ByteBuffer buffer, int start, int length) {
    return answer(new MysqlPacketView().wrapSslRequest(buffer, start, length));
  }

  private static Answer answer(Progress progress) {
    return switch (progress) {
      case DONE -> Answer.YES;
      case NEED_MORE -> Answer.NEED_MORE;
      case MALFORMED -> Answer.NO;
    };
  }
}
