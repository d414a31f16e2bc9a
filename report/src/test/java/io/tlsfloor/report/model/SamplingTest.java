package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingTest {
  /** c a covered day, s a shorter one, - nothing; 7 a day that stands for those around it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          an hour each week              | s------s------s              | 7------7------7
          an hour each day               | sssss                        | 77777
          a working day each week        | c------c------c------c       | .------7------7------7
          one week without               | c------c-------------c       | .------7-------------7
          twice a week                   | c---c--c---c--c---c          | .---7--.---.--.---.
          each fourth day                | c---c---c---c                | .---7---7---7
          each day                       | cccc                         | ....
          each day, and down for a week  | cccc-------cccc              | ....-------....
          and for an hour in it          | cccc---s---cccc              | ....---.---....
          a week each day, then weekly   | ccc------c------c------c     | ...------.------.------7
          weekly, then each day          | c------c------ccc            | .------7------7..
          an hour each day between files | c------c-s-s-s-c             | .------7-.-7-7-7
          """)
  void aDayStandsForThoseAroundItWhereFilesAreTakenNowAndThen(
      String what, String days, String stand) {
    Sampling sampling = new Sampling();
    StringBuilder found = new StringBuilder();
    for (int day = 0; day < days.length(); day++) {
      char watched = days.charAt(day);
      found.append(watched == '-' ? '-' : sampling.add(day, watched == 'c') ? '7' : '.');
    }

    assertThat(found).hasToString(stand);
  }
}
