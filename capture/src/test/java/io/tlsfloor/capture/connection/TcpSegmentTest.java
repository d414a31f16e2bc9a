package io.tlsfloor.capture.connection;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static io.tlsfloor.testing.WirePackets.ipv4;
import static io.tlsfloor.testing.WirePackets.ipv4Fragment;
import static io.tlsfloor.testing.WirePackets.ipv6;
import static io.tlsfloor.testing.WirePackets.tcp;
import static io.tlsfloor.testing.WirePackets.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.tls.TlsStart;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.WireBytes;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A segment of the common form says what the walk through its headers says. */
class TcpSegmentTest {
  private static final int ETHERNET = 1;
  private static final byte[] SEGMENT =
      tcp(50123, 443, 0x01020304, TcpSegment.ACK, new byte[] {1, 2});
  private static final byte[] FRAME =
      ethernet(0x0800, ipv4("10.0.10.5", "52.96.110.8", 6, SEGMENT));

  private final TcpSegment plain = new TcpSegment(new FrameMark());
  private final TcpSegment walked = new TcpSegment(new FrameMark());

  private boolean isPlain(byte[] bytes, int offset, int length) {
    Frame frame = new Frame();
    frame.bytes(ByteBuffer.wrap(bytes), offset, length, length);
    return plain.plain(frame);
  }

  private static String of(TcpSegment segment) {
    FlowKey key = segment.key;
    return String.join(
        " ",
        Long.toHexString(key.ends())
            + ":"
            + Integer.toHexString(key.ports())
            + "/"
            + key.direction(),
        Long.toHexString(key.hash()),
        segment.direction() + " " + segment.flags(),
        segment.sequence() + " " + segment.acknowledgment(),
        segment.start() + " " + segment.length() + " " + segment.missing(),
        Long.toHexString(segment.mac()));
  }

  @Test
  void bothDirectionsHaveOneKey() {
    byte[] answer =
        ethernet(
            0x0800,
            ipv4("52.96.110.8", "10.0.10.5", 6, tcp(443, 50123, 7, TcpSegment.ACK, new byte[0])));
    assertThat(isPlain(FRAME, 0, FRAME.length)).isTrue();
    long ends = plain.key.ends();
    int ports = plain.key.ports();
    int direction = plain.direction();

    assertThat(isPlain(answer, 0, answer.length)).isTrue();

    assertThat(plain.key.ends()).isEqualTo(ends);
    assertThat(plain.key.ports()).isEqualTo(ports);
    assertThat(plain.direction()).isEqualTo(1 - direction);
  }

  @Test
  void saysNoOfEveryOtherForm() {
    byte[][] others = {
      ethernet(0x86DD, ipv6("2001:db8::5", "2603:1000::8", 6, SEGMENT)),
      ethernet(0x0800, ipv4("10.0.10.5", "52.96.110.8", 17, udp(50123, 443, new byte[40]))),
      ethernet(0x0800, ipv4Fragment("10.0.10.5", "52.96.110.8", 6, 1, 0, true, SEGMENT)),
      ethernet(0x0800, ipv4Fragment("10.0.10.5", "52.96.110.8", 6, 1, 1480, false, SEGMENT)),
      ethernet(0x8100, new byte[] {0, 9, 8, 0}, ipv4("10.0.10.5", "52.96.110.8", 6, SEGMENT)),
    };
    for (byte[] other : others) {
      assertThat(isPlain(other, 0, other.length)).isFalse();
    }
    assertThat(isPlain(FRAME, 0, 53)).as("cut in its headers").isFalse();
  }

  @Test
  void saysWhatTheWalkSaysHoweverBytesAreChanged() {
    Random random = new Random(6);
    PacketView walk = new PacketView();
    int plainOnes = 0;
    for (int round = 0; round < Rounds.some(50_000); round++) {
      byte[] frame = FRAME.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        frame[random.nextInt(54)] ^= (byte) (1 << random.nextInt(8));
      }
      byte[] bytes = join(new byte[7], frame);
      if (isPlain(bytes, 7, frame.length)) {
        plainOnes++;
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        assertThat(walk.wrap(ETHERNET, buffer, 7, frame.length, frame.length))
            .isEqualTo(PacketKind.TCP);
        walked.of(walk, 0, true, false);
        assertThat(of(plain)).isEqualTo(of(walked));
      }
    }
    assertThat(plainOnes).isGreaterThan(5_000);
  }

  /** The look at two bytes, which most segments end with, hides none. */
  @Test
  void everyHelloIsSeen() {
    String[] hellos = {
      "160301002801000024030000000000",
      "160303004602000042030300000000",
      "160305002801000024030100000000",
      "160301000016030100280100002403",
      "802e01030100150000001000000000"
    };
    Random random = new Random(7);
    int seen = 0;
    for (int round = 0; round < Rounds.some(50_000); round++) {
      byte[] payload = WireBytes.hex(hellos[round % hellos.length]);
      payload[random.nextInt(payload.length)] ^= (byte) (1 << random.nextInt(8));
      TlsStart start = TlsStart.at(ByteBuffer.wrap(payload), 0, payload.length);
      byte[] frame =
          ethernet(0x0800, ipv4("10.0.10.5", "52.96.110.8", 6, tcp(50123, 443, 1, 16, payload)));
      assertThat(isPlain(frame, 0, frame.length)).isTrue();
      boolean hello = start != TlsStart.NOT && start != TlsStart.RECORD;
      seen += hello ? 1 : 0;
      assertThat(plain.beginsHandshake()).isEqualTo(hello);
    }
    assertThat(seen).isGreaterThan(5_000);
  }
}
