package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;

/** Geneve (RFC 8926 §3.4), its options passed over. */
final class GeneveLayer {
  private static final int FLAGS = 1; // offsets in bytes from the start of the header
  private static final int PROTOCOL = 2;
  private static final int NETWORK = 4;
  private static final int RESERVED = 7;
  private static final int HEADER = 8;

  private static final int VERSION = 0xC0;
  private static final int OPTIONS_LENGTH = 0x3F; // in units of four bytes
  private static final int CONTROL = 0x80;
  private static final int RESERVED_FLAGS = 0x3F;

  private GeneveLayer() {}

  static PacketKind read(HeaderWalk packet, int at) {
    if (packet.available(at) < HEADER) {
      return packet.tooShort();
    }
    int first = Bytes.u8(packet.buffer(), at);
    int flags = Bytes.u8(packet.buffer(), at + FLAGS);
    if ((first & VERSION) != 0
        || (flags & RESERVED_FLAGS) != 0
        || Bytes.u8(packet.buffer(), at + RESERVED) != 0) {
      return PacketKind.MALFORMED;
    }
    int network = Bytes.u24(packet.buffer(), at + NETWORK);
    if ((flags & CONTROL) != 0) {
      return packet.stop(PacketKind.NOT_OURS, "geneve-control", network);
    }
    int inner = at + HEADER + (first & OPTIONS_LENGTH) * 4;
    if (packet.available(inner) < 0) {
      return packet.tooShort();
    }
    return packet.enter(TunnelType.GENEVE, network)
        ? EtherTypes.read(packet, Bytes.u16(packet.buffer(), at + PROTOCOL), inner)
        : PacketKind.TOO_DEEP;
  }
}
