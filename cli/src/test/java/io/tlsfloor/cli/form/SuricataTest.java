package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.report.form.Jq;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Suricata itself reads a sample: its events say what the manual makes of our lines. */
class SuricataTest {
  private static final int JA4_WITHOUT_LAST = "t10d220800_8f3dcbce23eb_".length();
  private static final String TIME = "2026-11-02T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}[+]0000";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CAPTURE =
      Project.path("samples/office-hour/capture.pcapng").toString();
  private static final String CONFIGURATION =
      """
      %YAML 1.1
      ---
      outputs:
        - eve-log:
            enabled: yes
            filetype: regular
            filename: eve.json
            community-id: true
            pcap-file: true
            types:
              - tls:
                  extended: yes
                  ja4: on
              - smtp
      app-layer:
        protocols:
          tls:
            enabled: yes
            ja3-fingerprints: yes
            ja4-fingerprints: yes
          smtp:
            enabled: yes
      """;

  @TempDir private Path folder;

  @BeforeAll
  static void needsSuricata() {
    Requires.tools("suricata", "jq");
  }

  /** The events that Suricata makes of a capture. */
  private Path ask(String capture) throws IOException, InterruptedException {
    Path configuration = Files.writeString(folder.resolve("suricata.yaml"), CONFIGURATION);
    Path rules = Files.writeString(folder.resolve("none.rules"), "");
    Path log = folder.resolve("log.txt");
    Process suricata =
        new ProcessBuilder(
                "suricata",
                "-c",
                configuration.toString(),
                "-S",
                rules.toString(),
                "-l",
                folder.toString(),
                "-k",
                "none",
                "-r",
                capture)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(suricata.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(suricata.exitValue()).as(Files.readString(log)).isZero();
    return folder.resolve("eve.json");
  }

  /** The tls events, by Community ID. */
  private static Map<String, JsonNode> tls(Iterable<String> lines) throws IOException {
    Map<String, JsonNode> events = new TreeMap<>();
    for (String line : lines) {
      JsonNode event = JSON.readTree(line);
      if (event.path("event_type").asText().equals("tls")) {
        events.putIfAbsent(event.path("community_id").asText(), event);
      }
    }
    return events;
  }

  /** The lines of a scan, as the manual's command makes events of them. */
  private List<String> asEve(String capture) throws Exception {
    Path lines = folder.resolve("today.jsonl");
    String[] scan = {
      "scan", "--all", "--any-service", "--direction=any", "--format=jsonl", capture
    };
    Files.writeString(lines, Cli.run(scan).out());
    return Jq.lines(JqForms.EVE.filter(), lines);
  }

  @Test
  void saysTheSameAsTheManualsCommandMakesOfOurLines() throws Exception {
    Map<String, JsonNode> theirs = tls(Files.readAllLines(ask(CAPTURE)));
    Map<String, JsonNode> ours = tls(asEve(CAPTURE));
    Set<String> compared = new HashSet<>();

    assertThat(theirs).hasSizeGreaterThan(100);
    for (Map.Entry<String, JsonNode> each : theirs.entrySet()) {
      assertThat(ours).containsKey(each.getKey());
      JsonNode our = ours.get(each.getKey());
      if (!our.get("src_ip").asText().contains(":")) { // Suricata writes all digits of IPv6
        same(each.getValue(), our, compared, "src_ip", "dest_ip");
      }
      same(each.getValue(), our, compared, "src_port", "dest_port", "proto");
      same(each.getValue(), our, compared, "event_type");
      same(each.getValue().get("tls"), our.get("tls"), compared, "sni");
      if (!our.at("/tls/ja3s/hash").isNull()) { // else theirs is the version of an alert's record
        same(each.getValue().get("tls"), our.get("tls"), compared, "version");
      }
      sameJa4(each.getValue().at("/tls/ja4").asText(), our.at("/tls/ja4").asText());
      same(each.getValue().at("/tls/ja3"), our.at("/tls/ja3"), compared, "hash");
      assertThat(our.get("timestamp").asText()).matches(TIME);
      assertThat(each.getValue().get("timestamp").asText()).matches(TIME);
    }
    assertThat(compared).contains("sni", "version", "hash", "src_ip", "dest_port", "proto");
  }

  private static void same(JsonNode their, JsonNode our, Set<String> compared, String... names) {
    for (String name : names) {
      if (their.has(name) && our.has(name)) {
        assertThat(our.get(name)).as(name).isEqualTo(their.get(name));
        compared.add(name);
      }
    }
  }

  /**
   * Of a hello without signature algorithms, which none before TLS 1.2 has, Suricata 7 hashes an
   * underscore more than JA4 says ("the string ends without an underscore"); tshark does as we do.
   */
  private static void sameJa4(String their, String our) {
    int alike = our.startsWith("t10") || our.startsWith("t11") ? JA4_WITHOUT_LAST : our.length();
    assertThat(our.substring(0, alike)).isEqualTo(their.substring(0, alike));
  }

  /** docs/siem/cross-check.md tells people this command, and what it finds and does not find. */
  @Test
  void theDocumentedCommandFindsWhatIsBelowTheFloorAndWasAnsweredInTls() throws Exception {
    Matcher command =
        Pattern.compile("(?s)## Suricata.*?jq -c '(.*?)' eve\\.json")
            .matcher(Files.readString(Project.path("docs/siem/cross-check.md")));
    assertThat(command.find()).isTrue();
    Set<String> theirs = new TreeSet<>();
    for (String line : Jq.lines(command.group(1), ask(CAPTURE))) {
      theirs.add(JSON.readTree(line).get("community_id").asText());
    }
    Set<String> ours = new TreeSet<>();
    Set<String> notAnswered = new TreeSet<>();
    String[] scan = {
      "scan",
      "--any-service",
      "--direction",
      "any",
      "--format",
      "jsonl",
      "--rule",
      "negotiated-below-floor,offered-below-floor",
      CAPTURE
    };
    for (String line : Cli.run(scan).out().lines().toList()) {
      JsonNode event = JSON.readTree(line);
      if (event.at("/event/kind").asText().equals("alert")) {
        boolean alert = event.at("/tlsfloor").has("alert");
        boolean answered = alert || event.at("/tlsfloor/negotiated").isObject();
        (answered ? ours : notAnswered).add(event.at("/network/community_id").asText());
      }
    }

    assertThat(theirs).isEqualTo(ours);
    assertThat(notAnswered).isNotEmpty();
  }

  @Test
  void followsNoStarttlsOfImapAndPop3AsTheDocumentSays() throws Exception {
    Path eve = ask(Project.path("samples/imap-and-pop3/capture.pcapng").toString());

    assertThat(new TreeSet<>(Jq.lines("select(.event_type == \"tls\") | .dest_port", eve)))
        .containsExactly("993", "995");
  }
}
