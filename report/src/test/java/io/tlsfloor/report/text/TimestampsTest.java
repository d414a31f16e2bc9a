package io.tlsfloor.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-11-02T09:02:11Z, 2026-11-02T09:02:11.000000000Z",
    "2026-11-02T09:02:11.5Z, 2026-11-02T09:02:11.500000000Z",
    "2026-01-02T03:04:05.000000006Z, 2026-01-02T03:04:05.000000006Z",
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000000000Z",
    "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999999Z"
  })
  void alwaysHasNineDecimals(Instant time, String text) {
    assertThat(Timestamps.iso(time)).isEqualTo(text);
  }
}
