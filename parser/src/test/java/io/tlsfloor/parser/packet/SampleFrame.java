package io.tlsfloor.parser.packet;

import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static io.tlsfloor.testing.WirePackets.ipv4;
import static io.tlsfloor.testing.WirePackets.ipv6;
import static io.tlsfloor.testing.WirePackets.tcp;
import static io.tlsfloor.testing.WirePackets.udp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * A frame and what it means.
 *
 * @param name for the report
 * @param linkType of the capture
 * @param bytes of the frame, whole
 * @param meaning in the words of {@link #describe}
 */
record SampleFrame(String name, int linkType, byte[] bytes, String meaning) {
  static final byte[] PAYLOAD = hex("1603010003 010203");

  /** The innermost packets: 48 bytes of IPv4, 68 of IPv6. */
  static final byte[] TCP4 =
      ipv4("10.0.0.1", "198.51.100.2", 6, tcp(49153, 443, 0x01020304, 0x18, PAYLOAD));

  static final byte[] TCP6 =
      ipv6("2001:db8::1", "2001:db8::2", 6, tcp(49153, 443, 0x01020304, 0x18, PAYLOAD));
  static final byte[] UDP4 = ipv4("10.0.0.1", "198.51.100.2", 17, udp(49153, 3478, PAYLOAD));
  static final byte[] ETHERNET4 = ethernet(0x0800, TCP4);

  static final String SEEN_TCP4 = "TCP 10.0.0.1:49153 > 198.51.100.2:443 8";
  static final String SEEN_TCP6 = "TCP 2001:db8::1:49153 > 2001:db8::2:443 8";
  static final String SEEN_UDP4 = "UDP 10.0.0.1:49153 > 198.51.100.2:3478 8";

  /** Outer datagrams have these addresses. */
  static byte[] outer4(int protocol, byte[]... payload) {
    return ethernet(0x0800, ipv4("192.0.2.1", "192.0.2.2", protocol, payload));
  }

  static byte[] outer6(int next, byte[]... payload) {
    return ethernet(0x86DD, ipv6("2001:db8:f::1", "2001:db8:f::2", next, payload));
  }

  static byte[] outerUdp(int port, byte[]... payload) {
    return outer4(17, udp(50000, port, payload));
  }

  static SampleFrame of(String name, String meaning, byte[]... parts) {
    return new SampleFrame(name, 1, join(parts), meaning);
  }

  static SampleFrame ofLink(String name, int linkType, String meaning, byte[]... parts) {
    return new SampleFrame(name, linkType, join(parts), meaning);
  }

  PacketKind wrap(PacketView packet) {
    return packet.wrap(linkType, ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length);
  }

  String seen() {
    PacketView packet = new PacketView();
    return describe(wrap(packet), packet);
  }

  /** Kind, ends and payload length, bytes that are missing, what was not read, tunnels. */
  static String describe(PacketKind kind, PacketView packet) {
    String seen =
        switch (kind) {
          case TCP, UDP ->
              String.format(
                  "%s %s:%d > %s:%d %d%s",
                  kind,
                  packet.source(),
                  packet.sourcePort(),
                  packet.destination(),
                  packet.destinationPort(),
                  packet.payloadLength(),
                  packet.missing() > 0 ? " missing " + packet.missing() : "");
          case IP_FRAGMENT ->
              String.format(
                  "%s %s > %s id %x protocol %d at %d%s: %d",
                  kind,
                  packet.source(),
                  packet.destination(),
                  packet.fragmentId(),
                  packet.fragmentProtocol(),
                  packet.fragmentOffset(),
                  packet.moreFragments() ? " more" : "",
                  packet.fragmentLength());
          case NOT_OURS, UNSUPPORTED_LINK, UNSUPPORTED_TUNNEL, OPAQUE_TUNNEL ->
              String.format(
                  "%s %s 0x%x", kind, packet.unsupportedWhat(), packet.unsupportedNumber());
          case TRUNCATED, MALFORMED, TOO_DEEP -> kind.name();
        };
    List<String> tunnels = packet.tunnels();
    return tunnels.isEmpty() ? seen : seen + " " + String.join(" ", tunnels);
  }

  /** All frames that the tests of single layers have, for tests that hold for any frame. */
  static List<SampleFrame> all() {
    return Stream.of(
            LinkLayerTest.frames(),
            TagsAndLabelsTest.frames(),
            IpTunnelTest.frames(),
            UdpTunnelTest.frames(),
            WirelessTest.frames(),
            Ipv6ExtensionTest.frames())
        .flatMap(frames -> frames)
        .toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
