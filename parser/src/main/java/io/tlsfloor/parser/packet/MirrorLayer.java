package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** Short headers in UDP before a mirrored frame (TZSP) or a datagram (LISP, GUE, none at all). */
final class MirrorLayer {
  private static final int TZSP_TYPE = 1; // offsets in bytes from the start of the header
  private static final int TZSP_CARRIES = 2;
  private static final int TZSP_HEADER = 4;
  private static final int TZSP_VERSION = 1;
  private static final int TZSP_RECEIVED = 0; // 1: to be sent; from 2 on without a frame
  private static final int TZSP_LAST = 1; // tags
  private static final int TZSP_PADDING = 0;

  private static final int LISP_HEADER = 8; // RFC 9300 §5.1
  private static final int LISP_RESERVED = 0x07; // of its flags: encryption is in them

  private static final int GUE_HEADER = 4; // draft-ietf-intarea-gue-09 §3.1
  private static final int GUE_VERSION_AND_CONTROL = 0xE0;
  private static final int GUE_DIRECT = 1; // version of datagrams without a header
  private static final int GUE_LENGTH = 0x1F; // of the rest, in units of four bytes
  private static final int IP4 = 4; // IP protocol numbers
  private static final int IP6 = 41;

  private MirrorLayer() {}

  /** TaZmen Sniffer Protocol, which MikroTik's routers and some access points mirror in. */
  static PacketKind readTzsp(HeaderWalk packet, int at) {
    if (packet.available(at) < TZSP_HEADER) {
      return packet.tooShort();
    }
    int type = Bytes.u8(packet.buffer(), at + TZSP_TYPE);
    if (Bytes.u8(packet.buffer(), at) != TZSP_VERSION || type > 5) {
      return PacketKind.MALFORMED;
    }
    if (type > TZSP_RECEIVED + 1) {
      return packet.stop(PacketKind.NOT_OURS, "tzsp-type", type);
    }
    int inner = at + TZSP_HEADER;
    int tag = TZSP_PADDING;
    while (tag != TZSP_LAST) {
      boolean measured = packet.available(inner) >= 1;
      tag = measured ? Bytes.u8(packet.buffer(), inner) : TZSP_PADDING;
      measured &= tag == TZSP_LAST || tag == TZSP_PADDING || packet.available(inner) >= 2;
      if (!measured) {
        return packet.tooShort();
      }
      inner +=
          tag == TZSP_LAST || tag == TZSP_PADDING ? 1 : 2 + Bytes.u8(packet.buffer(), inner + 1);
    }
    if (!packet.enter(TunnelType.TZSP)) {
      return PacketKind.TOO_DEEP;
    }
    int carries = Bytes.u16(packet.buffer(), at + TZSP_CARRIES);
    return switch (carries) {
      case 0x01 -> EthernetLayer.read(packet, inner);
      case 0x12 -> WirelessLayer.read(packet, inner);
      case 0x77 -> RadioLayer.readPrism(packet, inner);
      case 0x7F -> RadioLayer.readAvs(packet, inner);
      default -> packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "tzsp-protocol", carries);
    };
  }

  static PacketKind readLisp(HeaderWalk packet, int at) {
    if (packet.available(at) < LISP_HEADER) {
      return packet.tooShort();
    }
    if ((Bytes.u8(packet.buffer(), at) & LISP_RESERVED) != 0) {
      return PacketKind.MALFORMED;
    }
    return packet.enter(TunnelType.LISP)
        ? IpLayer.readPlausible(packet, at + LISP_HEADER)
        : PacketKind.TOO_DEEP;
  }

  /** Generic UDP Encapsulation. */
  static PacketKind readGue(HeaderWalk packet, int at) {
    if (packet.available(at) < GUE_HEADER) {
      return packet.tooShort();
    }
    int first = Bytes.u8(packet.buffer(), at);
    int carries = Bytes.u8(packet.buffer(), at + 1);
    if (first >>> 6 == GUE_DIRECT) { // §3.4: an IP datagram with nothing before it
      return packet.enter(TunnelType.GUE) ? IpLayer.readPlausible(packet, at) : PacketKind.TOO_DEEP;
    }
    if ((first & GUE_VERSION_AND_CONTROL) != 0 || carries != IP4 && carries != IP6) {
      return PacketKind.MALFORMED;
    }
    int inner = at + GUE_HEADER + (first & GUE_LENGTH) * 4;
    if (packet.available(inner) < 0) {
      return packet.tooShort();
    }
    return packet.enter(TunnelType.GUE)
        ? IpLayer.readPlausible(packet, inner)
        : PacketKind.TOO_DEEP;
  }

  /** Whether a payload is one IP datagram, from its first byte to its last. */
  static boolean isDatagram(HeaderWalk packet, int at) {
    int length = packet.payloadLength() + packet.missing();
    return InnerPacket.is(packet.buffer(), at, packet.available(at), length);
  }

  /** A datagram with nothing before it: Linux calls it foo over UDP. */
  static PacketKind readDatagram(HeaderWalk packet, int at) {
    return packet.enter(TunnelType.IP_IN_UDP) ? IpLayer.read(packet, at) : PacketKind.TOO_DEEP;
  }
}
