package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reports on ranges of days that overlap, of one sender, by the days of a month: {@code 1-7:50L} is
 * a report on the first week that counts 50 messages at TLS 1.0, {@code G} at TLS 1.2.
 */
class ReportRangesTest {
  private static final String RANGES =
      """
      weeks that follow each other            | 1-7:50L 8-14:50L                        | below      | 100
      a day in common                         | 1-7:50L 7-13:60L                        | below      | 60
      three, each with the next               | 1-7:50L 5-11:60L 9-15:50L               | below      | 100
      weeks and their month                   | 1-7:9L 8-14:9L 15-21:9L 22-28:9L 1-30:40L | below    | 40
      fixed by weeks after the last low day   | 1-7:50L 8-14:50G 15-21:50G              | fixed      | 150
      good that begins before that day        | 1-7:50L 6-12:50G 7-13:50G               | below      | 50
      good weeks with days in common          | 1-7:50L 8-14:50G 10-16:50G 12-18:50G    | below      | 100
      fixed, and a month that holds the low   | 1-7:50L 8-14:9G 15-21:9G 1-30:90L       | fixed      | 90
      fixed, and low in a week after it       | 1-7:50L 8-14:9G 15-21:9G 22-28:9L       | below back | 77
      """;

  @TempDir private Path folder;

  private List<Path> reports(String ranges) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String range : ranges.split(" ")) {
      String[] parts = range.split("[-:]");
      String messages = parts[2].substring(0, parts[2].length() - 1);
      boolean low = parts[2].endsWith("L");
      files.add(
          Files.writeString(
              folder.resolve("smtpauth " + day(parts[0]) + " " + day(parts[1]) + ".csv"),
              "Sender address,Messages sent,TLS1.0 percentage,TLS1.1 percentage,TLS1.2 percentage\r\n"
                  + "scanner@b.example,%s,%s\r\n"
                      .formatted(messages, low ? "100,0,0" : "0,0,100")));
    }
    return files;
  }

  private static LocalDate day(String of) {
    return LocalDate.of(2026, 9, Integer.parseInt(of));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = RANGES)
  void inAnInventoryInWhateverOrderAndHoweverOften(
      String what, String ranges, String state, long messages) throws IOException {
    holds(0, ranges, state + " " + messages);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = RANGES)
  @TakesLong("two other orders of each row")
  void inAnInventoryInOtherOrders(String what, String ranges, String state, long messages)
      throws IOException {
    holds(1, ranges, state + " " + messages);
    holds(2, ranges, state + " " + messages);
  }

  /** Each is brought by a scan of its own, in a random order, and the first of them again. */
  private void holds(int seed, String ranges, String said) throws IOException {
    List<Path> files = new ArrayList<>(reports(ranges));
    Collections.shuffle(files, new Random(seed));
    files.add(files.get(0));
    String inventory = folder.resolve(seed + ".db").toString();
    for (Path each : files) {
      Cli.run("scan", "--inventory", inventory, each.toString());
    }

    assertThat(account(inventory)).isEqualTo(said);
  }

  /** Of a run that reads all of them, too. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = RANGES)
  void inOneRun(String what, String ranges, String state, long messages) throws IOException {
    String inventory = folder.resolve("inventory.db").toString();
    List<String> scan = new ArrayList<>(List.of("scan", "--inventory", inventory));
    reports(ranges).forEach(each -> scan.add(each.toString()));
    Cli.run(scan.toArray(String[]::new));

    assertThat(account(inventory)).isEqualTo(state + " " + messages);
  }

  private static String account(String inventory) throws IOException {
    JsonNode row = asked(inventory, "clients", "--state", "account", "--format", "jsonl");
    JsonNode client = asked(inventory, "client", "account:scanner@b.example", "--format", "json");
    return row.path("state").asText()
        + (row.path("flags").toString().contains("back") ? " back " : " ")
        + client.path("volume").path("messages").asLong();
  }

  private static JsonNode asked(String inventory, String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of("inventory"));
    all.addAll(List.of(command));
    all.addAll(List.of("--as-of", "2026-09-30", "--inventory", inventory));
    return new ObjectMapper().readTree(Cli.run(all.toArray(String[]::new)).out());
  }

  /** Saved on days of their own, of which the page counts what is below. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1-7:50L 8-14:50L                          | 100
          1-7:50L 7-13:60L                          | 60
          1-7:50L 5-11:60L 9-15:50L                 | 100
          1-7:9L 8-14:9L 15-21:9L 22-28:9L 1-30:40L | 40
          1-7:50L 6-12:50G 7-13:50G                 | 50
          """)
  void inAReportOfSavedLines(String ranges, String low) throws IOException {
    List<String> report = new ArrayList<>();
    for (Path each : reports(ranges)) {
      Path saved = Path.of(each + ".jsonl");
      Files.writeString(saved, Cli.run("scan", "--format", "jsonl", each.toString()).out());
      report.add(saved.toString());
    }
    for (int order = 0; order < 2; order++) {
      Collections.shuffle(report, new Random(order));
      List<String> all = new ArrayList<>(List.of("report", "-o", "-"));
      all.addAll(report);
      all.add(report.get(0));
      String page = Cli.run(all.toArray(String[]::new)).out();

      assertThat(page.substring(page.indexOf("scanner@b.example")))
          .containsPattern("^.{0,400}data-label=\"Times\">" + low + "<");
    }
  }
}
