package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.FrameRef;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class RunDaysTest {
  private static final int FIRST = (int) LocalDate.parse("2026-11-02").toEpochDay();

  private final RunDays days = new RunDays();

  private static FrameRef first(String time) {
    return new FrameRef("a.pcap", 1, at(time));
  }

  private static Instant at(String time) {
    return Instant.parse("2026-11-" + time + ":00Z");
  }

  @Test
  void sharesOutOverMidnightWhatIsKnownOfTheWholeTime() {
    days.watched(at("02T18:00"), at("03T06:00"), 1200, 12, 7200);

    assertThat(days.all(0, 0))
        .containsExactly(
            new Run.Day(FIRST, 5 * 3600, 0, 0, 600, 6),
            new Run.Day(FIRST + 1, 5 * 3600, 0, 0, 600, 6));
  }

  @Test
  void countsOnceWhatTwoCapturesSawAtATime() {
    days.watched(at("02T10:00"), at("02T12:00"), 10, 0, 0);
    days.watched(at("02T09:00"), at("02T11:00"), 5, 0, 0);
    days.watched(at("02T15:00"), at("02T16:00"), 1, 0, 0);

    assertThat(days.all(0, 0)).containsExactly(new Run.Day(FIRST, 4 * 3600, 0, 0, 16, 0));
  }

  @Test
  void watchesNoneOfTheYearsThatAWrongClockSays() {
    days.watched(Instant.parse("1999-01-01T00:00:00Z"), at("02T12:00"), 10, 0, 0);

    assertThat(days.all(0, 0)).containsExactly(new Run.Day(FIRST, 0, 0, 0, 10, 0));
  }

  @Test
  void goesOnWhereAWatchIsAskedAgainAndAgain() {
    Instant from = at("02T00:00");
    for (int i = 0; i < 100_000; i++) {
      days.watched(from, from.plusMillis(250), 1, 0, 0);
      from = from.plusMillis(250);
    }

    assertThat(days.all(0, 0)).containsExactly(new Run.Day(FIRST, 25_000, 0, 0, 100_000, 0));
  }

  @Test
  void countsConnectionsByTheirFirstPacket() {
    days.watched(at("02T23:00"), at("03T01:00"), 0, 0, 0);
    days.connection(first("02T23:59"), true);
    days.connection(first("03T00:01"), false);

    assertThat(days.all(2, 10))
        .containsExactly(
            new Run.Day(FIRST, 3600, 2, 2, 0, 5), new Run.Day(FIRST + 1, 3600, 2, 1, 0, 5));
  }

  @Test
  void aClockThatWasSetBackLosesNoPacket() {
    days.watched(at("02T10:00"), at("02T11:00"), 10, 0, 0);
    days.watched(at("02T11:00"), at("02T09:00"), 10, 0, 0);

    assertThat(days.all(0, 0)).containsExactly(new Run.Day(FIRST, 3600, 0, 0, 20, 0));
  }

  /** What was lost counts on its day, and what is known of no day on all of them. */
  @Test
  void losesOnTheDayOnWhichItIsKnown() {
    RunDays days = new RunDays();
    days.watched(at("02T00:00"), at("03T23:59"), 0, 0, 0);
    days.lost(at("03T12:00"), 5);

    assertThat(days.all(5, 0)).extracting(Run.Day::lost).containsExactly(0L, 5L);
    assertThat(days.all(6, 0)).extracting(Run.Day::lost).containsExactly(1L, 6L);
  }
}
