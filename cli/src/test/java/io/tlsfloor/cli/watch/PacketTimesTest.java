package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PacketTimesTest {
  private final Instant now = Instant.now();

  private final PacketTimes times = new PacketTimes(WatchClock.SYSTEM);
  private final Frame frame = new Frame();

  private boolean take(Instant time) {
    frame.about(1, 1, time.getEpochSecond() * 1_000_000_000L + time.getNano(), true);
    return times.take(frame);
  }

  @Test
  void aClockThatIsSetBackIsNoticedOnce() {
    assertThat(take(now)).isFalse();
    assertThat(take(now.minusSeconds(3600))).isTrue();
    assertThat(take(now.minusSeconds(3599))).isFalse();
    assertThat(times.first()).contains(now.minusSeconds(3600));
    assertThat(times.last()).contains(now);
  }

  @Test
  void framesThatAreOutOfOrderAreNoSuchClock() {
    assertThat(take(now)).isFalse();
    assertThat(take(now.minusSeconds(2))).isFalse();
    assertThat(take(now.minusSeconds(1))).isFalse();
  }

  /** Two interfaces with clocks of their own would have all connections given up each time. */
  @Test
  void clocksThatDifferForGoodAreNotTakenForOneThatIsSetAgainAndAgain() {
    take(now);
    assertThat(take(now.minusSeconds(3600))).isTrue();
    assertThat(take(now)).isFalse();
    assertThat(take(now.minusSeconds(3600))).isFalse();
  }

  /** It was captured before the clock was set back, and read after that. */
  @Test
  void aFrameFromTheFutureIsOfNow() {
    assertThat(take(now.plusSeconds(86_400))).isFalse();
    assertThat(frame.timeNanos() / 1_000_000_000L)
        .isBetween(now.getEpochSecond() - 60, now.getEpochSecond() + 3600);
    assertThat(take(now)).isFalse();
  }

  @Test
  void noFrameHasNoTime() {
    assertThat(times.first()).isEmpty();
    assertThat(times.last()).isEmpty();
    assertThat(times.isBefore(0)).isTrue();
  }
}
