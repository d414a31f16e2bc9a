package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** VXLAN (RFC 7348 §5) and its generic protocol extension (draft-ietf-nvo3-vxlan-gpe-13 §3). */
final class VxlanLayer {
  private static final int RESERVED = 1; // offsets in bytes from the start of the header
  private static final int NEXT_PROTOCOL = 3;
  private static final int NETWORK = 4;
  private static final int HEADER = 8;
  private static final int MIN_TO_JUDGE = HEADER + 14 + 40; // with Ethernet and IPv6

  private static final int NETWORK_PRESENT = 0x08;
  private static final int GROUP_POLICY = 0x80; // draft-smith-vxlan-group-policy-05 §2.1
  private static final int GPE_VERSION = 0x30;
  private static final int GPE_NEXT_PROTOCOL = 0x04;
  private static final int GPE_OAM = 0x01;

  private VxlanLayer() {}

  static PacketKind read(HeaderWalk packet, int at) {
    if (packet.available(at) < HEADER) {
      return packet.tooShort();
    }
    int flags = Bytes.u8(packet.buffer(), at);
    boolean plain = flags == NETWORK_PRESENT && Bytes.u24(packet.buffer(), at + RESERVED) == 0;
    if (!plain && flags != (NETWORK_PRESENT | GROUP_POLICY)) {
      if ((flags & NETWORK_PRESENT) == 0) {
        return PacketKind.MALFORMED;
      }
      if (!EthernetLayer.isPlausible(packet, at + HEADER)) { // reserved bits are to be ignored
        return packet.available(at) < MIN_TO_JUDGE ? packet.tooShort() : PacketKind.MALFORMED;
      }
    }
    return readNetwork(packet, at);
  }

  private static PacketKind readNetwork(HeaderWalk packet, int at) {
    return packet.enter(TunnelType.VXLAN, Bytes.u24(packet.buffer(), at + NETWORK))
        ? EthernetLayer.read(packet, at + HEADER)
        : PacketKind.TOO_DEEP;
  }

  static PacketKind readGpe(HeaderWalk packet, int at) {
    if (packet.available(at) < HEADER) {
      return packet.tooShort();
    }
    int flags = Bytes.u8(packet.buffer(), at);
    if ((flags & GPE_VERSION) != 0
        || (flags & NETWORK_PRESENT) == 0
        || Bytes.u16(packet.buffer(), at + RESERVED) != 0) {
      return PacketKind.MALFORMED;
    }
    int network = Bytes.u24(packet.buffer(), at + NETWORK);
    if ((flags & GPE_OAM) != 0) {
      return packet.stop(PacketKind.NOT_OURS, "vxlan-gpe-oam", network);
    }
    if (!packet.enter(TunnelType.VXLAN_GPE, network)) {
      return PacketKind.TOO_DEEP;
    }
    return (flags & GPE_NEXT_PROTOCOL) == 0
        ? EthernetLayer.read(packet, at + HEADER)
        : NshLayer.readNext(packet, Bytes.u8(packet.buffer(), at + NEXT_PROTOCOL), at + HEADER);
  }
}
