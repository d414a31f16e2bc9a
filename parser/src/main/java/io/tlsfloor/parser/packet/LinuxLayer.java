package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** Linux's own capture headers: cooked (any interface), and the netfilter log. */
final class LinuxLayer {
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
  private static final int DEVICE_802_11_PRISM = 802;
  private static final int DEVICE_802_11_RADIOTAP = 803;
  private static final int NOVELL = 0x0001; // ETH_P_802_3 of linux/if_ether.h: IPX without LLC
  private static final int LLC = 0x0004; // ETH_P_802_2
  private static final int PPP = 0x0007; // ETH_P_WAN_PPP
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

  private LinuxLayer() {}

  /** LINKTYPE_LINUX_SLL. */
  static PacketKind readCooked(HeaderWalk packet, int at) {
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
  static PacketKind readCooked2(HeaderWalk packet, int at) {
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
      HeaderWalk packet, int device, int addressLength, int address, int protocol, int inner) {
    if (addressLength == MAC_LENGTH) {
      packet.note(HeaderPlaces.Kind.LINK_ADDRESS, address);
      packet.sourceMac(Bytes.i64(packet.buffer(), address) >>> 16);
    }
    return switch (device) {
      case DEVICE_NETLINK -> packet.stop(PacketKind.NOT_OURS, "arphrd", device);
      case DEVICE_802_11 -> WirelessLayer.read(packet, inner);
      case DEVICE_802_11_PRISM -> RadioLayer.readPrism(packet, inner);
      case DEVICE_802_11_RADIOTAP -> RadioLayer.readRadiotap(packet, inner);
      default -> readCookedProtocol(packet, protocol, inner);
    };
  }

  private static PacketKind readCookedProtocol(HeaderWalk packet, int protocol, int at) {
    if (protocol >= FIRST_TYPE) {
      return EtherTypes.read(packet, protocol, at);
    }
    return switch (protocol) {
      case LLC -> LlcLayer.read(packet, at);
      case PPP -> PppLayer.read(packet, at);
      case NOVELL, CAN, CAN_FD -> packet.stop(PacketKind.NOT_OURS, "cooked-protocol", protocol);
      default -> packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "cooked-protocol", protocol);
    };
  }

  /** LINKTYPE_NFLOG: attributes in the byte order of the machine that captured. */
  static PacketKind readNflog(HeaderWalk packet, int start) {
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

  private static int u16(HeaderWalk packet, int at, boolean little) {
    int value = Bytes.u16(packet.buffer(), at);
    return little ? Short.reverseBytes((short) value) & 0xFFFF : value;
  }
}
