package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.report.form.cef.CefReport;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** liblognorm, rsyslog's parser, reads our Common Event Format as it was meant. */
class CefReadBackTest {
  private static final List<String> NAMES =
      List.of(
          "smtp.office365.com",
          "a|b=c\\d cs1=x",
          "ends with a backslash \\",
          "=",
          "a\nb\r\nCEF:0|x|x|x|x|x|x|",
          "\u001b[31m\u202e",
          "a src=10.0.0.1 msg=x");

  @TempDir private Path folder;

  @BeforeAll
  static void needsLiblognorm() {
    Requires.tools("lognormalizer");
  }

  private List<JsonNode> readBack(String cef) throws IOException, InterruptedException {
    Path rules = Files.writeString(folder.resolve("cef.rb"), "version=2\nrule=:%event:cef%\n");
    Path in = Files.writeString(folder.resolve("in.cef"), cef);
    Path out = folder.resolve("out.jsonl");
    Process reader =
        new ProcessBuilder("lognormalizer", "-r", rules.toString(), "-e", "json")
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .start();
    assertThat(reader.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(reader.exitValue()).isZero();
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      JsonNode read = new ObjectMapper().readTree(line);
      assertThat(read.has("event")).as("read: %s", line).isTrue();
      events.add(read.get("event"));
    }
    return events;
  }

  @Test
  void namesComeBackAsTheyAreShown() throws Exception {
    Collected out = new Collected();
    CefReport report = new CefReport(out);
    for (String name : NAMES) {
      Told told = new Told();
      told.serverName = Optional.of(name);
      told.service = Optional.of(Told.exchange(name));
      report.connection(told.result());
    }

    List<JsonNode> events = readBack(out.text());

    assertThat(events).hasSameSizeAs(NAMES);
    for (int i = 0; i < NAMES.size(); i++) {
      JsonNode fields = events.get(i).get("Extensions");
      assertThat(fields.get("dhost").asText()).isEqualTo(Printable.name(NAMES.get(i)));
      assertThat(fields.get("src").asText()).isEqualTo("10.20.3.41");
      assertThat(fields.get("cs1").asText()).isEqualTo("TLS 1.0");
      assertThat(events.get(i).get("SignatureID").asText()).isEqualTo("offered-below-floor");
      assertThat(events.get(i).get("Severity").asText()).isEqualTo("8");
    }
  }

  @Test
  void everyLineOfASampleIsRead() throws Exception {
    String cef =
        Cli.run("scan", "--all", "--format", "cef", "samples/office-hour/capture.pcapng").out();

    assertThat(readBack(cef)).hasSize((int) cef.lines().count()).hasSizeGreaterThan(100);
  }
}
