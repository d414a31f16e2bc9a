package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** What an EtherType leads to (IANA, "IEEE 802 Numbers"). */
final class EtherTypes {
  static final int IPV4 = 0x0800;
  static final int ARP = 0x0806;
  static final int TRANSPARENT_ETHERNET = 0x6558;
  static final int VLAN = 0x8100;
  static final int IPV6 = 0x86DD;
  static final int PPP = 0x880B;
  static final int MPLS_UNICAST = 0x8847;
  static final int MPLS_MULTICAST = 0x8848;
  static final int PPPOE_DISCOVERY = 0x8863;
  static final int PPPOE_SESSION = 0x8864;
  static final int JUMBO_LLC = 0x8870;
  static final int PROVIDER_VLAN = 0x88A8;
  static final int MACSEC = 0x88E5;
  static final int PROVIDER_BACKBONE = 0x88E7;
  static final int FABRICPATH = 0x8903;
  static final int CISCO_METADATA = 0x8909;
  static final int VN_TAG = 0x8926;
  static final int REDUNDANCY = 0x892F;
  static final int NSH = 0x894F;
  static final int OLD_QINQ = 0x9100;
  static final int OTHER_QINQ = 0x9200;

  private static final int REALTEK = 0x8899; // remote control, loop detection; or a switch's tag
  private static final int REALTEK_LAST_CONTROL = 3;
  private static final int REALTEK_LOOP_DETECTION = 0x23;

  private static final int MAX_LENGTH = 1500; // IEEE 802.3 §3.2.6: a length, not a type
  private static final int TAG = 4; // tag control information, type
  private static final int VLAN_ID = 0x0FFF;
  private static final int PRIORITY_ONLY = 0; // IEEE 802.1Q §9.6: the frame is in no VLAN

  private EtherTypes() {}

  /** Goes on by a type, or by a length in its place; {@code firstAt} is the first byte after it. */
  static PacketKind read(HeaderWalk packet, int firstType, int firstAt) {
    if (!packet.mayFollowType()) {
      return PacketKind.TOO_DEEP;
    }
    int type = firstType;
    int at = firstAt;
    while (isVlanTag(type)) {
      if (packet.available(at) < TAG) {
        return packet.tooShort();
      }
      int id = Bytes.u16(packet.buffer(), at) & VLAN_ID;
      TunnelType tag = type == VLAN ? TunnelType.VLAN : TunnelType.QINQ;
      if (id != PRIORITY_ONLY && !packet.enter(tag, id)) {
        return PacketKind.TOO_DEEP;
      }
      type = Bytes.u16(packet.buffer(), at + 2);
      at += TAG;
    }
    return switch (type) {
      case IPV4 -> Ipv4Layer.read(packet, at);
      case IPV6 -> Ipv6Layer.read(packet, at);
      case MPLS_UNICAST, MPLS_MULTICAST -> MplsLayer.read(packet, at);
      case PPPOE_SESSION -> PppLayer.readSession(packet, at);
      case PPP -> PppLayer.read(packet, at);
      case TRANSPARENT_ETHERNET -> EthernetLayer.read(packet, at);
      case PROVIDER_BACKBONE -> BackboneLayer.readProviderBackbone(packet, at);
      case FABRICPATH -> BackboneLayer.readFabricPath(packet, at);
      case VN_TAG -> BackboneLayer.readInterfaceTag(packet, at);
      case CISCO_METADATA -> BackboneLayer.readMetadata(packet, at);
      case REDUNDANCY -> BackboneLayer.readRedundancy(packet, at);
      case NSH -> NshLayer.read(packet, at);
      case MACSEC -> MacsecLayer.read(packet, at);
      case JUMBO_LLC -> LlcLayer.read(packet, at);
      case REALTEK -> readRealtek(packet, at);
      default ->
          type <= MAX_LENGTH
              ? LlcLayer.read(packet, at)
              : packet.stop(
                  isHarmless(type) ? PacketKind.NOT_OURS : PacketKind.UNSUPPORTED_TUNNEL,
                  "ethertype",
                  type);
    };
  }

  private static PacketKind readRealtek(HeaderWalk packet, int at) {
    if (packet.available(at) < 1) {
      return packet.tooShort();
    }
    int protocol = Bytes.u8(packet.buffer(), at);
    boolean control = protocol <= REALTEK_LAST_CONTROL || protocol == REALTEK_LOOP_DETECTION;
    return packet.stop(
        control ? PacketKind.NOT_OURS : PacketKind.UNSUPPORTED_TUNNEL, "ethertype", REALTEK);
  }

  static boolean isVlanTag(int type) {
    return type == VLAN || type == PROVIDER_VLAN || type == OLD_QINQ || type == OTHER_QINQ;
  }

  /** Types that never carry TCP or UDP. */
  private static boolean isHarmless(int type) {
    return switch (type) {
      case ARP,
          PPPOE_DISCOVERY,
          0x0842, // Wake-on-LAN
          0x2000, // Cisco CDP in GRE
          0x2001, // NHRP in GRE
          0x6001, // DEC MOP dump and load
          0x6002, // DEC MOP console
          0x6003, // DECnet
          0x6004, // DEC LAT
          0x8035, // RARP
          0x809B, // AppleTalk
          0x80F3, // AppleTalk ARP
          0x8137, // IPX
          0x8204, // QNX
          0x8808, // Ethernet flow control
          0x8809, // LACP and other slow protocols
          0x8819, // CobraNet
          0x8892, // PROFINET
          0x889A, // HyperSCSI
          0x88A2, // ATA over Ethernet
          0x88A4, // EtherCAT
          0x88AB, // POWERLINK
          0x88B8, // GOOSE
          0x88B9, // GSE
          0x88BA, // sampled values
          0x88C7, // 802.11 pre-authentication
          0x88CC, // LLDP
          0x88CD, // SERCOS III
          0x88DC, // WAVE short message
          0x88E1, // HomePlug
          0x8912, // HomePlug 1905
          0x893A, // IEEE 1905
          0x88E3, // media redundancy
          0x88F5, // MVRP
          0x88F6, // MMRP
          0x88F7, // PTP
          0x88F8, // NC-SI
          0x88FB, // parallel redundancy supervision
          0x8902, // connectivity fault management
          0x8906, // Fibre Channel
          0x890D, // 802.11 management over Ethernet
          0x8914, // Fibre Channel initialization
          0x8915, // RoCE: remote memory access
          0x891D, // time-triggered Ethernet
          0x22EA, // stream reservation
          0x22F0, // audio and video transport
          0x22F4, // IS-IS of TRILL
          0x888E, // 802.1X
          0x9000 // loopback test
          ->
          true;
      default -> false;
    };
  }
}
