package io.tlsfloor.parser.packet;

import static io.tlsfloor.parser.packet.SampleFrame.ETHERNET4;
import static io.tlsfloor.parser.packet.SampleFrame.SEEN_TCP4;
import static io.tlsfloor.parser.packet.SampleFrame.SEEN_TCP6;
import static io.tlsfloor.parser.packet.SampleFrame.TCP4;
import static io.tlsfloor.parser.packet.SampleFrame.TCP6;
import static io.tlsfloor.parser.packet.SampleFrame.of;
import static io.tlsfloor.parser.packet.SampleFrame.outer4;
import static io.tlsfloor.parser.packet.SampleFrame.outerUdp;
import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static io.tlsfloor.testing.WirePackets.ipv4;
import static io.tlsfloor.testing.WirePackets.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tunnels in UDP, and datagrams on their ports that are none. */
class UdpTunnelTest {
  private static byte[] ones(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0xFF);
    return bytes;
  }

  static Stream<SampleFrame> frames() {
    return Stream.concat(readable(), Stream.concat(counted(), plain()));
  }

  private static Stream<SampleFrame> readable() {
    return Stream.of(
        of("VXLAN", SEEN_TCP4 + " vxlan:42", outerUdp(4789, hex("08000000 00002a 00"), ETHERNET4)),
        of(
            "VXLAN on Linux's port",
            SEEN_TCP4 + " vxlan:16777215",
            outerUdp(8472, hex("08000000 ffffff 00"), ETHERNET4)),
        of(
            "VXLAN with group policy",
            SEEN_TCP4 + " vxlan:42",
            outerUdp(4789, hex("88400007 00002a 00"), ETHERNET4)),
        of(
            "VXLAN, reserved bits set",
            SEEN_TCP4 + " vxlan:42",
            outerUdp(4789, hex("c8000100 00002a 80"), ETHERNET4)),
        of(
            "ARP in VXLAN",
            "NOT_OURS ethertype 0x806 vxlan:42",
            outerUdp(4789, hex("08000000 00002a 00"), ethernet(0x0806, new byte[46]))),
        of(
            "Geneve, Ethernet",
            SEEN_TCP4 + " geneve:42",
            outerUdp(6081, hex("00 00 6558 00002a 00"), ETHERNET4)),
        of(
            "Geneve, IPv6, with options",
            SEEN_TCP6 + " geneve:42",
            outerUdp(6081, hex("03 40 86dd 00002a 00 0102 80 02 0000000000000000"), TCP6)),
        of(
            "Geneve, control",
            "NOT_OURS geneve-control 0x2a",
            outerUdp(6081, hex("00 80 6558 00002a 00"), ETHERNET4)),
        of("GTP-U", SEEN_TCP4 + " gtp-u:1", outerUdp(2152, hex("30 ff 0030 00000001"), TCP4)),
        of(
            "GTP-U from its port, with a sequence number",
            SEEN_TCP6 + " gtp-u:7",
            outer4(17, udp(2152, 50000, hex("32 ff 0048 00000007 0001 00 00"), TCP6))),
        of(
            "GTP-U with two extensions",
            SEEN_TCP4 + " gtp-u:1",
            outerUdp(
                2152, hex("34 ff 0040 00000001 0000 00 85 01 0009 c0 02 000000000000 00"), TCP4)),
        of(
            "GTP-U, Ethernet",
            SEEN_TCP4 + " gtp-u:1",
            outerUdp(2152, hex("30 ff 003e 00000001"), ETHERNET4)),
        of("GRE in UDP", SEEN_TCP4 + " gre", outerUdp(4754, hex("0000 0800"), TCP4)),
        of("MPLS in UDP", SEEN_TCP4 + " mpls:7", outerUdp(6635, hex("00007 1 40"), TCP4)),
        of(
            "TZSP, Ethernet",
            SEEN_TCP4 + " tzsp",
            outerUdp(37008, hex("01 00 0001 00 0a 01 c8 01"), ETHERNET4)),
        of(
            "TZSP, to be sent",
            SEEN_TCP4 + " tzsp",
            outerUdp(37008, hex("01 01 0001 01"), ETHERNET4)));
  }

  private static Stream<SampleFrame> counted() {
    return Stream.of(
        of(
            "GTP-U echo",
            "NOT_OURS gtp-u 0x868",
            outerUdp(2152, hex("32 01 0004 00000000 00000000"))),
        of(
            "GTP-U around something else",
            "UNSUPPORTED_TUNNEL gtp-u 0x868 gtp-u:1",
            outerUdp(2152, hex("30 ff 0004 00000001 f1f2f3f4"))),
        of(
            "GTP-U, an extension without length",
            "MALFORMED",
            outerUdp(2152, hex("34 ff 0038 00000001 0000 00 85 00 000000"), TCP4)),
        of("TZSP keepalive", "NOT_OURS tzsp-type 0x4", outerUdp(37008, hex("01 04 0000"))),
        of(
            "TZSP around something else",
            "UNSUPPORTED_TUNNEL tzsp-protocol 0x2 tzsp",
            outerUdp(37008, hex("01 00 0002 01"), TCP4)),
        of(
            "ESP in UDP",
            "OPAQUE_TUNNEL esp 0x1194",
            outerUdp(4500, hex("c0000001 00000001"), new byte[40])),
        of(
            "WireGuard's first message, any port",
            "OPAQUE_TUNNEL wireguard 0xca6c",
            outerUdp(40000, hex("01000000"), new byte[144])),
        of(
            "WireGuard's second message, any port",
            "OPAQUE_TUNNEL wireguard 0xca6c",
            outerUdp(40000, hex("02000000"), new byte[88])),
        of(
            "WireGuard's data",
            "OPAQUE_TUNNEL wireguard 0xca6c",
            outer4(17, udp(51820, 40000, hex("04000000"), new byte[92]))),
        of(
            "WireGuard's data on Tailscale's port",
            "OPAQUE_TUNNEL wireguard 0xca6c",
            outer4(17, udp(41641, 40000, hex("04000000"), new byte[92]))),
        of(
            "OpenVPN's data on its own port",
            "OPAQUE_TUNNEL openvpn 0x4aa",
            outerUdp(1194, hex("48 000001"), new byte[60])),
        of(
            "ZeroTier's data on its own port",
            "OPAQUE_TUNNEL zerotier 0x2709",
            outerUdp(9993, hex("0102030405060708 a1a2a3a4a5 b1b2b3b4b5 99"), ones(60))),
        of(
            "ZeroTier's fragment from its own port",
            "OPAQUE_TUNNEL zerotier 0x2709",
            outer4(17, udp(9993, 50000, hex("0102030405060708 a1a2a3a4a5 ff 21 00"), ones(60)))),
        of(
            "something in VXLAN that we do not know",
            "NOT_OURS ethertype 0xabcd vxlan:42",
            outerUdp(4789, hex("08000000 00002a 00"), ethernet(0xABCD, new byte[200]))));
  }

  private static Stream<SampleFrame> plain() {
    byte[] dtls = hex("16 feff 0000 000000000000 0003 010203");
    byte[] badTcp = ipv4("10.0.0.1", "198.51.100.2", 6, hex("c001 01bb 00000001 00000000 1000"));
    return Stream.of(
        plain("DTLS on VXLAN's port", 4789, dtls),
        plain("DTLS on Geneve's port", 6081, dtls),
        plain("DTLS on GTP's port", 2152, dtls),
        plain("DTLS on WireGuard's port", 51820, dtls),
        plain("nothing on VXLAN's port", 4789, new byte[0]),
        plain("VXLAN without its network", 4789, join(hex("00000000 00002a 00"), ETHERNET4)),
        plain("VXLAN, reserved bits set, no frame", 4789, join(hex("08000100 00002a 00"), TCP4)),
        plain("DTLS on CAPWAP's port", 5247, dtls),
        plain("DTLS on TZSP's port", 37008, dtls),
        plain("TZSP without end", 37008, hex("01 00 0001 0a 01")),
        plain(
            "VXLAN around bad TCP",
            4789,
            join(hex("08000000 00002a 00"), ethernet(0x8100, hex("0007 0800"), badTcp))),
        plain("VXLAN around half a frame", 4789, hex("08000000 00002a 00 00005e005301")),
        plain("Geneve of another version", 6081, join(hex("40 00 0800 00002a 00"), TCP4)),
        plain("Geneve, options longer than it", 6081, hex("3f 00 0800 00002a 00 00000000")),
        plain("GTP-U of another length", 2152, join(hex("30 ff 0031 00000001"), TCP4)),
        plain("WireGuard's first message, too long", 40000, join(hex("01000000"), new byte[145])),
        plain("WireGuard's data on another port", 40000, join(hex("04000000"), new byte[92])),
        plain("WireGuard's data, unpadded", 51820, join(hex("04000000"), new byte[91])),
        plain("ZeroTier's data on another port", 40000, ones(90)),
        of(
            "QUIC of a client whose port is ZeroTier's",
            "UDP 192.0.2.1:9993 > 192.0.2.2:443 48",
            outer4(17, udp(9993, 443, hex("c0000000 01"), new byte[43]))),
        plain("OpenVPN's data on another port", 40000, join(hex("48000001"), new byte[92])),
        plain("three bytes on the port of ESP", 4500, hex("010203")),
        of(
            "QUIC of a client whose port is that of ESP",
            "UDP 192.0.2.1:4500 > 192.0.2.2:443 48",
            outer4(17, udp(4500, 443, hex("c0000000 01"), new byte[43]))));
  }

  private static SampleFrame plain(String name, int port, byte[] payload) {
    return of(
        name,
        "UDP 192.0.2.1:50000 > 192.0.2.2:" + port + " " + payload.length,
        outerUdp(port, payload));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void readsThroughThem(SampleFrame frame) {
    assertThat(frame.seen()).isEqualTo(frame.meaning());
  }

  @Test
  void isSetBackToThePlainDatagramInAllThatItTells() {
    byte[] payload =
        join(
            hex("08000000 00002a 00"),
            hex("020000000001 020000000002 8100 0007 0800"),
            ipv4("10.0.0.1", "198.51.100.2", 17, udp(1, 2, new byte[4]), new byte[30]));
    payload[8 + 18 + 20 + 5] = 3; // the inner UDP length
    PacketView packet = new PacketView();

    PacketKind kind = of("", "", outerUdp(4789, payload)).wrap(packet);

    assertThat(SampleFrame.describe(kind, packet))
        .isEqualTo("UDP 192.0.2.1:50000 > 192.0.2.2:4789 88");
    assertThat(packet.payloadStart()).isEqualTo(42);
    assertThat(packet.sourceMac()).isEqualTo(0x00005E005302L);
    assertThat(packet.destinationMac()).isEqualTo(0x00005E005301L);
    assertThat(packet.vlan()).isEqualTo(PacketView.NO_VLAN);
    assertThat(packet.tunnelHash()).isZero();
  }
}
