package io.tlsfloor.capture.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tlsfloor.capture.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class FrameArenaTest {
  private static final int LINK = 1;

  private final FrameArena arena = new FrameArena(256);
  private final Frame frame = new Frame();

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] bytes(Frame frame) {
    byte[] bytes = new byte[frame.capturedLength()];
    frame.buffer().get(frame.offset(), bytes);
    return bytes;
  }

  @Test
  void givesFramesInTheirOrderWithTimeAndLength() {
    arena.offer(new byte[] {1, 2, 3}, 1500, 7, 0);
    arena.offer(new byte[0], 60, 8, 0);

    assertThat(arena.nextNanos()).isEqualTo(7);
    assertThat(arena.poll(frame, 1, LINK)).isTrue();
    assertThat(bytes(frame)).containsExactly(1, 2, 3);
    assertThat(frame.originalLength()).isEqualTo(1500);
    assertThat(frame.timeNanos()).isEqualTo(7);
    assertThat(frame.vlanTci()).isEqualTo(Frame.NO_TCI);
    assertThat(arena.poll(frame, 2, LINK)).isTrue();
    assertThat(frame.capturedLength()).isZero();
    assertThat(arena.poll(frame, 3, LINK)).isFalse();
    assertThat(arena.nextNanos()).isEqualTo(LiveCapture.NOTHING);
  }

  /** The other thread writes through a buffer of its own: another order would turn lengths. */
  @Test
  void whoHasAFrameCanSetItsBufferAndDisturbsNoWriter() {
    arena.offer(new byte[] {1, 2, 3}, 1500, 7, 0);
    arena.poll(frame, 1, LINK);
    ByteBuffer lent = frame.buffer();
    lent.order(ByteOrder.LITTLE_ENDIAN).position(8).limit(16);
    boolean taken = arena.offer(new byte[] {4, 5}, 1400, 8, 0);
    lent.clear().order(ByteOrder.BIG_ENDIAN);

    assertThat(taken).isTrue();
    assertThat(arena.poll(frame, 2, LINK)).isTrue();
    assertThat(bytes(frame)).containsExactly(4, 5);
    assertThat(frame.originalLength()).isEqualTo(1400);
  }

  @Test
  void dropsAndCountsWhatFindsNoRoom() {
    assertThat(arena.offer(filled(200, 1), 200, 1, 0)).isTrue();
    assertThat(arena.offer(filled(200, 2), 200, 2, 0)).isFalse();
    assertThat(arena.offer(filled(1000, 3), 1000, 3, 0)).isFalse();

    assertThat(arena.dropped()).isEqualTo(2);
    assertThat(arena.poll(frame, 1, LINK)).isTrue();
    assertThat(bytes(frame)).containsOnly(1);
  }

  @Test
  void keepsTheBytesOfAFrameUntilTheNextIsAskedFor() {
    arena.offer(filled(200, 1), 200, 1, 0);
    arena.poll(frame, 1, LINK);

    assertThat(arena.offer(filled(200, 2), 200, 2, 0)).isFalse();
    assertThat(bytes(frame)).containsOnly(1);
    assertThat(arena.poll(frame, 2, LINK)).isFalse();
    assertThat(arena.offer(filled(200, 2), 200, 2, 0)).isTrue();
  }

  @Test
  void refusesACapacityThatIsNoPowerOfTwo() {
    assertThatIllegalArgumentException().isThrownBy(() -> new FrameArena(100));
  }

  @Test
  void waitsForRoomWhenThereIsTime() throws InterruptedException {
    arena.offer(filled(200, 1), 200, 1, 0);
    AtomicBoolean taken = new AtomicBoolean();
    Thread writer =
        new Thread(() -> taken.set(arena.offer(filled(200, 2), 200, 2, 30_000_000_000L)));
    writer.start();
    arena.poll(frame, 1, LINK);
    while (!arena.poll(frame, 2, LINK)) {
      arena.await(1_000_000);
    }
    writer.join();

    assertThat(taken).isTrue();
    assertThat(bytes(frame)).containsOnly(2);
    assertThat(arena.dropped()).isZero();
  }

  @Test
  void doesNotWaitForRoomThatThereNeverIs() {
    assertThat(arena.offer(filled(1000, 3), 1000, 3, Long.MAX_VALUE)).isFalse();
    assertThat(arena.dropped()).isEqualTo(1);
  }

  @Test
  void losesNothingBetweenTwoThreadsButWhatItCounts() throws InterruptedException {
    FrameArena small = new FrameArena(4096);
    int frames = 200_000;
    AtomicLong sent = new AtomicLong();
    Thread writer =
        new Thread(
            () -> {
              Random random = new Random(1);
              for (int i = 0; i < frames; i++) {
                int length = random.nextInt(300);
                if (small.offer(filled(length, length), length, i, 0)) {
                  sent.incrementAndGet();
                }
              }
            });
    writer.start();
    long got = 0;
    long last = -1;
    while (writer.isAlive() || small.nextNanos() != LiveCapture.NOTHING) {
      if (!small.poll(frame, got + 1, LINK)) {
        small.await(1_000_000);
        continue;
      }
      got++;
      assertThat(frame.timeNanos()).isGreaterThan(last);
      last = frame.timeNanos();
      int length = frame.originalLength();
      assertThat(frame.capturedLength()).isEqualTo(length);
      if (length > 0) {
        assertThat(frame.buffer().get(frame.offset())).isEqualTo((byte) length);
        assertThat(frame.buffer().get(frame.offset() + length - 1)).isEqualTo((byte) length);
      }
    }
    writer.join();

    assertThat(got).isEqualTo(sent.get());
    assertThat(got + small.dropped()).isEqualTo(frames);
  }
}
