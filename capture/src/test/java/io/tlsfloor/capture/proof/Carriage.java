package io.tlsfloor.capture.proof;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u8;

import io.tlsfloor.testing.WirePackets;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Holds what carries the packets of a connection: another IP, or a tunnel. */
enum Carriage {
  IPV4,
  IPV6,
  VXLAN,
  GRE,
  IP_IN_IP,
  GTP;

  private static final long LOCAL = 0xFD00L << 48; // RFC 4193
  private static final long SERVICE =
      0x2603_1006_0000_0000L; // Exchange Online, of the bundled list
  private static final long RELAY = 0x2603_1063_0000_0000L; // Teams
  private static final byte[] NEAR = {(byte) 192, 0, 2, 1};
  private static final byte[] FAR = {(byte) 192, 0, 2, 2};
  private static final int TAGGED = 0x8100;

  /** One of them, IPv4 alone for half. */
  static Carriage draw(Random random) {
    return random.nextBoolean() ? IPV4 : Spoofed.one(values(), random);
  }

  /** The address of an end, by the one that it has in IPv4. */
  byte[] address(byte[] v4) {
    int bits = ByteBuffer.wrap(v4).getInt();
    boolean local = v4[0] == 10;
    return this != IPV6
        ? v4
        : Tap.v6(local ? LOCAL : v4[1] == 0x70 ? RELAY : SERVICE, bits & 0xFFFF_FFFFL);
  }

  /** A frame as it is carried. */
  List<byte[]> carry(byte[] frame) {
    int head = (frame[12] & 0xFF) << 8 == TAGGED ? 18 : 14;
    byte[] link = Arrays.copyOf(frame, head);
    byte[] packet = Arrays.copyOfRange(frame, head, frame.length);
    return List.of(
        switch (this) {
          case IPV4, IPV6 -> frame;
          case VXLAN -> { // RFC 7348
            byte[] inner = join(u8(8), new byte[5], u8(42), u8(0), frame);
            yield join(link, udp(4789, inner));
          }
          case GRE -> join(link, ip(47, join(u16(0), u16(0x0800), packet))); // RFC 2784
          case IP_IN_IP -> join(link, ip(4, packet)); // RFC 2003
          case GTP -> { // 3GPP TS 29.281
            byte[] inner = join(u8(0x30), u8(0xFF), u16(packet.length), u16(0), u16(9), packet);
            yield join(link, udp(2152, inner));
          }
        });
  }

  private static byte[] udp(int port, byte[] data) {
    return ip(17, WirePackets.udp(port, port, data));
  }

  private static byte[] ip(int protocol, byte[] data) {
    return WirePackets.ipv4(NEAR, FAR, protocol, 0, 0x4000, data);
  }
}
