package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command counts the clients of one capture the same way, devices with two addresses once.
 */
class OneCountTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CAPTURE = "samples/office-hour/capture.pcapng";
  private static final String ANSWER = "5 of 51 clients";

  @TempDir Path folder;

  @Test
  void allCommandsCountTheSame() throws Exception {
    List<String> lines = Cli.run("scan", "--format", "jsonl", CAPTURE).lines();
    Path saved = folder.resolve("hour.jsonl");
    Files.write(saved, lines);
    JsonNode run = JSON.readTree(lines.get(lines.size() - 1)).at("/tlsfloor/run");

    assertThat(run.get("clients").asLong()).isEqualTo(51);
    assertThat(Cli.run("scan", CAPTURE).out()).contains(ANSWER);
    assertThat(Cli.run("report", "-o", "-", CAPTURE).out()).contains(ANSWER);
    assertThat(Cli.run("report", "-o", "-", saved.toString()).out()).contains(ANSWER);
    assertThat(Cli.run("diff", saved.toString(), saved.toString()).out())
        .contains("BEFORE " + saved + " · 51 clients");
  }

  /** Below is a property of a connection; the lines of clients add it up. */
  @Test
  void whoIsBelowIsInTheLinesOfClients() throws Exception {
    long below = 0;
    for (String line : Cli.run("scan", "--format", "jsonl", CAPTURE).lines()) {
      JsonNode client = JSON.readTree(line).at("/tlsfloor/client");
      below += client.path("below").asLong() > 0 ? 1 : 0;
    }

    assertThat(below).isEqualTo(5);
  }
}
