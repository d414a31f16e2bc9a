package io.tlsfloor.cli.saved;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.report.form.table.TableOptions;
import io.tlsfloor.report.form.table.TableReport;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.report.saved.SavedLines;
import io.tlsfloor.rules.Policy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is told of saved results is what was told of the captures. */
class SavedLinesTest {
  private static TableReport table(ByteArrayOutputStream out, String input) {
    return new TableReport(
        out, new TableOptions(Policy.standard(), 120, false, true, false, true, List.of(input)));
  }

  private static String replayed(String lines, String input) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SavedLines saved = new SavedLines(table(out, input));
    saved.read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), "results");
    saved.end();
    return out.toString(StandardCharsets.UTF_8);
  }

  @TestFactory
  Stream<DynamicTest> giveTheSameTableAsTheCaptures() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("samples"))) {
      List<Path> captures =
          folders
              .sorted()
              .map(folder -> folder.resolve("capture.pcapng"))
              .filter(Files::exists)
              .toList();
      assertThat(captures).hasSizeGreaterThan(10);
      return captures.stream()
          .map(capture -> DynamicTest.dynamicTest(capture.toString(), () -> same(capture)));
    }
  }

  private static void same(Path capture) throws Exception {
    String name = capture.toString();
    String table = new Cli().environment("COLUMNS", "120").with("scan", "--all", "-v", name).out();
    String lines = Cli.run("scan", "--all", "--format", "jsonl", name).out();

    assertThat(replayed(lines, name)).isEqualTo(table);
  }

  @Test
  void ofSeveralRunsAreAddedUp() throws Exception {
    String lines = Cli.run("scan", "--format", "jsonl", "samples/tls10/capture.pcapng").out();
    SavedLines saved = new SavedLines(table(new ByteArrayOutputStream(), "results"));
    for (int run = 0; run < 2; run++) {
      saved.read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), "results");
    }

    RunSummary sum = saved.end();

    assertThat(sum.flagged()).isEqualTo(2);
    assertThat(sum.packets()).isEqualTo(40);
    assertThat(sum.clients()).as("the same client twice").isEqualTo(1);
    assertThat(sum.losses()).isFalse();
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

    assertThat(lines).contains("\"left_aside\":");
    assertThat(table).contains("left aside, as the options say").contains("Coverage: complete");
    assertThat(replayed(lines, capture)).isEqualTo(table);
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
}
