package io.tlsfloor.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.answer.Burndown;
import io.tlsfloor.inventory.answer.Status;
import io.tlsfloor.inventory.state.State;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A year of 500 clients: the burn-down is what really happened, day by day. */
class YearTest {
  private static final long SEED = 20_260_301;

  @TempDir Path folder;

  @TakesLong("imports a year of 500 clients")
  @Test
  void theBurndownIsTheTruthOfEachDay() throws IOException {
    Year year = new Year(SEED, 500);
    try (Book book = new Book(folder)) {
      for (int week = 0; week < Year.DAYS; week += 7) { // a watch's files of a week
        Saved lines = new Saved("hq");
        for (int day = week; day < Math.min(week + 7, Year.DAYS); day++) {
          year.add(lines, day);
        }
        book.take(lines);
      }

      Status status = book.status(Saved.day(Year.DAYS - 1));
      assertEachDay(year, status.burndown());
      for (int day : new int[] {30, 149, 156, 200, 300}) { // as it was asked then
        assertThat(counts(book.status(Saved.day(day)).burndown().last()))
            .as("asked on day %d", day)
            .containsExactly(states(year.truth(day)));
      }
    }
  }

  @TakesLong("imports a year, day by day")
  @Test
  void theOrderInWhichFilesComeChangesNothing() throws IOException {
    Year year = new Year(SEED + 1, 40);
    List<Integer> days = new ArrayList<>();
    for (int day = 0; day < Year.DAYS; day++) {
      days.add(day);
    }
    days.addAll(days.subList(100, 160)); // and some come twice
    Collections.shuffle(days, new Random(SEED));
    try (Book book = new Book(folder)) {
      for (int day : days) {
        book.take(year.lines(day));
      }

      assertEachDay(year, book.status(Saved.day(Year.DAYS - 1)).burndown());
    }
  }

  private static void assertEachDay(Year year, Burndown burndown) {
    assertThat(burndown.days()).hasSize(Year.DAYS);
    for (int day = 0; day < Year.DAYS; day++) {
      int[] truth = year.truth(day);
      assertThat(counts(burndown.days().get(day)))
          .as("day %d (%s)", day, Saved.day(day))
          .containsExactly(states(truth));
    }
  }

  private static Integer[] states(int[] truth) {
    Integer[] states = new Integer[State.values().length];
    for (int i = 0; i < states.length; i++) {
      states[i] = truth[i];
    }
    return states;
  }

  private static Integer[] counts(Burndown.Day day) {
    return day.states().values().toArray(new Integer[0]);
  }
}
