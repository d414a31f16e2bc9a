package io.tlsfloor.inventory.state;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.report.model.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A site of which there is a file each week: of an hour, from 09:00 on, or of a working day. */
class WeeklyFilesTest {
  /** What weeks come to, as {@link #states} reads them. */
  private static final String ENDS =
      """
      changed in week 3                     | bb4444444 | fixed
      does two things: silent for two weeks | ggg44     | fixed
      and for one                           | ggg4      | below
      gone: one file without it             | bb-       | below
      gone: two files without it            | bbb--     | quiet
      """;

  private static final int WEEKS = 9;

  @TempDir Path folder;

  /** One letter a file: b below, g both, a digit good connections, - not seen. */
  private List<String> states(String weeks, String from, String to) throws IOException {
    boolean isShort = !from.equals("08:00");
    Saved lines = new Saved("hq");
    for (int week = 0; week < weeks.length(); week++) {
      char letter = weeks.charAt(week);
      String day = day(7 * week);
      Client client = new Client("10.0.0.1");
      switch (letter) {
        case 'b' -> lines.client(day, "09:10", "09:50", client.old(2));
        case 'g' -> lines.client(day, "09:10", "09:50", client.old(2).good(9));
        case '-' -> {}
        default -> lines.client(day, from, to, client.good(letter - '0'));
      }
      lines.client(day, from, to, new Client("10.0.0.2").good(1));
      boolean first = isShort && week < 3;
      lines.run(day, first ? "09:00" : from, first ? "10:00" : to, "week" + week);
    }
    try (Book book = new Book(folder)) {
      book.take(lines);
      return book.states(day(7 * (weeks.length() - 1)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = ENDS)
  void comeToAnEnd(String what, String weeks, String state) throws IOException {
    assertThat(states(weeks, "09:00", "10:00")).contains("10.0.0.1 " + state);
  }

  /** Each of them makes its day covered. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = ENDS)
  void ofAWorkingDayComeToAnEnd(String what, String weeks, String state) throws IOException {
    assertThat(states(weeks, "08:00", "18:00")).contains("10.0.0.1 " + state);
  }

  /** Days: w watched from 08:00 to 18:00, s for an hour, - not at all; the client was low on 0. */
  private String lowOnce(String days) throws IOException {
    Saved lines = new Saved("hq");
    for (int day = 0; day < days.length(); day++) {
      Client client = new Client("10.0.0.1");
      if (day == days.indexOf('l')) {
        lines.client(day(day), "09:10", "09:50", client.old(2));
      }
      if (days.charAt(day) != '-') {
        boolean isShort = days.charAt(day) == 's';
        lines.client(day(day), "09:10", "09:50", new Client("10.0.0.2").good(1));
        lines.run(day(day), isShort ? "09:00" : "08:00", isShort ? "10:00" : "18:00", "day" + day);
      }
    }
    try (Book book = new Book(folder)) {
      book.take(lines);
      String state = book.states(day(days.length() - 1)).get(0);
      return state.substring(state.indexOf(' ') + 1);
    }
  }

  /**
   * A sensor that watches each day and was down is no weekly file: a day that it watched stands for
   * itself alone.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          down before each seventh day        | wwwwwwwl------w------w         | below
          so that two files stand for no week | wwwwwwwl------s------s         | below
          down but for four of them           | wwwwwwwl------w------w------w------w------w | quiet
          down on some days                   | l--w-w-w--w-w                  | below
          down at the weekend                 | l--wwwww--wwww                 | below
          as many days as it takes            | l--wwwww--wwwww--wwww          | quiet
          first seen on one day               | l------w------w                | below
          and by its third file               | l------w------w------w         | quiet
          """)
  void areNotTheDaysOfASensorThatWasDown(String what, String days, String state)
      throws IOException {
    assertThat(lowOnce(days)).isEqualTo(state);
  }

  @Test
  void whatWasFirstSeenWeeksAgoIsNotNew() throws IOException {
    assertThat(states("-".repeat(WEEKS), "09:00", "10:00"))
        .containsExactly("10.0.0.2 " + State.GOOD.word());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"gggg44444", "bbb------"})
  void anotherHourProvesNothing(String weeks) throws IOException {
    assertThat(states(weeks, "15:00", "16:00")).contains("10.0.0.1 below");
  }
}
