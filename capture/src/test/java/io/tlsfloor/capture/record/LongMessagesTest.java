package io.tlsfloor.capture.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.ProcessorTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody made of many pieces costs what it is long, and not the square of it. */
class LongMessagesTest {
  private static final Duration ENOUGH = Duration.ofSeconds(8); // one is usual

  private static RecordedSide side(byte[] stream) {
    RecordedSide side = new RecordedSide();
    List<FrameBytes> frame = List.of(new FrameBytes(0, stream.length, 1, 0));
    side.bytes().put(0, frame, ByteBuffer.wrap(stream), 0);
    return side;
  }

  @Test
  void manyShortMessagesInFullRecordsAreDescribedInTheirOrder() {
    RecordedSide side = side(new byte[1 << 16]);
    side.record(0, 22, (1 << 16) - 5, true, false);
    for (int at = 5; at + 4 <= 1 << 16; at += 4) {
      side.handshake(at, 4, true);
    }

    Duration taken =
        ProcessorTime.of(
            () -> {
              for (int i = 0; i < 50; i++) {
                assertThat(new SideDescription(side, false, 1, false).messages()).hasSize(64);
              }
            });

    assertThat(taken).isLessThan(ENOUGH);
  }

  @Test
  void aHelloInRecordsOfOneByteIsDescribedInItsOrder() {
    int length = 20_000;
    byte[] hello = new byte[4 + length];
    hello[0] = 1;
    hello[2] = (byte) (length >> 8);
    hello[3] = (byte) length;
    hello[4] = 3;
    hello[5] = 1;
    hello[4 + 36] = 2; // suites
    hello[4 + 39] = 1; // compression
    int extensions = length - 43;
    hello[4 + 41] = (byte) (extensions >> 8);
    hello[4 + 42] = (byte) extensions;
    byte[] stream = new byte[6 * hello.length];
    for (int i = 0; i < hello.length; i++) {
      stream[6 * i] = 22;
      stream[6 * i + 1] = 3;
      stream[6 * i + 2] = 1;
      stream[6 * i + 4] = 1;
      stream[6 * i + 5] = hello[i];
    }
    RecordedSide side = side(stream);
    for (int i = 0; i < hello.length; i++) {
      side.record(6 * i, 22, 1, true, i > 0);
      side.handshake(6 * i + 5, 1, i == 0);
    }

    Duration taken =
        ProcessorTime.of(
            () -> {
              for (int i = 0; i < 30; i++) {
                SideDescription described = new SideDescription(side, true, 1, false);
                assertThat(described.messages()).hasSize(2);
                assertThat(described.messages().get(1).described().runs().streamOffsets())
                    .hasSize(hello.length);
              }
            });

    assertThat(taken).isLessThan(ENOUGH);
  }
}
