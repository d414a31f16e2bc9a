package io.tlsfloor.cli.saved;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.report.form.table.TableOptions;
import io.tlsfloor.report.form.table.TableReport;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.saved.SavedLines;
import io.tlsfloor.report.saved.SavedReader;
import io.tlsfloor.rules.Policy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is told of saved results is what was told of the captures. */
class SavedLinesTest {
  private static TableReport table(Collected out, String input) {
    return new TableReport(
        out, new TableOptions(Policy.standard(), 120, false, true, false, true, List.of(input)));
  }

  private static String replayed(String lines, String input) throws Exception {
    Collected out = new Collected();
    SavedLines saved = new SavedLines(table(out, input), Cli.TODAY, Map.of());
    new SavedReader(saved)
        .read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), "results");
    saved.finish();
    return out.text();
  }

  @TestFactory
  Stream<DynamicTest> giveTheSameTableAsTheCaptures() {
    return Sample.each(SavedLinesTest::same);
  }

  private static void same(Sample sample) throws Exception {
    String name = sample.capture().toString();
    String table = new Cli().environment("COLUMNS", "120").with("scan", "--all", "-v", name).out();

    assertThat(Cli.layout(replayed(sample.lines().out(), name))).isEqualTo(Cli.layout(table));
  }

  private static String lines(String... arguments) {
    List<String> all = new ArrayList<>(List.of("scan", "--format", "jsonl"));
    all.addAll(List.of(arguments));
    return Cli.run(all.toArray(String[]::new)).out();
  }

  @Test
  void aWatchWithoutAnEndGivenTwiceCountsItsClientsOnce() throws Exception {
    String lines = lines("samples/tls10");
    String unfinished = line(lines, "tlsfloor.connection") + line(lines, "tlsfloor.client");

    assertThat(tables(unfinished + line(lines, "tlsfloor.run"))).contains(" 1 connection");
    Path first = Files.createTempFile("first", ".jsonl");
    Path second = Files.createTempFile("second", ".jsonl");
    try {
      Files.writeString(first, unfinished);
      Files.writeString(second, unfinished);
      String page = Cli.run("report", "-o", "-", first.toString(), second.toString()).out();
      assertThat(page).contains("1 of 1 client that speaks");
    } finally {
      Files.delete(first);
      Files.delete(second);
    }
  }

  @Test
  void ofANarrowedRunAreAsCompleteAsItWas() throws Exception {
    String capture = "samples/office-hour/capture.pcapng";
    List<String> narrowed = List.of("scan", "--client", "10.20.3.41", "--all");
    List<String> args = new ArrayList<>(narrowed);
    args.addAll(List.of("-v", capture));
    String table = new Cli().environment("COLUMNS", "120").with(args.toArray(String[]::new)).out();
    args = new ArrayList<>(narrowed);
    args.addAll(List.of("--format", "jsonl", capture));
    String lines = Cli.run(args.toArray(String[]::new)).out();

    assertThat(lines).contains("\"left_aside\":{");
    assertThat(table)
        .contains("left out by --client")
        .containsPattern("Coverage: (no packets|nothing) lost");
    String typed = "--client 10.20.3.41 "; // which no line tells
    assertThat(table).contains("report " + typed);
    assertThat(inOneLine(replayed(lines, capture)))
        .isEqualTo(inOneLine(table.replace("report " + typed, "report ")));
  }

  @Test
  void partsOfARunAddUpAndTheSamePartCountsOnce() throws Exception {
    String lines = lines("samples/tls10");
    String client = line(lines, "tlsfloor.client");
    String run = line(lines, "tlsfloor.run");
    String next = client.replace("\"part\":0", "\"part\":1");

    assertThat(tables(client + next + run)).contains(" 2 connections");
    assertThat(tables(next + client + next + run)).contains(" 2 connections");
    assertThat(tables(client + client + run)).contains(" 1 connection");
  }

  private static String line(String lines, String dataset) {
    return lines
        .lines()
        .filter(each -> each.contains("\"dataset\":\"" + dataset + "\""))
        .findFirst()
        .orElseThrow()
        .concat("\n");
  }

  /** Shows what diff says of the lines: the one form that shows a client's connections. */
  private static String tables(String lines) throws IOException {
    Path file = Files.createTempFile("lines", ".jsonl");
    try {
      Files.writeString(file, lines);
      return Cli.run("diff", file.toString(), file.toString()).out();
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void withoutARunLineAreNeverComplete() throws Exception {
    String lines =
        Cli.run("scan", "--format", "jsonl", "samples/tls12/capture.pcapng")
            .out()
            .lines()
            .filter(line -> !line.contains("tlsfloor.run"))
            .reduce("", (a, b) -> a + b + "\n");

    assertThat(replayed(lines, "results"))
        .contains("Coverage: not complete")
        .contains("without a run line");
  }

  /** What comes next stands in one line where it fits. */
  private static String inOneLine(String table) {
    return table.replace(" · ", " ").replaceAll("\\s+", " ");
  }
}
