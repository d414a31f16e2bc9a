package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/** IPv6 headers and their extension headers (RFC 8200 §3, §4). */
final class Ipv6Layer {
  private static final int PAYLOAD_LENGTH = 4; // offsets in bytes from the start of the header
  private static final int NEXT_HEADER = 6;
  private static final int ADDRESSES = 8;
  static final int HEADER = 40;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51; // RFC 4302 §2
  private static final int DESTINATION_OPTIONS = 60;
  private static final int MOBILITY = 135; // RFC 6275 §6.1
  private static final int HOST_IDENTITY = 139; // RFC 7401 §5.1
  private static final int SHIM6 = 140; // RFC 5533 §5.1
  private static final int FRAGMENT_HEADER = 8;
  private static final int MIN_EXTENSION = 8;
  private static final int MAX_EXTENSIONS = 32; // honest packets have one to three

  private Ipv6Layer() {}

  /** Whether a header is there that holds together, for places where no field says what comes. */
  static boolean isPlausible(HeaderWalk packet, int at) {
    if (packet.available(at) < HEADER || Bytes.u8(packet.buffer(), at) >>> 4 != 6) {
      return false;
    }
    int payload = Bytes.u16(packet.buffer(), at + PAYLOAD_LENGTH);
    return payload == 0 || packet.isPlausibleLength(at, HEADER + payload);
  }

  static PacketKind read(HeaderWalk packet, int at) {
    if (packet.available(at) < HEADER) {
      return packet.tooShort();
    }
    ByteBuffer in = packet.buffer();
    if (Bytes.u8(in, at) >>> 4 != 6) {
      return PacketKind.MALFORMED;
    }
    int payload = Bytes.u16(in, at + PAYLOAD_LENGTH);
    if (payload != 0) { // 0: segmentation offload, or a jumbogram (RFC 2675 §3)
      packet.narrow(at, HEADER + payload);
    }
    packet.note(HeaderPlaces.Kind.IPV6, at);
    packet.addresses6(at + ADDRESSES);
    int next = Bytes.u8(in, at + NEXT_HEADER);
    if (next == IpLayer.TCP) {
      return TransportLayer.readTcp(packet, at + HEADER);
    }
    return readExtensions(packet, next, at + HEADER);
  }

  private static PacketKind readExtensions(HeaderWalk packet, int firstHeader, int firstAt) {
    int next = firstHeader;
    int at = firstAt;
    for (int passed = 0; isExtension(next); passed++) {
      if (passed == MAX_EXTENSIONS) {
        return PacketKind.TOO_DEEP;
      }
      if (packet.available(at) < MIN_EXTENSION) {
        return packet.tooShort();
      }
      int type = next;
      next = Bytes.u8(packet.buffer(), at);
      int length;
      if (type == FRAGMENT) {
        int offset = Bytes.u16(packet.buffer(), at + 2);
        if ((offset & 0xFFF9) != 0) {
          return packet.fragment(
              Bytes.i32(packet.buffer(), at + 4),
              offset & 0xFFF8,
              (offset & 1) != 0,
              next,
              at + FRAGMENT_HEADER);
        }
        length = FRAGMENT_HEADER; // an atomic fragment is whole (RFC 6946 §2)
      } else if (type == AUTHENTICATION) {
        length = (Bytes.u8(packet.buffer(), at + 1) + 2) * 4;
      } else {
        length = (Bytes.u8(packet.buffer(), at + 1) + 1) * 8;
      }
      if (packet.available(at) < length) {
        return packet.tooShort();
      }
      at += length;
    }
    return IpLayer.readProtocol(packet, next, at);
  }

  private static boolean isExtension(int header) {
    return switch (header) {
      case HOP_BY_HOP,
          ROUTING,
          FRAGMENT,
          AUTHENTICATION,
          DESTINATION_OPTIONS,
          MOBILITY,
          HOST_IDENTITY,
          SHIM6 ->
          true;
      default -> false;
    };
  }
}
