package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/** TCP headers (RFC 9293 §3.1) and UDP headers (RFC 768). */
final class TransportLayer {
  private static final int SOURCE_PORT = 0; // offsets in bytes from the start of either header
  private static final int DESTINATION_PORT = 2;
  private static final int SEQUENCE = 4; // TCP
  private static final int ACKNOWLEDGMENT = 8;
  private static final int DATA_OFFSET_AND_FLAGS = 12;
  private static final int FLAGS_END = 14;
  private static final int MIN_TCP_HEADER = 20;
  private static final int UDP_LENGTH = 4; // UDP
  private static final int UDP_HEADER = 8;
  private static final int FLAGS = 0x00FF;

  private TransportLayer() {}

  /**
   * Reads a segment. A capture that ends inside the header, after the flags, still shows which
   * connection it is and how many bytes are missing: a snap length of 64 bytes cuts the options.
   */
  static PacketKind readTcp(HeaderWalk packet, int at) {
    int available = packet.available(at);
    if (available < FLAGS_END) {
      return packet.tooShort();
    }
    packet.note(HeaderPlaces.Kind.TCP, at);
    ByteBuffer in = packet.buffer();
    packet.ports(Bytes.u16(in, at + SOURCE_PORT), Bytes.u16(in, at + DESTINATION_PORT));
    int word = Bytes.u16(in, at + DATA_OFFSET_AND_FLAGS);
    packet.segment(Bytes.i32(in, at + SEQUENCE), Bytes.i32(in, at + ACKNOWLEDGMENT), word & FLAGS);
    int header = (word >>> 12) * 4;
    if (header < MIN_TCP_HEADER) {
      return PacketKind.MALFORMED;
    }
    int cut = header - available;
    if (cut <= 0) {
      packet.payload(at + header);
    } else if (cut <= packet.beyond()) {
      packet.payloadNotCaptured(cut);
    } else {
      return PacketKind.MALFORMED;
    }
    return PacketKind.TCP;
  }

  static PacketKind readUdp(HeaderWalk packet, int at) {
    if (packet.available(at) < UDP_HEADER) {
      return packet.tooShort();
    }
    packet.note(HeaderPlaces.Kind.UDP, at);
    ByteBuffer in = packet.buffer();
    packet.ports(Bytes.u16(in, at + SOURCE_PORT), Bytes.u16(in, at + DESTINATION_PORT));
    int length = Bytes.u16(in, at + UDP_LENGTH);
    if (length != 0) { // 0: segmentation offload, or a jumbogram (RFC 2675 §4)
      if (length < UDP_HEADER) {
        return PacketKind.MALFORMED;
      }
      packet.narrow(at, length);
    }
    packet.payload(at + UDP_HEADER);
    return UdpTunnelLayer.read(packet);
  }
}
