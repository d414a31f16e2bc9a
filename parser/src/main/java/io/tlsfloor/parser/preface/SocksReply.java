package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/** Extents of the replies of a SOCKS server (SOCKS 4; RFC 1928 §6). */
public final class SocksReply {
  /** Bytes of a version 4 reply. */
  public static final int V4_BYTES = 8;

  /** The code with which version 4 grants a request. */
  public static final int V4_GRANTED = 90;

  private SocksReply() {}

  /**
   * Bytes of a version 5 reply.
   *
   * @return 0 while too few are there to say, -1 if it is no such reply
   */
  public static int length5(ByteBuffer buffer, int start, int available) {
    if (available > 0 && Bytes.u8(buffer, start) != 5
        || available > 1 && Bytes.u8(buffer, start + 1) > 8 // RFC 1928 §6: 0 to 8
        || available > 2 && Bytes.u8(buffer, start + 2) != 0) {
      return -1;
    }
    if (available < 5) {
      return 0;
    }
    int address = SocksRequestView.addressLength(buffer, start + 3);
    return address < 0 ? -1 : 4 + address + 2;
  }
}
