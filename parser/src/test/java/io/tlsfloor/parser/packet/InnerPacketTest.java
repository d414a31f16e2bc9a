package io.tlsfloor.parser.packet;

import static io.tlsfloor.parser.packet.SampleFrame.TCP6;
import static io.tlsfloor.parser.packet.SampleFrame.of;
import static io.tlsfloor.parser.packet.SampleFrame.outer4;
import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Rounds;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** IP packets behind headers that nobody reads. */
class InnerPacketTest {
  private static final byte[] TCP4 =
      hex(
          "4500002c 00010000 40060000 0a000001 c6336402 c00101bb 01020304 00000000 5018ffff"
              + " 00000000 16030100");

  private static byte[] summed(byte[] without) {
    byte[] packet = without.clone();
    int sum = 0;
    for (int i = 0; i < 4 * (packet[0] & 0xF); i += 2) {
      sum += (packet[i] & 0xFF) << 8 | packet[i + 1] & 0xFF;
    }
    int checksum = 0xFFFF - (sum & 0xFFFF) - (sum >>> 16);
    packet[10] = (byte) (checksum >>> 8);
    packet[11] = (byte) checksum;
    return packet;
  }

  private static boolean isBehind(byte[] payload) {
    return isBehind(payload, payload.length);
  }

  private static boolean isBehind(byte[] payload, int available) {
    return InnerPacket.isBehindHeader(ByteBuffer.wrap(payload), 0, available, payload.length);
  }

  @Test
  void areFoundBehindHeadersOfEachLength() {
    for (int header = 0; header <= 96; header++) {
      assertThat(isBehind(join(new byte[header], summed(TCP4)))).as("at %d", header).isTrue();
      assertThat(isBehind(join(new byte[header], TCP6))).as("at %d", header).isTrue();
    }
  }

  @Test
  void areFoundWithOptions() {
    byte[] routerAlert = join(TCP4, hex("94040000")); // RFC 2113
    System.arraycopy(routerAlert, 20, routerAlert, 24, 24);
    System.arraycopy(hex("94040000"), 0, routerAlert, 20, 4);
    routerAlert[0] = 0x46;
    routerAlert[3] = 48;

    assertThat(isBehind(join(new byte[8], summed(routerAlert)))).isTrue();
    assertThat(isBehind(join(new byte[8], routerAlert))).isFalse();
  }

  @Test
  void areFoundInEthernetAndInWhatASnapLengthLeft() {
    byte[] payload = join(hex("01020304"), ethernet(0x0800, summed(TCP4)));

    assertThat(isBehind(payload)).isTrue();
    assertThat(isBehind(payload, 4 + 14 + 20)).isTrue();
    assertThat(isBehind(payload, 4 + 14 + 19)).isFalse();
  }

  /** Frames as access points send them to who listens: 55 bytes, 802.11, LLC; a check sequence. */
  @Test
  void areFoundInFramesOf80211WithTheirCheckSequence() {
    byte[] frame = join(hex("8802"), new byte[24], hex("aaaa03 000000 0800"));

    assertThat(isBehind(join(new byte[55], frame, summed(TCP4), hex("01020304")))).isTrue();
    assertThat(isBehind(join(new byte[20], frame, TCP6, hex("01020304")))).isTrue();
    assertThat(isBehind(join(new byte[55], frame, TCP6, hex("01020304")))).isTrue();
  }

  @Test
  void areNoneWithAnotherLengthOrChecksum() {
    byte[] wrong = summed(TCP4);
    wrong[11] ^= 1;

    assertThat(isBehind(join(new byte[8], wrong))).isFalse();
    assertThat(isBehind(join(new byte[8], summed(TCP4), new byte[5]))).isFalse();
    assertThat(isBehind(join(new byte[8], TCP6, new byte[5]))).isFalse();
  }

  @Test
  void areNoneInIpv6WithoutAHeaderOfTcpOrUdpInside() {
    byte[] noTcp = TCP6.clone();
    noTcp[40 + 12] = 0x40; // a header of 16 bytes
    byte[] udp = TCP6.clone();
    udp[6] = 17;
    udp[40 + 4] = 0;
    udp[40 + 5] = (byte) (udp.length - 40);
    byte[] noUdp = udp.clone();
    noUdp[40 + 5]++;

    assertThat(isBehind(join(new byte[8], noTcp))).isFalse();
    assertThat(isBehind(join(new byte[8], udp))).isTrue();
    assertThat(isBehind(join(new byte[8], udp), 8 + 40)).isTrue(); // the snap length took the rest
    assertThat(isBehind(join(new byte[8], noUdp))).isFalse();
  }

  @Test
  void areNotFoundByAccident() {
    Random random = new Random(20_261_127);
    byte[] payload = new byte[200];
    for (int round = 0; round < Rounds.some(200_000); round++) {
      random.nextBytes(payload);
      assertThat(isBehind(payload)).isFalse();
    }
  }

  @Test
  void areCountedInSctp() {
    byte[] head = hex("0b590b59 00000001 00000000 0003003c 00000001 00000000 00000000");

    assertThat(of("", "", outer4(132, head, summed(TCP4))).seen())
        .isEqualTo("UNSUPPORTED_TUNNEL ip-protocol 0x84");
    assertThat(of("", "", outer4(132, head, new byte[44])).seen())
        .isEqualTo("NOT_OURS ip-protocol 0x84");
  }

  @Test
  void areCountedBehindTagsOfASwitch() {
    assertThat(of("", "", ethernet(0x8899, hex("9001 0800"), summed(TCP4))).seen())
        .isEqualTo("UNSUPPORTED_TUNNEL ethertype 0x8899");
    assertThat(of("", "", ethernet(0x8899, hex("2300 0000"), new byte[40])).seen())
        .isEqualTo("NOT_OURS ethertype 0x8899");
  }
}
