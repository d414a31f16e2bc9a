package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** ERSPAN: mirrored frames in GRE (draft-foschiano-erspan-03 §4). */
final class ErspanLayer {
  private static final int SESSION = 2; // offset in bytes from the start of the header
  private static final int SESSION_ID = 0x03FF;
  private static final int TYPE_II_HEADER = 8;
  private static final int TYPE_III_HEADER = 12;
  private static final int TYPE_III_FLAGS = 10;
  private static final int SUB_HEADER_PRESENT = 0x0001;
  private static final int SUB_HEADER = 8;
  private static final int FRAME_TYPE = 0x7C00; // in the flags of type III
  private static final int FRAME_TYPE_ETHERNET = 0 << 10;
  private static final int FRAME_TYPE_IP = 2 << 10;

  private ErspanLayer() {}

  /** Type I has no header: the frame follows GRE. */
  static PacketKind readTypeI(HeaderWalk packet, int at) {
    return packet.enter(TunnelType.ERSPAN) ? EthernetLayer.read(packet, at) : PacketKind.TOO_DEEP;
  }

  static PacketKind readTypeII(HeaderWalk packet, int at) {
    if (packet.available(at) < TYPE_II_HEADER) {
      return packet.tooShort();
    }
    return push(packet, at) ? EthernetLayer.read(packet, at + TYPE_II_HEADER) : PacketKind.TOO_DEEP;
  }

  static PacketKind readTypeIII(HeaderWalk packet, int at) {
    if (packet.available(at) < TYPE_III_HEADER) {
      return packet.tooShort();
    }
    int flags = Bytes.u16(packet.buffer(), at + TYPE_III_FLAGS);
    int inner = at + TYPE_III_HEADER + ((flags & SUB_HEADER_PRESENT) != 0 ? SUB_HEADER : 0);
    if (packet.available(inner) < 0) {
      return packet.tooShort();
    }
    if (!push(packet, at)) {
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

  private static boolean push(HeaderWalk packet, int at) {
    int session = Bytes.u16(packet.buffer(), at + SESSION) & SESSION_ID;
    return packet.enter(TunnelType.ERSPAN, session);
  }
}
