package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.Lines;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.report.form.jsonl.Schema;
import io.tlsfloor.report.saved.Rewritten;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every sample gives exactly its expected lines. A new folder under {@code samples/} is a new test.
 * {@code -Dupdate} writes the expected files again: review the difference like code.
 */
class SamplesTest {
  private static final boolean UPDATE = System.getProperty("update") != null;

  @TestFactory
  Stream<DynamicTest> givesTheExpectedLines() {
    assertThat(Sample.all()).as("samples with a capture").hasSizeGreaterThanOrEqualTo(10);
    return Sample.each(SamplesTest::check);
  }

  private static void check(Sample sample) throws IOException {
    Said said = sample.lines();
    assertThat(said.code()).isIn(ExitCode.CLEAN, ExitCode.FLAGGED, ExitCode.LOSS);
    List<String> lines = new ArrayList<>();
    for (String text : said.lines()) {
      JsonNode line = Lines.json(text);
      Schema.holds(line);
      assertThat(Rewritten.line(text)).isEqualTo(text);
      lines.add(withoutTheRun((ObjectNode) line).toString());
    }
    saysWhetherItIsComplete(said.run(), said.code());
    Path expected = sample.file("expected.jsonl");
    if (UPDATE) {
      Files.write(expected, lines, StandardCharsets.UTF_8);
      return;
    }
    assertThat(expected).as("expected lines: write them with -Dupdate, and review them").exists();
    List<String> wanted = Files.readAllLines(expected);
    for (int i = 0; i < Math.min(lines.size(), wanted.size()); i++) {
      assertThat(lines.get(i)).as("line %d of %s", i + 1, expected).isEqualTo(wanted.get(i));
    }
    assertThat(lines).as("lines of %s", expected).hasSameSizeAs(wanted);
  }

  /** As the exit code does, and also where something was flagged. */
  private static void saysWhetherItIsComplete(JsonNode run, ExitCode code) {
    boolean complete = run.get("complete").asBoolean();
    if (code != ExitCode.FLAGGED) {
      assertThat(complete).isEqualTo(code == ExitCode.CLEAN);
    }
    assertThat(run.path("could_hide").isEmpty()).isEqualTo(complete);
    for (JsonNode loss : run.path("could_hide")) {
      assertThat(run.get("coverage").get(loss.asText()).asLong()).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({"tls10, true", "office-hour, true", "one-sided-client, false"})
  void aRunThatFlaggedSomethingMayBeCompleteOrNot(String sample, boolean complete) {
    Said said = Sample.of(sample).scan("--format", "jsonl");

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(said.run().get("complete").asBoolean()).isEqualTo(complete);
  }

  /** Leaves out what differs from run to run, and what a new version or endpoint list changes. */
  private static ObjectNode withoutTheRun(ObjectNode line) {
    line.remove("observer");
    if (Lines.is(line, "run")) {
      line.remove("@timestamp");
      ((ObjectNode) line.get("event")).remove(List.of("start", "end", "duration"));
      ((ObjectNode) line.at("/tlsfloor/run")).remove("catalogue");
    }
    return line;
  }
}
