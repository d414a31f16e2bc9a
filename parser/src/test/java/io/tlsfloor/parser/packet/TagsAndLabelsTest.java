package io.tlsfloor.parser.packet;

import static io.tlsfloor.parser.packet.SampleFrame.ETHERNET4;
import static io.tlsfloor.parser.packet.SampleFrame.SEEN_TCP4;
import static io.tlsfloor.parser.packet.SampleFrame.SEEN_TCP6;
import static io.tlsfloor.parser.packet.SampleFrame.TCP4;
import static io.tlsfloor.parser.packet.SampleFrame.TCP6;
import static io.tlsfloor.parser.packet.SampleFrame.describe;
import static io.tlsfloor.parser.packet.SampleFrame.of;
import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** VLAN tags, MPLS labels, PPPoE sessions and their like between Ethernet and IP. */
class TagsAndLabelsTest {
  static Stream<SampleFrame> frames() {
    return Stream.of(
        of("VLAN", SEEN_TCP4 + " vlan:12", ethernet(0x8100, hex("600c 0800"), TCP4)),
        of("VLAN, IPv6", SEEN_TCP6 + " vlan:4094", ethernet(0x8100, hex("0ffe 86dd"), TCP6)),
        of(
            "provider VLAN",
            SEEN_TCP4 + " qinq:100 vlan:12",
            ethernet(0x88A8, hex("0064 8100 000c 0800"), TCP4)),
        of(
            "old QinQ",
            SEEN_TCP4 + " qinq:100 vlan:12",
            ethernet(0x9100, hex("0064 8100 000c 0800"), TCP4)),
        of(
            "another old QinQ",
            SEEN_TCP4 + " qinq:100 vlan:12",
            ethernet(0x9200, hex("0064 8100 000c 0800"), TCP4)),
        of(
            "three tags",
            SEEN_TCP4 + " vlan:1 vlan:2 vlan:3",
            ethernet(0x8100, hex("0001 8100 0002 8100 0003 0800"), TCP4)),
        of("a priority is no VLAN", SEEN_TCP4, ethernet(0x8100, hex("e000 0800"), TCP4)),
        of(
            "tagged LLC",
            SEEN_TCP4 + " vlan:12",
            ethernet(0x8100, hex("000c 0038 aaaa03 000000 0800"), TCP4)),
        of("MPLS", SEEN_TCP4 + " mpls:100", ethernet(0x8847, hex("00064 1 40"), TCP4)),
        of("MPLS multicast", SEEN_TCP6 + " mpls:100", ethernet(0x8848, hex("00064 1 40"), TCP6)),
        of(
            "two labels",
            SEEN_TCP4 + " mpls:100 mpls:1048575",
            ethernet(0x8847, hex("00064 0 40 fffff f 40"), TCP4)),
        of(
            "Ethernet in MPLS behind a control word",
            SEEN_TCP4 + " mpls:16",
            ethernet(0x8847, hex("00010 1 40 00000000"), ETHERNET4)),
        of(
            "Ethernet in MPLS behind a control word with a sequence",
            SEEN_TCP4 + " mpls:16",
            ethernet(0x8847, hex("00010 1 40 0000beef"), ETHERNET4)),
        of(
            "Ethernet in MPLS, an address that begins like a control word",
            SEEN_TCP4 + " mpls:16",
            ethernet(0x8847, hex("00010 1 40"), ETHERNET4)),
        of(
            "Ethernet in MPLS, an address that begins like IPv4",
            SEEN_TCP4 + " mpls:16",
            ethernet(0x8847, hex("00010 1 40 4500e0000001 00005e005302 0800"), TCP4)),
        of(
            "Ethernet in MPLS, an address that begins like IPv6",
            SEEN_TCP6 + " mpls:16",
            ethernet(0x8847, hex("00010 1 40 6000e0000a01 f0005e005302 86dd"), TCP6)),
        of(
            "tagged Ethernet in MPLS",
            SEEN_TCP4 + " mpls:16 vlan:12",
            ethernet(0x8847, hex("00010 1 40 020000000001 020000000002 8100 000c 0800"), TCP4)),
        of(
            "spanning tree in MPLS",
            "NOT_OURS llc 0x4242 mpls:16",
            ethernet(
                0x8847,
                hex("00010 1 40 00000000 0180c2000000 00005e005302 0026 424203"),
                new byte[35])),
        of(
            "associated channel",
            "NOT_OURS mpls-payload 0x10 mpls:16",
            ethernet(0x8847, hex("00010 1 40 10000021"), new byte[24])),
        of(
            "something else in MPLS",
            "UNSUPPORTED_TUNNEL mpls-payload 0x10 mpls:16",
            ethernet(0x8847, hex("00010 1 40 f1f2f3f4 f1f2f3f4 f1f2f3f4 f1f2f3f4"))),
        of("PPPoE", SEEN_TCP4 + " pppoe:1", ethernet(0x8864, hex("1100 0001 0032 0021"), TCP4)),
        of(
            "PPPoE, IPv6",
            SEEN_TCP6 + " pppoe:65535",
            ethernet(0x8864, hex("1100 ffff 0046 0057"), TCP6)),
        of(
            "PPPoE, protocol compressed",
            SEEN_TCP4 + " pppoe:1",
            ethernet(0x8864, hex("1100 0001 0031 21"), TCP4)),
        of(
            "MPLS in PPPoE",
            SEEN_TCP4 + " pppoe:1 mpls:100",
            ethernet(0x8864, hex("1100 0001 0036 0281 00064 1 40"), TCP4)),
        of(
            "LCP in PPPoE",
            "NOT_OURS ppp-protocol 0xc021 pppoe:1",
            ethernet(0x8864, hex("1100 0001 0006 c021 0100 0004"), new byte[34])),
        of(
            "VN-Tag",
            SEEN_TCP4 + " vntag vlan:12",
            ethernet(0x8926, hex("0000 8001 8100 000c 0800"), TCP4)),
        of(
            "Cisco's metadata: a security group",
            SEEN_TCP4 + " sgt:10",
            ethernet(0x8909, hex("01 01 0001 000a 0800"), TCP4)),
        of(
            "Cisco's metadata around a VLAN",
            SEEN_TCP6 + " sgt:65535 vlan:12",
            ethernet(0x8909, hex("01 01 0001 ffff 8100 000c 86dd"), TCP6)),
        of(
            "Cisco's metadata in a VLAN, two options",
            SEEN_TCP4 + " vlan:12 sgt:10",
            ethernet(0x8100, hex("000c 8909 01 02 0001 000a 0002 1234 0800"), TCP4)),
        of(
            "Cisco's metadata without a group",
            SEEN_TCP4 + " sgt",
            ethernet(0x8909, hex("01 01 0004 0000 0800"), TCP4)),
        of(
            "Cisco's metadata longer than the frame",
            "MALFORMED",
            ethernet(0x8909, hex("01 ff 0001 000a 0800"), TCP4)),
        of(
            "PPPoE discovery",
            "NOT_OURS ethertype 0x8863",
            ethernet(0x8863, hex("1109 0000 0004 0101 0000"), new byte[36])),
        of(
            "PPPoE session that ends",
            "NOT_OURS pppoe-code 0xa7",
            ethernet(0x8864, hex("11a7 0001 0000"), new byte[40])),
        of(
            "MACsec, integrity only",
            "UNSUPPORTED_TUNNEL macsec 0x88e5",
            ethernet(0x88E5, hex("20 00 00000001 00005e0053020001 0800"), TCP4, new byte[16])),
        of(
            "MACsec, integrity only, without a channel",
            "UNSUPPORTED_TUNNEL macsec 0x88e5",
            ethernet(0x88E5, hex("00 00 00000001 0800"), TCP4, new byte[16])),
        of(
            "MACsec, integrity only, of a switch's own",
            "NOT_OURS macsec 0x88e5",
            ethernet(0x88E5, hex("20 00 00000001 00005e0053020001 88cc"), new byte[40])),
        of("MACsec that ends", "MALFORMED", ethernet(0x88E5, hex("20 00 00000001 0000"))),
        of(
            "MACsec, encrypted",
            "OPAQUE_TUNNEL macsec 0x88e5",
            ethernet(0x88E5, hex("2c 00 00000001 00005e0053020001 1234"), TCP4)),
        of(
            "NSH",
            "UNSUPPORTED_TUNNEL ethertype 0x894f",
            ethernet(0x894F, hex("0fc2 02 01 000003 ff"), TCP6)),
        of(
            "provider backbone",
            "UNSUPPORTED_TUNNEL ethertype 0x88e7 qinq:100",
            ethernet(0x88A8, hex("0064 88e7 00 010203"), ethernet(0x86DD, TCP6))),
        of(
            "PPPoE of another version",
            "MALFORMED",
            ethernet(0x8864, hex("2100 0001 0032 0021"), TCP4)),
        of("a tag and no more", "MALFORMED vlan:1", ethernet(0x8100, hex("0001 8100 00"))),
        of("labels without end", "MALFORMED mpls:1", ethernet(0x8847, hex("00001 0 40"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void readsThroughThem(SampleFrame frame) {
    assertThat(frame.seen()).isEqualTo(frame.meaning());
  }

  @Test
  void tellsOuterAndInnerVlan() {
    PacketView packet = new PacketView();

    of("", "", ethernet(0x88A8, hex("e064 8100 600c 0800"), TCP4)).wrap(packet);

    assertThat(packet.vlan()).isEqualTo(100);
    assertThat(packet.innerVlan()).isEqualTo(12);
    assertThat(packet.tunnelCount()).isEqualTo(2);
  }

  @Test
  void putsATagThatTheKernelTookOutInFrontOfTheOthers() {
    PacketView packet = new PacketView();
    byte[] frame = ethernet(0x8100, hex("000c 0800"), TCP4);

    PacketKind kind = packet.wrap(1, ByteBuffer.wrap(frame), 0, frame.length, frame.length, 0xE064);

    assertThat(describe(kind, packet)).isEqualTo(SEEN_TCP4 + " vlan:100 vlan:12");
    assertThat(packet.vlan()).isEqualTo(100);
    assertThat(packet.innerVlan()).isEqualTo(12);
  }

  /** Traffic has it where it enters the network, and answers do not. */
  @Test
  void aSecurityGroupDoesNotPartTheDirections() {
    PacketView packet = new PacketView();

    of("", "", ethernet(0x8100, hex("000c 8909 01 01 0001 000a 0800"), TCP4)).wrap(packet);
    long there = packet.tunnelHash();
    of("", "", ethernet(0x8100, hex("000c 0800"), TCP4)).wrap(packet);

    assertThat(packet.tunnelHash()).isEqualTo(there);
  }

  @Test
  void takesNoVlanFromAPriorityThatTheKernelTookOut() {
    PacketView packet = new PacketView();

    packet.wrap(1, ByteBuffer.wrap(ETHERNET4), 0, ETHERNET4.length, ETHERNET4.length, 0xE000);

    assertThat(packet.vlan()).isEqualTo(PacketView.NO_VLAN);
  }

  @Test
  void followsManyTagsButNotAnyNumber() {
    byte[] tag = hex("0001 8100");
    byte[] tags = hex("");
    for (int i = 0; i < 31; i++) {
      tags = join(tags, tag);
    }
    byte[] last = hex("0001 0800");

    assertThat(of("", "", ethernet(0x8100, tags, last, TCP4)).seen()).startsWith(SEEN_TCP4);
    assertThat(of("", "", ethernet(0x8100, tags, tag, last, TCP4)).seen()).startsWith("TOO_DEEP");
  }

  @Test
  void followsNoEndlessBridging() {
    byte[] frame = ETHERNET4;
    for (int i = 0; i < 1000; i++) {
      frame = ethernet(0x6558, frame);
    }
    assertThat(of("", "", frame).seen()).isEqualTo("TOO_DEEP");
  }
}
