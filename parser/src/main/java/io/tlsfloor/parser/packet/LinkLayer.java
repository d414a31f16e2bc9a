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
  private static final int RAW = 101;
  private static final int C_HDLC = 104;
  static final int IEEE802_11 = 105;
  private static final int LOOP = 108;
  private static final int LINUX_SLL = 113;
  private static final int IEEE802_11_RADIOTAP = 127;
  private static final int PPI = 192;
  private static final int PPP_WITH_DIR = 204;
  private static final int IPV4 = 228;
  private static final int IPV6 = 229;
  private static final int PKTAP = 258;
  private static final int LINUX_SLL2 = 276;

  private static final int PKTAP_LINK_TYPE = 8; // bytes from the start of its header
  private static final int PKTAP_MIN_HEADER = 12;
  private static final int FAMILY = 4; // bytes before the datagram of NULL and LOOP
  private static final int DIRECTION = 1;

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
  private static final int COOKED_LLC = 0x0004; // ETH_P_802_2
  private static final int COOKED_PPP = 0x0007; // ETH_P_WAN_PPP

  private LinkLayer() {}

  static PacketKind read(PacketView packet, int linkType, int at) {
    if (linkType == ETHERNET) {
      return EthernetLayer.read(packet, at);
    }
    return switch (linkType) {
      case RAW, RAW_BSD, RAW_OPENBSD, IPV4, IPV6 -> IpLayer.read(packet, at);
      case NULL, LOOP -> readFamily(packet, at);
      case LINUX_SLL -> readCooked(packet, at);
      case LINUX_SLL2 -> readCooked2(packet, at);
      case PPP, PPP_HDLC, C_HDLC -> PppLayer.readFramed(packet, at);
      case IEEE802_11 -> WirelessLayer.read(packet, at);
      case IEEE802_11_RADIOTAP -> WirelessLayer.readRadiotap(packet, at);
      case PPI -> WirelessLayer.readPpi(packet, at);
      case PKTAP -> readPktap(packet, at);
      case PPP_WITH_DIR -> PppLayer.read(packet, at + DIRECTION);
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
   * Reads a BSD address family: in the byte order of the machine that captured, or of the network,
   * which the small number tells apart.
   */
  private static PacketKind readFamily(PacketView packet, int at) {
    if (packet.available(at) < FAMILY) {
      return packet.tooShort();
    }
    int family = Bytes.i32(packet.buffer(), at);
    return switch (family >>> 16 == 0 ? family : Integer.reverseBytes(family)) {
      case 2 -> IpLayer.readV4(packet, at + FAMILY);
      case 10, 24, 28, 30 -> // Linux; NetBSD, OpenBSD; FreeBSD; Darwin
          IpLayer.readV6(packet, at + FAMILY);
      default -> packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "address-family", family);
    };
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
    return switch (protocol) {
      case COOKED_LLC -> EthernetLayer.readLlc(packet, at);
      case COOKED_PPP -> PppLayer.read(packet, at);
      default ->
          protocol < EthernetLayer.FIRST_TYPE
              ? EthernetLayer.stopUnknown(packet, at, "cooked-protocol", protocol)
              : EthernetLayer.readCookedType(packet, protocol, at);
    };
  }
}
