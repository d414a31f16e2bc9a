package io.tlsfloor.parser.packet;

import static io.tlsfloor.parser.packet.SampleFrame.ETHERNET4;
import static io.tlsfloor.parser.packet.SampleFrame.SEEN_TCP4;
import static io.tlsfloor.parser.packet.SampleFrame.SEEN_TCP6;
import static io.tlsfloor.parser.packet.SampleFrame.TCP4;
import static io.tlsfloor.parser.packet.SampleFrame.TCP6;
import static io.tlsfloor.parser.packet.SampleFrame.of;
import static io.tlsfloor.parser.packet.SampleFrame.ofLink;
import static io.tlsfloor.parser.packet.SampleFrame.outerUdp;
import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames of wireless networks, as receivers and access points give them. */
class WirelessTest {
  private static final byte[] SNAP = hex("aaaa03 000000 0800");
  private static final byte[] SNAP6 = hex("aaaa03 000000 86dd");

  // type, flags, duration, three addresses, sequence control
  private static final byte[] TO_AP = header("0801");
  private static final byte[] FROM_AP = header("0802");
  private static final byte[] QUALITY_TO_AP = join(header("8801"), hex("0000"));

  private static byte[] header(String type) {
    return hex(type + " 0000 020000000001 020000000002 020000000003 1000");
  }

  static Stream<SampleFrame> frames() {
    return Stream.of(data(), receivers(), controllers()).flatMap(frames -> frames);
  }

  private static Stream<SampleFrame> data() {
    return Stream.of(
        ofLink("data to the access point", 105, SEEN_TCP4, TO_AP, SNAP, TCP4),
        ofLink("data from it, with a checksum", 105, SEEN_TCP6, FROM_AP, SNAP6, TCP6, new byte[4]),
        ofLink("data with quality of service", 105, SEEN_TCP4, QUALITY_TO_AP, SNAP, TCP4),
        ofLink(
            "data with high throughput control",
            105,
            SEEN_TCP4,
            header("8882"),
            hex("0000 00000000"),
            SNAP,
            TCP4),
        ofLink(
            "data between access points",
            105,
            SEEN_TCP4,
            header("0803"),
            hex("020000000004"),
            SNAP,
            TCP4),
        ofLink("data between stations", 105, SEEN_TCP4, header("0800"), SNAP, TCP4),
        ofLink(
            "decrypted by the receiver, the mark left", 105, SEEN_TCP4, header("0841"), SNAP, TCP4),
        ofLink(
            "encrypted data",
            105,
            "OPAQUE_TUNNEL 802.11-encrypted 0x8",
            header("0841"),
            hex("01002000 00000000 0102030405060708")),
        ofLink(
            "a part of a frame",
            105,
            "UNSUPPORTED_TUNNEL 802.11-fragment 0x0",
            header("0805"),
            SNAP,
            TCP4),
        ofLink(
            "the last part of a frame",
            105,
            "UNSUPPORTED_TUNNEL 802.11-fragment 0x1",
            hex("0801 0000 020000000001 020000000002 020000000003 1100"),
            hex("0102030405060708")),
        ofLink(
            "several frames in an aggregate",
            105,
            "UNSUPPORTED_TUNNEL 802.11-aggregate 0x88",
            header("8801"),
            hex("8000  020000000005 020000000006 0038"),
            SNAP,
            TCP4,
            new byte[14 + 8 + 20]),
        ofLink(
            "something that we do not know",
            105,
            "UNSUPPORTED_TUNNEL llc 0x1203",
            TO_AP,
            hex("120304"),
            TCP6),
        ofLink("null data", 105, "NOT_OURS 802.11-type 0x48", header("4801")),
        ofLink("beacon", 105, "NOT_OURS 802.11-type 0x80", header("8000"), new byte[20]),
        ofLink("acknowledgment", 105, "NOT_OURS 802.11-type 0xd4", hex("d400 0000 020000000001")),
        ofLink(
            "another version", 105, "UNSUPPORTED_TUNNEL 802.11-version 0x1", header("0901"), TCP4));
  }

  private static Stream<SampleFrame> receivers() {
    return Stream.of(
        ofLink("radiotap", 127, SEEN_TCP4, hex("00 00 0800 00000000"), TO_AP, SNAP, TCP4),
        ofLink(
            "radiotap with clock and flags",
            127,
            SEEN_TCP4,
            hex("00 00 1100 03000000 0102030405060708 10"),
            QUALITY_TO_AP,
            SNAP,
            TCP4,
            new byte[4]),
        ofLink(
            "radiotap, encrypted",
            127,
            "OPAQUE_TUNNEL 802.11-encrypted 0x88",
            hex("00 00 0800 00000000"),
            header("8841"),
            new byte[40]),
        ofLink(
            "PPI",
            192,
            SEEN_TCP4,
            hex("00 00 1000 69000000  0200 0400 00000000"),
            TO_AP,
            SNAP,
            TCP4),
        ofLink("PPI with Ethernet", 192, SEEN_TCP4, hex("00 00 0800 01000000"), ETHERNET4),
        ofLink("PPI in PPI", 192, "TOO_DEEP", hex("00 00 0800 c0000000 00 00 0800 01000000")),
        ofLink(
            "PPI with another link",
            192,
            "UNSUPPORTED_LINK link-type 0x6b",
            hex("00 00 0800 6b000000"),
            TCP4),
        ofLink(
            "Prism of a little machine",
            119,
            "UNSUPPORTED_LINK link-type 0x77",
            hex("44000000 90000000"),
            new byte[136],
            TO_AP,
            SNAP,
            TCP4),
        ofLink(
            "cooked, radiotap",
            113,
            SEEN_TCP4,
            hex("0000 0323 0006 00005e0053020000 0004  00 00 0800 00000000"),
            TO_AP,
            SNAP,
            TCP4),
        ofLink(
            "cooked, 802.11",
            113,
            SEEN_TCP4,
            hex("0000 0321 0006 00005e0053020000 0004"),
            TO_AP,
            SNAP,
            TCP4),
        ofLink(
            "Darwin's packet tap",
            258,
            SEEN_TCP4,
            hex("10000000 01000000 01000000 00000000"),
            ETHERNET4));
  }

  private static Stream<SampleFrame> controllers() {
    byte[] padding = new byte[2];
    return Stream.of(
        of(
            "CAPWAP, 802.3",
            SEEN_TCP4 + " capwap",
            outerUdp(5247, hex("00 100000 0000 0000"), ETHERNET4)),
        of(
            "CAPWAP, 802.11",
            SEEN_TCP4 + " capwap",
            outerUdp(5247, hex("00 100300 0000 0000"), TO_AP, SNAP, TCP4)),
        of(
            "CAPWAP, with a frame check sequence",
            SEEN_TCP4 + " capwap",
            outerUdp(5247, hex("00 100300 0000 0000"), TO_AP, SNAP, TCP4, hex("01020304"))),
        of(
            "CAPWAP, 802.11 with its first bytes swapped",
            SEEN_TCP4 + " capwap",
            outerUdp(5247, hex("00 100300 0000 0000"), header("0188"), hex("0000"), SNAP, TCP4)),
        of(
            "CAPWAP with the radio's address and information",
            SEEN_TCP6 + " capwap",
            outerUdp(
                5247,
                hex("00 300330 0000 0000 06 020000000007 00  04 00000000 000000"),
                FROM_AP,
                SNAP6,
                TCP6)),
        of(
            "CAPWAP, encrypted",
            "OPAQUE_TUNNEL capwap-dtls 0x1",
            outerUdp(5247, hex("01 000000 17 feff 0001 000000000001 0010"), new byte[16])),
        of(
            "CAPWAP keepalive",
            "NOT_OURS capwap-keepalive 0x0",
            outerUdp(5247, hex("00 100208 0000 0000 0016"), new byte[20])),
        of(
            "CAPWAP, a later fragment",
            "UNSUPPORTED_TUNNEL capwap-fragment 0x30",
            outerUdp(5247, hex("00 100380 0001 0030"), TCP4)),
        of(
            "CAPWAP of another binding",
            "UNSUPPORTED_TUNNEL capwap-binding 0x3 capwap",
            outerUdp(5247, hex("00 100700 0000 0000"), padding, TCP4)),
        of(
            "CAPWAP, no header",
            "UDP 192.0.2.1:50000 > 192.0.2.2:5247 8",
            outerUdp(5247, hex("00 080300 0000 0000"))),
        of(
            "TZSP, 802.11",
            SEEN_TCP4 + " tzsp",
            outerUdp(37008, hex("01 00 0012 01"), TO_AP, SNAP, TCP4)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void readsWhatIsNotEncrypted(SampleFrame frame) {
    assertThat(frame.seen()).isEqualTo(frame.meaning());
  }

  /** What is in the others cannot be read without it, and they are counted. */
  @Test
  void readsTheFirstOfCapwapsFragmentsAsOneThatWasCut() {
    byte[] head = new byte[50];
    System.arraycopy(ETHERNET4, 0, head, 0, head.length);

    assertThat(of("", "", outerUdp(5247, hex("00 100080 0001 0000"), head)).seen())
        .isEqualTo("TCP 10.0.0.1:49153 > 198.51.100.2:443 0 missing 8 capwap");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          between stations      | 0800 | 020000000002 | 020000000001
          to an access point    | 0801 | 020000000002 | 020000000003
          from an access point  | 0802 | 020000000003 | 020000000001
          between access points | 0803 | 020000000004 | 020000000003
          """)
  void tellsStationsFromAccessPoints(String name, String type, String source, String destination) {
    PacketView packet = new PacketView();
    byte[] frame = join(header(type), hex(type.equals("0803") ? "020000000004" : ""), SNAP, TCP4);

    packet.wrap(105, ByteBuffer.wrap(frame), 0, frame.length, frame.length);

    assertThat(packet.sourceMac()).isEqualTo(Long.parseLong(source, 16));
    assertThat(packet.destinationMac()).isEqualTo(Long.parseLong(destination, 16));
  }
}
