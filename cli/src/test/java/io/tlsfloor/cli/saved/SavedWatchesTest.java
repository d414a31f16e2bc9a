package io.tlsfloor.cli.saved;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.form.table.TableOptions;
import io.tlsfloor.report.form.table.TableReport;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.saved.SavedLines;
import io.tlsfloor.report.saved.SavedReader;
import io.tlsfloor.rules.Policy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Watches whose lines are read later: beginnings are paired with ends, over files and restarts. */
class SavedWatchesTest {
  private static final String DAY = "2026-11-25T";

  private static String line(String dataset, String id, String begun, String at, String run) {
    return """
        {"@timestamp":"%s","ecs":{"version":"8.11.0"},"event":{"dataset":"%s","start":"%s","end":"%s",\
        "duration":1},"tlsfloor":{"run":{"id":"%s"%s}}}
        """
        .formatted(DAY + at, dataset, DAY + begun, DAY + at, id, run);
  }

  private static String start(String id, String at) {
    return line("tlsfloor.start", id, at, at, ",\"interfaces\":[\"eth0\"],\"options\":[]");
  }

  /** Of an hour: a line every ten minutes. */
  private static String stats(String id, String begun, String at) {
    StringBuilder hour = new StringBuilder();
    for (int minutes = 50; minutes >= 0; minutes -= 10) {
      Instant time = Instant.parse(DAY + at).minusSeconds(60L * minutes);
      if (time.isAfter(Instant.parse(DAY + begun))) {
        hour.append(stat(id, begun, time.toString().substring(DAY.length())));
      }
    }
    return hour.toString();
  }

  private static String stat(String id, String begun, String at) {
    return line("tlsfloor.stats", id, begun, at, "")
        .replace(
            "\"duration\":1",
            "\"duration\":"
                + Duration.between(Instant.parse(DAY + begun), Instant.parse(DAY + at)).toNanos());
  }

  private static String lost(String id, String begun, String at, int dropped) {
    return stats(id, begun, at)
        .replace(
            "}}}\n",
            "},\"stats\":{\"packets\":1,\"kernel_drops\":"
                + dropped
                + ",\"interfaces\":[{\"name\":\"eth0\"}]}}}\n");
  }

  /** After an hour of signs, or what there is of one. */
  private static String run(String id, String begun, String at) {
    return stats(id, begun, at) + end(id, begun, at);
  }

  private static String end(String id, String begun, String at) {
    return line("tlsfloor.run", id, begun, at, ",\"inputs\":[],\"coverage\":{}")
        .replace(
            "\"duration\":1",
            "\"duration\":"
                + Duration.between(Instant.parse(DAY + begun), Instant.parse(DAY + at)).toNanos());
  }

  /** Shows what could hide a finding in files with these lines. */
  private static List<String> missed(String... files) throws IOException {
    return read(files).missed().hiding();
  }

  private static Run read(String... files) throws IOException {
    SavedLines saved =
        new SavedLines(
            new TableReport(
                new Collected(),
                new TableOptions(Policy.standard(), 120, false, true, false, true, List.of())),
            Cli.TODAY,
            Map.of());
    for (String lines : files) {
      new SavedReader(saved)
          .read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), "results");
    }
    return saved.finish();
  }

  @Test
  void aWatchThatBeganAndEndedIsComplete() throws IOException {
    String lines =
        start("a1", "08:00:00Z")
            + stats("a1", "08:00:00Z", "09:00:00Z")
            + run("a1", "08:00:00Z", "09:30:00Z");

    assertThat(missed(lines)).isEmpty();
  }

  @Test
  void aRotatedSetOfOneWatchIsCompleteInWhateverOrderItIsGiven() throws IOException {
    String first = start("a1", "08:00:00Z");
    String second = stats("a1", "08:00:00Z", "09:00:00Z");
    String third = stats("a1", "08:00:00Z", "10:00:00Z") + run("a1", "08:00:00Z", "10:30:00Z");

    assertThat(missed(first, second, third)).isEmpty();
    assertThat(missed(third, first, second)).isEmpty();
  }

  @Test
  void watchesThatWereKilledAreNamedWithTheirLastSign() throws IOException {
    String lines =
        start("a1", "08:00:00Z")
            + stats("a1", "08:00:00Z", "09:00:00Z")
            + start("a2", "09:00:00Z")
            + start("a3", "09:00:00Z")
            + run("a3", "09:00:00Z", "10:00:00Z");

    assertThat(missed(lines))
        .containsExactly(
            "2 watches have no end: what they could not see is not known"
                + " (after 2026-11-25T09:00:00.000000000Z, after 2026-11-25T09:00:00.000000000Z)");
  }

  @Test
  void lossesThatAKilledWatchHadCountedAreAddedUp() throws IOException {
    String lines =
        start("a1", "08:00:00Z")
            + lost("a1", "08:00:00Z", "09:00:00Z", 3)
            + lost("a1", "08:00:00Z", "10:00:00Z", 7) // since it began
            + start("a2", "10:00:00Z")
            + lost("a2", "10:00:00Z", "11:00:00Z", 5)
            + start("a3", "11:00:00Z")
            + lost("a3", "11:00:00Z", "12:00:00Z", 90)
            + line(
                "tlsfloor.run",
                "a3",
                "11:00:00Z",
                "12:30:00Z",
                ",\"inputs\":[],\"packets\":50,\"coverage\":{\"kernel_drops\":100}");

    assertThat(missed(lines)).contains("112 packets dropped by the kernel");
    assertThat(read(lines).read().packets()).isEqualTo(52);
  }

  @Test
  void theTimeBetweenTwoWatchesIsNamed() throws IOException {
    String lines =
        start("a1", "08:00:00Z")
            + run("a1", "08:00:00Z", "09:00:00Z")
            + start("a2", "09:10:00Z")
            + run("a2", "09:10:00Z", "10:00:00Z");

    assertThat(missed(lines))
        .containsExactly(
            "600 seconds in which no watch ran"
                + " (2026-11-25T09:00:00.000000000Z to 2026-11-25T09:10:00.000000000Z)");
    assertThat(read(lines).missed().count(LossKind.UNWATCHED_SECONDS)).isEqualTo(600);
  }

  @Test
  void watchesOfDifferentInterfacesLeaveNoGapBetweenThem() throws IOException {
    String other = start("b1", "12:00:00Z").replace("eth0", "eth1");
    String lines =
        start("a1", "08:00:00Z")
            + run("a1", "08:00:00Z", "09:00:00Z")
            + other
            + run("b1", "12:00:00Z", "13:00:00Z");

    assertThat(missed(lines)).isEmpty();
  }

  /** Interfaces stand in the statistics, too: the first file may be deleted by then. */
  @Test
  void theTimeAfterAWatchWhoseBeginningIsMissingIsNamed() throws IOException {
    String lines =
        stat("a1", "08:00:00Z", "09:00:00Z")
                .replace("}}}\n", "},\"stats\":{\"interfaces\":[{\"name\":\"eth0\"}]}}}\n")
            + run("a1", "08:00:00Z", "09:30:00Z")
            + start("a2", "09:40:00Z")
            + run("a2", "09:40:00Z", "10:00:00Z");

    assertThat(missed(lines))
        .containsExactlyInAnyOrder(
            "600 seconds in which no watch ran"
                + " (2026-11-25T09:30:00.000000000Z to 2026-11-25T09:40:00.000000000Z)",
            "2,400 seconds of which a watch left no line: a file is missing, or the clock was set"
                + " (2026-11-25T08:00:00.000000000Z to 2026-11-25T08:40:00.000000000Z)");
  }

  @Test
  void aFileThatIsMissingFromARotatedSetIsNamed() throws IOException {
    String first = start("a1", "08:00:00Z") + stats("a1", "08:00:00Z", "09:00:00Z");
    String second = stats("a1", "08:00:00Z", "10:00:00Z") + stats("a1", "08:00:00Z", "11:00:00Z");
    String third = stats("a1", "08:00:00Z", "12:00:00Z") + run("a1", "08:00:00Z", "12:30:00Z");

    assertThat(missed(third, second, first)).isEmpty();
    assertThat(missed(first, third))
        .containsExactly(
            "7,800 seconds of which a watch left no line: a file is missing, or the clock was set"
                + " (2026-11-25T09:00:00.000000000Z to 2026-11-25T11:10:00.000000000Z)");
  }

  @Test
  void aWatchThatWasKilledCountsToItsLastWord() throws IOException {
    String floor = ",\"floor\":\"TLS 1.3\"";
    String stats =
        "},\"stats\":{\"packets\":1,\"days\":[{\"day\":\"2026-11-25\",\"watched_seconds\":%d,"
            + "\"connections\":8,\"lost\":1,\"packets\":90,\"dropped\":2}]}}}\n";
    String first = line("tlsfloor.stats", "a1", "08:00:00Z", "08:10:00Z", floor);
    String last =
        line("tlsfloor.stats", "a1", "08:00:00Z", "08:20:00Z", floor)
            .replace("\"duration\":1", "\"duration\":2");
    String lines =
        start("a1", "08:00:00Z")
            + first.replace("}}}\n", stats.formatted(600))
            + last.replace("}}}\n", stats.formatted(1200));

    Run run = read(lines);

    assertThat(run.read().days())
        .containsExactly(
            new Run.Day((int) LocalDate.parse("2026-11-25").toEpochDay(), 1200, 8, 1, 90, 2));
    assertThat(run.terms().floor()).isEqualTo(TlsVersion.TLS_1_3);
    assertThat(read(lines, start("a2", "08:20:00Z") + run("a2", "08:20:00Z", "08:30:00Z")).read())
        .isEqualTo(run.read());
  }

  @Test
  void linesThatCouldNotBeWrittenAreMissed() throws IOException {
    String lines =
        start("a1", "08:00:00Z")
            + line(
                "tlsfloor.run",
                "a1",
                "08:00:00Z",
                "08:30:00Z",
                ",\"inputs\":[],\"coverage\":{\"lost_lines\":5}");

    assertThat(missed(lines)).containsExactly("5 lines not written");
  }

  /**
   * Reads lines as a machine that lost its power leaves them; some file systems put zeros there.
   */
  @Test
  void linesThatAreTornAreCountedAndTheOthersRead() throws IOException {
    String half = stats("a1", "08:00:00Z", "08:20:00Z").substring(0, 70);
    String lines =
        start("a1", "08:00:00Z")
            + half
            + "\n"
            + half
            + stats("a1", "08:00:00Z", "08:25:00Z")
            + "\0\0\0\0\n{\"@ti\n"
            + run("a1", "08:00:00Z", "08:30:00Z");

    assertThat(missed(lines)).containsExactly("4 lines are torn: what they said is not known");
    assertThat(missed(start("a1", "08:00:00Z"), half))
        .contains("1 line is torn: what it said is not known");
  }

  private static String client(String id, String at) {
    return """
        {"@timestamp":"%1$s","event":{"dataset":"tlsfloor.client","start":"%1$s","end":"%1$s"},\
        "source":{"ip":"10.0.0.1"},"tlsfloor":{"run":{"id":"%2$s"},"part":%3$s,"from":"%1$s","to":"%1$s",\
        "client":{"connections":1,"flagged":0}}}
        """
        .formatted(DAY + at, id, at.substring(4, 5));
  }

  /** A burst of results fills several files, and no line of statistics comes between them. */
  @Test
  void filesWithNothingButResultsOfAWatchAreComplete() throws IOException {
    String first = start("a1", "08:00:00Z") + client("a1", "08:01:00Z");
    String second = client("a1", "08:02:00Z");
    String third = client("a1", "08:03:00Z") + run("a1", "08:00:00Z", "08:30:00Z");

    assertThat(missed(first, second, third)).isEmpty();
    assertThat(missed(second, third, first)).isEmpty();
  }

  @Test
  void resultsAloneAreOfAWatchWithoutBeginningAndEnd() throws IOException {
    assertThat(missed(client("a1", "08:01:00Z") + client("a1", "08:02:00Z")))
        .containsExactly(
            "1 watch has no end: what it could not see is not known"
                + " (after 2026-11-25T08:02:00.000000000Z)",
            "60 seconds of which a watch left no line: a file is missing, or the clock was set"
                + " (2026-11-25T08:01:00.000000000Z to 2026-11-25T08:02:00.000000000Z)");
  }

  /** How long it ran by then stands in each line. */
  @ParameterizedTest
  @ValueSource(strings = {"05", "23"})
  void aClockThatIsSetLeavesNoGap(String hour) throws IOException {
    String lines =
        start("a1", "08:00:00Z")
            + ran(stat("a1", "08:00:00Z", hour + ":00:00Z"), 1)
            + ran(stat("a1", "08:00:00Z", hour + ":59:59Z"), 2)
            + ran(stat("a1", "08:00:00Z", "08:29:59Z"), 3)
            + end("a1", "08:00:00Z", "08:40:00Z");

    assertThat(missed(lines)).isEmpty();
  }

  private static String ran(String stats, int tens) {
    return stats.replaceFirst("\"duration\":-?[0-9]+", "\"duration\":" + tens * 600_000_000_000L);
  }

  /**
   * Reads files as logrotate leaves them: compressed, the newest first by name, and empty for now.
   */
  @Test
  void filesThatOthersRotatedAreReadInOrder(@TempDir Path folder) throws Exception {
    String now = write(folder, "f.jsonl", run("a1", "08:00:00Z", "09:30:00Z"));
    String older = folder.resolve("f.jsonl.2.gz").toString();
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(older)))) {
      out.write(start("a1", "08:00:00Z").getBytes(StandardCharsets.UTF_8));
    }
    String old = write(folder, "f.jsonl.1", stats("a1", "08:00:00Z", "09:00:00Z"));
    String empty = write(folder, "g.jsonl", "");

    assertThat(SavedReader.inOrder(List.of("-", now, old, empty, older)))
        .containsExactly("-", older, old, empty, now);
    assertThat(SavedReader.looksSaved(older)).isTrue();
    String page = folder.resolve("page.html").toString();
    assertThat(Cli.run("report", "-q", "-o", page, now, old, empty, older).err()).isEmpty();
    assertThat(Path.of(page)).content().contains("Coverage: no packets, so that nothing is");
    String inventory = folder.resolve("inventory.db").toString();
    assertThat(
            Cli.run("inventory", "import", now, old, empty, older, "--inventory", inventory).err())
        .isEmpty();
  }

  private static String write(Path folder, String name, String lines) throws IOException {
    return Files.writeString(folder.resolve(name), lines).toString();
  }
}
