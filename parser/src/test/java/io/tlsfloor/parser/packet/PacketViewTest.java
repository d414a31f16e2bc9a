package io.tlsfloor.parser.packet;

import static io.tlsfloor.parser.packet.SampleFrame.ETHERNET4;
import static io.tlsfloor.parser.packet.SampleFrame.PAYLOAD;
import static io.tlsfloor.parser.packet.SampleFrame.TCP4;
import static io.tlsfloor.parser.packet.SampleFrame.TCP6;
import static io.tlsfloor.parser.packet.SampleFrame.describe;
import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static io.tlsfloor.testing.WirePackets.ipv4;
import static io.tlsfloor.testing.WirePackets.tcp;
import static io.tlsfloor.testing.WirePackets.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what the view says of plain packets, and of lengths that lie. */
class PacketViewTest {
  private static final int ETHERNET = 1;
  private static final int IP_LENGTH = 14 + 2; // where in a frame
  private static final int UDP_LENGTH = 14 + 20 + 4;

  private final PacketView packet = new PacketView();

  private String see(byte[] frame, int captured, int original) {
    return describe(
        packet.wrap(ETHERNET, ByteBuffer.wrap(frame, 0, captured), 0, captured, original), packet);
  }

  private String see(byte[] frame) {
    return see(frame, frame.length, frame.length);
  }

  private static byte[] with(byte[] frame, int at, int value) {
    byte[] changed = frame.clone();
    System.arraycopy(u16(value), 0, changed, at, 2);
    return changed;
  }

  @Test
  void readsTcpOverIpv4OverEthernet() {
    byte[] frame =
        hex(
            """
            00005e005301 00005e005302 0800                     # destination, source, IPv4
            45 00 0030 beef 4000 40 06 0000 0a000001 c6336402  # 48 bytes, TCP, 10.0.0.1, 198.51.100.2
            c001 01bb 01020304 f1f2f3f4 5018 2000 0000 0000    # 49153 to 443, PSH ACK
            1603010003 010203
            """);
    ByteBuffer buffer = ByteBuffer.wrap(join(new byte[7], frame, new byte[3]));

    assertThat(packet.wrap(ETHERNET, buffer, 7, frame.length, frame.length))
        .isEqualTo(PacketKind.TCP);

    assertThat(packet.v4()).isTrue();
    assertThat(packet.sourceHigh()).isZero();
    assertThat(packet.sourceLow()).isEqualTo(0x0A000001L);
    assertThat(packet.destinationHigh()).isZero();
    assertThat(packet.destinationLow()).isEqualTo(0xC6336402L);
    assertThat(packet.sourcePort()).isEqualTo(49153);
    assertThat(packet.destinationPort()).isEqualTo(443);
    assertThat(packet.sequence()).isEqualTo(0x01020304);
    assertThat(packet.acknowledgment()).isEqualTo(0xF1F2F3F4);
    assertThat(packet.flags()).isEqualTo(TcpFlags.PSH | TcpFlags.ACK);
    assertThat(packet.payloadStart()).isEqualTo(7 + 54);
    assertThat(packet.payloadLength()).isEqualTo(8);
    assertThat(packet.missing()).isZero();
    assertThat(packet.sourceMac()).isEqualTo(0x00005E005302L);
    assertThat(packet.destinationMac()).isEqualTo(0x00005E005301L);
    assertThat(packet.vlan()).isEqualTo(PacketView.NO_VLAN);
    assertThat(packet.innerVlan()).isEqualTo(PacketView.NO_VLAN);
    assertThat(packet.fragmented()).isFalse();
    assertThat(packet.tunnels()).isEmpty();
    assertThat(packet.tunnelHash()).isZero();
    assertThat(packet.buffer()).isSameAs(buffer);
    assertThat(buffer.position()).isZero();
  }

  @Test
  void readsTheWholeOfIpv6Addresses() {
    see(ethernet(0x86DD, TCP6));

    assertThat(packet.v4()).isFalse();
    assertThat(packet.sourceHigh()).isEqualTo(0x20010DB800000000L);
    assertThat(packet.sourceLow()).isEqualTo(1);
    assertThat(packet.destinationHigh()).isEqualTo(0x20010DB800000000L);
    assertThat(packet.destinationLow()).isEqualTo(2);
    assertThat(packet.source()).hasToString("2001:db8::1");
    assertThat(packet.destination()).hasToString("2001:db8::2");
  }

  @Test
  void passesOptionsOfIpAndTcp() {
    byte[] segment =
        hex("c001 01bb 00000001 00000000 8002 2000 0000 0000 020405b4 01 030307 04020000 aabb");
    byte[] datagram =
        join(hex("47 00 0048 0000 0000 40 06 0000 0a000001 c6336402 94040000 01010100"), segment);

    assertThat(see(ethernet(0x0800, datagram)))
        .isEqualTo("TCP 10.0.0.1:49153 > 198.51.100.2:443 2");
    assertThat(packet.flags()).isEqualTo(TcpFlags.SYN);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          padding is no payload             | 48    | 20 | 0   | 8
          a frame check sequence is none    | 48    | 4  | 0   | 8
          0 by segmentation offload         | 0     | 0  | 0   | 8
          more than was on the wire         | 5000  | 0  | 0   | 8
          as much as was on the wire        | 148   | 0  | 100 | 8 missing 100
          less than was on the wire         | 60    | 0  | 100 | 8 missing 12
          0, and the capture cut it         | 0     | 0  | 100 | 8 missing 100
          more than was, and cut            | 5000  | 0  | 100 | 8 missing 100
          no payload, padded                | 40    | 6  | 0   | 0
          """)
  void believesTheTotalLengthAsFarAsItCanBe(
      String name, int total, int padding, int beyond, String payload) {
    byte[] frame = join(with(ETHERNET4, IP_LENGTH, total), new byte[padding]);

    assertThat(see(frame, frame.length, frame.length + beyond))
        .isEqualTo("TCP 10.0.0.1:49153 > 198.51.100.2:443 " + payload);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          padding is no payload             | 68  | 20 | 0   | 8
          0 by segmentation offload         | 0   | 0  | 0   | 8
          more than was on the wire         | 500 | 0  | 0   | 8
          as much as was on the wire        | 168 | 0  | 100 | 8 missing 100
          """)
  void believesThePayloadLengthOfIpv6AsFarAsItCanBe(
      String name, int total, int padding, int beyond, String payload) {
    byte[] frame = ethernet(0x86DD, TCP6, new byte[padding]);
    byte[] changed = with(frame, 14 + 4, Math.max(total - 40, 0));

    assertThat(see(changed, changed.length, changed.length + beyond))
        .isEqualTo("TCP 2001:db8::1:49153 > 2001:db8::2:443 " + payload);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          as IP says         | 16    | 0   | UDP 10.0.0.1:1 > 198.51.100.2:2 8
          less than IP says  | 12    | 0   | UDP 10.0.0.1:1 > 198.51.100.2:2 4
          more than IP says  | 50    | 0   | UDP 10.0.0.1:1 > 198.51.100.2:2 8
          0 by offload       | 0     | 0   | UDP 10.0.0.1:1 > 198.51.100.2:2 8
          none               | 8     | 0   | UDP 10.0.0.1:1 > 198.51.100.2:2 0
          less than a header | 7     | 0   | MALFORMED
          """)
  void believesTheUdpLengthAsFarAsItCanBe(String name, int length, int beyond, String expected) {
    byte[] frame = ethernet(0x0800, ipv4("10.0.0.1", "198.51.100.2", 17, udp(1, 2, PAYLOAD)));

    assertThat(see(with(frame, UDP_LENGTH, length))).isEqualTo(expected);
  }

  @Test
  void toleratesAnOriginalLengthThatIsNonsense() {
    String whole = "TCP 10.0.0.1:49153 > 198.51.100.2:443 8";

    assertThat(see(ETHERNET4, ETHERNET4.length, 0)).isEqualTo(whole);
    assertThat(see(ETHERNET4, ETHERNET4.length, -1)).isEqualTo(whole);
    assertThat(see(ETHERNET4, ETHERNET4.length, Integer.MIN_VALUE)).isEqualTo(whole);
    assertThat(see(ETHERNET4, ETHERNET4.length, Integer.MAX_VALUE)).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # captured | meaning
          13 | TRUNCATED
          14 | TRUNCATED
          33 | TRUNCATED
          34 | TRUNCATED
          47 | TRUNCATED
          48 | TCP 10.0.0.1:49153 > 198.51.100.2:443 0 missing 8
          53 | TCP 10.0.0.1:49153 > 198.51.100.2:443 0 missing 8
          54 | TCP 10.0.0.1:49153 > 198.51.100.2:443 0 missing 8
          55 | TCP 10.0.0.1:49153 > 198.51.100.2:443 1 missing 7
          61 | TCP 10.0.0.1:49153 > 198.51.100.2:443 7 missing 1
          62 | TCP 10.0.0.1:49153 > 198.51.100.2:443 8
          """)
  void tellsWhatASnapLengthLeft(int captured, String expected) {
    assertThat(see(ETHERNET4, captured, ETHERNET4.length)).isEqualTo(expected);
  }

  @Test
  void tellsTheConnectionWhereASnapLengthOf64CutTheOptionsOfTcp() {
    byte[] segment = tcp(49153, 443, 7, 0x18, new byte[12 + 100]);
    segment[12] = (byte) 0x80; // a header of 32 bytes, with timestamps
    byte[] frame = ethernet(0x0800, ipv4("10.0.0.1", "198.51.100.2", 6, segment));

    assertThat(see(frame, 64, frame.length))
        .isEqualTo("TCP 10.0.0.1:49153 > 198.51.100.2:443 0 missing 100");
    assertThat(packet.sequence()).isEqualTo(7);
    assertThat(packet.payloadStart()).isEqualTo(64);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IPv6 where the type says IPv4       | 65 00 0030 0000 0000 40 06 0000 0a000001 c6336402
          header of 16 bytes                  | 44 00 0030 0000 0000 40 06 0000 0a000001 c6336402
          header longer than the total length | 46 00 0014 0000 0000 40 06 0000 0a000001 c6336402
          header longer than the frame        | 4f 00 0000 0000 0000 40 06 0000 0a000001 c6336402
          total length shorter than a header  | 45 00 0013 0000 0000 40 06 0000 0a000001 c6336402
          no room for TCP                     | 45 00 0014 0000 0000 40 06 0000 0a000001 c6336402
          half an IPv4 header                 | 45 00 0030 0000 0000
          """)
  void saysMalformedOfHeadersThatCannotBe(String name, String datagram) {
    assertThat(see(ethernet(0x0800, hex(datagram), new byte[20]), 14 + hex(datagram).length, 0))
        .isEqualTo("MALFORMED");
  }

  @ParameterizedTest(name = "a header of {0} words")
  @CsvSource({"0", "1", "4", "9", "15"})
  void saysMalformedOfATcpHeaderThatIsTooShortOrTooLong(int words) {
    byte[] segment = tcp(49153, 443, 7, 0x18, new byte[8]);
    segment[12] = (byte) (words << 4);

    assertThat(see(ethernet(0x0800, ipv4("10.0.0.1", "198.51.100.2", 6, segment))))
        .isEqualTo("MALFORMED");
  }

  @Test
  void takesARangeOutsideOfTheBufferForAMistakeOfTheCaller() {
    ByteBuffer buffer = ByteBuffer.wrap(TCP4);

    assertThatThrownBy(() -> packet.wrap(101, buffer, 1, TCP4.length, TCP4.length))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> packet.wrap(101, buffer, -1, 1, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> packet.resume(buffer, 0, TCP4.length + 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
