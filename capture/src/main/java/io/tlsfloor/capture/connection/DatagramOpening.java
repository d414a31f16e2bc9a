package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.dtls.DtlsHandshakeView;
import io.tlsfloor.parser.dtls.DtlsRecordView;
import io.tlsfloor.parser.quic.QuicLongHeaderView;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.HandshakeType;
import java.nio.ByteBuffer;

/**
 * Decides from a datagram's bytes whether it carries DTLS or QUIC, and where: DTLS shares ports
 * with STUN, TURN channels and RTP, separated by the first byte (RFC 7983 §7), and may travel
 * inside TURN's ChannelData and Data (RFC 8656 §12.4, §18.4).
 */
final class DatagramOpening {
  /** Holds what a datagram is. */
  enum DatagramKind {
    OTHER,
    DTLS,
    /** DTLS whose first record begins a ClientHello. */
    DTLS_CLIENT_HELLO,
    /** A QUIC packet with a long header of a known version. */
    QUIC_LONG,
    /**
     * Holds what may be a QUIC packet with a short header; it means something on a QUIC flow only.
     */
    QUIC_SHORT,
    GOOGLE_QUIC,
    /** A QUIC packet that cannot be decrypted: cut by the snap length, or of another version. */
    QUIC_UNREADABLE,
    /** The snap length left too little to decide. */
    CUT;

    boolean isQuic() {
      return this == QUIC_LONG || this == QUIC_SHORT;
    }

    boolean beginsFlow() {
      return this == DTLS || this == DTLS_CLIENT_HELLO || this == QUIC_LONG;
    }
  }

  private static final int MIN_BYTES = 8;
  private static final int MIN_INITIAL_BYTES = 1200;
  private static final int STUN_HEADER_BYTES = 20;
  private static final int STUN_MAGIC = 0x2112A442; // RFC 8489 §5
  private static final int STUN_DATA = 0x0013; // RFC 8656 §18.4
  private static final int CHANNEL_HEADER_BYTES = 4;
  private static final int SAME_IN_ALL_HELLOS = 34; // version and random

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;
  private int length;
  private int missing;
  private int helloStart;
  private int helloLength;

  /**
   * Looks at a datagram's payload.
   *
   * @param cut bytes of it that the snap length took
   */
  DatagramKind look(ByteBuffer datagram, int at, int available, int cut, Views views) {
    buffer = datagram;
    start = at;
    length = available;
    missing = cut;
    if (available < MIN_BYTES) {
      return cut > 0 && available + cut >= MIN_BYTES ? DatagramKind.CUT : DatagramKind.OTHER;
    }
    int first = Bytes.u8(datagram, at);
    if (first < 4) {
      return stun(views);
    }
    if (first >= 20 && first < 64) {
      return dtls(views);
    }
    if (first >= 64 && first < 80 && isChannelData()) {
      start += CHANNEL_HEADER_BYTES;
      length = Math.min(Bytes.u16(datagram, at + 2), available - CHANNEL_HEADER_BYTES);
      DatagramKind inner = dtls(views);
      if (inner != DatagramKind.OTHER) {
        return inner;
      }
      start = at;
      length = available;
    }
    return quic(first, views);
  }

  private DatagramKind dtls(Views views) {
    DtlsRecordView record = views.dtlsRecord;
    if (length <= 0 || !record.wrap(buffer, start, length, missing)) {
      return DatagramKind.OTHER;
    }
    if (record.isUnified() || record.epoch() > 0 || record.contentType() != ContentType.HANDSHAKE) {
      return DatagramKind.DTLS;
    }
    DtlsHandshakeView message = views.dtlsHandshake;
    int fragment = record.fragmentStart();
    if (!message.wrap(buffer, fragment, record.fragmentLength(), record.missing())) {
      return record.missing() == 0 ? DatagramKind.OTHER : DatagramKind.CUT;
    }
    if (message.type() != HandshakeType.CLIENT_HELLO) {
      return DatagramKind.DTLS;
    }
    helloStart = message.fragmentStart();
    helloLength = message.fragmentOffset() == 0 ? message.captured() : 0;
    return DatagramKind.DTLS_CLIENT_HELLO;
  }

  private boolean isChannelData() {
    int inner = Bytes.u16(buffer, start + 2);
    return inner > 0 && inner <= length + missing - CHANNEL_HEADER_BYTES;
  }

  /** DTLS in the DATA attribute of a Send or Data indication. */
  private DatagramKind stun(Views views) {
    int end = start + length;
    if (length < STUN_HEADER_BYTES || Bytes.i32(buffer, start + 4) != STUN_MAGIC) {
      return DatagramKind.OTHER;
    }
    int at = start + STUN_HEADER_BYTES;
    while (at + 4 <= end) {
      int type = Bytes.u16(buffer, at);
      int size = Bytes.u16(buffer, at + 2);
      int there = Math.min(size, end - at - 4);
      if (size > there + missing) {
        return DatagramKind.OTHER;
      }
      if (type == STUN_DATA) {
        start = at + 4;
        length = there;
        return dtls(views);
      }
      at += 4 + (size + 3 & ~3);
    }
    return DatagramKind.OTHER;
  }

  private DatagramKind quic(int first, Views views) {
    if (QuicLongHeaderView.isLong(first)) {
      if (isGoogle(Bytes.i32(buffer, start + 1))) {
        return DatagramKind.GOOGLE_QUIC;
      }
      if (views.quicLongHeader.wrap(buffer, start, length)) {
        return DatagramKind.QUIC_LONG;
      }
      boolean unreadable =
          missing > 0 && views.quicLongHeader.isOfKnownVersion() || isOtherVersion(first);
      return unreadable ? DatagramKind.QUIC_UNREADABLE : DatagramKind.OTHER;
    }
    boolean oldGoogle =
        (first & 0x09) == 0x09 && length > 13 && isGoogle(Bytes.i32(buffer, start + 9));
    if (oldGoogle) {
      return DatagramKind.GOOGLE_QUIC;
    }
    return QuicLongHeaderView.isShort(first) ? DatagramKind.QUIC_SHORT : DatagramKind.OTHER;
  }

  /**
   * Returns whether it is large enough for a client's Initial (RFC 9000 §14.1), and of a family of
   * versions of which not all salts are known.
   */
  private boolean isOtherVersion(int first) {
    if ((first & 0xC0) != 0xC0 || length + missing < MIN_INITIAL_BYTES) {
      return false;
    }
    int version = Bytes.i32(buffer, start + 1);
    return (version & 0xFFFFFF00) == 0xFF000000 // drafts of the IETF
        || (version & 0xFFFFFF00) == 0xFACEB000; // Facebook
  }

  /** {@code Q043} and its like: Google's own versions, which are not TLS. */
  private static boolean isGoogle(int version) {
    return (version >>> 24 == 'Q' || version >>> 24 == 'T')
        && isDigit(version >>> 16 & 0xFF)
        && isDigit(version >>> 8 & 0xFF)
        && isDigit(version & 0xFF);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Index of the DTLS or QUIC bytes. */
  int start() {
    return start;
  }

  /** How many there are. */
  int length() {
    return length;
  }

  /**
   * The mark of a ClientHello's version and random, which all of one association have (RFC 6347
   * §4.2.1: the one with the cookie repeats them). 0 for a fragment that does not hold them.
   */
  int helloMark() {
    return helloLength < SAME_IN_ALL_HELLOS ? 0 : TcpSegment.mark(buffer, helloStart);
  }
}
