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
  private static final int LOOP = 108;
  private static final int ENC = 109;
  private static final int LINUX_SLL = 113;
  private static final int PFLOG = 117;
  private static final int PPP_PPPD = 166;
  private static final int PPP_WITH_DIR = 204;
  private static final int IPV4 = 228;
  private static final int IPV6 = 229;
  private static final int NFLOG = 239;
  private static final int LINUX_SLL2 = 276;

  private static final int FAMILY = 4; // bytes before the datagram of NULL and LOOP
  private static final int ENC_HEADER = 12; // address family, SPI, flags
  private static final int DIRECTION = 1;
  private static final int PPPD_HEADER = 2; // direction in place of the address, then control

  private LinkLayer() {}

  static PacketKind read(PacketView packet, int linkType, int at) {
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
      case PPP, PPP_HDLC -> PppLayer.readFramed(packet, at);
      case PPP_ETHER -> PppLayer.readSession(packet, at);
      case PPP_WITH_DIR -> PppLayer.read(packet, at + DIRECTION);
      case PPP_PPPD -> PppLayer.read(packet, at + PPPD_HEADER);
      default -> packet.stop(PacketKind.UNSUPPORTED_LINK, "link-type", linkType);
    };
  }

  /**
   * Reads a header that begins with a BSD address family: in the byte order of the machine that
   * captured, or of the network, which the small number tells apart.
   */
  private static PacketKind readFamily(PacketView packet, int at, int header) {
    if (packet.available(at) < header) {
      return packet.tooShort();
    }
    int family = Bytes.i32(packet.buffer, at);
    return readFamily(
        packet, family >>> 16 == 0 ? family : Integer.reverseBytes(family), at + header, family);
  }

  private static PacketKind readFamily(PacketView packet, int family, int at, int asSent) {
    return switch (family) {
      case 2 -> Ipv4Layer.read(packet, at);
      case 10, 24, 28, 30 -> Ipv6Layer.read(packet, at); // Linux; NetBSD, OpenBSD; FreeBSD; Darwin
      default -> packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "address-family", asSent);
    };
  }

  /** Reads a record of a BSD packet filter: its length, padded to four bytes, and the family. */
  private static PacketKind readPflog(PacketView packet, int at) {
    if (packet.available(at) < 2) {
      return packet.tooShort();
    }
    int header = (Bytes.u8(packet.buffer, at) + 3) & ~3;
    if (header < FAMILY) {
      return PacketKind.MALFORMED;
    }
    if (packet.available(at) < header) {
      return packet.tooShort();
    }
    int family = Bytes.u8(packet.buffer, at + 1);
    return readFamily(packet, family, at + header, family);
  }
}
