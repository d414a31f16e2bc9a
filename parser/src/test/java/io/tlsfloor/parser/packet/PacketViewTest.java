package io.tlsfloor.parser.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What the view says of plain packets, and of lengths that lie. */
class PacketViewTest {
  private static final String ETHERNET =
      """
      00005e005301 00005e005302 # destination, source
      """;
  private static final String IPV4 =
      """
      45 00 0030 beef 4000 40 06 0000 # header of 20 bytes, 48 in all, do not fragment, TCP
      0a000001 c6336402               # 10.0.0.1, 198.51.100.2
      """;
  private static final String TCP =
      """
      c001 01bb 01020304 f1f2f3f4 50 18 2000 0000 0000 # 49153 to 443, PSH ACK
      """;
  private static final String PAYLOAD = "1603010003 010203";

  private final PacketView packet = new PacketView();

  private PacketKind wrap(int linkType, String hex) {
    byte[] bytes = Hex.bytes(hex);
    return packet.wrap(linkType, ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length);
  }

  @Test
  void readsTcpOverIpv4OverEthernet() {
    assertThat(wrap(1, ETHERNET + "0800" + IPV4 + TCP + PAYLOAD)).isEqualTo(PacketKind.TCP);

    assertThat(packet.v4()).isTrue();
    assertThat(packet.source()).hasToString("10.0.0.1");
    assertThat(packet.destination()).hasToString("198.51.100.2");
    assertThat(packet.sourcePort()).isEqualTo(49153);
    assertThat(packet.destinationPort()).isEqualTo(443);
    assertThat(packet.sequence()).isEqualTo(0x01020304);
    assertThat(packet.acknowledgment()).isEqualTo(0xF1F2F3F4);
    assertThat(packet.flags()).isEqualTo(TcpFlags.PSH | TcpFlags.ACK);
    assertThat(packet.payloadStart()).isEqualTo(54);
    assertThat(packet.payloadLength()).isEqualTo(8);
    assertThat(packet.missing()).isZero();
    assertThat(packet.sourceMac()).isEqualTo(0x00005E005302L);
    assertThat(packet.destinationMac()).isEqualTo(0x00005E005301L);
    assertThat(packet.vlan()).isEqualTo(PacketView.NO_VLAN);
    assertThat(packet.tunnels()).isEmpty();
    assertThat(packet.tunnelHash()).isZero();
  }
}
