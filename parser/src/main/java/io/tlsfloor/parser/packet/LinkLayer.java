package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** Link types, by the numbers of tcpdump.org's LINKTYPE_ registry. */
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
  private static final int IEEE802_11_PRISM = 119;
  private static final int IEEE802_11_RADIOTAP = 127;
  private static final int IEEE802_11_AVS = 163;
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

  private LinkLayer() {}

  static PacketKind read(HeaderWalk packet, int linkType, int at) {
    if (linkType == ETHERNET) {
      return EthernetLayer.read(packet, at);
    }
    return switch (linkType) {
      case RAW, RAW_BSD, RAW_OPENBSD, IPV4, IPV6 -> IpLayer.read(packet, at);
      case NULL, LOOP -> readFamily(packet, at, FAMILY);
      case ENC -> readFamily(packet, at, ENC_HEADER);
      case LINUX_SLL -> LinuxLayer.readCooked(packet, at);
      case LINUX_SLL2 -> LinuxLayer.readCooked2(packet, at);
      case NFLOG -> LinuxLayer.readNflog(packet, at);
      case PFLOG -> readPflog(packet, at);
      case PPP, PPP_HDLC, C_HDLC -> PppLayer.readFramed(packet, at);
      case IEEE802_11 -> WirelessLayer.read(packet, at);
      case IEEE802_11_PRISM -> RadioLayer.readPrism(packet, at);
      case IEEE802_11_RADIOTAP -> RadioLayer.readRadiotap(packet, at);
      case IEEE802_11_AVS -> RadioLayer.readAvs(packet, at);
      case PPI -> RadioLayer.readPpi(packet, at);
      case PKTAP -> readPktap(packet, at);
      case PPP_ETHER -> PppLayer.readSession(packet, at);
      case PPP_WITH_DIR -> PppLayer.read(packet, at + DIRECTION);
      case PPP_PPPD -> PppLayer.read(packet, at + PPPD_HEADER);
      default -> packet.stop(PacketKind.UNSUPPORTED_LINK, "link-type", linkType);
    };
  }

  /** Darwin's header, with the link type of what follows. */
  private static PacketKind readPktap(HeaderWalk packet, int at) {
    if (packet.available(at) < PKTAP_MIN_HEADER) {
      return packet.tooShort();
    }
    int header = Integer.reverseBytes(Bytes.i32(packet.buffer(), at));
    int linkType = Integer.reverseBytes(Bytes.i32(packet.buffer(), at + PKTAP_LINK_TYPE));
    return readNested(packet, linkType, at, header, PKTAP_MIN_HEADER);
  }

  /** Goes on behind a header that names a link type; one that could name itself is not followed. */
  static PacketKind readNested(HeaderWalk packet, int linkType, int at, int header, int minHeader) {
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
  private static PacketKind readFamily(HeaderWalk packet, int at, int header) {
    if (packet.available(at) < header) {
      return packet.tooShort();
    }
    int family = Bytes.i32(packet.buffer(), at);
    return readFamily(
        packet, family >>> 16 == 0 ? family : Integer.reverseBytes(family), at + header, family);
  }

  private static PacketKind readFamily(HeaderWalk packet, int family, int at, int asSent) {
    return switch (family) {
      case 2 -> Ipv4Layer.read(packet, at);
      case 10, 24, 28, 30 -> Ipv6Layer.read(packet, at); // Linux; NetBSD, OpenBSD; FreeBSD; Darwin
      default -> packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "address-family", asSent);
    };
  }

  /** Reads a record of a BSD packet filter: its length, padded to four bytes, and the family. */
  private static PacketKind readPflog(HeaderWalk packet, int at) {
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
}
