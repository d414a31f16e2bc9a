package io.tlsfloor.inventory.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayMarkTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the first day           | ''  | 7 | 7  | b     | 7
          the day itself          | 123 | 7 | 8  | 1b3   | 7
          the next day            | 123 | 7 | 10 | 123b  | 7
          a later day             | 123 | 7 | 11 | 123.b | 7
          an earlier day          | 123 | 7 | 5  | b.123 | 5
          """)
  void ofADayIsSetInItsPlace(
      String what, String days, int first, int day, String expected, int begins) {
    assertThat(DayMark.with(days, first, day, 'b')).isEqualTo(expected);
    assertThat(DayMark.firstWith(days, first, day)).isEqualTo(begins);
  }

  @Test
  void ofTenYearsAreKept() {
    int last = 20_000;
    String days = DayMark.with("9", last - DayMark.MAX_DAYS + 1, last, 'b');
    assertThat(days).hasSize(DayMark.MAX_DAYS).startsWith("9.").endsWith(".b");

    int first = last - DayMark.MAX_DAYS + 1;
    assertThat(DayMark.with(days, first, last + 1, '1')).hasSize(DayMark.MAX_DAYS).endsWith(".b1");
    assertThat(DayMark.firstWith(days, first, last + 1)).isEqualTo(first + 1);
    assertThat(DayMark.with(days, first, 0, '1')).isEqualTo(days);
    assertThat(DayMark.firstWith(days, first, 0)).isEqualTo(first);
    assertThat(DayMark.with(days, first, 99_999, '1')).endsWith("1").hasSize(DayMark.MAX_DAYS);
  }
}
