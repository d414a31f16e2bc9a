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
  private static final int MPLS_UNICAST = 0x8847;
  private static final int MPLS_MULTICAST = 0x8848;
  private static final int PPPOE_DISCOVERY = 0x8863;
  private static final int PPPOE_SESSION = 0x8864;
  private static final int PROVIDER_VLAN = 0x88A8;
  private static final int MACSEC = 0x88E5;
  private static final int CISCO_METADATA = 0x8909;
  private static final int VN_TAG = 0x8926;
  private static final int OLD_QINQ = 0x9100;
  private static final int OTHER_QINQ = 0x9200;

  static final int FIRST_TYPE = 0x0600; // IEEE 802.3 §3.2.6
  private static final int MAX_LENGTH = 1500; // IEEE 802.3 §3.2.6: a length, not a type
  private static final int TAG = 4; // tag control information, type
  private static final int VLAN_ID = 0x0FFF;
  private static final int PRIORITY_ONLY = 0; // IEEE 802.1Q §9.6: the frame is in no VLAN

  private static final int MACSEC_TAG = 6; // control and association, length, packet number
  private static final int MACSEC_CHANNEL = 8; // behind it, if the control bits say so
  private static final int MACSEC_WITH_CHANNEL = 0x20;
  private static final int MACSEC_ENCRYPTED = 0x08;

  private static final int INTERFACE_TAG = 4; // Cisco's VN-Tag: flags, interfaces; then the type
  private static final int METADATA = 2; // version, length
  private static final int METADATA_TYPE = 0x1FFF; // below it, the option's length
  private static final int SECURITY_GROUP = 1;
  private static final int MIN_LLC = 3; // DSAP, SSAP, control

  private static final int SNAP_HEADER = 8; // LLC, organization, protocol
  private static final int SNAP = 0xAAAA;
  private static final int SPANNING_TREE = 0x4242;
  private static final int RFC_1042 = 0x000000;
  private static final int BRIDGE_TUNNEL = 0x0000F8; // IEEE 802.1H: the rest is an EtherType, too

  private static final int MPLS_ENTRY = 4;
  private static final int CONTROL_WORD = 4; // RFC 4385 §3: begins with four zero bits
  private static final int MIN_TO_JUDGE = CONTROL_WORD + 14 + 40; // with Ethernet and IPv6
  private static final int ASSOCIATED_CHANNEL = 1; // RFC 4385 §5: begins with 0001

  private EthernetLayer() {}

  static PacketKind read(PacketView packet, int at) {
    if (packet.available(at) < HEADER) {
      return packet.tooShort();
    }
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
    return readType(packet, firstType, firstAt, false);
  }

  /**
   * Goes on by the type of Linux's cooked header. Of a frame with several tags the kernel takes the
   * first away, which libpcap puts back, and then names what is behind the last: the others stand
   * before it unannounced.
   */
  static PacketKind readCookedType(PacketView packet, int type, int at) {
    return readType(packet, type, at, true);
  }

  private static PacketKind readType(
      PacketView packet, int firstType, int firstAt, boolean cooked) {
    if (!packet.mayFollowType()) {
      return PacketKind.TOO_DEEP;
    }
    int type = firstType;
    int at = firstAt;
    while (isVlanTag(type) || cooked && isUnannouncedTag(packet, type, at)) {
      if (packet.available(at) < TAG) {
        return packet.tooShort();
      }
      int id = Bytes.u16(packet.buffer(), at) & VLAN_ID;
      boolean qinq = isVlanTag(type) && type != VLAN;
      TunnelType tag = qinq ? TunnelType.QINQ : TunnelType.VLAN;
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
      case TRANSPARENT_ETHERNET -> read(packet, at);
      case VN_TAG -> readInterfaceTag(packet, at);
      case CISCO_METADATA -> readMetadata(packet, at);
      case ARP -> packet.stop(PacketKind.NOT_OURS, "ethertype", ARP);
      case MACSEC -> stopMacsec(packet, at);
      default ->
          type <= MAX_LENGTH ? readLlc(packet, at) : stopUnknown(packet, at, "ethertype", type);
    };
  }

  /**
   * MACsec is not read. What it encrypts nobody could; what it only protects from changes counts as
   * a tunnel, if that is IP (IEEE 802.1AE §9.3).
   */
  private static PacketKind stopMacsec(PacketView packet, int at) {
    if (packet.available(at) < MACSEC_TAG) {
      return packet.tooShort();
    }
    int control = Bytes.u8(packet.buffer(), at);
    int inner = at + MACSEC_TAG + ((control & MACSEC_WITH_CHANNEL) != 0 ? MACSEC_CHANNEL : 0);
    if ((control & MACSEC_ENCRYPTED) != 0) {
      return packet.stop(PacketKind.OPAQUE_TUNNEL, "macsec", MACSEC);
    }
    if (packet.available(inner) < 2) {
      return packet.tooShort();
    }
    int type = Bytes.u16(packet.buffer(), inner);
    boolean carries = type == IPV4 || type == IPV6 || isVlanTag(type);
    return packet.stop(
        carries ? PacketKind.UNSUPPORTED_TUNNEL : PacketKind.NOT_OURS, "macsec", MACSEC);
  }

  /** Returns whether no IP datagram begins here, but behind one more tag, as the type says. */
  private static boolean isUnannouncedTag(PacketView packet, int type, int at) {
    return packet.available(at) > TAG
        && (type == IPV4 || type == IPV6)
        && !isIp(packet, type, at)
        && (isVlanTag(Bytes.u16(packet.buffer(), at + 2))
            || Bytes.u16(packet.buffer(), at + 2) == type && isIp(packet, type, at + TAG));
  }

  private static boolean isIp(PacketView packet, int type, int at) {
    return type == IPV4 ? IpLayer.isPlausibleV4(packet, at) : IpLayer.isPlausibleV6(packet, at);
  }

  private static boolean isVlanTag(int type) {
    return type == VLAN || type == PROVIDER_VLAN || type == OLD_QINQ || type == OTHER_QINQ;
  }

  /**
   * Something that is not known: it counts as a tunnel where it ends with an IP packet. Local
   * networks are full of protocols that announce and probe.
   */
  static PacketKind stopUnknown(PacketView packet, int at, String what, int number) {
    int available = packet.available(at);
    boolean tunnel =
        InnerPacket.isBehindHeader(packet.buffer(), at, available, available + packet.beyond());
    boolean cut = packet.beyond() > 0 && available < InnerPacket.MIN_TO_JUDGE;
    return packet.stop(
        tunnel ? PacketKind.UNSUPPORTED_TUNNEL : cut ? PacketKind.TRUNCATED : PacketKind.NOT_OURS,
        what,
        number);
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
    int saps = Bytes.u16(packet.buffer(), at);
    if (saps != SNAP) {
      return stopUnknown(packet, at, "llc", saps);
    }
    if (packet.available(at) < SNAP_HEADER) {
      return packet.tooShort();
    }
    int organization = Bytes.u24(packet.buffer(), at + 3);
    int protocol = Bytes.u16(packet.buffer(), at + 6);
    if (organization != RFC_1042 && organization != BRIDGE_TUNNEL) {
      return stopUnknown(packet, at, "snap-organization", organization);
    }
    return protocol < FIRST_TYPE
        ? packet.stop(PacketKind.NOT_OURS, "snap", protocol)
        : readType(packet, protocol, at + SNAP_HEADER);
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
