package io.tlsfloor.inventory.intake;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.answer.StatusText;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.testing.Requires;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of a watch, which name it and the part that they count. */
class WatchLinesTest {
  @TempDir Path folder;

  private static Run.Day watched(int number, int hours) {
    return new Run.Day(Times.day(LocalDate.parse(day(number))), hours * 3_600L, 1_000, 0, 1_000, 0);
  }

  private Book book(String name) throws IOException {
    return new Book(Files.createDirectory(folder.resolve(name)));
  }

  private static List<Saved> parts() {
    List<Saved> parts = new ArrayList<>();
    parts.add(
        new Saved("hq").part("w", 0, day(0), "09:00", "09:00", new Client("10.0.0.1").old(1)));
    for (int number = 1; number < 3; number++) {
      int part = 2 * number;
      parts.add(
          new Saved("hq")
              .part("w", part, day(number), "09:00", "09:10", new Client("10.0.0.1").good(1)));
      parts.add(
          new Saved("hq")
              .part("w", part + 1, day(number), "10:00", "10:10", new Client("10.0.0.1").good(2)));
    }
    return parts;
  }

  @Test
  void partsAddUpInAnyOrderAndOnce() throws IOException {
    List<Saved> parts = new ArrayList<>(parts());
    parts.addAll(parts());
    Collections.shuffle(parts, new Random(5));
    try (Book book = new Book(folder)) {
      for (Saved part : parts) {
        book.take(part);
      }

      assertThat(book.states(day(2))).containsExactly("10.0.0.1 fixed"); // by 6 on 2 days
      assertThat(book.states(day(1))).containsExactly("10.0.0.1 below");
    }
  }

  /** A timer imports all files each hour. */
  @Test
  void whatWasTakenBeforeIsNotWorkedOutAgain() throws IOException {
    try (Book book = new Book(folder)) {
      Saved all = new Saved("hq");
      parts().forEach(part -> all.line(part.text().strip()));
      all.stats("w", day(0) + "T08:00:00Z", day(0) + "T10:00:00Z", List.of(watched(0, 2)));
      book.take(all);

      new LinesImport(book.store, "hq").stream(new ByteArrayInputStream(all.bytes()), "again");

      assertThat(
              book.store.<Integer>read(
                  handle ->
                      handle
                          .createQuery("select count(*) from touched")
                          .mapTo(Integer.class)
                          .one()))
          .isZero();
    }
  }

  @Test
  void thePartThatComesAgainTakesThePlaceOfWhatWasFoundInIt() throws IOException {
    try (Book book = new Book(folder)) {
      Client first = new Client("10.0.0.1").old(1).stack("curl").enforced("2026-12-31");
      book.take(new Saved("hq").part("w", 3, day(0), "09:00", "09:10", first));
      Client second = new Client("10.0.0.1").old(1);
      book.take(new Saved("hq").part("w", 3, day(0), "09:00", "09:20", second));

      assertThat(book.rows(day(0)).get(0).faring().wholeText()).isEqualTo("works");
      assertThat(book.rows(day(0)).get(0).stacks()).containsExactly("Java 7 (JSSE)");
    }
  }

  /** What a watch of three days writes, with the line of its run at the end. */
  private static List<String> watch() {
    Saved lines = new Saved("hq");
    int part = 0;
    for (int number = 0; number < 3; number++) {
      for (int hour = 8; hour < 20; hour += 4) {
        String from = "%02d:00".formatted(hour);
        for (int host = 1; host <= 3; host++) {
          Client client = new Client("10.0." + number + "." + host + hour % 8);
          client.remedy("update it").good(1);
          Client does = host == 1 ? client.old(2) : host == 2 ? client.legacyHost(1) : client;
          lines.part("w", part, day(number), from, from, does);
        }
        part++;
        List<Run.Day> days = new ArrayList<>();
        for (int past = 0; past < number; past++) {
          days.add(watched(past, 12));
        }
        days.add(watched(number, hour - 4));
        lines.stats("w", day(0) + "T08:00:00Z", day(number) + "T" + from + ":30Z", days);
      }
    }
    lines.runWith(day(0) + "T08:00:00Z", day(2) + "T20:00:00Z", "w", "");
    return lines.text().lines().toList();
  }

  /** How clients with findings fare, as lines say it. */
  private static Map<String, String> found(List<String> lines) {
    Map<String, String> found = new TreeMap<>();
    for (String line : lines) {
      if (line.contains("tlsfloor.client") && line.contains("-below-floor\"")) {
        found.put(address(line), "works");
      } else if (line.contains("tlsfloor.client") && line.contains("legacy-endpoint")) {
        found.put(address(line), "legacy host");
      }
    }
    return found;
  }

  private static String address(String line) {
    return line.replaceFirst(".*?\"source\":\\{\"ip\":\"([0-9.]+)\".*", "$1");
  }

  private static Map<String, String> known(Book book, String asOf) throws IOException {
    Map<String, String> known = new TreeMap<>();
    book.rows(asOf).stream()
        .filter(row -> row.faring().kind().isWorthARow())
        .forEach(row -> known.put(row.client(), row.faring().wholeText()));
    return known;
  }

  /** Killed at any line, and within one: what was read is there, and no more is said. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void aWatchThatIsCutOffAnywhereCountsForWhatItBrought(int first) throws IOException {
    if (first > 0) {
      Requires.time("cut off at the lines between");
    }
    List<String> lines = watch();
    Random random = new Random(7 + first);
    for (int whole = first; whole <= lines.size(); whole += 5) {
      List<String> read = lines.subList(0, whole);
      String text = String.join("\n", read) + "\n";
      if (whole < lines.size()) {
        text += lines.get(whole).substring(0, random.nextInt(lines.get(whole).length()));
      }
      byte[] cut = text.getBytes(StandardCharsets.UTF_8);
      try (Book book = book("cut" + whole)) {
        LinesImport lineImport = new LinesImport(book.store, "hq");
        lineImport.stream(new ByteArrayInputStream(cut), "cut");

        Map<String, String> found = found(read);
        assertThat(known(book, day(2))).as("cut at line %d", whole).isEqualTo(found);
        String status = new StatusText(book.status(day(2)), 100).text();
        if (!found.isEmpty()) {
          assertThat(status).doesNotContain(" 0 of 0 ");
        }
        if (book.status(day(2)).coverage().coveredDays() == 0) {
          assertThat(status).doesNotContain("Every day was covered");
        }

        String before = book.answers(day(2));
        lineImport.stream(new ByteArrayInputStream(cut), "again");
        assertThat(book.answers(day(2))).isEqualTo(before);
      }
    }
  }

  /** A reload of the policy may change the floor within a day. */
  @Test
  void aWatchThatJudgedByTwoFloorsSaysBoth() throws IOException {
    String low =
        new Saved("hq")
            .part("w", 0, day(0), "09:00", "09:10", new Client("10.0.0.1").old(1))
            .text();
    String high =
        new Saved("hq")
            .part("w", 1, day(0), "10:00", "10:10", new Client("10.0.0.2").old(1))
            .text()
            .replace("\"floor\":\"TLS 1.2\"", "\"floor\":\"TLS 1.3\"");
    try (Book book = new Book(folder)) {
      book.take(new Saved("hq").line(low.strip()).line(high.strip()));

      assertThat(book.status(day(0)).floors().names()).containsExactly("TLS 1.2", "TLS 1.3");
    }
    try (Book book = book("apart")) {
      book.take(new Saved("hq").line(high.strip()));
      book.take(new Saved("hq").line(low.strip()));

      assertThat(new StatusText(book.status(day(0)), 100).text())
          .contains("2 of 2 clients are below the floor that they were judged by (TLS 1.2, TLS");
    }
  }

  @Test
  void linesInAnyOrderAndInAnyPartsSayTheSame() throws IOException {
    List<String> lines = new ArrayList<>(watch());
    Random random = new Random(11);
    String expected;
    try (Book book = book("at once")) {
      Saved all = new Saved("hq");
      lines.forEach(all::line);
      book.take(all);
      expected = book.answers(day(2));
      assertThat(book.status(day(2)).coverage().uncovered()).isEmpty();
    }
    for (int round = 0; round < 2; round++) {
      Collections.shuffle(lines, random);
      try (Book book = book("round" + round)) {
        for (int from = 0; from < lines.size(); ) {
          int to = Math.min(lines.size(), from + 1 + random.nextInt(9));
          Saved some = new Saved("hq");
          lines.subList(from, to).forEach(some::line);
          book.take(some);
          from = to;
        }
        assertThat(book.answers(day(2))).isEqualTo(expected);
      }
    }
  }

  /** Statistics as hours watched of each day so far, at a time. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the latest counts            | 10 2; 12 8     | 0
          in whatever order            | 12 8; 10 2     | 0
          killed before it was enough  | 10 2; 12 7     |
          a day beside it              | 10 9; 12 9 8   | 0 1
          the line of the run counts   | 10 2; run      | 0
          before its statistics, too   | run; 10 2      | 0
          """)
  void aDayIsCoveredByWhatWasSaidLast(String what, String said, String covered) throws IOException {
    Saved lines = new Saved("hq");
    lines.part("w", 0, day(0), "09:00", "09:00", new Client("10.0.0.1").old(1));
    for (String each : said.split("; *")) {
      String[] words = each.strip().split(" ");
      if (words[0].equals("run")) {
        lines.runWith(day(0) + "T08:00:00Z", day(0) + "T20:00:00Z", "w", "");
        continue;
      }
      List<Run.Day> days = new ArrayList<>();
      for (int i = 1; i < words.length; i++) {
        days.add(watched(i - 1, Integer.parseInt(words[i])));
      }
      lines.stats("w", day(0) + "T08:00:00Z", day(1) + "T" + words[0] + ":00:00Z", days);
    }
    try (Book book = new Book(folder)) {
      book.take(lines);

      List<String> known = new ArrayList<>();
      for (int number = 0; number < 3; number++) {
        if (book.status(day(5)).coverage().isCovered(watched(number, 0).day())) {
          known.add(String.valueOf(number));
        }
      }
      assertThat(String.join(" ", known)).isEqualTo(covered == null ? "" : covered);
    }
  }
}
