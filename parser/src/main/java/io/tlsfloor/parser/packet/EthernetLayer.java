package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/**
 * Ethernet headers (IEEE 802.3 §3.2), IEEE 802.1Q tags and their like, what an EtherType leads to
 * (IANA, "IEEE 802 Numbers"), IEEE 802.2 logical link control with its SNAP header (RFC 1042), and
 * MPLS label stacks (RFC 3032 §2.1).
 */
final class EthernetLayer {
  private static final int SOURCE = 6; // offsets in bytes from the start of the header
  private static final int TYPE = 12;
  private static final int HEADER = 14;

  private static final int IPV4 = 0x0800;
  private static final int ARP = 0x0806;
  private static final int TRANSPARENT_ETHERNET = 0x6558;
  private static final int VLAN = 0x8100;
  private static final int IPV6 = 0x86DD;
  static final int PPP = 0x880B;
  private static final int MPLS_UNICAST = 0x8847;
  private static final int MPLS_MULTICAST = 0x8848;
  private static final int PPPOE_DISCOVERY = 0x8863;
  private static final int PPPOE_SESSION = 0x8864;
  private static final int JUMBO_LLC = 0x8870;
  private static final int PROVIDER_VLAN = 0x88A8;
  private static final int MACSEC = 0x88E5;
  private static final int CISCO_METADATA = 0x8909;
  private static final int VN_TAG = 0x8926;
  private static final int REDUNDANCY = 0x892F;
  private static final int OLD_QINQ = 0x9100;
  private static final int OTHER_QINQ = 0x9200;

  private static final int REALTEK = 0x8899; // remote control, loop detection; or a switch's tag
  private static final int REALTEK_LAST_CONTROL = 3;
  private static final int REALTEK_LOOP_DETECTION = 0x23;

  private static final int MAX_LENGTH = 1500; // IEEE 802.3 §3.2.6: a length, not a type
  private static final int TAG = 4; // tag control information, type
  private static final int VLAN_ID = 0x0FFF;
  private static final int PRIORITY_ONLY = 0; // IEEE 802.1Q §9.6: the frame is in no VLAN

  private static final int INTERFACE_TAG = 4; // Cisco's VN-Tag: flags, interfaces; then the type

  private static final int METADATA = 2; // version, length
  private static final int METADATA_TYPE = 0x1FFF; // below it, the option's length
  private static final int SECURITY_GROUP = 1;
  private static final int REDUNDANCY_TAG = 4; // path, size, sequence number; then the type

  private static final int MIN_LLC = 3; // DSAP, SSAP, control

  private static final int SNAP_HEADER = 8; // LLC, organization, protocol
  private static final int SNAP = 0xAAAA;
  private static final int SPANNING_TREE = 0x4242;
  private static final int SAP_IP = 0x0606; // RFC 948: IP without SNAP
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

  private static final int MPLS_ENTRY = 4;
  private static final int CONTROL_WORD = 4; // RFC 4385 §3: begins with four zero bits
  private static final int MIN_TO_JUDGE = CONTROL_WORD + 14 + 40; // with Ethernet and IPv6
  private static final int ASSOCIATED_CHANNEL = 1; // RFC 4385 §5: begins with 0001

  private static final int MIN_UNKNOWN_TUNNEL = 200; // bytes: no beacon has so many

  private EthernetLayer() {}

  static PacketKind read(PacketView packet, int at) {
    if (packet.available(at) < HEADER) {
      return packet.tooShort();
    }
    packet.note(HeaderPlaces.Kind.ETHERNET, at);
    packet.macs(
        Bytes.i64(packet.buffer(), at + SOURCE) >>> 16, Bytes.i64(packet.buffer(), at) >>> 16);
    int type = Bytes.u16(packet.buffer(), at + TYPE);
    if (type == IPV4) {
      return IpLayer.readV4(packet, at + HEADER);
    }
    return readType(packet, type, at + HEADER);
  }

  /**
   * Returns whether bytes look like an Ethernet frame: its type is one that carries IP or belongs
   * to it, and what follows begins as that type says. For places where no header says what comes.
   */
  static boolean isPlausible(PacketView packet, int at) {
    if (packet.available(at) < HEADER) {
      return false;
    }
    return switch (Bytes.u16(packet.buffer(), at + TYPE)) {
      case IPV4 -> IpLayer.isPlausibleV4(packet, at + HEADER);
      case IPV6 -> IpLayer.isPlausibleV6(packet, at + HEADER);
      case ARP,
          VLAN,
          PROVIDER_VLAN,
          OLD_QINQ,
          OTHER_QINQ,
          MPLS_UNICAST,
          MPLS_MULTICAST,
          PPPOE_DISCOVERY,
          PPPOE_SESSION ->
          true;
      default -> isPlausible802Dot3(packet, at);
    };
  }

  /** A length that ends with the frame, give or take padding, and the LLC of STP or SNAP. */
  private static boolean isPlausible802Dot3(PacketView packet, int at) {
    int length = Bytes.u16(packet.buffer(), at + TYPE);
    int there = packet.available(at) - HEADER;
    return length >= MIN_LLC
        && length <= there + packet.beyond()
        && there >= 2
        && isPlausibleLlc(packet, at + HEADER);
  }

  // Types.

  /** Goes on by a type, or by a length in its place; {@code firstAt} is the first byte after it. */
  static PacketKind readType(PacketView packet, int firstType, int firstAt) {
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
      case IPV4 -> IpLayer.readV4(packet, at);
      case IPV6 -> IpLayer.readV6(packet, at);
      case MPLS_UNICAST, MPLS_MULTICAST -> readMpls(packet, at);
      case PPPOE_SESSION -> PppLayer.readSession(packet, at);
      case PPP -> PppLayer.read(packet, at);
      case TRANSPARENT_ETHERNET -> read(packet, at);
      case VN_TAG -> readInterfaceTag(packet, at);
      case CISCO_METADATA -> readMetadata(packet, at);
      case REDUNDANCY -> readRedundancy(packet, at);
      case MACSEC -> packet.stop(PacketKind.OPAQUE_TUNNEL, "macsec", MACSEC);
      case JUMBO_LLC -> readLlc(packet, at);
      case REALTEK -> readRealtek(packet, at);
      default ->
          type <= MAX_LENGTH
              ? readLlc(packet, at)
              : isHarmlessType(type)
                  ? packet.stop(PacketKind.NOT_OURS, "ethertype", type)
                  : stopUnknown(packet, at, "ethertype", type);
    };
  }

  private static PacketKind readRealtek(PacketView packet, int at) {
    if (packet.available(at) < 1) {
      return packet.tooShort();
    }
    int protocol = Bytes.u8(packet.buffer(), at);
    boolean control = protocol <= REALTEK_LAST_CONTROL || protocol == REALTEK_LOOP_DETECTION;
    return packet.stop(
        control ? PacketKind.NOT_OURS : PacketKind.UNSUPPORTED_TUNNEL, "ethertype", REALTEK);
  }

  private static boolean isVlanTag(int type) {
    return type == VLAN || type == PROVIDER_VLAN || type == OLD_QINQ || type == OTHER_QINQ;
  }

  /**
   * Something that is not known. Local networks are full of protocols that announce and probe, in
   * short frames: it counts as a tunnel where an IP packet is in it, or where it is long enough for
   * one with a certificate or much else in it that cannot be seen.
   */
  private static PacketKind stopUnknown(PacketView packet, int at, String what, int number) {
    int length = packet.available(at) + packet.beyond();
    boolean tunnel =
        length >= MIN_UNKNOWN_TUNNEL
            || InnerPacket.isBehindHeader(packet.buffer(), at, packet.available(at), length);
    PacketKind other = packet.beyond() > 0 ? PacketKind.TRUNCATED : PacketKind.NOT_OURS;
    return packet.stop(tunnel ? PacketKind.UNSUPPORTED_TUNNEL : other, what, number);
  }

  /** Types that never carry TCP or UDP. */
  private static boolean isHarmlessType(int type) {
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
          0x6970, // Sonos
          0x8035, // RARP
          0x809B, // AppleTalk
          0x80F3, // AppleTalk ARP
          0x8137, // IPX
          0x8204, // QNX
          0x8808, // Ethernet flow control
          0x8809, // LACP and other slow protocols
          0x8819, // CobraNet
          0x8874, // Broadcom: loop detection and more
          0x887B, // HomePlug 1.0
          0x8892, // PROFINET
          0x889A, // HyperSCSI
          0x88A2, // ATA over Ethernet
          0x88A4, // EtherCAT
          0x88AB, // POWERLINK
          0x88B8, // GOOSE
          0x88B9, // GSE
          0x88BA, // sampled values
          0x88BF, // MikroTik RoMON
          0x88C7, // 802.11 pre-authentication
          0x88CC, // LLDP
          0x88CD, // SERCOS III
          0x88D9, // link layer topology discovery of Windows
          0x88DC, // WAVE short message
          0x88E1, // HomePlug
          0x8912, // HomePlug 1905
          0x8922, // VMware's beacons
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

  // Tags that are no VLAN.

  /**
   * Cisco's metadata: a version, a length in units of four bytes, that many options; then the type.
   * The first option of TrustSec is the source's security group.
   */
  private static PacketKind readMetadata(PacketView packet, int at) {
    if (packet.available(at) < METADATA) {
      return packet.tooShort();
    }
    int options = Bytes.u8(packet.buffer(), at + 1) * 4;
    int type = at + METADATA + options;
    if (packet.available(type) < 2) {
      return packet.tooShort();
    }
    boolean group =
        options > 0
            && (Bytes.u16(packet.buffer(), at + METADATA) & METADATA_TYPE) == SECURITY_GROUP;
    int number = group ? Bytes.u16(packet.buffer(), at + METADATA + 2) : TunnelPath.NO_NUMBER;
    return packet.enter(TunnelType.CISCO_METADATA, number)
        ? readType(packet, Bytes.u16(packet.buffer(), type), type + 2)
        : PacketKind.TOO_DEEP;
  }

  /** A tag of high-availability seamless redundancy (IEC 62439-3 §5). */
  private static PacketKind readRedundancy(PacketView packet, int at) {
    return packet.available(at) < REDUNDANCY_TAG + 2
        ? packet.tooShort()
        : readType(
            packet, Bytes.u16(packet.buffer(), at + REDUNDANCY_TAG), at + REDUNDANCY_TAG + 2);
  }

  /** A tag between a switch and a virtual machine's interface. */
  private static PacketKind readInterfaceTag(PacketView packet, int at) {
    if (packet.available(at) < INTERFACE_TAG + 2) {
      return packet.tooShort();
    }
    return packet.enter(TunnelType.VNTAG)
        ? readType(packet, Bytes.u16(packet.buffer(), at + INTERFACE_TAG), at + INTERFACE_TAG + 2)
        : PacketKind.TOO_DEEP;
  }

  // Logical link control.

  static PacketKind readLlc(PacketView packet, int at) {
    if (packet.available(at) < MIN_LLC) {
      return packet.tooShort();
    }
    int sent = Bytes.u16(packet.buffer(), at);
    int saps = sent & ~RESPONSE;
    if (saps == SAP_IP) {
      return IpLayer.readV4(packet, at + MIN_LLC);
    }
    if (saps == ISO) {
      return readIso(packet, at + MIN_LLC);
    }
    if (saps != SNAP) {
      return isHarmlessSap(sent >>> 8)
          ? packet.stop(PacketKind.NOT_OURS, "llc", sent)
          : stopUnknown(packet, at, "llc", sent);
    }
    if (packet.available(at) < SNAP_HEADER) {
      return packet.tooShort();
    }
    int organization = Bytes.u24(packet.buffer(), at + 3);
    int protocol = Bytes.u16(packet.buffer(), at + 6);
    if (organization == IEEE_802_1
        && (protocol == BRIDGED_ETHERNET || protocol == BRIDGED_ETHERNET_WITH_FCS)) {
      return read(packet, at + SNAP_HEADER);
    }
    if (organization == RFC_1042 || organization == BRIDGE_TUNNEL) {
      return protocol < 0x0600
          ? packet.stop(PacketKind.NOT_OURS, "snap", protocol)
          : readType(packet, protocol, at + SNAP_HEADER);
    }
    boolean harmless =
        switch (organization) {
          case CISCO, APPLE, NORTEL, EXTREME, FOUNDRY -> true;
          case IEEE_802_1 -> protocol == BRIDGE_PROTOCOL; // else frames of other networks, bridged
          default -> false;
        };
    return harmless
        ? packet.stop(PacketKind.NOT_OURS, "snap-organization", organization)
        : stopUnknown(packet, at, "snap-organization", organization);
  }

  /** Network layers of ISO (ISO/IEC TR 9577): the first byte says which; two of them are IP. */
  private static PacketKind readIso(PacketView packet, int at) {
    if (packet.available(at) < 1) {
      return packet.tooShort();
    }
    int layer = Bytes.u8(packet.buffer(), at);
    return switch (layer) {
      case ISO_IPV4 -> IpLayer.readV4(packet, at + 1);
      case ISO_IPV6 -> IpLayer.readV6(packet, at + 1);
      default -> packet.stop(PacketKind.NOT_OURS, "iso-layer", layer);
    };
  }

  /** Destinations that never carry IP. */
  private static boolean isHarmlessSap(int destination) {
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

  /**
   * Returns whether bytes, of which two are there, begin as the LLC of spanning tree or SNAP does.
   */
  private static boolean isPlausibleLlc(PacketView packet, int at) {
    int saps = Bytes.u16(packet.buffer(), at);
    return saps == SNAP || saps == SPANNING_TREE;
  }

  // MPLS. No field says what follows the labels: IP is recognised by its version and a header that
  // holds together, Ethernet (RFC 4448 §4) by its type, with or without the control word.

  static PacketKind readMpls(PacketView packet, int firstAt) {
    int at = firstAt;
    int entry;
    do {
      if (packet.available(at) < MPLS_ENTRY) {
        return packet.tooShort();
      }
      entry = Bytes.i32(packet.buffer(), at);
      if (!packet.enter(TunnelType.MPLS, entry >>> 12)) {
        return PacketKind.TOO_DEEP;
      }
      at += MPLS_ENTRY;
    } while ((entry & 0x100) == 0); // bottom of stack
    return readMplsPayload(packet, entry >>> 12, at);
  }

  private static PacketKind readMplsPayload(PacketView packet, int label, int at) {
    if (packet.available(at) < 1) {
      return packet.tooShort();
    }
    if (IpLayer.isPlausibleV4(packet, at)) {
      return IpLayer.readV4(packet, at);
    }
    if (IpLayer.isPlausibleV6(packet, at)) {
      return IpLayer.readV6(packet, at);
    }
    if (isPlausible(packet, at)) {
      return read(packet, at);
    }
    int nibble = Bytes.u8(packet.buffer(), at) >>> 4;
    if (nibble == 0 && isPlausible(packet, at + CONTROL_WORD)) {
      return read(packet, at + CONTROL_WORD);
    }
    if (packet.beyond() > 0 && packet.available(at) < MIN_TO_JUDGE) {
      return PacketKind.TRUNCATED;
    }
    if (nibble == 4 || nibble == 6) { // with a length that is nonsense
      return IpLayer.read(packet, at);
    }
    return packet.stop(
        nibble == ASSOCIATED_CHANNEL ? PacketKind.NOT_OURS : PacketKind.UNSUPPORTED_TUNNEL,
        "mpls-payload",
        label);
  }
}
