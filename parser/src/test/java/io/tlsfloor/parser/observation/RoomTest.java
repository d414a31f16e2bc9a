package io.tlsfloor.parser.observation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoomTest {
  private static final long MEGABYTE = 1 << 20;

  /** Bounds that are reached all at once stay within the heap. */
  @ParameterizedTest
  @CsvSource({
    "4096, 1000000, 1000000",
    "1024, 1000000, 1000000",
    " 512,  400000,  600000",
    "  64,   20000,   40000",
    "  40,    7800,    9000",
    "  16,    7800,    7900",
  })
  void aSmallHeapHasSmallBounds(long megabytes, long least, long most) {
    assertThat(Room.of(1_000_000, megabytes * MEGABYTE)).isBetween(least, most);
  }
}
