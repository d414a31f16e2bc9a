package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/**
 * A look at the most common form of packet, without walking it: Ethernet II, IPv4 without options
 * that is no fragment, TCP. What it says is what {@link PacketView} says of the same bytes; of any
 * other packet it says no.
 */
public final class PlainTcp {
  /** LINKTYPE_ETHERNET. */
  public static final int LINK_TYPE = 1;

  private static final int HEADERS = 14 + 20 + 20;
  private static final int ETHERTYPE = 12;
  private static final int FRAGMENT = 20;
  private static final int ADDRESSES = 26;
  private static final int PORTS = 34;
  private static final int FLAGS = 47;
  private static final int IPV4_NO_OPTIONS = 0x080045; // ethertype, version and header length
  private static final int FRAGMENT_AND_PROTOCOL = 0x3FFF00FF; // RFC 791 §3.1
  private static final int TCP = 6;

  private PlainTcp() {}

  /** Whether {@code length} bytes at {@code start} are such a packet, its headers whole. */
  public static boolean is(ByteBuffer buffer, int start, int length) {
    return length >= HEADERS
        && Bytes.i32(buffer, start + ETHERTYPE) >>> 8 == IPV4_NO_OPTIONS
        && (Bytes.i32(buffer, start + FRAGMENT) & FRAGMENT_AND_PROTOCOL) == TCP;
  }

  /** Source address in the upper 32 bits, destination in the lower. */
  public static long addresses(ByteBuffer buffer, int start) {
    return Bytes.i64(buffer, start + ADDRESSES);
  }

  /** Source port in the upper 16 bits, destination in the lower. */
  public static int ports(ByteBuffer buffer, int start) {
    return Bytes.i32(buffer, start + PORTS);
  }

  /** See {@link TcpFlags}. */
  public static int flags(ByteBuffer buffer, int start) {
    return Bytes.u8(buffer, start + FLAGS);
  }
}
