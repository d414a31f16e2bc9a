package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each text is ranges as first-last:count. */
class RangesTest {
  private static final Ranges<long[]> RANGES =
      new Ranges<>(range -> range[0], range -> range[1], range -> range[2]);

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none                        |                                        | 0
          weeks that follow each other | 1-7:10 8-14:20 15-21:5                | 35
          one day in common           | 1-7:10 7-13:20                         | 20
          the same, twice             | 1-7:10 1-7:10                          | 10
          given again with more       | 1-7:10 1-7:12                          | 12
          three, each with the next   | 1-7:10 5-11:15 9-15:10                 | 20
          three, the middle one most  | 1-7:10 5-11:25 9-15:10                 | 25
          weeks in a month            | 1-7:10 8-14:20 15-21:5 22-28:5 1-30:50 | 50
          a month that counts less    | 1-7:10 8-14:20 15-21:5 22-28:5 1-30:30 | 40
          a week beside a month       | 1-30:50 28-34:9 31-37:7                | 57
          days in a week              | 3-3:1 4-4:1 1-7:2                      | 2
          """)
  void thoseThatOverlapNeverAddUp(String what, String ranges, long expected) {
    List<long[]> all = new ArrayList<>();
    Stream.of((ranges == null ? "" : ranges).split(" "))
        .filter(text -> !text.isEmpty())
        .forEach(
            text -> all.add(Stream.of(text.split("[-:]")).mapToLong(Long::parseLong).toArray()));
    for (int i = 0; i < 8; i++) {
      Collections.shuffle(all, new Random(i));

      assertThat(RANGES.sum(all)).isEqualTo(expected);
    }
  }
}
