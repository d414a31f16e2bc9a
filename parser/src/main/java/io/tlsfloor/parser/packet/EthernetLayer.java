package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** Ethernet II (IEEE 802.3 §3.2.6) and what an EtherType leads to. */
final class EthernetLayer {
  private static final int HEADER = 14; // destination, source, type
  private static final int SOURCE = 6;
  private static final int TYPE = 12;
  private static final int TAG = 4; // tag control information, type
  private static final int VLAN_ID = 0x0FFF;
  private static final int MAX_LENGTH = 1500; // IEEE 802.3 §3.2.6: up to here it is no type

  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86DD;

  private EthernetLayer() {}

  static PacketKind read(PacketView packet, int at) {
    if (packet.available(at) < HEADER) {
      return packet.tooShort();
    }
    packet.destinationMac = Bytes.i64(packet.buffer, at) >>> 16;
    packet.sourceMac = Bytes.i64(packet.buffer, at + SOURCE) >>> 16;
    int type = Bytes.u16(packet.buffer, at + TYPE);
    if (type == IPV4) {
      return Ipv4Layer.read(packet, at + HEADER);
    }
    return readType(packet, type, at + HEADER);
  }

  /** Goes on by an EtherType; {@code at} is the first byte after it. */
  static PacketKind readType(PacketView packet, int firstType, int firstAt) {
    int type = firstType;
    int at = firstAt;
    while (type == 0x8100 || type == 0x88A8 || type == 0x9100) {
      if (packet.available(at) < TAG) {
        return packet.tooShort();
      }
      int id = Bytes.u16(packet.buffer, at) & VLAN_ID;
      if (!packet.path.push(type == 0x8100 ? TunnelType.VLAN : TunnelType.QINQ, id)) {
        return PacketKind.TOO_DEEP;
      }
      type = Bytes.u16(packet.buffer, at + 2);
      at += TAG;
    }
    return switch (type) {
      case IPV4 -> Ipv4Layer.read(packet, at);
      case IPV6 -> Ipv6Layer.read(packet, at);
      case 0x0806 -> packet.stop(PacketKind.NOT_OURS, "ethertype", type);
      default ->
          type <= MAX_LENGTH
              ? packet.stop(PacketKind.NOT_OURS, "llc", type)
              : packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "ethertype", type);
    };
  }
}
