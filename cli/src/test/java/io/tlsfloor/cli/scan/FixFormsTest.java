package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.report.form.jsonl.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --group fix}, in each form that has a place for it, of one and the same capture. */
class FixFormsTest {
  private static final String HOUR = "samples/office-hour/capture.pcapng";

  private static Said scan(String... words) {
    List<String> all = new ArrayList<>(List.of("scan", "--group", "fix"));
    all.addAll(List.of(words));
    all.add(HOUR);
    return Cli.run(all.toArray(String[]::new));
  }

  private static String last(List<String> lines) {
    return lines.get(lines.size() - 1);
  }

  private static JsonNode fixes() throws Exception {
    JsonNode run = new ObjectMapper().readTree(last(scan("--format=jsonl").lines()));
    Schema.holds(run);
    return run.at("/tlsfloor/run/fixes");
  }

  @Test
  void theRunLineNamesTheChangesAndTheirClients() throws Exception {
    JsonNode fixes = fixes();
    TreeSet<String> below = new TreeSet<>();
    for (JsonNode fix : fixes) {
      if (fix.get("below_floor").asBoolean()) {
        fix.get("clients").forEach(client -> below.add(client.asText()));
      }
    }

    assertThat(fixes).hasSize(11);
    assertThat(fixes.get(0).at("/fares/proxied").asLong()).isEqualTo(1);
    assertThat(below).hasSize(5); // as the headline says
    assertThat(scan().out()).contains("5 of 51 clients");
  }

  @Test
  void aSpreadsheetHasALineForEachOfThem() throws Exception {
    List<String> lines = scan("--format=csv").lines();
    JsonNode fixes = fixes();

    assertThat(lines).hasSize(1 + fixes.size());
    assertThat(lines.get(0)).startsWith("\"fix\",\"severity\",\"clients\",\"what_to_do\"");
    for (int i = 0; i < fixes.size(); i++) {
      assertThat(lines.get(1 + i))
          .contains('"' + fixes.get(i).at("/remedy/text").asText() + '"')
          .contains(fixes.get(i).get("clients").get(0).asText());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lines", "cef"})
  void aFormWithoutAPlaceForThemSaysWhichHaveOne(String form) {
    Said said = scan("--format", form);

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err())
        .contains("--group fix has no place in the form " + form)
        .contains("It fits table, jsonl, csv.");
  }

  @Test
  void anotherOutputMayHaveThePlace() {
    assertThat(scan("--format=lines", "--write=csv=/dev/null").code()).isEqualTo(ExitCode.FLAGGED);
  }

  @Test
  void anArchiveTakesItAsAScanDoes() {
    Said said = Cli.run("archive", "--submit", "--group", "fix", "--top", "5", "hdfs:///captures/");

    assertThat(said.out()).contains(" --top 5 --group fix hdfs:///captures/");
  }
}
