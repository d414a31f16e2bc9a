package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** IEEE 802.2 logical link control, and the SNAP header (RFC 1042; IEEE 802 §9.2). */
final class LlcLayer {
  static final int MIN_HEADER = 3; // DSAP, SSAP, control

  private static final int SNAP_HEADER = 8; // LLC, organization, protocol
  private static final int SNAP = 0xAAAA;
  private static final int SPANNING_TREE = 0x4242;
  private static final int IP = 0x0606; // RFC 948: IP without SNAP
  private static final int RFC_1042 = 0x000000;
  private static final int BRIDGE_TUNNEL = 0x0000F8; // IEEE 802.1H: the rest is an EtherType, too
  private static final int IEEE_802_1 = 0x0080C2; // RFC 2427 §4.2: a bridged frame
  private static final int BRIDGED_ETHERNET_WITH_FCS = 0x0001;
  private static final int BRIDGED_ETHERNET = 0x0007;

  private LlcLayer() {}

  static PacketKind read(PacketView packet, int at) {
    if (packet.available(at) < MIN_HEADER) {
      return packet.tooShort();
    }
    int saps = Bytes.u16(packet.buffer, at);
    if (saps == IP) {
      return Ipv4Layer.read(packet, at + MIN_HEADER);
    }
    if (saps != SNAP) {
      return packet.stop(PacketKind.NOT_OURS, "llc", saps);
    }
    if (packet.available(at) < SNAP_HEADER) {
      return packet.tooShort();
    }
    int organization = Bytes.u24(packet.buffer, at + 3);
    int protocol = Bytes.u16(packet.buffer, at + 6);
    if (organization == IEEE_802_1
        && (protocol == BRIDGED_ETHERNET || protocol == BRIDGED_ETHERNET_WITH_FCS)) {
      return EthernetLayer.read(packet, at + SNAP_HEADER);
    }
    if (organization == RFC_1042 || organization == BRIDGE_TUNNEL) {
      return protocol < 0x0600
          ? packet.stop(PacketKind.NOT_OURS, "snap", protocol)
          : EtherTypes.read(packet, protocol, at + SNAP_HEADER);
    }
    return packet.stop(PacketKind.NOT_OURS, "snap-organization", organization);
  }

  /** Whether bytes, of which two are there, begin as the LLC of spanning tree or SNAP does. */
  static boolean isPlausible(PacketView packet, int at) {
    int saps = Bytes.u16(packet.buffer, at);
    return saps == SNAP || saps == SPANNING_TREE;
  }
}
