package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** IEEE 802.2 logical link control, and the SNAP header (RFC 1042; IEEE 802 §9.2). */
final class LlcLayer {
  static final int MIN_HEADER = 3; // DSAP, SSAP, control

  private static final int SNAP_HEADER = 8; // LLC, organization, protocol
  private static final int SNAP = 0xAAAA;
  private static final int SPANNING_TREE = 0x4242;
  private static final int IP = 0x0606; // RFC 948: IP without SNAP
  private static final int ISO = 0xFEFE;
  private static final int ISO_IPV4 = 0xCC;
  private static final int ISO_IPV6 = 0x8E;
  private static final int RESPONSE = 0x0001; // in the source: it answers a command
  private static final int RFC_1042 = 0x000000;
  private static final int BRIDGE_TUNNEL = 0x0000F8; // IEEE 802.1H: the rest is an EtherType, too
  private static final int IEEE_802_1 = 0x0080C2; // RFC 2427 §4.2: a bridged frame
  private static final int BRIDGE_PROTOCOL = 0x000E;
  private static final int CISCO = 0x00000C; // CDP, VTP, DTP, spanning tree
  private static final int APPLE = 0x080007; // AppleTalk
  private static final int NORTEL = 0x000081; // discovery
  private static final int EXTREME = 0x00E02B; // discovery
  private static final int FOUNDRY = 0x00E052; // discovery
  private static final int BRIDGED_ETHERNET_WITH_FCS = 0x0001;
  private static final int BRIDGED_ETHERNET = 0x0007;

  private LlcLayer() {}

  static PacketKind read(HeaderWalk packet, int at) {
    if (packet.available(at) < MIN_HEADER) {
      return packet.tooShort();
    }
    int sent = Bytes.u16(packet.buffer(), at);
    int saps = sent & ~RESPONSE;
    if (saps == IP) {
      return Ipv4Layer.read(packet, at + MIN_HEADER);
    }
    if (saps == ISO) {
      return readIso(packet, at + MIN_HEADER);
    }
    if (saps != SNAP) {
      return packet.stop(
          isHarmless(sent >>> 8) ? PacketKind.NOT_OURS : PacketKind.UNSUPPORTED_TUNNEL,
          "llc",
          sent);
    }
    if (packet.available(at) < SNAP_HEADER) {
      return packet.tooShort();
    }
    int organization = Bytes.u24(packet.buffer(), at + 3);
    int protocol = Bytes.u16(packet.buffer(), at + 6);
    if (organization == IEEE_802_1
        && (protocol == BRIDGED_ETHERNET || protocol == BRIDGED_ETHERNET_WITH_FCS)) {
      return EthernetLayer.read(packet, at + SNAP_HEADER);
    }
    if (organization == RFC_1042 || organization == BRIDGE_TUNNEL) {
      return protocol < 0x0600
          ? packet.stop(PacketKind.NOT_OURS, "snap", protocol)
          : EtherTypes.read(packet, protocol, at + SNAP_HEADER);
    }
    return packet.stop(
        switch (organization) {
          case CISCO, APPLE, NORTEL, EXTREME, FOUNDRY -> PacketKind.NOT_OURS;
          case IEEE_802_1 ->
              protocol == BRIDGE_PROTOCOL
                  ? PacketKind.NOT_OURS
                  : PacketKind.UNSUPPORTED_TUNNEL; // frames of other networks, bridged
          default -> PacketKind.UNSUPPORTED_TUNNEL;
        },
        "snap-organization",
        organization);
  }

  /** Network layers of ISO (ISO/IEC TR 9577): the first byte says which; two of them are IP. */
  private static PacketKind readIso(HeaderWalk packet, int at) {
    if (packet.available(at) < 1) {
      return packet.tooShort();
    }
    int layer = Bytes.u8(packet.buffer(), at);
    return switch (layer) {
      case ISO_IPV4 -> Ipv4Layer.read(packet, at + 1);
      case ISO_IPV6 -> Ipv6Layer.read(packet, at + 1);
      default -> packet.stop(PacketKind.NOT_OURS, "iso-layer", layer);
    };
  }

  /** Destinations that never carry IP. */
  private static boolean isHarmless(int destination) {
    return switch (destination & ~1) { // without the bit for a group
      case 0x00, // test and identification
          0x02, // management of the link
          0x04, // SNA
          0x08, // SNA
          0x0C, // SNA
          0x42, // spanning tree
          0x80, // XNS
          0x98, // ARP
          0xBC, // Vines
          0xE0, // IPX
          0xF0, // NetBIOS
          0xF4, // management of LANs
          0xF8, // remote program load
          0xFC, // remote program load
          0xFE -> // IPX without LLC: its checksum of ones
          true;
      default -> false;
    };
  }

  /** Whether bytes, of which two are there, begin as the LLC of spanning tree or SNAP does. */
  static boolean isPlausible(HeaderWalk packet, int at) {
    int saps = Bytes.u16(packet.buffer(), at);
    return saps == SNAP || saps == SPANNING_TREE;
  }
}
