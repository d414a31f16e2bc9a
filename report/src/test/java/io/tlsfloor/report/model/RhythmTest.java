package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.report.model.State.Days;
import io.tlsfloor.report.model.State.Phase;
import io.tlsfloor.report.model.State.WatchedHours;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A machine that does two things is fixed when the low one has been silent for long enough. */
class RhythmTest {
  private static final int MONDAY = day("2026-06-01");
  private static final int NIGHT = 1 << 2;
  private static final int MORNING = 1 << 9;
  private final Days days = new Days();

  private static WatchedHours always(int day) {
    return WatchedHours.ALL;
  }

  private static int day(String date) {
    return (int) LocalDate.parse(date).toEpochDay();
  }

  private static int weekday(int day) {
    return LocalDate.ofEpochDay(day).getDayOfWeek().getValue();
  }

  /** A good program on each weekday, and a low one on days of its own. */
  private void run(
      int from, int to, IntPredicate low, int hour, IntFunction<WatchedHours> watched) {
    for (int day = from; day < to; day++) {
      Map<String, Integer> stacks = low.test(day) ? Map.of("Java 7", hour) : Map.of();
      long good = weekday(day) <= 5 ? 9 : 0;
      if (good > 0 || !stacks.isEmpty()) {
        days.add(day, stacks, good, watched);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          each day       | 1111111 | 9  | ran on 28 days, up to 1 apart, last on 2026-06-28
          each workday   | 1111100 | 9  | ran on 20 weekdays, last on 2026-06-26
          each night     | 1111111 | 2  | ran on 28 nights, last on 2026-06-28
          all day        | 1111111 | -1 | ran hourly on 28 days, last on 2026-06-28
          each Sunday    | 0000001 | 2  | ran on 4 Sundays, last on 2026-06-28
          two days       | 0100100 | 9  | ran on 8 days, up to 4 apart, last on 2026-06-26
          """)
  void aCadenceIsNamed(String what, String week, int hour, String said) {
    int hours = hour < 0 ? Rhythm.ALL_HOURS : 1 << hour;
    for (int day = MONDAY; day < MONDAY + 28; day++) {
      if (week.charAt(weekday(day) - 1) == '1') {
        days.add(day, Map.of("Java 7", hours), 0, RhythmTest::always);
      }
    }

    assertThat(days.rhythmText()).containsExactly("Java 7 " + said);
  }

  @Test
  void aMonthsEndIsNamedWhicheverWeekdayItIs() {
    for (String end : new String[] {"2026-04-30", "2026-05-31", "2026-07-01"}) {
      days.add(day(end), Map.of("Java 7", NIGHT), 0, RhythmTest::always);
    }

    assertThat(days.rhythmText())
        .containsExactly("Java 7 ran at 3 ends of a month, last on 2026-07-01");
    assertThat(days.leastAbsence()).isEqualTo(2 * 31);
  }

  @Test
  void aJobOfSundaysIsGoneAfterTwoSundaysWithoutIt() {
    run(MONDAY, MONDAY + 28, day -> weekday(day) == 7, NIGHT, RhythmTest::always);
    run(MONDAY + 28, MONDAY + 39, day -> false, NIGHT, RhythmTest::always);
    assertThat(days.phase()).isEqualTo(Phase.BELOW);
    assertThat(days.rhythmText())
        .containsExactly(
            "Java 7 ran on 4 Sundays, last on 2026-06-28; quiet for 11 days of 14;"
                + " no year's end since");

    run(MONDAY + 39, MONDAY + 43, day -> false, NIGHT, RhythmTest::always);
    assertThat(days.phase()).isEqualTo(Phase.FIXED);
  }

  /** What is first taken for gone is known from then on. */
  @Test
  void aJobOfEachQuarterIsWaitedForOnceItCameAgain() {
    int first = day("2026-03-31");
    int second = day("2026-06-30");
    run(first - 9, second + 1, day -> day == first || day == second, NIGHT, RhythmTest::always);
    assertThat(days.phase()).isEqualTo(Phase.BACK);

    run(second + 1, second + 180, day -> false, NIGHT, RhythmTest::always);
    assertThat(days.phase()).isEqualTo(Phase.BACK);
    run(second + 180, second + 190, day -> false, NIGHT, RhythmTest::always);
    assertThat(days.phase()).isEqualTo(Phase.FIXED);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          working days alone, in all hours | 1111100 | 24 | BELOW
          Sundays alone, in all hours      | 0000001 | 24 | FIXED
          each day, by day                 | 1111111 | 8  | BELOW
          """)
  void whoDoesNotWatchOnItsDaysAndHoursProvesNothing(
      String what, String week, int from, Phase phase) {
    int hours = from == 24 ? Rhythm.ALL_HOURS : 0x3ff << from;
    IntFunction<WatchedHours> watched =
        day ->
            week.charAt(weekday(day) - 1) == '1'
                ? new WatchedHours(true, hours, from == 24 && week.startsWith("0"))
                : WatchedHours.NONE;
    run(MONDAY, MONDAY + 28, day -> weekday(day) == 7, NIGHT, RhythmTest::always);

    run(MONDAY + 28, MONDAY + 60, day -> false, NIGHT, watched);

    assertThat(days.phase()).isEqualTo(phase);
  }

  /** Files of an hour each Monday, of a machine with two programs in that hour. */
  @ParameterizedTest(name = "{0} hours later, for the days around it {1}: {2}")
  @CsvSource({"0, true, FIXED", "5, true, BELOW", "0, false, BELOW"})
  void aWeeklyFileCountsAsTheDaysAroundItWhereItHasTheHour(int later, boolean around, Phase phase) {
    for (int week = 0; week < 9; week++) {
      int hour = week < 4 ? MORNING : MORNING << later;
      Map<String, Integer> low = week < 4 ? Map.of("Java 7", hour) : Map.of();
      days.add(MONDAY + 7 * week, low, 9, day -> new WatchedHours(false, hour, around));
    }

    assertThat(days.phase()).isEqualTo(phase);
  }

  @Test
  void looksNoFurtherThanThreeYearsHoweverFarClocksAreApart() {
    days.add(MONDAY, Map.of("Java 7", NIGHT), 0, RhythmTest::always);
    int[] asked = {0};

    int absent =
        days.coveredSince(
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            day -> {
              asked[0]++;
              return State.WatchedHours.ALL;
            });

    assertThat(absent).isEqualTo(1_100);
    assertThat(asked[0]).isLessThan(3_000);
  }

  @Test
  void countsNoMoreDaysThanAreEnough() {
    days.add(MONDAY, Map.of("Java 7", NIGHT), 0, RhythmTest::always);

    assertThat(days.coveredSince(MONDAY + 300, 14, RhythmTest::always)).isEqualTo(14);
    assertThat(days.coveredSince(MONDAY + 9, 14, RhythmTest::always)).isEqualTo(9);
  }

  @Test
  void aTimeOfMoreThanAWeekWithoutItShowsNothing() {
    run(MONDAY, MONDAY + 28, day -> weekday(day) == 7, NIGHT, RhythmTest::always);

    run(MONDAY + 56, MONDAY + 60, day -> false, NIGHT, RhythmTest::always);

    assertThat(days.phase()).isEqualTo(Phase.BELOW);
  }

  @Test
  void eachStackHasItsOwnRhythm() {
    for (int day = MONDAY; day < MONDAY + 40; day++) {
      boolean sunday = weekday(day) == 7 && day < MONDAY + 21;
      days.add(day, sunday ? Map.of("Java 7", NIGHT) : Map.of(), 3, RhythmTest::always);
    }
    assertThat(days.phase()).isEqualTo(Phase.FIXED);

    days.add(MONDAY + 40, Map.of("", NIGHT), 3, RhythmTest::always);
    days.add(MONDAY + 41, Map.of(), 3, RhythmTest::always);

    assertThat(days.phase()).isEqualTo(Phase.BACK);
    assertThat(days.rhythmText())
        .hasSize(2)
        .anyMatch(text -> text.startsWith("an unknown program"));
  }
}
