package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.LittleEndianViews;
import java.nio.ByteBuffer;

/**
 * A look at the most common form of packet, without walking it: Ethernet II, IPv4 without options
 * that is no fragment, TCP. What it says is what {@link PacketView} says of the same bytes; of any
 * other packet it says no.
 *
 * <p>Addresses and ports are numbers of the bytes as they lie, the first the least significant:
 * good for a hash, and quicker to read than in network order. Reused: {@link #wrap} points it at a
 * packet.
 */
public final class PlainTcp {
  /** LINKTYPE_ETHERNET. */
  public static final int LINK_TYPE = 1;

  private static final int HEADERS = 14 + 20 + 20;
  private static final int ETHERTYPE = 12;
  private static final int FRAGMENT = 20;
  private static final int ADDRESSES = 26;
  private static final int PORTS = 34;
  private static final int TCP_HEADER = 34;
  private static final int TCP_LENGTH = 46;
  private static final int FLAGS = 47;
  private static final int HANDSHAKE = 22;
  private static final int MESSAGE_TYPE = 5;

  // The bytes 08 00 45, and the fragment bits (RFC 791 §3.1) and the protocol of four, as they lie.
  private static final int IPV4_MASK = 0x00FF_FFFF;
  private static final int IPV4_NO_OPTIONS = 0x0045_0008;
  private static final int FRAGMENT_AND_PROTOCOL = 0xFF00_FF3F;
  private static final int TCP = 0x0600_0000;

  private final LittleEndianViews views = new LittleEndianViews();
  private ByteBuffer bytes = ByteBuffer.allocate(0); // little-endian
  private int start;
  private int end;

  /** Whether {@code length} bytes at {@code start} are such a packet, its headers whole. */
  public boolean wrap(ByteBuffer buffer, int start, int length) {
    if (length < HEADERS) {
      return false;
    }
    bytes = views.of(buffer);
    this.start = start;
    this.end = start + length;
    return (bytes.getInt(start + ETHERTYPE) & IPV4_MASK) == IPV4_NO_OPTIONS
        && (bytes.getInt(start + FRAGMENT) & FRAGMENT_AND_PROTOCOL) == TCP;
  }

  /** Source address in the lower 32 bits, destination in the upper. */
  public long addresses() {
    return bytes.getLong(start + ADDRESSES);
  }

  /** Source port in the lower 16 bits, destination in the upper. */
  public int ports() {
    return bytes.getInt(start + PORTS);
  }

  /** See {@link TcpFlags}. */
  public int flags() {
    return bytes.get(start + FLAGS) & 0xFF;
  }

  /** Whether the payload's first bytes are those of a record with a ClientHello. */
  public boolean mayBeginHello() {
    int payload = start + TCP_HEADER + ((bytes.get(start + TCP_LENGTH) & 0xF0) >> 2);
    return mayBeginHello(bytes, payload, end - payload);
  }

  /**
   * Whether the first bytes are those of a record with a ClientHello, or of one in SSL 2.0's form.
   */
  public static boolean mayBeginHello(ByteBuffer buffer, int payload, int length) {
    if (length <= MESSAGE_TYPE) {
      return false;
    }
    int first = buffer.get(payload);
    return first == HANDSHAKE
        ? buffer.get(payload + 1) == 3 && buffer.get(payload + MESSAGE_TYPE) == 1
        : first < 0 && buffer.get(payload + 2) == 1 && isVersionOfSslV2Hello(buffer, payload + 3);
  }

  private static boolean isVersionOfSslV2Hello(ByteBuffer buffer, int at) {
    int major = buffer.get(at);
    return major == 3 || major == 0 && buffer.get(at + 1) == 2;
  }
}
