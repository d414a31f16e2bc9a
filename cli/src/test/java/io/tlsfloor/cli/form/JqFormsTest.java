package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.report.form.Jq;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what the manual's commands make of our lines: names and values of Zeek and Suricata. */
class JqFormsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @BeforeAll
  static void needsJq() {
    Requires.tools("jq");
  }

  private List<JsonNode> told(JqForms form, String... samples) throws Exception {
    List<String> scan =
        new ArrayList<>(
            List.of("scan", "--all", "--any-service", "--direction=any", "--format=jsonl"));
    for (String sample : samples) {
      scan.add("samples/" + sample + "/capture.pcapng");
    }
    Path lines = folder.resolve("today.jsonl");
    Files.writeString(lines, Cli.run(scan.toArray(String[]::new)).out());
    List<JsonNode> told = new ArrayList<>();
    for (String line : Jq.lines(form.filter(), lines)) {
      told.add(JSON.readTree(line));
    }
    return told;
  }

  @Test
  void zeeksVersionsNamesAndTimes() throws Exception {
    List<JsonNode> lines =
        told(JqForms.ZEEK, "ssl20", "tls10", "tls13", "resumed", "refused-alert");

    assertThat(lines)
        .extracting(line -> line.path("version").asText(null))
        .contains("SSLv2", "TLSv10", "TLSv13", null)
        .isSubsetOf("SSLv2", "SSLv3", "TLSv10", "TLSv11", "TLSv12", "TLSv13", null);
    assertThat(lines).anyMatch(line -> line.get("resumed").asBoolean());
    assertThat(lines).anyMatch(line -> line.path("last_alert").asText().equals("protocol_version"));
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(line.get("ts").asDouble()).isBetween(1.7e9, 1.9e9);
              assertThat(line.get("id.orig_h").asText()).matches("[0-9.]+");
              assertThat(line.get("id.resp_p").asInt()).isPositive();
              assertThat(line.get("uid").asText()).matches("C[0-9a-f]{17}");
              assertThat(line.get("community_id").asText()).startsWith("1:");
            });
  }

  @Test
  void suricatasVersions() throws Exception {
    assertThat(told(JqForms.EVE, "ssl20", "tls10", "tls13", "refused-alert"))
        .extracting(line -> line.at("/tls/version").asText())
        .contains("SSLv2", "TLSv1", "TLS 1.3", "UNDETERMINED");
  }

  /** docs/siem/cross-check.md tells people this command; Debian has no Zeek to run it on. */
  @Test
  void theCommandThatLooksInZeeksLogFindsWhatWasNegotiatedBelowTheFloor() throws Exception {
    Matcher command =
        Pattern.compile("(?s)## Zeek.*?jq -c '(.*?)' ssl\\.log")
            .matcher(Files.readString(Project.path("docs/siem/cross-check.md")));
    assertThat(command.find()).isTrue();
    List<JsonNode> told = told(JqForms.ZEEK, "office-hour", "ssl20");
    Path log = folder.resolve("ssl.log");
    Files.write(log, told.stream().map(JsonNode::toString).toList());

    List<String> found = Jq.lines(command.group(1), log);

    assertThat(found)
        .isNotEmpty()
        .hasSize(
            (int)
                told.stream()
                    .filter(line -> line.path("version").asText().matches("SSL.*|TLSv1[01]"))
                    .count());
  }
}
