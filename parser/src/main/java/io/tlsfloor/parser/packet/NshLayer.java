package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** Network service headers (RFC 8300 §2.2). */
final class NshLayer {
  private static final int NEXT_PROTOCOL = 3; // offsets in bytes from the start of the header
  private static final int SERVICE_PATH = 4;
  private static final int MIN_HEADER = 8;
  private static final int LENGTH = 0x3F; // in units of four bytes

  private NshLayer() {}

  static PacketKind read(HeaderWalk packet, int at) {
    if (packet.available(at) < MIN_HEADER) {
      return packet.tooShort();
    }
    int header = (Bytes.u16(packet.buffer(), at) & LENGTH) * 4;
    if (header < MIN_HEADER) {
      return PacketKind.MALFORMED;
    }
    if (packet.available(at) < header) {
      return packet.tooShort();
    }
    if (!packet.enter(TunnelType.NSH, Bytes.u24(packet.buffer(), at + SERVICE_PATH))) {
      return PacketKind.TOO_DEEP;
    }
    return readNext(packet, Bytes.u8(packet.buffer(), at + NEXT_PROTOCOL), at + header);
  }

  /** Goes on by a next-protocol number of NSH or VXLAN-GPE; 1 to 5 mean the same in both. */
  static PacketKind readNext(HeaderWalk packet, int protocol, int at) {
    return switch (protocol) {
      case 1 -> Ipv4Layer.read(packet, at);
      case 2 -> Ipv6Layer.read(packet, at);
      case 3 -> EthernetLayer.read(packet, at);
      case 4 -> NshLayer.read(packet, at);
      case 5 -> MplsLayer.read(packet, at);
      default -> packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "next-protocol", protocol);
    };
  }
}
