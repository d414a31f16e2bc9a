package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** IP of either version, and what an IP protocol number leads to (IANA's registry). */
final class IpLayer {
  static final int TCP = 6;
  static final int UDP = 17;

  private IpLayer() {}

  /** Reads a datagram whose version is told by its first four bits. */
  static PacketKind read(PacketView packet, int at) {
    if (packet.available(at) < 1) {
      return packet.tooShort();
    }
    return switch (Bytes.u8(packet.buffer, at) >>> 4) {
      case 4 -> Ipv4Layer.read(packet, at);
      case 6 -> Ipv6Layer.read(packet, at);
      default -> PacketKind.MALFORMED;
    };
  }

  /** Goes on by a protocol number, after the IP header and its extension headers. */
  static PacketKind readProtocol(PacketView packet, int protocol, int at) {
    return switch (protocol) {
      case TCP -> TransportLayer.readTcp(packet, at);
      case UDP -> TransportLayer.readUdp(packet, at);
      case 1, 2, 58, 59 -> packet.stop(PacketKind.NOT_OURS, "ip-protocol", protocol);
      default -> packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "ip-protocol", protocol);
    };
  }
}
