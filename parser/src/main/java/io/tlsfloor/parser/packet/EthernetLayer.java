package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** Ethernet headers (IEEE 802.3 §3.2) and IEEE 802.1Q tags. */
final class EthernetLayer {
  private static final int SOURCE = 6; // offsets in bytes from the start of the header
  private static final int TYPE = 12;
  private static final int HEADER = 14;

  private EthernetLayer() {}

  static PacketKind read(HeaderWalk packet, int at) {
    if (packet.available(at) < HEADER) {
      return packet.tooShort();
    }
    packet.note(HeaderPlaces.Kind.ETHERNET, at);
    packet.macs(
        Bytes.i64(packet.buffer(), at + SOURCE) >>> 16, Bytes.i64(packet.buffer(), at) >>> 16);
    int type = Bytes.u16(packet.buffer(), at + TYPE);
    if (type == EtherTypes.IPV4) {
      return Ipv4Layer.read(packet, at + HEADER);
    }
    return EtherTypes.read(packet, type, at + HEADER);
  }

  /**
   * Whether bytes look like an Ethernet frame: its type is one that carries IP or belongs to it,
   * and what follows begins as that type says. For places where no header says what comes.
   */
  static boolean isPlausible(HeaderWalk packet, int at) {
    if (packet.available(at) < HEADER) {
      return false;
    }
    return switch (Bytes.u16(packet.buffer(), at + TYPE)) {
      case EtherTypes.IPV4 -> Ipv4Layer.isPlausible(packet, at + HEADER);
      case EtherTypes.IPV6 -> Ipv6Layer.isPlausible(packet, at + HEADER);
      case EtherTypes.ARP,
          EtherTypes.VLAN,
          EtherTypes.PROVIDER_VLAN,
          EtherTypes.OLD_QINQ,
          EtherTypes.OTHER_QINQ,
          EtherTypes.MPLS_UNICAST,
          EtherTypes.MPLS_MULTICAST,
          EtherTypes.PPPOE_DISCOVERY,
          EtherTypes.PPPOE_SESSION ->
          true;
      default -> isPlausible802Dot3(packet, at);
    };
  }

  /** A length that ends with the frame, give or take padding, and the LLC of STP or SNAP. */
  private static boolean isPlausible802Dot3(HeaderWalk packet, int at) {
    int length = Bytes.u16(packet.buffer(), at + TYPE);
    int there = packet.available(at) - HEADER;
    return length >= LlcLayer.MIN_HEADER
        && length <= there + packet.beyond()
        && there >= 2
        && LlcLayer.isPlausible(packet, at + HEADER);
  }
}
