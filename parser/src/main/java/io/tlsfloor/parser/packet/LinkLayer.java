package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/**
 * Link types, by the numbers of tcpdump.org's LINKTYPE_ registry, and the headers that capturing
 * systems write themselves: Linux's cooked ones and its netfilter log, BSD's address families and
 * filter log, Darwin's packet tap.
 */
final class LinkLayer {
  private static final int NULL = 0;
  private static final int ETHERNET = 1;
  private static final int PPP = 9;
  private static final int RAW_BSD = 12; // DLT_RAW of most systems
  private static final int RAW_OPENBSD = 14; // DLT_RAW of OpenBSD
  private static final int PPP_HDLC = 50;
  private static final int PPP_ETHER = 51;
  private static final int RAW = 101;
  private static final int C_HDLC = 104;
  private static final int IEEE802_11 = 105;
  private static final int LOOP = 108;
  private static final int ENC = 109;
  private static final int LINUX_SLL = 113;
  private static final int PFLOG = 117;
  private static final int IEEE802_11_RADIOTAP = 127;
  private static final int PPP_PPPD = 166;
  private static final int PPI = 192;
  private static final int PPP_WITH_DIR = 204;
  private static final int IPV4 = 228;
  private static final int IPV6 = 229;
  private static final int NFLOG = 239;
  private static final int PKTAP = 258;
  private static final int LINUX_SLL2 = 276;

  private static final int PKTAP_LINK_TYPE = 8; // bytes from the start of its header
  private static final int PKTAP_MIN_HEADER = 12;
  private static final int FAMILY = 4; // bytes before the datagram of NULL and LOOP
  private static final int ENC_HEADER = 12; // address family, SPI, flags
  private static final int DIRECTION = 1;
  private static final int PPPD_HEADER = 2; // direction in place of the address, then control

  private static final int COOKED_HEADER = 16;
  private static final int COOKED_DEVICE = 2; // ARPHRD_ number
  private static final int COOKED_ADDRESS_LENGTH = 4;
  private static final int COOKED_ADDRESS = 6;
  private static final int COOKED_PROTOCOL = 14;

  private static final int COOKED2_HEADER = 20;
  private static final int COOKED2_PROTOCOL = 0;
  private static final int COOKED2_DEVICE = 8;
  private static final int COOKED2_ADDRESS_LENGTH = 11;
  private static final int COOKED2_ADDRESS = 12;

  private static final int MAC_LENGTH = 6;
  private static final int DEVICE_NETLINK = 824; // protocol is a netlink family
  private static final int DEVICE_802_11 = 801;
  private static final int DEVICE_802_11_RADIOTAP = 803;
  private static final int NOVELL =
      0x0001; // ETH_P_802_3 of linux/if_ether.h: IPX without COOKED_LLC
  private static final int COOKED_LLC = 0x0004; // ETH_P_802_2
  private static final int COOKED_PPP = 0x0007; // ETH_P_WAN_PPP
  private static final int CAN = 0x000C;
  private static final int CAN_FD = 0x000D;
  private static final int FIRST_TYPE = 0x0600;

  private static final int NFLOG_HEADER = 4; // family, version, resource
  private static final int NFLOG_ARP = 3; // NFPROTO_ARP; bridges and devices carry anything
  private static final int NFLOG_IPV4 = 2;
  private static final int NFLOG_IPV6 = 10;
  private static final int NFLOG_PAYLOAD = 9; // NFULA_PAYLOAD
  private static final int NFLOG_TYPE = 0x7FFF; // the top bit says that attributes are nested
  private static final int ATTRIBUTE_HEADER = 4; // length, type

  private LinkLayer() {}

  static PacketKind read(PacketView packet, int linkType, int at) {
    if (linkType == ETHERNET) {
      return EthernetLayer.read(packet, at);
    }
    return switch (linkType) {
      case RAW, RAW_BSD, RAW_OPENBSD, IPV4, IPV6 -> IpLayer.read(packet, at);
      case NULL, LOOP -> readFamily(packet, at, FAMILY);
      case ENC -> readFamily(packet, at, ENC_HEADER);
      case LINUX_SLL -> readCooked(packet, at);
      case LINUX_SLL2 -> readCooked2(packet, at);
      case NFLOG -> readNflog(packet, at);
      case PFLOG -> readPflog(packet, at);
      case PPP, PPP_HDLC, C_HDLC -> PppLayer.readFramed(packet, at);
      case IEEE802_11 -> WirelessLayer.read(packet, at);
      case IEEE802_11_RADIOTAP -> WirelessLayer.readRadiotap(packet, at);
      case PPI -> WirelessLayer.readPpi(packet, at);
      case PKTAP -> readPktap(packet, at);
      case PPP_ETHER -> PppLayer.readSession(packet, at);
      case PPP_WITH_DIR -> PppLayer.read(packet, at + DIRECTION);
      case PPP_PPPD -> PppLayer.read(packet, at + PPPD_HEADER);
      default -> packet.stop(PacketKind.UNSUPPORTED_LINK, "link-type", linkType);
    };
  }

  /** Darwin's header, with the link type of what follows. */
  private static PacketKind readPktap(PacketView packet, int at) {
    if (packet.available(at) < PKTAP_MIN_HEADER) {
      return packet.tooShort();
    }
    int header = Integer.reverseBytes(Bytes.i32(packet.buffer(), at));
    int linkType = Integer.reverseBytes(Bytes.i32(packet.buffer(), at + PKTAP_LINK_TYPE));
    return readNested(packet, linkType, at, header, PKTAP_MIN_HEADER);
  }

  /** Goes on behind a header that names a link type; one that could name itself is not followed. */
  static PacketKind readNested(PacketView packet, int linkType, int at, int header, int minHeader) {
    if (header < minHeader) { // as a number without a sign, a header of gigabytes
      return PacketKind.MALFORMED;
    }
    if (packet.available(at) < header) {
      return packet.tooShort();
    }
    return linkType == PPI || linkType == PKTAP
        ? PacketKind.TOO_DEEP
        : read(packet, linkType, at + header);
  }

  /**
   * Reads a header that begins with a BSD address family: in the byte order of the machine that
   * captured, or of the network, which the small number tells apart.
   */
  private static PacketKind readFamily(PacketView packet, int at, int header) {
    if (packet.available(at) < header) {
      return packet.tooShort();
    }
    int family = Bytes.i32(packet.buffer(), at);
    return readFamily(
        packet, family >>> 16 == 0 ? family : Integer.reverseBytes(family), at + header, family);
  }

  private static PacketKind readFamily(PacketView packet, int family, int at, int asSent) {
    return switch (family) {
      case 2 -> IpLayer.readV4(packet, at);
      case 10, 24, 28, 30 -> IpLayer.readV6(packet, at); // Linux; NetBSD, OpenBSD; FreeBSD; Darwin
      default -> packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "address-family", asSent);
    };
  }

  /** Reads a record of a BSD packet filter: its length, padded to four bytes, and the family. */
  private static PacketKind readPflog(PacketView packet, int at) {
    if (packet.available(at) < 2) {
      return packet.tooShort();
    }
    int header = (Bytes.u8(packet.buffer(), at) + 3) & ~3;
    if (header < FAMILY) {
      return PacketKind.MALFORMED;
    }
    if (packet.available(at) < header) {
      return packet.tooShort();
    }
    int family = Bytes.u8(packet.buffer(), at + 1);
    return readFamily(packet, family, at + header, family);
  }

  // Linux.

  /** LINKTYPE_LINUX_SLL. */
  private static PacketKind readCooked(PacketView packet, int at) {
    if (packet.available(at) < COOKED_HEADER) {
      return packet.tooShort();
    }
    return readCooked(
        packet,
        Bytes.u16(packet.buffer(), at + COOKED_DEVICE),
        Bytes.u16(packet.buffer(), at + COOKED_ADDRESS_LENGTH),
        at + COOKED_ADDRESS,
        Bytes.u16(packet.buffer(), at + COOKED_PROTOCOL),
        at + COOKED_HEADER);
  }

  /** LINKTYPE_LINUX_SLL2. */
  private static PacketKind readCooked2(PacketView packet, int at) {
    if (packet.available(at) < COOKED2_HEADER) {
      return packet.tooShort();
    }
    return readCooked(
        packet,
        Bytes.u16(packet.buffer(), at + COOKED2_DEVICE),
        Bytes.u8(packet.buffer(), at + COOKED2_ADDRESS_LENGTH),
        at + COOKED2_ADDRESS,
        Bytes.u16(packet.buffer(), at + COOKED2_PROTOCOL),
        at + COOKED2_HEADER);
  }

  private static PacketKind readCooked(
      PacketView packet, int device, int addressLength, int address, int protocol, int inner) {
    if (addressLength == MAC_LENGTH) {
      packet.note(HeaderPlaces.Kind.LINK_ADDRESS, address);
      packet.sourceMac(Bytes.i64(packet.buffer(), address) >>> 16);
    }
    return switch (device) {
      case DEVICE_NETLINK -> packet.stop(PacketKind.NOT_OURS, "arphrd", device);
      case DEVICE_802_11 -> WirelessLayer.read(packet, inner);
      case DEVICE_802_11_RADIOTAP -> WirelessLayer.readRadiotap(packet, inner);
      default -> readCookedProtocol(packet, protocol, inner);
    };
  }

  private static PacketKind readCookedProtocol(PacketView packet, int protocol, int at) {
    if (protocol >= FIRST_TYPE) {
      return EthernetLayer.readType(packet, protocol, at);
    }
    return switch (protocol) {
      case COOKED_LLC -> EthernetLayer.readLlc(packet, at);
      case COOKED_PPP -> PppLayer.read(packet, at);
      case NOVELL, CAN, CAN_FD -> packet.stop(PacketKind.NOT_OURS, "cooked-protocol", protocol);
      default -> packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "cooked-protocol", protocol);
    };
  }

  /** LINKTYPE_NFLOG: attributes in the byte order of the machine that captured. */
  private static PacketKind readNflog(PacketView packet, int start) {
    if (packet.available(start) < NFLOG_HEADER) {
      return packet.tooShort();
    }
    int family = Bytes.u8(packet.buffer(), start);
    if (family != NFLOG_IPV4 && family != NFLOG_IPV6) {
      return packet.stop(
          family == NFLOG_ARP ? PacketKind.NOT_OURS : PacketKind.UNSUPPORTED_TUNNEL,
          "nflog-family",
          family);
    }
    int at = start + NFLOG_HEADER;
    if (packet.available(at) < ATTRIBUTE_HEADER) {
      return packet.tooShort();
    }
    boolean little = Bytes.u8(packet.buffer(), at) != 0; // the first attribute has eight bytes
    while (packet.available(at) >= ATTRIBUTE_HEADER) {
      int length = u16(packet, at, little);
      int type = u16(packet, at + 2, little) & NFLOG_TYPE;
      if (length < ATTRIBUTE_HEADER) {
        return PacketKind.MALFORMED;
      }
      if (type == NFLOG_PAYLOAD) {
        packet.narrow(at, length);
        return IpLayer.read(packet, at + ATTRIBUTE_HEADER);
      }
      int padded = (length + 3) & ~3;
      if (padded > packet.available(at)) {
        return packet.tooShort();
      }
      at += padded;
    }
    return packet.beyond() > 0
        ? PacketKind.TRUNCATED
        : packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "nflog-without-payload", family);
  }

  private static int u16(PacketView packet, int at, boolean little) {
    int value = Bytes.u16(packet.buffer(), at);
    return little ? Short.reverseBytes((short) value) & 0xFFFF : value;
  }
}
