package io.tlsfloor.parser.packet;

import static io.tlsfloor.parser.packet.SampleFrame.ETHERNET4;
import static io.tlsfloor.parser.packet.SampleFrame.SEEN_TCP4;
import static io.tlsfloor.parser.packet.SampleFrame.SEEN_TCP6;
import static io.tlsfloor.parser.packet.SampleFrame.TCP4;
import static io.tlsfloor.parser.packet.SampleFrame.TCP6;
import static io.tlsfloor.parser.packet.SampleFrame.UDP4;
import static io.tlsfloor.parser.packet.SampleFrame.of;
import static io.tlsfloor.parser.packet.SampleFrame.outer4;
import static io.tlsfloor.parser.packet.SampleFrame.outer6;
import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static io.tlsfloor.testing.WirePackets.ipv4;
import static io.tlsfloor.testing.WirePackets.ipv4Fragment;
import static io.tlsfloor.testing.WirePackets.ipv6;
import static io.tlsfloor.testing.WirePackets.ipv6Fragment;
import static io.tlsfloor.testing.WirePackets.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests what IP carries beside TCP and UDP: IP, GRE and its kin, fragments, things that are not
 * ours.
 */
class IpTunnelTest {
  static Stream<SampleFrame> frames() {
    return Stream.of(
        of("IP in IP", SEEN_TCP4 + " ip-in-ip", outer4(4, TCP4)),
        of("6in4", SEEN_TCP6 + " 6in4", outer4(41, TCP6)),
        of("4in6", SEEN_TCP4 + " 4in6", outer6(4, TCP4)),
        of("IPv6 in IPv6", SEEN_TCP6 + " ip6-in-ip6", outer6(41, TCP6)),
        of("GRE", SEEN_TCP4 + " gre", outer4(47, hex("0000 0800"), TCP4)),
        of("GRE over IPv6, IPv6", SEEN_TCP6 + " gre", outer6(47, hex("0000 86dd"), TCP6)),
        of("GRE with key", SEEN_TCP4 + " gre", outer4(47, hex("2000 0800 0000002a"), TCP4)),
        of(
            "GRE with checksum, key and sequence",
            SEEN_TCP4 + " gre",
            outer4(47, hex("b000 0800 abcd0000 0000002a 00000001"), TCP4)),
        of("Ethernet in GRE", SEEN_TCP4 + " gre", outer4(47, hex("0000 6558"), ETHERNET4)),
        of("MPLS in GRE", SEEN_TCP4 + " gre mpls:7", outer4(47, hex("0000 8847 00007 1 40"), TCP4)),
        of("VLAN in GRE", SEEN_TCP4 + " gre vlan:12", outer4(47, hex("0000 8100 000c 0800"), TCP4)),
        of("ERSPAN I", SEEN_TCP4 + " gre erspan", outer4(47, hex("0000 88be"), ETHERNET4)),
        of(
            "ERSPAN II",
            SEEN_TCP4 + " gre erspan:5",
            outer4(47, hex("1000 88be 00000001 1000 0005 00000000"), ETHERNET4)),
        of(
            "ERSPAN III",
            SEEN_TCP4 + " gre erspan:1023",
            outer4(47, hex("1000 22eb 00000001 2000 03ff 00000000 0000 0000"), ETHERNET4)),
        of(
            "ERSPAN III with a sub-header",
            SEEN_TCP4 + " gre erspan:5",
            outer4(
                47,
                hex("1000 22eb 00000001 2000 0005 00000000 0000 0001 0000000000000000"),
                ETHERNET4)),
        of(
            "ERSPAN III of IP",
            SEEN_TCP4 + " gre erspan:5",
            outer4(47, hex("1000 22eb 00000001 2000 0005 00000000 0000 0800"), TCP4)),
        of(
            "ERSPAN III of 802.11",
            "UNSUPPORTED_TUNNEL erspan-frame-type 0x3 gre erspan:5",
            outer4(47, hex("1000 22eb 00000001 2000 0005 00000000 0000 0c00"), TCP4)),
        of(
            "WCCP",
            "UNSUPPORTED_TUNNEL ethertype 0x883e gre",
            outer4(47, hex("0000 883e 00000000"), TCP6)),
        of("GRE keepalive", "NOT_OURS gre-protocol 0x0 gre", outer4(47, hex("0000 0000"))),
        of(
            "GRE, unknown protocol",
            "UNSUPPORTED_TUNNEL ethertype 0xabcd gre",
            outer4(47, hex("0000 abcd"), TCP6)),
        of(
            "GRE of another version",
            "UNSUPPORTED_TUNNEL gre-version 0x2",
            outer4(47, hex("0002 0800"), TCP4)),
        of("EtherIP", "UNSUPPORTED_TUNNEL ip-protocol 0x61", outer4(97, hex("3000"), TCP6)),
        of("MPLS in IP", SEEN_TCP4 + " mpls:100", outer4(137, hex("00064 1 40"), TCP4)),
        of(
            "AH",
            SEEN_TCP4 + " ip-in-ip",
            outer4(51, hex("04 04 0000 00000001 00000001"), new byte[12], TCP4)),
        of("ESP", "OPAQUE_TUNNEL esp 0x32", outer4(50, hex("00000001 00000001"), new byte[32])),
        of("ESP in IPv6", "OPAQUE_TUNNEL esp 0x32", outer6(50, hex("00000001 00000001"))),
        of("ICMP", "NOT_OURS ip-protocol 0x1", outer4(1, hex("0800 0000"), TCP4)),
        of("ICMPv6", "NOT_OURS ip-protocol 0x3a", outer6(58, hex("8000 0000"))),
        of("no next header", "NOT_OURS ip-protocol 0x3b", outer6(59)),
        of("SCTP", "NOT_OURS ip-protocol 0x84", outer4(132, new byte[16])),
        of("a zoo", SEEN_TCP4 + " qinq:100 vlan:12 gre vxlan:42 vlan:7 6in4 4in6", zoo()),
        of(
            "first fragment",
            "IP_FRAGMENT 192.0.2.1 > 192.0.2.2 id beef protocol 17 at 0 more: 16",
            ethernet(
                0x0800, ipv4Fragment("192.0.2.1", "192.0.2.2", 17, 0xBEEF, 0, true, new byte[16]))),
        of(
            "last fragment",
            "IP_FRAGMENT 192.0.2.1 > 192.0.2.2 id beef protocol 17 at 65528: 3",
            ethernet(
                0x0800,
                ipv4Fragment("192.0.2.1", "192.0.2.2", 17, 0xBEEF, 65528, false, new byte[3]))),
        of(
            "IPv6 fragment",
            "IP_FRAGMENT 2001:db8::1 > 2001:db8::2 id deadbeef protocol 6 at 8 more: 24",
            ethernet(
                0x86DD,
                ipv6Fragment("2001:db8::1", "2001:db8::2", 6, 0xDEADBEEF, 8, true, new byte[24]))),
        of(
            "fragment in GRE",
            "IP_FRAGMENT 192.0.2.3 > 192.0.2.4 id 1 protocol 6 at 8: 5 gre",
            outer4(
                47,
                hex("0000 0800"),
                ipv4Fragment("192.0.2.3", "192.0.2.4", 6, 1, 8, false, new byte[5]))));
  }

  private static byte[] zoo() {
    byte[] sixInFour =
        ipv4("192.0.2.5", "192.0.2.6", 41, ipv6("2001:db8::5", "2001:db8::6", 4, TCP4));
    byte[] vxlan =
        io.tlsfloor.testing.WirePackets.udp(
            1000, 4789, hex("08000000 00002a00"), ethernet(0x8100, hex("0007 0800"), sixInFour));
    return ethernet(
        0x88A8,
        hex("0064 8100 000c 0800"),
        ipv4(
            "192.0.2.1",
            "192.0.2.2",
            47,
            hex("0000 0800"),
            ipv4("192.0.2.3", "192.0.2.4", 17, vxlan)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void readsThroughThem(SampleFrame frame) {
    assertThat(frame.seen()).isEqualTo(frame.meaning());
  }

  @Test
  void followsEightEncapsulationsAndSaysWhenThereAreMore() {
    byte[] datagram = TCP4;
    for (int i = 0; i < 8; i++) {
      datagram = ipv4("192.0.2.1", "192.0.2.2", 4, datagram);
    }
    assertThat(of("", "", ethernet(0x0800, datagram)).seen())
        .isEqualTo(SEEN_TCP4 + " ip-in-ip".repeat(8));

    datagram = ipv4("192.0.2.1", "192.0.2.2", 4, datagram);
    assertThat(of("", "", ethernet(0x0800, datagram)).seen())
        .isEqualTo("TOO_DEEP" + " ip-in-ip".repeat(8));
  }

  @Test
  void takesTheLinkAddressesOfTheInnermostFrame() {
    byte[] inner = join(hex("020000000001 020000000002 0800"), UDP4);
    PacketView packet = new PacketView();

    of("", "", outer4(47, hex("0000 6558"), inner)).wrap(packet);

    assertThat(packet.sourceMac()).isEqualTo(0x020000000002L);
    assertThat(packet.destinationMac()).isEqualTo(0x020000000001L);
  }

  @Test
  void tellsTunnelsApartAndTheirDirectionsNot() {
    long plain = hash(ETHERNET4);
    long vlan12 = hash(ethernet(0x8100, hex("000c 0800"), TCP4));
    long vlan13 = hash(ethernet(0x8100, hex("000d 0800"), TCP4));
    long qinq12 = hash(ethernet(0x88A8, hex("000c 0800"), TCP4));
    long gre = hash(outer4(47, hex("0000 0800"), TCP4));

    assertThat(plain).isZero();
    assertThat(new long[] {plain, vlan12, vlan13, qinq12, gre}).doesNotHaveDuplicates();
    assertThat(hash(ethernet(0x8100, hex("e00c 0800"), UDP4))).isEqualTo(vlan12);
    assertThat(hash(ethernet(0x8847, hex("00064 1 40"), TCP4)))
        .isEqualTo(hash(ethernet(0x8847, hex("00065 1 40"), TCP4)));
    assertThat(hash(ethernet(0x8100, hex("0001 8100 0002 0800"), TCP4)))
        .isNotEqualTo(hash(ethernet(0x8100, hex("0002 8100 0001 0800"), TCP4)));
  }

  private static long hash(byte[] frame) {
    PacketView packet = new PacketView();
    of("", "", frame).wrap(packet);
    return packet.tunnelHash();
  }

  @Test
  void goesOnAtAReassembledDatagramWithTheTunnelsSoFar() {
    PacketView packet = new PacketView();
    of(
            "",
            "",
            ethernet(
                0x8100,
                hex("000c 0800"),
                ipv4("192.0.2.1", "192.0.2.2", 47, hex("0000 0800")),
                new byte[0]))
        .wrap(packet);
    byte[] fragment = ipv4Fragment("10.0.0.1", "198.51.100.2", 6, 1, 8, false, new byte[5]);
    of(
            "",
            "",
            ethernet(
                0x8100,
                hex("000c 0800"),
                ipv4("192.0.2.1", "192.0.2.2", 47, hex("0000 0800"), fragment)))
        .wrap(packet);
    assertThat(packet.fragmented()).isFalse();

    byte[] whole =
        join(new byte[3], ipv4("10.0.0.1", "198.51.100.2", 6, tcp(49153, 443, 1, 2, new byte[8])));
    PacketKind kind = packet.resume(java.nio.ByteBuffer.wrap(whole), 3, whole.length - 3);

    assertThat(SampleFrame.describe(kind, packet)).isEqualTo(SEEN_TCP4 + " vlan:12 gre");
    assertThat(packet.fragmented()).isTrue();
    assertThat(packet.vlan()).isEqualTo(12);
    assertThat(packet.sourceMac()).isEqualTo(0x00005E005302L);
    assertThat(packet.buffer().array()).isSameAs(whole);
    assertThat(packet.payloadStart()).isEqualTo(43);
  }
}
