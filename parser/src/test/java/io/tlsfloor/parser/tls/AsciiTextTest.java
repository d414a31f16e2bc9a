package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Numbers of fingerprints are written as the JDK writes them. */
class AsciiTextTest {
  @Test
  void writesAllNumbersOfSixteenBits() {
    for (int number = 0; number < 1 << 16; number++) {
      assertThat(new AsciiText(0).decimal(number)).hasToString(Integer.toString(number));
      assertThat(new AsciiText(0).hex(number)).hasToString(String.format("%04x", number));
    }
  }
}
