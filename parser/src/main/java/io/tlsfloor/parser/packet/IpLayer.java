package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/**
 * IP of either version (RFC 791 §3.1; RFC 8200 §3, §4), what an IP protocol number leads to (IANA,
 * "Protocol Numbers"), and the headers of TCP (RFC 9293 §3.1) and UDP (RFC 768).
 */
final class IpLayer {
  static final int TCP = 6;
  static final int UDP = 17;

  private static final int IPV4 = 4; // RFC 2003 in IPv4, RFC 2473 in IPv6
  private static final int IPV6 = 41; // RFC 4213 §3.5 in IPv4, RFC 2473 in IPv6
  private static final int GRE = 47;
  private static final int ESP = 50; // RFC 4303
  private static final int AUTHENTICATION = 51; // RFC 4302 §2
  private static final int COMPRESSED = 108; // RFC 3173
  private static final int ICMP = 1; // an error quotes a packet, RFC 792
  private static final int ICMP6 = 58;
  private static final int MPLS = 137; // RFC 4023 §3

  private static final int MIN_AUTHENTICATION = 8;
  private static final int MAX_AUTHENTICATIONS = 4;

  private static final int V4_TOTAL_LENGTH = 2; // offsets in bytes from the start of the header
  private static final int V4_IDENTIFICATION = 4;
  private static final int V4_FLAGS_AND_OFFSET = 6;
  private static final int V4_PROTOCOL = 9;
  private static final int V4_SOURCE = 12;
  private static final int V4_DESTINATION = 16;
  private static final int V4_MIN_HEADER = 20;

  private static final int MORE_FRAGMENTS = 0x2000;
  private static final int FRAGMENT_OFFSET = 0x1FFF; // in units of eight bytes

  private static final int V6_PAYLOAD_LENGTH = 4; // offsets in bytes from the start of the header
  private static final int V6_NEXT_HEADER = 6;
  private static final int V6_ADDRESSES = 8;
  static final int V6_HEADER = 40;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int DESTINATION_OPTIONS = 60;
  private static final int MOBILITY = 135; // RFC 6275 §6.1
  private static final int HOST_IDENTITY = 139; // RFC 7401 §5.1
  private static final int SHIM6 = 140; // RFC 5533 §5.1
  private static final int FRAGMENT_HEADER = 8;
  private static final int MIN_EXTENSION = 8;
  private static final int MAX_EXTENSIONS = 32; // honest packets have one to three

  private static final int SOURCE_PORT = 0; // offsets in bytes from the start of either header
  private static final int DESTINATION_PORT = 2;
  private static final int TCP_SEQUENCE = 4; // TCP
  private static final int TCP_ACKNOWLEDGMENT = 8;
  private static final int TCP_DATA_OFFSET_AND_FLAGS = 12;
  private static final int TCP_FLAGS_END = 14;
  private static final int MIN_TCP_HEADER = 20;
  private static final int UDP_LENGTH = 4; // UDP
  private static final int UDP_HEADER = 8;
  private static final int TCP_FLAGS = 0x00FF;

  private IpLayer() {}

  /** Reads a datagram whose version is in its first four bits. */
  static PacketKind read(PacketView packet, int at) {
    if (packet.available(at) < 1) {
      return packet.tooShort();
    }
    return switch (Bytes.u8(packet.buffer(), at) >>> 4) {
      case 4 -> readV4(packet, at);
      case 6 -> readV6(packet, at);
      default -> PacketKind.MALFORMED;
    };
  }

  /** Goes on by a protocol number, after the IP header and the extension headers of IPv6. */
  static PacketKind readProtocol(PacketView packet, int protocol, int at) {
    return switch (protocol) {
      case TCP -> readTcp(packet, at);
      case UDP -> readUdp(packet, at);
      case IPV4 ->
          packet.enter(packet.v4() ? TunnelType.IP_IN_IP : TunnelType.FOUR_IN_SIX)
              ? readV4(packet, at)
              : PacketKind.TOO_DEEP;
      case IPV6 ->
          packet.enter(packet.v4() ? TunnelType.SIX_IN_FOUR : TunnelType.IP6_IN_IP6)
              ? readV6(packet, at)
              : PacketKind.TOO_DEEP;
      case GRE -> GreLayer.read(packet, at);
      case MPLS -> EthernetLayer.readMpls(packet, at);
      case ESP -> packet.stop(PacketKind.OPAQUE_TUNNEL, "esp", protocol);
      case AUTHENTICATION -> readAuthenticated(packet, at);
      case COMPRESSED -> packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "ip-protocol", protocol);
      case ICMP, ICMP6 -> packet.stop(PacketKind.NOT_OURS, "ip-protocol", protocol);
      default -> EthernetLayer.stopUnknown(packet, at, "ip-protocol", protocol);
    };
  }

  /** Authentication headers of IPv4; those of IPv6 are passed as extension headers. */
  private static PacketKind readAuthenticated(PacketView packet, int firstAt) {
    int at = firstAt;
    for (int passed = 0; passed < MAX_AUTHENTICATIONS; passed++) {
      if (packet.available(at) < MIN_AUTHENTICATION) {
        return packet.tooShort();
      }
      int next = Bytes.u8(packet.buffer(), at);
      int length = (Bytes.u8(packet.buffer(), at + 1) + 2) * 4;
      if (packet.available(at) < length) {
        return packet.tooShort();
      }
      at += length;
      if (next != AUTHENTICATION) {
        return readProtocol(packet, next, at);
      }
    }
    return PacketKind.TOO_DEEP;
  }

  // IPv4.

  /**
   * Returns whether a header is there that holds together, for places where no field says what
   * comes.
   */
  static boolean isPlausibleV4(PacketView packet, int at) {
    if (packet.available(at) < V4_MIN_HEADER) {
      return false;
    }
    int first = Bytes.u8(packet.buffer(), at);
    int header = (first & 0x0F) * 4;
    int total = Bytes.u16(packet.buffer(), at + V4_TOTAL_LENGTH);
    return first >>> 4 == 4
        && header >= V4_MIN_HEADER
        && (total == 0 || total >= header && packet.isPlausibleLength(at, total));
  }

  static PacketKind readV4(PacketView packet, int at) {
    if (packet.available(at) < V4_MIN_HEADER) {
      return packet.tooShort();
    }
    ByteBuffer in = packet.buffer();
    int first = Bytes.u8(in, at);
    int header = (first & 0x0F) * 4;
    if (first >>> 4 != 4 || header < V4_MIN_HEADER) {
      return PacketKind.MALFORMED;
    }
    int total = Bytes.u16(in, at + V4_TOTAL_LENGTH);
    if (total != 0) { // 0: the card was to fill it in after segmentation
      if (total < header) {
        return PacketKind.MALFORMED;
      }
      packet.narrow(at, total);
    }
    packet.addresses(Bytes.u32(in, at + V4_SOURCE), Bytes.u32(in, at + V4_DESTINATION));
    if (packet.available(at) < header) {
      return packet.tooShort();
    }
    int fragment = Bytes.u16(in, at + V4_FLAGS_AND_OFFSET);
    int protocol = Bytes.u8(in, at + V4_PROTOCOL);
    if ((fragment & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) != 0) {
      return packet.fragment(
          Bytes.u16(in, at + V4_IDENTIFICATION),
          (fragment & FRAGMENT_OFFSET) * 8,
          (fragment & MORE_FRAGMENTS) != 0,
          protocol,
          at + header);
    }
    if (protocol == TCP) {
      return readTcp(packet, at + header);
    }
    return readProtocol(packet, protocol, at + header);
  }

  // IPv6.

  /**
   * Returns whether a header is there that holds together, for places where no field says what
   * comes.
   */
  static boolean isPlausibleV6(PacketView packet, int at) {
    if (packet.available(at) < V6_HEADER || Bytes.u8(packet.buffer(), at) >>> 4 != 6) {
      return false;
    }
    int payload = Bytes.u16(packet.buffer(), at + V6_PAYLOAD_LENGTH);
    return payload == 0 || packet.isPlausibleLength(at, V6_HEADER + payload);
  }

  static PacketKind readV6(PacketView packet, int at) {
    if (packet.available(at) < V6_HEADER) {
      return packet.tooShort();
    }
    ByteBuffer in = packet.buffer();
    if (Bytes.u8(in, at) >>> 4 != 6) {
      return PacketKind.MALFORMED;
    }
    int payload = Bytes.u16(in, at + V6_PAYLOAD_LENGTH);
    if (payload != 0) { // 0: segmentation offload, or a jumbogram (RFC 2675 §3)
      packet.narrow(at, V6_HEADER + payload);
    }
    packet.addresses6(at + V6_ADDRESSES);
    int next = Bytes.u8(in, at + V6_NEXT_HEADER);
    if (next == TCP) {
      return readTcp(packet, at + V6_HEADER);
    }
    return readExtensions(packet, next, at + V6_HEADER);
  }

  private static PacketKind readExtensions(PacketView packet, int firstHeader, int firstAt) {
    int next = firstHeader;
    int at = firstAt;
    for (int passed = 0; isExtension(next); passed++) {
      if (passed == MAX_EXTENSIONS) {
        return PacketKind.TOO_DEEP;
      }
      if (packet.available(at) < MIN_EXTENSION) {
        return packet.tooShort();
      }
      int type = next;
      next = Bytes.u8(packet.buffer(), at);
      int length;
      if (type == FRAGMENT) {
        int offset = Bytes.u16(packet.buffer(), at + 2);
        if ((offset & 0xFFF9) != 0) {
          return packet.fragment(
              Bytes.i32(packet.buffer(), at + 4),
              offset & 0xFFF8,
              (offset & 1) != 0,
              next,
              at + FRAGMENT_HEADER);
        }
        length = FRAGMENT_HEADER; // an atomic fragment is whole (RFC 6946 §2)
      } else if (type == AUTHENTICATION) {
        length = (Bytes.u8(packet.buffer(), at + 1) + 2) * 4;
      } else {
        length = (Bytes.u8(packet.buffer(), at + 1) + 1) * 8;
      }
      if (packet.available(at) < length) {
        return packet.tooShort();
      }
      at += length;
    }
    return readProtocol(packet, next, at);
  }

  private static boolean isExtension(int header) {
    return switch (header) {
      case HOP_BY_HOP,
          ROUTING,
          FRAGMENT,
          AUTHENTICATION,
          DESTINATION_OPTIONS,
          MOBILITY,
          HOST_IDENTITY,
          SHIM6 ->
          true;
      default -> false;
    };
  }

  // Transports.

  /**
   * Reads a segment. A capture that ends inside the header, after the flags, still shows which
   * connection it is and how many bytes are missing: a snap length of 64 bytes cuts the options.
   */
  static PacketKind readTcp(PacketView packet, int at) {
    int available = packet.available(at);
    if (available < TCP_FLAGS_END) {
      return packet.tooShort();
    }
    packet.transport(at);
    ByteBuffer in = packet.buffer();
    packet.ports(Bytes.u16(in, at + SOURCE_PORT), Bytes.u16(in, at + DESTINATION_PORT));
    int word = Bytes.u16(in, at + TCP_DATA_OFFSET_AND_FLAGS);
    packet.segment(
        Bytes.i32(in, at + TCP_SEQUENCE), Bytes.i32(in, at + TCP_ACKNOWLEDGMENT), word & TCP_FLAGS);
    int header = (word >>> 12) * 4;
    if (header < MIN_TCP_HEADER) {
      return PacketKind.MALFORMED;
    }
    int cut = header - available;
    if (cut <= 0) {
      packet.payload(at + header);
    } else if (cut <= packet.beyond()) {
      packet.payloadNotCaptured(cut);
    } else {
      return PacketKind.MALFORMED;
    }
    return PacketKind.TCP;
  }

  static PacketKind readUdp(PacketView packet, int at) {
    if (packet.available(at) < UDP_HEADER) {
      return packet.tooShort();
    }
    packet.transport(at);
    ByteBuffer in = packet.buffer();
    packet.ports(Bytes.u16(in, at + SOURCE_PORT), Bytes.u16(in, at + DESTINATION_PORT));
    int length = Bytes.u16(in, at + UDP_LENGTH);
    if (length != 0) { // 0: segmentation offload, or a jumbogram (RFC 2675 §4)
      if (length < UDP_HEADER) {
        return PacketKind.MALFORMED;
      }
      packet.narrow(at, length);
    }
    packet.payload(at + UDP_HEADER);
    return UdpTunnelLayer.read(packet);
  }
}
