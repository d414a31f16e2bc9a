package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.live.LiveStats;
import java.util.function.Consumer;

/** Says that packets were dropped or lines lost, each at most once a minute. */
final class LossEvents {
  private static final long AGAIN_NANOS = 60_000_000_000L;

  private final Consumer<String> events;
  private long dropsAt = System.nanoTime() - AGAIN_NANOS;
  private long dropsTold;
  private long lostAt = dropsAt;
  private long lostTold;

  LossEvents(Consumer<String> events) {
    this.events = events;
  }

  /**
   * Looks at what is lost so far.
   *
   * @param lost lines and messages
   */
  void look(long now, LiveStats live, long lost) {
    if (live.drops() > dropsTold && now - dropsAt >= AGAIN_NANOS) {
      events.accept(
          "packets were dropped: "
              + live.kernelDrops()
              + " by the kernel, "
              + live.interfaceDrops()
              + " by the interface, "
              + live.queueDrops()
              + " by our own queue so far");
      dropsTold = live.drops();
      dropsAt = now;
    }
    if (lost > lostTold && now - lostAt >= AGAIN_NANOS) {
      events.accept("lines of results were lost: " + lost + " so far");
      lostTold = lost;
      lostAt = now;
    }
  }
}
