package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what ends a watch when something holds up its end. */
@Timeout(90)
class TimelyEndTest {
  private final CountDownLatch halted = new CountDownLatch(1);

  @Test
  void whatIsStuckForTooLongAfterASignalIsEnded() throws Exception {
    AtomicBoolean asked = new AtomicBoolean();
    try (TimelyEnd end = new TimelyEnd(asked::get, halted::countDown, Duration.ofMillis(200))) {
      assertThat(halted.await(500, TimeUnit.MILLISECONDS)).isFalse(); // nobody asked

      asked.set(true);

      halted.await();
      assertThat(end.isAsked()).isTrue();
    }
  }

  /** A machine may have no processor for it, for longer than an end takes elsewhere. */
  @Test
  void oneThatTakesLongAndComesToItsEndIsLeftAlone() throws Exception {
    assertThat(TimelyEnd.LAST).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(89));
    try (TimelyEnd end = new TimelyEnd(() -> true, halted::countDown, TimelyEnd.LAST)) {
      Await.until(end::isAsked);
    }
    assertThat(halted.await(300, TimeUnit.MILLISECONDS)).isFalse();
  }
}
