package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who looks after the end of a watch goes on looking. */
class TimelyEndTest {
  @Test
  @Timeout(20)
  void memoryThatIsFullEndsNoLook() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    CountDownLatch halted = new CountDownLatch(1);
    try (TimelyEnd end =
        new TimelyEnd(
            () -> {
              if (looks.incrementAndGet() < 3) {
                throw new OutOfMemoryError("of the test");
              }
              return true;
            },
            halted::countDown)) {
      halted.await(); // stuck, so that the end comes soon

      assertThat(end.isAsked()).isTrue();
    }
  }
}
