package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/**
 * GRE (RFC 2784 §2, RFC 2890 §2), and mirrored frames in it: ERSPAN (draft-foschiano-erspan-03 §4).
 */
final class GreLayer {
  private static final int PROTOCOL = 2; // offsets in bytes from the start of the header
  private static final int MIN_HEADER = 4;
  private static final int FIELD = 4; // each of checksum, key, sequence
  private static final int CHECKSUM_PRESENT = 0x8000;
  private static final int KEY_PRESENT = 0x2000;
  private static final int SEQUENCE_PRESENT = 0x1000;
  private static final int VERSION = 0x0007;

  private static final int ERSPAN = 0x88BE; // types I and II
  private static final int ERSPAN_III = 0x22EB;
  private static final int KEEPALIVE = 0x0000; // Cisco's
  private static final int OSI = 0x00FE; // IS-IS

  private static final int ERSPAN_SESSION = 2; // offset in bytes from the start of the header
  private static final int ERSPAN_SESSION_ID = 0x03FF;
  private static final int TYPE_II_HEADER = 8;
  private static final int TYPE_III_HEADER = 12;
  private static final int TYPE_III_FLAGS = 10;
  private static final int SUB_HEADER_PRESENT = 0x0001;
  private static final int SUB_HEADER = 8;
  private static final int FRAME_TYPE = 0x7C00; // in the flags of type III
  private static final int FRAME_TYPE_ETHERNET = 0 << 10;
  private static final int FRAME_TYPE_IP = 2 << 10;

  private GreLayer() {}

  static PacketKind read(PacketView packet, int at) {
    if (packet.available(at) < MIN_HEADER) {
      return packet.tooShort();
    }
    int flags = Bytes.u16(packet.buffer(), at);
    int version = flags & VERSION;
    if (version != 0) {
      return packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "gre-version", version);
    }
    int header =
        MIN_HEADER
            + FIELD * Integer.bitCount(flags & (CHECKSUM_PRESENT | KEY_PRESENT | SEQUENCE_PRESENT));
    if (packet.available(at) < header) {
      return packet.tooShort();
    }
    if (!packet.enter(TunnelType.GRE)) {
      return PacketKind.TOO_DEEP;
    }
    int protocol = Bytes.u16(packet.buffer(), at + PROTOCOL);
    return switch (protocol) {
      case KEEPALIVE, OSI -> packet.stop(PacketKind.NOT_OURS, "gre-protocol", protocol);
      case ERSPAN ->
          (flags & SEQUENCE_PRESENT) == 0
              ? readErspanI(packet, at + header)
              : readErspanII(packet, at + header);
      case ERSPAN_III -> readErspanIII(packet, at + header);
      default ->
          protocol < EthernetLayer.FIRST_TYPE
              ? packet.stop(PacketKind.UNSUPPORTED_TUNNEL, "gre-protocol", protocol)
              : EthernetLayer.readType(packet, protocol, at + header);
    };
  }

  // ERSPAN.

  /** Type I has no header: the frame follows GRE. */
  private static PacketKind readErspanI(PacketView packet, int at) {
    return packet.enter(TunnelType.ERSPAN) ? EthernetLayer.read(packet, at) : PacketKind.TOO_DEEP;
  }

  private static PacketKind readErspanII(PacketView packet, int at) {
    if (packet.available(at) < TYPE_II_HEADER) {
      return packet.tooShort();
    }
    return enterErspan(packet, at)
        ? EthernetLayer.read(packet, at + TYPE_II_HEADER)
        : PacketKind.TOO_DEEP;
  }

  private static PacketKind readErspanIII(PacketView packet, int at) {
    if (packet.available(at) < TYPE_III_HEADER) {
      return packet.tooShort();
    }
    int flags = Bytes.u16(packet.buffer(), at + TYPE_III_FLAGS);
    int inner = at + TYPE_III_HEADER + ((flags & SUB_HEADER_PRESENT) != 0 ? SUB_HEADER : 0);
    if (packet.available(inner) < 0) {
      return packet.tooShort();
    }
    if (!enterErspan(packet, at)) {
      return PacketKind.TOO_DEEP;
    }
    return switch (flags & FRAME_TYPE) {
      case FRAME_TYPE_ETHERNET -> EthernetLayer.read(packet, inner);
      case FRAME_TYPE_IP -> IpLayer.read(packet, inner);
      default ->
          packet.stop(
              PacketKind.UNSUPPORTED_TUNNEL, "erspan-frame-type", (flags & FRAME_TYPE) >>> 10);
    };
  }

  private static boolean enterErspan(PacketView packet, int at) {
    int session = Bytes.u16(packet.buffer(), at + ERSPAN_SESSION) & ERSPAN_SESSION_ID;
    return packet.enter(TunnelType.ERSPAN, session);
  }
}
