package io.tlsfloor.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrappingCounterTest {
  @Test
  void goesOnWhereTheSystemsCountBeginsAgain() {
    WrappingCounter counter = new WrappingCounter();

    assertThat(counter.update(0xFFFF_FFF0L)).isEqualTo(0xFFFF_FFF0L);
    assertThat(counter.update(0x0000_0010L)).isEqualTo(0x1_0000_0010L);
    assertThat(counter.update(0x0000_0010L)).isEqualTo(0x1_0000_0010L);
  }
}
