package io.tlsfloor.parser.preface;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tlsfloor.testing.WireTalk;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Most connections are not for a preface to read, and must not pay for the question. */
class PrefaceAllocationTest {
  private static final int ROUNDS = 5_000;
  private static final long SLACK_BYTES = 1_024; // the measurement's own, once

  @Test
  void otherTrafficIsRuledOutWithoutAllocation() {
    byte[] noise = new byte[PrefaceRecognizer.MAX_BYTES];
    new Random(1).nextBytes(noise);
    ByteBuffer[] openings = {
      ByteBuffer.wrap(WireTalk.HELLO),
      ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
      ByteBuffer.wrap("SSH-2.0-OpenSSH_9.6\r\n".getBytes(StandardCharsets.US_ASCII)),
      ByteBuffer.wrap(noise),
    };
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long seen = ask(openings);

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int round = 0; round < ROUNDS; round++) {
      seen += ask(openings);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated).isLessThanOrEqualTo(SLACK_BYTES);
    assertThat(seen).isPositive();
  }

  @Test
  void contentInClearIsPassedWithoutAllocation() {
    Preface preface =
        Replay.whole(
                WireTalk.of(
                    """
                    S: 220 mx.example.net ESMTP
                    C: EHLO a
                    S: 250 ok
                    C: MAIL FROM:<a@example.com>
                    S: 250 ok
                    C: DATA
                    S: 354 go
                    """))
            .last();
    ByteBuffer content = ByteBuffer.allocate(1460);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long used = preface.read(0, content, 0, 1460);

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int round = 0; round < ROUNDS; round++) {
      used += preface.read(0, content, 0, 1460);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(allocated).isLessThanOrEqualTo(SLACK_BYTES);
    assertThat(used).isEqualTo(1460L * (ROUNDS + 1));
  }

  private static long ask(ByteBuffer[] openings) {
    long seen = 0;
    for (ByteBuffer opening : openings) {
      for (int length = opening.capacity(); length > 0; length -= 9) {
        seen += 1 + PrefaceRecognizer.test(0, opening, 0, length).ordinal();
      }
    }
    return seen;
  }
}
