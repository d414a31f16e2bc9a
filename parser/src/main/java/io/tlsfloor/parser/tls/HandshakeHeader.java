package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/**
 * The four bytes before each handshake message in TLS and QUIC (RFC 8446 §4): {@code msg_type} and
 * a 24-bit {@code length}. DTLS has a longer one (RFC 6347 §4.2.2).
 */
public final class HandshakeHeader {
  /** Length of the header. */
  public static final int HEADER_BYTES = 4;

  private HandshakeHeader() {}

  /** The message's type, 0 to 255, see {@link HandshakeType}. */
  public static int type(ByteBuffer buffer, int start) {
    return Bytes.u8(buffer, start);
  }

  /** Length of the body that follows, 0 to 2^24-1: the peer's word, to be capped before use. */
  public static int length(ByteBuffer buffer, int start) {
    return Bytes.u24(buffer, start + 1);
  }
}
