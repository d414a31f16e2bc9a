package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import java.nio.ByteBuffer;

/**
 * A packet of MySQL's connection phase: three bytes of length (little-endian), a sequence number,
 * and then the server's greeting (protocol 10) or the client's SSLRequest (MySQL Internals,
 * "Connection Phase Packets").
 *
 * <p>Bytes are borrowed until the next {@code wrap}.
 */
public final class MysqlPacketView {
  private static final int HEADER_BYTES = 4;
  private static final int MIN_GREETING_BYTES = 21; // version 3.21, the first of protocol 10
  private static final int MAX_GREETING_BYTES = 1024;
  private static final int SSL_REQUEST_BYTES = 32;
  private static final int OLD_SSL_REQUEST_BYTES = 5; // before 4.1: flags of 2 bytes, 3 of a size
  private static final int CLIENT_SSL = 0x0800;
  private static final int CLIENT_PROTOCOL_41 = 0x0200;
  private static final int PROTOCOL_10 = 10;

  private int length;

  /** Points this view at a greeting of the server, of which seven bytes have to be there. */
  public Progress wrapGreeting(ByteBuffer buffer, int start, int available) {
    Progress progress = greeting(buffer, start, available);
    if (progress == Progress.DONE) {
      length = HEADER_BYTES + payload(buffer, start);
    }
    return progress;
  }

  /** Like {@link #wrapGreeting}, without a view. */
  public static Progress greeting(ByteBuffer buffer, int start, int available) {
    if (available > 1 && Bytes.u8(buffer, start + 1) >= MAX_GREETING_BYTES >>> 8
        || available > 2 && Bytes.u8(buffer, start + 2) != 0
        || available > 3 && Bytes.u8(buffer, start + 3) != 0
        || available > 4 && Bytes.u8(buffer, start + 4) != PROTOCOL_10
        || available > 5 && !isDigit(Bytes.u8(buffer, start + 5))) {
      return Progress.MALFORMED;
    }
    if (available < 7) {
      return Progress.NEED_MORE;
    }
    int second = Bytes.u8(buffer, start + 6);
    boolean sound =
        (isDigit(second) || second == '.') && payload(buffer, start) >= MIN_GREETING_BYTES;
    return sound ? Progress.DONE : Progress.MALFORMED;
  }

  /**
   * Points this view at the client's first packet. DONE: it is an SSLRequest, whole. MALFORMED: it
   * is something else, a log-in in clear.
   */
  public Progress wrapSslRequest(ByteBuffer buffer, int start, int available) {
    if (available < 3) {
      return Progress.NEED_MORE;
    }
    int payload = payload(buffer, start);
    if (payload != SSL_REQUEST_BYTES && payload != OLD_SSL_REQUEST_BYTES) {
      return Progress.MALFORMED;
    }
    length = HEADER_BYTES + payload;
    if (available < length) {
      return Progress.NEED_MORE;
    }
    int flags = Bytes.u8(buffer, start + 4) | Bytes.u8(buffer, start + 5) << 8;
    boolean old = payload == OLD_SSL_REQUEST_BYTES;
    boolean sound =
        Bytes.u8(buffer, start + 3) == 1
            && (flags & CLIENT_SSL) != 0
            && (flags & CLIENT_PROTOCOL_41) == 0 == old
            && (old || isFilled(buffer, start));
    return sound ? Progress.DONE : Progress.MALFORMED;
  }

  /** 19 zeros stand between the character set and MariaDB's flags. */
  private static boolean isFilled(ByteBuffer buffer, int start) {
    for (int i = start + 13; i < start + 32; i++) {
      if (buffer.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int payload(ByteBuffer buffer, int start) {
    return Bytes.u8(buffer, start)
        | Bytes.u8(buffer, start + 1) << 8
        | Bytes.u8(buffer, start + 2) << 16;
  }

  private static boolean isDigit(int value) {
    return value >= '0' && value <= '9';
  }

  /** Bytes of the whole packet, its header included. */
  public int length() {
    return length;
  }
}
