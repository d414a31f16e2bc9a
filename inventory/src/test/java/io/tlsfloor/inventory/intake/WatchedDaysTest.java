package io.tlsfloor.inventory.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.answer.SiteCoverage;
import io.tlsfloor.inventory.store.Times;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what watches covered, by what they say of their days while they run and at the end. */
class WatchedDaysTest {
  @TempDir Path folder;

  /**
   * Lines as kind, watch, day and time, and what was lost on a day; the days that they cover. Each
   * says how all days of the watch stand so far.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a clean watch                       | start a 0T06:00; stats a 0T13:00; run a 0T14:00                             | 0
          killed, to its last word            | start a 0T06:00; stats a 0T13:00; stats a 0T14:00                           | 0
          killed, and nothing after that      | start a 0T06:00; stats a 0T13:00; stats a 0T13:59                           |
          begun, and no more                  | start a 0T06:00                                                             |
          two watches and a gap               | start a 0T06:00; stats a 0T10:00; start b 0T13:00; stats b 0T16:00;         \
                                                run b 0T17:00                                                               | 0
          the gap is not covered              | start a 0T06:00; stats a 0T10:00; start b 0T13:00; stats b 0T16:00;         \
                                                run b 0T16:59                                                               |
          what says less is older             | stats a 0T14:00 from 0T06:00; stats a 0T09:00; start a 0T06:00              | 0
          dropped on one of three days        | start a 0T00:00; stats a 1T00:00; stats a 2T00:00 1:dropped=30;             \
                                                stats a 2T20:00 1:dropped=30                                                | 0 2
          lost on one of two days             | start a 0T00:00; stats a 1T00:00; stats a 1T20:00 1:lost=30                 | 0
          the end knows more                  | start a 0T00:00; stats a 0T20:00; run a 0T20:00 0:lost=30                   |
          narrowed                            | start a 0T00:00; stats a 0T20:00 left_aside                                 |
          over midnight                       | start a 0T12:00; stats a 0T20:00; stats a 1T08:00                           | 0 1
          """)
  void areTheDaysThatTheirSignsSpan(String what, String lines, String days) throws IOException {
    Set<Integer> wanted = new TreeSet<>();
    for (String day : days == null ? new String[0] : days.split(" ")) {
      wanted.add(Integer.parseInt(day));
    }
    List<String> texts = new ArrayList<>();
    Map<String, String> begun = new HashMap<>();
    for (String line : lines.split(";")) {
      List<String> words = List.of(line.strip().split(" +"));
      int from = words.indexOf("from");
      begun.putIfAbsent(words.get(1), words.get(from < 0 ? 2 : from + 1));
      texts.add(line(begun.get(words.get(1)), words));
    }
    try (Book atOnce = book("at once");
        Book inParts = book("in parts")) {
      Saved all = new Saved("hq");
      texts.forEach(all::line);
      atOnce.take(all);
      for (String text : texts) { // as a file that grows is imported
        inParts.take(new Saved("hq").line(text));
      }

      assertThat(covered(atOnce)).isEqualTo(wanted);
      assertThat(covered(inParts)).isEqualTo(wanted);
      atOnce.take(all);
      assertThat(covered(atOnce)).as("taken again").isEqualTo(wanted);
    }
  }

  private Book book(String name) throws IOException {
    return new Book(Files.createDirectory(folder.resolve(name)));
  }

  private static String line(String begun, List<String> words) {
    String kind = words.get(0);
    String at = words.get(2);
    String last = words.get(words.size() - 1);
    String run =
        "\"id\":\"%s\",\"days\":[%s]".formatted(words.get(1), days(begun, at, last))
            + (last.equals("left_aside") ? ",\"left_aside\":{\"by\":[\"filter\"]}" : "")
            + (kind.equals("run")
                ? ",\"first_packet\":\"%s\",\"last_packet\":\"%s\"".formatted(time(begun), time(at))
                : "");
    String own =
        switch (kind) {
          case "stats" -> "\"run\":{" + run + "},\"stats\":{\"packets\":1}";
          case "run" -> "\"run\":{" + run + "}";
          default -> "\"run\":{\"id\":\"" + words.get(1) + "\",\"interfaces\":[\"eth0\"]}";
        };
    return ("{\"@timestamp\":\"%s\",\"event\":{\"dataset\":\"tlsfloor.%s\",\"start\":\"%s\",\"end\":\"%s\"},"
            + "\"observer\":{\"name\":\"hq\"},\"tlsfloor\":{"
            + own
            + "}}")
        .formatted(time(at), kind, time(begun), time(at));
  }

  /** Of a thousand connections and packets each. */
  private static String days(String begun, String at, String loss) {
    List<String> days = new ArrayList<>();
    for (int day = begun.charAt(0) - '0'; day <= at.charAt(0) - '0'; day++) {
      int from = begun.charAt(0) - '0' == day ? minute(begun) : 0;
      int to = at.charAt(0) - '0' == day ? minute(at) : 1440;
      String lost = loss.startsWith(day + ":lost=") ? loss.substring(7) : "0";
      String dropped = loss.startsWith(day + ":dropped=") ? loss.substring(10) : "0";
      days.add(
          "{\"day\":\"%s\",\"watched_seconds\":%d,\"connections\":1000,\"lost\":%s,\"packets\":1000,\"dropped\":%s}"
              .formatted(Saved.day(day), 60 * (to - from), lost, dropped));
    }
    return String.join(",", days);
  }

  private static int minute(String time) {
    return 60 * Integer.parseInt(time, 2, 4, 10) + Integer.parseInt(time, 5, 7, 10);
  }

  private static String time(String text) {
    int day = Character.digit(text.charAt(0), 10);
    return Saved.day(day) + text.substring(1) + ":00.000000000Z";
  }

  private static Set<Integer> covered(Book book) throws IOException {
    int first = Times.day(LocalDate.parse(Saved.day(0)));
    SiteCoverage coverage = book.status(Saved.day(30)).coverage();
    Set<Integer> days = new TreeSet<>();
    for (int day = first; day < first + 30; day++) {
      if (coverage.isCovered(day)) {
        days.add(day - first);
      }
    }
    return days;
  }
}
