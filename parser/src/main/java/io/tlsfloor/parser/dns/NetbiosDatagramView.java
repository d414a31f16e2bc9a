package io.tlsfloor.parser.dns;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/**
 * A NetBIOS datagram with a source name, read where it lies (RFC 1002 §4.4.2): direct unique,
 * direct group, broadcast.
 */
public final class NetbiosDatagramView {
  private static final int SOURCE_IP = 4; // offsets in bytes from the start of the datagram
  private static final int SOURCE_NAME = 14;
  private static final int DIRECT_UNIQUE = 0x10;
  private static final int BROADCAST = 0x12;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;

  /**
   * Points this view at a datagram.
   *
   * @return whether it is one with a source name, as far as that name
   */
  public boolean wrap(ByteBuffer datagram, int at, int length) {
    buffer = datagram;
    start = at;
    if (length < SOURCE_NAME + 1 + NetbiosNames.ENCODED_BYTES) {
      return false;
    }
    int type = Bytes.u8(datagram, at);
    return type >= DIRECT_UNIQUE
        && type <= BROADCAST
        && Bytes.u8(datagram, at + SOURCE_NAME) == NetbiosNames.ENCODED_BYTES;
  }

  /** The IPv4 address that the sender gives as his, as 32 bits. */
  public int sourceAddress() {
    return Bytes.i32(buffer, start + SOURCE_IP);
  }

  /** Holds the datagram. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Index of the encoded source name, for {@link NetbiosNames}. */
  public int sourceName() {
    return start + SOURCE_NAME + 1;
  }
}
