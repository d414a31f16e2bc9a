package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** Tunnels of access networks that are recognised and counted, and not read. */
final class L2tpAndGtp {
  private static final int L2TP_PORT = 1701;
  private static final int L2TP_MIN_HEADER = 6;
  private static final int L2TP_CONTROL = 0x8000; // RFC 2661 §3.1
  private static final int L2TP_RESERVED = 0x34F0;
  private static final int L2TP_VERSION = 0x000F;
  private static final int L2TP_V3_RESERVED = 0x7FF0; // RFC 3931 §4.1.2.1

  private static final int GTP_PORT = 2152;
  private static final int GTP_MIN_HEADER = 8;
  private static final int GTP_VERSION_AND_TYPE = 0xF8; // 3GPP TS 29.281 §5.1: 001 1 0
  private static final int GTP_V1 = 0x30;
  private static final int GTP_USER_PACKET = 255;

  private L2tpAndGtp() {}

  static PacketKind readL2tp(PacketView packet, int at) {
    if (packet.available(at) < L2TP_MIN_HEADER) {
      return PacketKind.UDP;
    }
    int flags = Bytes.u16(packet.buffer, at);
    boolean v2 = (flags & L2TP_VERSION) == 2 && (flags & L2TP_RESERVED) == 0;
    boolean v3Data = flags == 3 && Bytes.u16(packet.buffer, at + 2) == 0;
    boolean v3Control =
        (flags & L2TP_VERSION) == 3
            && (flags & L2TP_CONTROL) != 0
            && (flags & L2TP_V3_RESERVED) == 0x4800;
    if (!v2 && !v3Data && !v3Control) {
      return PacketKind.UDP;
    }
    return packet.stop(
        (flags & L2TP_CONTROL) != 0 ? PacketKind.NOT_OURS : PacketKind.UNSUPPORTED_TUNNEL,
        "l2tp",
        L2TP_PORT);
  }

  static PacketKind readGtp(PacketView packet, int at) {
    if (packet.available(at) < GTP_MIN_HEADER
        || (Bytes.u8(packet.buffer, at) & GTP_VERSION_AND_TYPE) != GTP_V1
        || Bytes.u16(packet.buffer, at + 2) + GTP_MIN_HEADER
            != packet.payloadLength + packet.missing) {
      return PacketKind.UDP;
    }
    return packet.stop(
        Bytes.u8(packet.buffer, at + 1) == GTP_USER_PACKET
            ? PacketKind.UNSUPPORTED_TUNNEL
            : PacketKind.NOT_OURS,
        "gtp-u",
        GTP_PORT);
  }
}
