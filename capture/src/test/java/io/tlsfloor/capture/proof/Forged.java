package io.tlsfloor.capture.proof;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u8;

import java.nio.ByteBuffer;

/**
 * A segment or a datagram with checksums, right or wrong.
 *
 * @param number, {@code acknowledged} and {@code flags} of TCP
 */
@SuppressWarnings("ArrayRecordComponent") // made and sent in one place, never compared
record Forged(int protocol, int flags, int number, int acknowledged, byte[] data) {
  private static final int TCP = 6;
  private static final int UDP = 17;

  /** Client and server. */
  @SuppressWarnings("ArrayRecordComponent") // likewise
  record Ends(byte[] client, int clientPort, byte[] server, int serverPort) {}

  static Forged tcp(int flags, int number, int acknowledged, byte[] data) {
    return new Forged(TCP, flags, number, acknowledged, data);
  }

  static Forged udp(byte[] data) {
    return new Forged(UDP, 0, 0, 0, data);
  }

  /** Sends it, by the client (0) or the server. */
  void send(Tap tap, Ends ends, int by, Shape shape) {
    byte[] from = by == 0 ? ends.client() : ends.server();
    byte[] to = by == 0 ? ends.server() : ends.client();
    int fromPort = by == 0 ? ends.clientPort() : ends.serverPort();
    int toPort = by == 0 ? ends.serverPort() : ends.clientPort();
    byte[] inner =
        protocol == TCP ? segment(fromPort, toPort, shape) : datagram(fromPort, toPort, shape);
    int sum = checksum(join(from, to, u16(protocol), u16(inner.length), inner));
    ByteBuffer.wrap(inner)
        .putShort(
            protocol == TCP ? 16 : 6, (short) (shape == Shape.BAD_CHECKSUM ? sum ^ 0x5555 : sum));
    byte[] packet = join(ip(from, to, protocol, inner, shape), inner);
    switch (shape) {
      case QUOTED_AS_UNREACHABLE -> packet = quoted(from, to, 0x0303, 0x0104, packet);
      case QUOTED_AS_TOO_BIG -> packet = quoted(from, to, 0x0304, 0x0200, packet);
      case QUOTED_AS_EXPIRED -> packet = quoted(from, to, 0x0B00, 0x0300, packet);
      case WITH_TRAILER -> packet = join(packet, new byte[] {1, 2, 3, 4, 5, 6});
      default -> {
        // As it is.
      }
    }
    int type = from.length == 4 ? 0x0800 : 0x86DD;
    if (shape == Shape.IN_VLAN) {
      tap.frame(0x8100, join(u16(77), u16(type), packet));
    } else {
      tap.frame(type, packet);
    }
  }

  private byte[] segment(int fromPort, int toPort, Shape shape) {
    byte[] md5 = join(u8(19), u8(18), new byte[16], u8(1), u8(1));
    byte[] multipath = join(u8(30), u8(20), u16(0x2005), new byte[16]); // RFC 8684 §3.3
    byte[] noise = {8, 0, 2, 99, 5, 40, 1, 1, 0, 3, 3, 3};
    byte[] times = {
      1, 1, 8, 10, 0, (byte) (shape == Shape.OLD_TIME_STAMP ? 0 : 16), 0, 1, 0, 0, 0, 1
    };
    byte[] options =
        switch (shape) {
          case MD5_OPTION -> md5;
          case MULTIPATH_OPTION -> multipath;
          case NOISE_IN_OPTIONS -> noise;
          default -> times;
        };
    int words = shape == Shape.HEADER_TOO_SHORT ? 3 : 5 + options.length / 4;
    ByteBuffer header = ByteBuffer.allocate(20);
    header.putShort((short) fromPort).putShort((short) toPort).putInt(number).putInt(acknowledged);
    header.put((byte) (words << 4 | (shape == Shape.RESERVED_BITS ? 0xE : 0))).put((byte) flags);
    header.putShort((short) (shape == Shape.ZERO_WINDOW ? 0 : 0xFFFF)).putShort((short) 0);
    header.putShort((short) (shape == Shape.URGENT ? 5 : 0));
    return join(header.array(), options, data);
  }

  private byte[] datagram(int fromPort, int toPort, Shape shape) {
    int length = 8 + data.length;
    int said =
        shape == Shape.LENGTH_TOO_LONG
            ? length + 30
            : shape == Shape.LENGTH_TOO_SHORT ? Math.max(8, length - 10) : length;
    return join(u16(fromPort), u16(toPort), u16(said), u16(0), data);
  }

  private static byte[] ip(byte[] from, byte[] to, int protocol, byte[] inner, Shape shape) {
    boolean v4 = from.length == 4;
    int length = (v4 ? 20 : 0) + inner.length;
    if (protocol == TCP) {
      length += shape == Shape.LENGTH_TOO_LONG ? 300 : 0;
      length -= shape == Shape.LENGTH_TOO_SHORT ? Math.min(10, inner.length - 32) : 0;
    }
    if (!v4) {
      return ipV6(from, to, protocol, length, shape);
    }
    int fragment =
        shape == Shape.FIRST_FRAGMENT ? 0x2000 : shape == Shape.LATER_FRAGMENT ? 2 : 0x4000;
    byte[] kind = join(u8(shape == Shape.TTL_1 ? 1 : 64), u8(protocol), u16(0));
    byte[] header = join(u16(0x4500), u16(length), u16(7), u16(fragment), kind, from, to);
    int sum = checksum(header);
    ByteBuffer.wrap(header)
        .putShort(10, (short) (shape == Shape.BAD_HEADER_CHECKSUM ? sum ^ 0x1111 : sum));
    return header;
  }

  private static byte[] ipV6(byte[] from, byte[] to, int protocol, int length, Shape shape) {
    boolean first = shape == Shape.FIRST_FRAGMENT;
    boolean fragment = first || shape == Shape.LATER_FRAGMENT;
    byte[] place = join(u16(first ? 1 : 2 << 3), u16(0), u16(7)); // RFC 8200 §4.5
    byte[] more = fragment ? join(u8(protocol), u8(0), place) : Tap.NONE;
    byte[] kind = join(u8(fragment ? 44 : protocol), u8(shape == Shape.TTL_1 ? 1 : 64));
    return join(u16(0x6000), u16(0), u16(length + more.length), kind, from, to, more);
  }

  /** A message of ICMP or ICMPv6, of that type and code, from the receiver about the packet. */
  private static byte[] quoted(byte[] from, byte[] to, int kind, int kindV6, byte[] packet) {
    boolean v4 = from.length == 4;
    byte[] message = join(u16(v4 ? kind : kindV6), u16(0), u16(0), u16(576), packet);
    ByteBuffer.wrap(message).putShort(2, (short) checksum(message));
    return join(ip(to, from, v4 ? 1 : 58, message, Shape.PLAIN), message);
  }

  private static int checksum(byte[] bytes) {
    long sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      sum += (bytes[i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
    }
    while (sum >> 16 != 0) {
      sum = (sum & 0xFFFF) + (sum >> 16);
    }
    return (int) ~sum & 0xFFFF;
  }
}
