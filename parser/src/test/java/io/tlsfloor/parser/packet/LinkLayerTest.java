package io.tlsfloor.parser.packet;

import static io.tlsfloor.parser.packet.SampleFrame.SEEN_TCP4;
import static io.tlsfloor.parser.packet.SampleFrame.SEEN_TCP6;
import static io.tlsfloor.parser.packet.SampleFrame.SEEN_UDP4;
import static io.tlsfloor.parser.packet.SampleFrame.TCP4;
import static io.tlsfloor.parser.packet.SampleFrame.TCP6;
import static io.tlsfloor.parser.packet.SampleFrame.UDP4;
import static io.tlsfloor.parser.packet.SampleFrame.of;
import static io.tlsfloor.parser.packet.SampleFrame.ofLink;
import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Link types, and Ethernet without tags. */
class LinkLayerTest {
  private static final byte[] COOKED =
      hex("0000 0001 0006 00005e005302 0000"); // to us, Ethernet, address of six bytes

  static Stream<SampleFrame> frames() {
    return Stream.of(
        of("Ethernet, IPv4", SEEN_TCP4, ethernet(0x0800, TCP4)),
        of("Ethernet, IPv6", SEEN_TCP6, ethernet(0x86DD, TCP6)),
        of("Ethernet, UDP", SEEN_UDP4, ethernet(0x0800, UDP4)),
        of("LLC and SNAP", SEEN_TCP4, ethernet(56, hex("aaaa03 000000 0800"), TCP4)),
        of("SNAP of a bridge tunnel", SEEN_TCP4, ethernet(56, hex("aaaa03 0000f8 0800"), TCP4)),
        of("spanning tree", "NOT_OURS llc 0x4242", ethernet(38, hex("424203 0000"), new byte[33])),
        of(
            "an organization that we do not know",
            "UNSUPPORTED_TUNNEL snap-organization 0x123456",
            ethernet(76, hex("aaaa03 123456 86dd"), TCP6)),
        of("CDP", "NOT_OURS snap-organization 0xc", ethernet(60, hex("aaaa03 00000c 2000"))),
        of("ARP", "NOT_OURS ethertype 0x806", ethernet(0x0806, new byte[46])),
        of("LLDP", "NOT_OURS ethertype 0x88cc", ethernet(0x88CC, new byte[46])),
        of("much of an unknown type", "NOT_OURS ethertype 0xabcd", ethernet(0xABCD, new byte[200])),
        of(
            "an IP packet in an unknown type",
            "UNSUPPORTED_TUNNEL ethertype 0xabcd",
            ethernet(0xABCD, new byte[6], TCP6)),
        of("neither length nor type", "UNSUPPORTED_TUNNEL ethertype 0x5dd", ethernet(1501, TCP6)),
        ofLink("raw, IPv4", 101, SEEN_TCP4, TCP4),
        ofLink("raw, IPv6", 101, SEEN_TCP6, TCP6),
        ofLink("raw by BSD's number", 12, SEEN_TCP4, TCP4),
        ofLink("raw by OpenBSD's number", 14, SEEN_TCP6, TCP6),
        ofLink("IPv4", 228, SEEN_TCP4, TCP4),
        ofLink("IPv6", 229, SEEN_TCP6, TCP6),
        ofLink("null of a little machine", 0, SEEN_TCP4, hex("02000000"), TCP4),
        ofLink("null of a big machine", 0, SEEN_TCP4, hex("00000002"), TCP4),
        ofLink("null, Linux's IPv6", 0, SEEN_TCP6, hex("0a000000"), TCP6),
        ofLink("null, OpenBSD's IPv6", 0, SEEN_TCP6, hex("18000000"), TCP6),
        ofLink("null, FreeBSD's IPv6", 0, SEEN_TCP6, hex("1c000000"), TCP6),
        ofLink("null, Darwin's IPv6", 0, SEEN_TCP6, hex("0000001e"), TCP6),
        ofLink("loop", 108, SEEN_TCP4, hex("00000002"), TCP4),
        ofLink(
            "another family",
            0,
            "UNSUPPORTED_TUNNEL address-family 0x7000000",
            hex("07000000"),
            TCP4),
        ofLink("PPP", 9, SEEN_TCP4, hex("0021"), TCP4),
        ofLink("PPP with address and control", 9, SEEN_TCP6, hex("ff03 0057"), TCP6),
        ofLink("PPP like HDLC", 50, SEEN_TCP4, hex("ff03 0021"), TCP4),
        ofLink("PPP, protocol compressed", 50, SEEN_TCP4, hex("ff03 21"), TCP4),
        ofLink("PPP with direction", 204, SEEN_TCP4, hex("01 ff03 0021"), TCP4),
        ofLink("PPP, LCP", 9, "NOT_OURS ppp-protocol 0xc021", hex("ff03 c021 0100 0004")),
        ofLink(
            "PPP, VJ compression",
            9,
            "UNSUPPORTED_TUNNEL ppp-protocol 0x2d",
            hex("ff03 002d 0100 0004")),
        ofLink("PPP, encrypted", 9, "OPAQUE_TUNNEL ppp-protocol 0x53", hex("ff03 0053 0100 0004")),
        ofLink("Cisco HDLC as PPP", 50, SEEN_TCP4, hex("0f00 0800"), TCP4),
        ofLink("Cisco HDLC", 104, SEEN_TCP6, hex("8f00 86dd"), TCP6),
        ofLink("keepalive of Cisco HDLC", 104, "NOT_OURS ethertype 0x8035", hex("8f00 8035")),
        ofLink("cooked", 113, SEEN_TCP4, COOKED, hex("0800"), TCP4),
        ofLink("cooked, tagged", 113, SEEN_TCP4 + " vlan:12", COOKED, hex("8100 000c 0800"), TCP4),
        ofLink(
            "cooked, the inner tag not announced",
            113,
            SEEN_TCP4 + " qinq:100 vlan:12",
            COOKED,
            hex("88a8 0064 0800 000c 0800"),
            TCP4),
        ofLink(
            "cooked, two inner tags not announced",
            113,
            SEEN_TCP4 + " qinq:100 vlan:12 vlan:13",
            COOKED,
            hex("88a8 0064 0800 000c 8100 000d 0800"),
            TCP4),
        ofLink("cooked, LLC", 113, SEEN_TCP4, COOKED, hex("0004 aaaa03 000000 0800"), TCP4),
        ofLink(
            "cooked, netlink",
            113,
            "NOT_OURS arphrd 0x338",
            hex("0004 0338 0000 0000000000000000 0000"),
            TCP4),
        ofLink(
            "cooked, a protocol that we do not know",
            113,
            "UNSUPPORTED_TUNNEL cooked-protocol 0xf6",
            COOKED,
            hex("00f6"),
            TCP6),
        ofLink(
            "cooked 2",
            276,
            SEEN_TCP6,
            hex("86dd 0000 00000003 0001 00 06 00005e0053020000"),
            TCP6));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void readsWhatTheLinkCarries(SampleFrame frame) {
    assertThat(frame.seen()).isEqualTo(frame.meaning());
  }

  @ParameterizedTest
  @ValueSource(ints = {107, 187, 195, 197, 65535, -1})
  void countsOtherLinkTypesByNumber(int linkType) {
    PacketView packet = new PacketView();

    assertThat(ofLink("", linkType, "", TCP4).wrap(packet)).isEqualTo(PacketKind.UNSUPPORTED_LINK);

    assertThat(packet.unsupportedWhat()).isEqualTo("link-type");
    assertThat(packet.unsupportedNumber()).isEqualTo(linkType);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          family cut off                 | 0   | 020000
          cooked cut off                 | 113 | 0000 0001 0006 00005e0053020000 08
          cooked 2 cut off               | 276 | 86dd 0000 00000003 0001 00 06 00005e00530200
          PPP cut off                    | 9   | ff03
          PPP protocol cut off           | 9   | ff03 00
          PPP direction alone            | 204 | 01
          no byte of an IP datagram      | 101 | ''
          neither IPv4 nor IPv6          | 101 | 50000000
          """)
  void saysMalformedOfHeadersThatCannotBe(String name, int linkType, String bytes) {
    assertThat(ofLink(name, linkType, "", hex(bytes)).seen()).isEqualTo("MALFORMED");
  }

  @Test
  void keepsTheSenderOfACookedFrame() {
    PacketView packet = new PacketView();

    ofLink("", 113, "", COOKED, hex("0800"), TCP4).wrap(packet);

    assertThat(packet.sourceMac()).isEqualTo(0x00005E005302L);
    assertThat(packet.destinationMac()).isEqualTo(PacketView.NO_MAC);
  }

  @Test
  void forgetsTheAddressesOfTheFrameBefore() {
    PacketView packet = new PacketView();
    of("", "", ethernet(0x0800, TCP4)).wrap(packet);

    ofLink("", 101, "", TCP4).wrap(packet);

    assertThat(packet.sourceMac()).isEqualTo(PacketView.NO_MAC);
    assertThat(packet.destinationMac()).isEqualTo(PacketView.NO_MAC);
  }
}
