package io.tlsfloor.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
  @Test
  void goesOnAsSoonAsTheConditionHolds() {
    AtomicInteger asked = new AtomicInteger();

    Await.until(() -> asked.incrementAndGet() == 3);

    assertThat(asked).hasValue(3);
  }

  @Test
  void failsWithWhatIsThereInsteadWhenItsPatienceEnds() {
    assertThatThrownBy(() -> Await.until(() -> false, () -> "rain: sun", Duration.ofMillis(5)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("waited 0 s for rain: sun");
  }

  @Test
  void anInterruptEndsTheWaitAndIsKept() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Await.until(() -> false)).hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
