package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** Tunnels of access networks: GTP-U (3GPP TS 29.281 §5.1) and L2TP (RFC 2661 §3.1). */
final class AccessLayer {
  private static final int GTP_TYPE = 1; // offsets in bytes from the start of the header
  private static final int GTP_LENGTH = 2;
  private static final int GTP_TUNNEL = 4;
  private static final int GTP_HEADER = 8;
  private static final int GTP_OPTIONS = 4; // sequence number, N-PDU number, next extension's type
  private static final int GTP_VERSION_AND_TYPE = 0xF8; // 001 1 0
  private static final int GTP_V1 = 0x30;
  private static final int GTP_WITH_OPTIONS = 0x07; // if any of the three flags is set
  private static final int GTP_WITH_EXTENSIONS = 0x04;
  private static final int GTP_USER_PACKET = 255;
  private static final int MAX_EXTENSIONS = 16; // honest packets have one or two
  private static final int MIN_TO_JUDGE = 14 + 40; // Ethernet and IPv6
  private static final int GTP_PORT = 2152;

  private static final int L2TP_PORT = 1701;
  private static final int L2TP_MIN_HEADER = 6;
  private static final int L2TP_CONTROL = 0x8000;
  private static final int L2TP_LENGTH = 0x4000;
  private static final int L2TP_SEQUENCE = 0x0800;
  private static final int L2TP_OFFSET = 0x0200;
  private static final int L2TP_RESERVED = 0x34F0;
  private static final int L2TP_VERSION = 0x000F;
  private static final int L2TP_V3_RESERVED = 0x7FF0; // RFC 3931 §4.1.2.1

  private AccessLayer() {}

  static PacketKind readGtp(HeaderWalk packet, int at) {
    if (packet.available(at) < GTP_HEADER) {
      return unknown(packet);
    }
    if ((Bytes.u8(packet.buffer(), at) & GTP_VERSION_AND_TYPE) != GTP_V1
        || Bytes.u16(packet.buffer(), at + GTP_LENGTH) + GTP_HEADER
            != packet.payloadLength() + packet.missing()) {
      return PacketKind.UDP;
    }
    if (Bytes.u8(packet.buffer(), at + GTP_TYPE) != GTP_USER_PACKET) {
      return packet.stop(PacketKind.NOT_OURS, "gtp-u", GTP_PORT);
    }
    int flags = Bytes.u8(packet.buffer(), at);
    int inner = at + GTP_HEADER;
    if ((flags & GTP_WITH_OPTIONS) != 0) {
      inner += GTP_OPTIONS;
      if (packet.available(inner) < 0) {
        return packet.tooShort();
      }
      boolean more =
          (flags & GTP_WITH_EXTENSIONS) != 0 && Bytes.u8(packet.buffer(), inner - 1) != 0;
      for (int passed = 0; more; passed++) {
        if (packet.available(inner) < 1) {
          return packet.tooShort();
        }
        int length = Bytes.u8(packet.buffer(), inner) * 4;
        if (length == 0 || passed == MAX_EXTENSIONS) {
          return PacketKind.MALFORMED;
        }
        inner += length;
        if (packet.available(inner) < 0) {
          return packet.tooShort();
        }
        more = Bytes.u8(packet.buffer(), inner - 1) != 0;
      }
    }
    return packet.enter(TunnelType.GTP_U, Bytes.i32(packet.buffer(), at + GTP_TUNNEL))
        ? readUserPacket(packet, inner)
        : PacketKind.TOO_DEEP;
  }

  /** A session's type is not in the packet: IP, or Ethernet. */
  private static PacketKind readUserPacket(HeaderWalk packet, int at) {
    if (packet.available(at) < 1) {
      return packet.tooShort();
    }
    if (!Ipv4Layer.isPlausible(packet, at) && EthernetLayer.isPlausible(packet, at)) {
      return EthernetLayer.read(packet, at);
    }
    return switch (Bytes.u8(packet.buffer(), at) >>> 4) {
      case 4 -> Ipv4Layer.read(packet, at);
      case 6 -> Ipv6Layer.read(packet, at);
      default ->
          packet.beyond() > 0 && packet.available(at) < MIN_TO_JUDGE
              ? PacketKind.TRUNCATED
              : packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "gtp-u", GTP_PORT);
    };
  }

  /** Too short for a header: a plain datagram, unless the capture cut it. */
  private static PacketKind unknown(HeaderWalk packet) {
    return packet.beyond() > 0 ? PacketKind.TRUNCATED : PacketKind.UDP;
  }

  static PacketKind readL2tp(HeaderWalk packet, int at) {
    if (packet.available(at) < L2TP_MIN_HEADER) {
      return unknown(packet);
    }
    int flags = Bytes.u16(packet.buffer(), at);
    boolean v2 = (flags & L2TP_VERSION) == 2 && (flags & L2TP_RESERVED) == 0;
    boolean v3Data = flags == 3 && Bytes.u16(packet.buffer(), at + 2) == 0;
    boolean v3Control =
        (flags & L2TP_VERSION) == 3
            && (flags & L2TP_CONTROL) != 0
            && (flags & L2TP_V3_RESERVED) == 0x4800;
    if (!v2 && !v3Data && !v3Control) {
      return PacketKind.UDP;
    }
    if ((flags & L2TP_CONTROL) != 0) {
      return packet.stop(PacketKind.NOT_OURS, "l2tp", L2TP_PORT);
    }
    return v2
        ? readL2tpSession(packet, flags, at)
        : packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "l2tp", L2TP_PORT); // of unknown kind
  }

  private static PacketKind readL2tpSession(HeaderWalk packet, int flags, int at) {
    int ids = at + ((flags & L2TP_LENGTH) != 0 ? 4 : 2);
    int inner = ids + 4 + ((flags & L2TP_SEQUENCE) != 0 ? 4 : 0);
    if ((flags & L2TP_OFFSET) != 0) {
      if (packet.available(inner) < 2) {
        return packet.tooShort();
      }
      inner += 2 + Bytes.u16(packet.buffer(), inner);
    }
    if (packet.available(inner) < 0) {
      return packet.tooShort();
    }
    return packet.enter(TunnelType.L2TP, Bytes.u16(packet.buffer(), ids + 2))
        ? PppLayer.read(packet, inner)
        : PacketKind.TOO_DEEP;
  }
}
