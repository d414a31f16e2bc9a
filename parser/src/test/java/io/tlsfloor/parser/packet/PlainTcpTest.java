package io.tlsfloor.parser.packet;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static io.tlsfloor.testing.WirePackets.ipv4;
import static io.tlsfloor.testing.WirePackets.ipv4Fragment;
import static io.tlsfloor.testing.WirePackets.ipv6;
import static io.tlsfloor.testing.WirePackets.tcp;
import static io.tlsfloor.testing.WirePackets.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainTcpTest {
  private static final byte[] SEGMENT =
      tcp(50123, 443, 0x01020304, TcpFlags.ACK, new byte[] {1, 2});
  private static final byte[] FRAME =
      ethernet(0x0800, ipv4("10.0.10.5", "52.96.110.8", 6, SEGMENT));

  private final PlainTcp plain = new PlainTcp();

  @Test
  void readsEndsAndFlagsLeastSignificantByteFirst() {
    assertThat(plain.wrap(ByteBuffer.wrap(FRAME), 0, FRAME.length)).isTrue();

    assertThat(plain.addresses()).isEqualTo(0x086E6034_050A000AL);
    assertThat(plain.ports()).isEqualTo(0xBB01_CBC3);
    assertThat(plain.flags()).isEqualTo(TcpFlags.ACK);
  }

  @Test
  void readsAPacketWhereverItLiesInABufferWhoseLimitMoves() {
    ByteBuffer buffer = ByteBuffer.wrap(join(new byte[7], FRAME, FRAME)).limit(20);
    assertThat(plain.wrap(buffer, 7, FRAME.length)).isTrue();

    buffer.limit(buffer.capacity());

    assertThat(plain.wrap(buffer, 7 + FRAME.length, FRAME.length)).isTrue();
    assertThat(plain.ports()).isEqualTo(0xBB01_CBC3);
  }

  @Test
  void saysNoOfEveryOtherForm() {
    byte[] udp = udp(50123, 443, new byte[40]);
    byte[][] others = {
      ethernet(0x86DD, ipv6("2001:db8::5", "2603:1000::8", 6, SEGMENT)),
      ethernet(0x0800, ipv4("10.0.10.5", "52.96.110.8", 17, udp)),
      ethernet(0x0800, ipv4Fragment("10.0.10.5", "52.96.110.8", 6, 1, 0, true, SEGMENT)),
      ethernet(0x0800, ipv4Fragment("10.0.10.5", "52.96.110.8", 6, 1, 1480, false, SEGMENT)),
      ethernet(0x8100, new byte[] {0, 9, 8, 0}, ipv4("10.0.10.5", "52.96.110.8", 6, SEGMENT)),
    };
    for (byte[] other : others) {
      assertThat(plain.wrap(ByteBuffer.wrap(other), 0, other.length)).isFalse();
    }
    assertThat(plain.wrap(ByteBuffer.wrap(FRAME), 0, 53)).as("cut in its headers").isFalse();
  }

  @Test
  void saysWhatTheWalkSaysHoweverBytesAreChanged() {
    Random random = new Random(6);
    PacketView walk = new PacketView();
    int plainOnes = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] frame = FRAME.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        frame[random.nextInt(54)] ^= (byte) (1 << random.nextInt(8));
      }
      ByteBuffer buffer = ByteBuffer.wrap(frame);
      if (plain.wrap(buffer, 0, frame.length)) {
        PacketKind kind = walk.wrap(PlainTcp.LINK_TYPE, buffer, 0, frame.length, frame.length);
        assertThat(kind).isIn(PacketKind.TCP, PacketKind.MALFORMED, PacketKind.TRUNCATED);
        if (kind == PacketKind.TCP) {
          plainOnes++;
          long ends = walk.sourceLow() << 32 | walk.destinationLow();
          int ports = walk.sourcePort() << 16 | walk.destinationPort();
          assertThat(plain.addresses()).isEqualTo(Long.reverseBytes(ends));
          assertThat(plain.ports()).isEqualTo(Integer.reverseBytes(ports));
          assertThat(plain.flags()).isEqualTo(walk.flags());
        }
      }
    }
    assertThat(plainOnes).isGreaterThan(10_000);
  }
}
