package io.tlsfloor.capture.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.testing.Await;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterfaceCaptureTest {
  private final List<String> events = new ArrayList<>();
  private final Frame frame = new Frame();

  /** An interface with frames at these seconds. */
  private static final class Fake implements LiveCapture {
    private final Deque<Long> times = new ArrayDeque<>();
    private int late; // answers before the frames are there
    private boolean wentDown;

    Fake late(int answers) {
      late = answers;
      return this;
    }

    Fake(long... seconds) {
      for (long second : seconds) {
        times.add(second * 1_000_000_000L);
      }
    }

    @Override
    public long nextNanos() {
      return times.isEmpty() || late-- > 0 ? NOTHING : times.element();
    }

    @Override
    public boolean poll(Frame frame) {
      if (times.isEmpty()) {
        return false;
      }
      frame.bytes(ByteBuffer.allocate(60), 0, 60, 60);
      frame.about(1, 1, times.remove(), true);
      return true;
    }

    @Override
    public void await(long nanos) {}

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean wentDown() {
      boolean was = wentDown;
      wentDown = false;
      return was;
    }

    @Override
    public LiveStats stats() {
      return new LiveStats(5, 1, 0, 2, 100);
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public long packets() {
      return 0;
    }

    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private InterfaceCapture capture(String name, Fake fake) throws CaptureException {
    return new InterfaceCapture(name, () -> fake, events::add);
  }

  @Test
  void numbersFramesAndCountsBytes() throws CaptureException {
    InterfaceCapture capture = capture("any", new Fake(1, 2));

    assertThat(capture.poll(frame)).isTrue();
    assertThat(capture.poll(frame)).isTrue();
    assertThat(frame.number()).isEqualTo(2);
    assertThat(capture.packets()).isEqualTo(2);
    assertThat(capture.bytes()).isEqualTo(120);
    assertThat(capture.poll(frame)).isFalse();
  }

  @Test
  void keepsTheCountsOfACaptureThatIsClosed() throws CaptureException {
    InterfaceCapture capture = capture("any", new Fake());
    capture.close();

    assertThat(capture.stats()).isEqualTo(new LiveStats(5, 1, 0, 2, 0));
    assertThat(capture.poll(frame)).isFalse();
  }

  @Test
  void waitsForAnInterfaceThatIsNotThereYetAndIsBlindMeanwhile() throws CaptureException {
    InterfaceCapture capture =
        new InterfaceCapture(
            "nosuch0",
            () -> {
              throw CaptureException.noInterface("nosuch0", null);
            },
            events::add);

    assertThat(events).containsExactly("nosuch0 is not there: waiting for it");
    assertThat(capture.poll(frame)).isFalse();
    InterfaceState state = capture.state();
    assertThat(state.up()).isFalse();
    assertThat(state.blindNanos()).isPositive();
    assertThat(state.blindSeconds()).isEqualTo(1);
  }

  @Test
  void refusesAnInterfaceThatMayNotBeCapturedEvenIfItWouldWait() {
    assertThatThrownBy(
            () ->
                new InterfaceCapture(
                    "lo",
                    () -> {
                      throw new CaptureException(
                          CaptureException.Obstacle.NOT_PERMITTED, "lo: not permitted", "", null);
                    },
                    events::add))
        .hasMessage("lo: not permitted");
  }

  @Test
  void anInterfaceThatIsUpIsNotBlind() throws CaptureException {
    assertThat(capture("any", new Fake(1)).state().blindNanos()).isZero();
  }

  /** Down and up again between two looks: the system says that it is up, as before. */
  @Test
  void anInterfaceThatWasDownForAMomentWasBlind() throws CaptureException {
    Fake fake = new Fake();
    InterfaceCapture capture = capture("any", fake);
    fake.wentDown = true;
    Await.until(
        () -> {
          capture.check();
          return !events.isEmpty();
        });

    assertThat(events).containsExactly("any was down for a moment: capture goes on");
    assertThat(capture.state().up()).isTrue();
    assertThat(capture.state().blindNanos()).isPositive();
  }

  @Test
  void mergesInterfacesInTheOrderOfTime() throws CaptureException {
    MergedCapture merged =
        new MergedCapture(
            List.of(capture("any", new Fake(1, 4, 5)), capture("any", new Fake(2, 3, 6))));
    List<Long> seconds = new ArrayList<>();
    while (merged.poll(frame)) {
      seconds.add(frame.timeNanos() / 1_000_000_000L);
    }

    assertThat(seconds).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(merged.packets()).isEqualTo(6);
  }

  @Test
  void holdsAFrameBackWhileAnotherInterfaceMayHaveAnEarlierOne() throws CaptureException {
    long future = System.currentTimeMillis() / 1000 + 5;
    MergedCapture merged =
        new MergedCapture(List.of(capture("any", new Fake(future)), capture("any", new Fake())));

    assertThat(merged.poll(frame)).isFalse();
    assertThat(merged.nextNanos()).isEqualTo(future * 1_000_000_000L);
  }

  /** Else it would wait until the clock is there again, and all behind it. */
  @Test
  void aFrameFromBeforeTheClockWasSetBackGoesFirst() throws CaptureException {
    long future = System.currentTimeMillis() / 1000 + 3600;
    MergedCapture merged =
        new MergedCapture(
            List.of(capture("any", new Fake(future, 2)), capture("any", new Fake(1, 3))));
    List<Long> seconds = new ArrayList<>();
    while (merged.poll(frame)) {
      seconds.add(frame.timeNanos() / 1_000_000_000L);
    }

    assertThat(seconds).containsExactly(future, 1L, 2L, 3L);
  }

  @Test
  void looksAgainBeforeAFrameThatHasWaitedLongEnoughGoes() throws CaptureException {
    MergedCapture merged =
        new MergedCapture(
            List.of(capture("any", new Fake(1).late(1)), capture("any", new Fake(2))));

    assertThat(merged.poll(frame)).isTrue();
    assertThat(frame.timeNanos()).isEqualTo(1_000_000_000L);
  }
}
