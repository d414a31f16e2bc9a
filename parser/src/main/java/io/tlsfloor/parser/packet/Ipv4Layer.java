package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/** IPv4 headers (RFC 791 §3.1). */
final class Ipv4Layer {
  private static final int TOTAL_LENGTH = 2; // offsets in bytes from the start of the header
  private static final int IDENTIFICATION = 4;
  private static final int FLAGS_AND_OFFSET = 6;
  private static final int PROTOCOL = 9;
  private static final int SOURCE = 12;
  private static final int DESTINATION = 16;
  private static final int MIN_HEADER = 20;

  private static final int MORE_FRAGMENTS = 0x2000;
  private static final int FRAGMENT_OFFSET = 0x1FFF; // in units of eight bytes

  private Ipv4Layer() {}

  /** Whether a header is there that holds together, for places where no field says what comes. */
  static boolean isPlausible(HeaderWalk packet, int at) {
    if (packet.available(at) < MIN_HEADER) {
      return false;
    }
    int first = Bytes.u8(packet.buffer(), at);
    int header = (first & 0x0F) * 4;
    int total = Bytes.u16(packet.buffer(), at + TOTAL_LENGTH);
    return first >>> 4 == 4
        && header >= MIN_HEADER
        && (total == 0 || total >= header && packet.isPlausibleLength(at, total));
  }

  static PacketKind read(HeaderWalk packet, int at) {
    if (packet.available(at) < MIN_HEADER) {
      return packet.tooShort();
    }
    ByteBuffer in = packet.buffer();
    int first = Bytes.u8(in, at);
    int header = (first & 0x0F) * 4;
    if (first >>> 4 != 4 || header < MIN_HEADER) {
      return PacketKind.MALFORMED;
    }
    int total = Bytes.u16(in, at + TOTAL_LENGTH);
    if (total != 0) { // 0: the card was to fill it in after segmentation
      if (total < header) {
        return PacketKind.MALFORMED;
      }
      packet.narrow(at, total);
    }
    packet.note(HeaderPlaces.Kind.IPV4, at);
    packet.addresses(Bytes.u32(in, at + SOURCE), Bytes.u32(in, at + DESTINATION));
    if (packet.available(at) < header) {
      return packet.tooShort();
    }
    int fragment = Bytes.u16(in, at + FLAGS_AND_OFFSET);
    int protocol = Bytes.u8(in, at + PROTOCOL);
    if ((fragment & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) != 0) {
      return packet.fragment(
          Bytes.u16(in, at + IDENTIFICATION),
          (fragment & FRAGMENT_OFFSET) * 8,
          (fragment & MORE_FRAGMENTS) != 0,
          protocol,
          at + header);
    }
    if (protocol == IpLayer.TCP) {
      return TransportLayer.readTcp(packet, at + header);
    }
    return IpLayer.readProtocol(packet, protocol, at + header);
  }
}
