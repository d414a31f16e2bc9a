package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/** Recognises by a few bytes where a dialogue has given way to TLS. */
final class TlsLook {
  /** Record header, and the first byte of what it holds. */
  private static final int BYTES = 6;

  private static final int MAX_RECORD = (1 << 14) + 2048; // TLSCiphertext, RFC 5246 §6.2.3
  private static final int SSLV2_FIXED_BYTES = 11; // two of length, type, version, three lengths
  private static final int HANDSHAKE = 22;
  private static final int ALERT = 21;

  private TlsLook() {}

  /**
   * Returns whether the bytes are a TLS record or an SSLv2 hello, or too few to say that they are
   * not.
   */
  static boolean maybe(ByteBuffer buffer, int at, int length) {
    if (length == 0) {
      return true;
    }
    int first = Bytes.u8(buffer, at);
    if ((first & 0x80) != 0) { // SSLv2 hello: two bytes of length, type 1, version (RFC 5246 §E.2)
      return (length < 3 || Bytes.u8(buffer, at + 2) == 1)
          && (length < 4 || Bytes.u8(buffer, at + 3) == 0 || Bytes.u8(buffer, at + 3) == 3);
    }
    if (first != HANDSHAKE && first != ALERT) {
      return false;
    }
    return (length < 2 || Bytes.u8(buffer, at + 1) == 3)
        && (length < 3 || Bytes.u8(buffer, at + 2) <= 4)
        && (length < 5 || plausible(Bytes.u16(buffer, at + 3)))
        && (length < BYTES || first == ALERT || Bytes.u8(buffer, at + 5) <= 2);
  }

  /**
   * Returns whether the bytes are a client's hello in the format of SSLv2 (RFC 5246 §E.2), whole or
   * not.
   */
  static boolean sslV2Hello(ByteBuffer buffer, int at, int length) {
    if (length < SSLV2_FIXED_BYTES || (Bytes.u8(buffer, at) & 0x80) == 0) {
      return false;
    }
    int message = Bytes.u16(buffer, at) & 0x7FFF;
    int suites = Bytes.u16(buffer, at + 5);
    int session = Bytes.u16(buffer, at + 7);
    int challenge = Bytes.u16(buffer, at + 9);
    return maybe(buffer, at, length)
        && suites > 0
        && suites % 3 == 0
        && (session == 0 || session == 16 || session == 32)
        && challenge >= 16
        && challenge <= 32
        && message == SSLV2_FIXED_BYTES - 2 + suites + session + challenge;
  }

  /** Returns whether the bytes are a record with which a server begins: ServerHello or an alert. */
  static boolean serverRecord(ByteBuffer buffer, int at, int length) {
    if (length < BYTES || (Bytes.u8(buffer, at) & 0x80) != 0 || !maybe(buffer, at, length)) {
      return false;
    }
    int second = Bytes.u8(buffer, at + 5);
    return Bytes.u8(buffer, at) == HANDSHAKE
        ? second == 2
        : Bytes.u16(buffer, at + 3) == 2 && (second == 1 || second == 2);
  }

  private static boolean plausible(int recordLength) {
    return recordLength > 0 && recordLength <= MAX_RECORD;
  }
}
