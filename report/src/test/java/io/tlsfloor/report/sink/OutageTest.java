package io.tlsfloor.report.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How often it is said that something fails. */
class OutageTest {
  private final List<String> events = new ArrayList<>();
  private long now = 7;
  private final Outage outage = new Outage(events::add, () -> now);

  private void after(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void saysOnceThatItFailsAndThatItWorks() {
    outage.ends("works");
    outage.goesOn("fails");
    after(300);
    outage.goesOn("fails");
    outage.ends("works");
    outage.ends("works");

    assertThat(events).containsExactly("fails", "works");
  }

  @Test
  void whatComesAndGoesIsSaidOnceAMinute() {
    for (int second = 0; second < 180; second += 2) {
      outage.goesOn("fails " + second);
      after(1);
      outage.ends("works " + (second + 1));
      after(1);
    }

    assertThat(events)
        .containsExactly("fails 0", "works 1", "fails 60", "works 61", "fails 120", "works 121");
  }

  @Test
  void anOutageThatWasTooSoonToBeSaidIsSaidIfItLasts() {
    outage.goesOn("first");
    outage.ends("works");
    after(10);
    outage.goesOn("second");
    after(50);
    outage.goesOn("second, still");

    assertThat(events).containsExactly("first", "works", "second, still");
  }
}
