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
import java.nio.charset.StandardCharsets;
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

  /** What comes next stands in one line where it fits. */
  private static String inOneLine(String table) {
    return table.replace(" · ", " ").replaceAll("\\s+", " ");
  }
}
