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

/**
 * Tests what watches covered, by the lines that they write at the beginning, each hour and at the
 * end.
 */
class WatchedDaysTest {
  @TempDir Path folder;

  /**
   * Lines as kind, watch, day and time, and a count; the days that they cover. Hours are a line of
   * statistics each hour until then.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a clean watch                       | start a 0T06:00; hours a 0T13:00; run a 0T14:00                             | 0
          killed, to its last sign            | start a 0T06:00; hours a 0T13:00; stats a 0T14:00                           | 0
          killed, and nothing after that      | start a 0T06:00; hours a 0T13:00; stats a 0T13:59                           |
          two watches and a gap               | start a 0T06:00; hours a 0T10:00; start b 0T13:00; hours b 0T16:00;         \
                                                run b 0T17:00                                                               | 0
          the gap is not covered              | start a 0T06:00; hours a 0T10:00; start b 0T13:00; hours b 0T16:00;         \
                                                run b 0T16:59                                                               |
          a missing file of a rotated set     | start a 0T00:00; hours a 0T04:00; stats a 0T08:00; hours a 0T10:00;         \
                                                stats a 0T10:30                                                               |
          the others are covered              | start a 0T00:00; hours a 0T04:00; stats a 0T08:00; hours a 0T11:00;         \
                                                stats a 0T11:30                                                               | 0
          dropped on one of three days        | start a 0T00:00; hours a 0T23:00; stats a 1T00:00;                          \
                                                hours a 1T23:00 kernel_drops=5; stats a 2T00:00 kernel_drops=5;             \
                                                hours a 2T19:00 kernel_drops=5; stats a 2T20:00 kernel_drops=5                | 0 2
          dropped in the last hour            | start a 0T00:00; hours a 0T23:00; stats a 1T00:00; hours a 1T19:00;         \
                                                stats a 1T20:00 blind_seconds=2                                               | 0 1
          lines lost on one of two days       | start a 0T00:00; hours a 0T23:00; stats a 1T00:00;                          \
                                                hours a 1T19:00 lost_lines=1; stats a 1T20:00 lost_lines=1                    | 0
          narrowed                            | start a 0T00:00; hours a 0T20:00 left_aside=1                               |
          a part of a rotated set             | stats a 0T08:00; hours a 0T16:00                                            | 0
          and nothing before it               | stats a 0T08:00; hours a 0T14:00                                            |
          """)
  void areTheDaysThatTheirSignsSpan(String what, String lines, String days) throws IOException {
    Set<Integer> wanted = new TreeSet<>();
    for (String day : days == null ? new String[0] : days.split(" ")) {
      wanted.add(Integer.parseInt(day));
    }
    List<String> texts = new ArrayList<>();
    Map<String, String> begun = new HashMap<>();
    String last = "";
    for (String line : lines.split(";")) {
      String[] words = line.strip().split(" +");
      begun.putIfAbsent(words[1], words[0].equals("start") ? words[2] : "0T00:00");
      String own = begun.get(words[1]);
      if (words[0].equals("hours")) {
        int until = hour(words[2]);
        for (int hour = hour(last) + 1; hour <= until; hour++) {
          words[0] = "stats";
          words[2] = "%sT%02d:00".formatted(words[2].charAt(0), hour);
          texts.add(line(time(own), words));
        }
      } else if (words[0].equals("run")) {
        String from = time(own).replace(".000000000", "");
        String to = time(words[2]).replace(".000000000", "");
        texts.add(new Saved("hq").runWith(from, to, words[1], "").text().strip());
      } else {
        texts.add(line(time(own), words));
      }
      last = words[2];
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

  private static int hour(String time) {
    return Integer.parseInt(time, 2, 4, 10);
  }

  private Book book(String name) throws IOException {
    return new Book(Files.createDirectory(folder.resolve(name)));
  }

  private static String line(String begun, String... words) {
    String[] loss = words.length < 4 ? new String[] {"", "0"} : words[3].split("=");
    String time = time(words[2]);
    String count = "\"" + loss[0] + "\":" + loss[1];
    String narrowed = loss[0].equals("left_aside") ? ",\"left_aside\":{\"by\":[\"filter\"]}" : "";
    String own =
        switch (words[0]) {
          case "stats" -> "\"run\":{\"id\":\"%s\"" + narrowed + "},\"stats\":{" + count + "}";
          default -> "\"run\":{\"id\":\"%s\",\"interfaces\":[\"eth0\"]}";
        };
    return ("{\"@timestamp\":\"%s\",\"event\":{\"dataset\":\"tlsfloor.%s\",\"start\":\"%s\",\"end\":\"%s\"},"
            + "\"observer\":{\"name\":\"hq\"},\"tlsfloor\":{"
            + own
            + "}}")
        .formatted(time, words[0], begun, time, words[1]);
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
