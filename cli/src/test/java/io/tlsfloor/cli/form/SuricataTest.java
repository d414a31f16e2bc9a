package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.report.form.Jq;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Suricata itself reads a sample: its events and ours name and say the same. */
class SuricataTest {
  private static final int JA4_WITHOUT_LAST = "t10d220800_8f3dcbce23eb_".length();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CAPTURE = "samples/office-hour/capture.pcapng";
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
    assertThat(suricata.waitFor(60, TimeUnit.SECONDS)).isTrue();
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

  private static String kind(JsonNode value) {
    return value.getNodeType().toString();
  }

  @Test
  void saysTheSameInTheSameNames() throws Exception {
    Map<String, JsonNode> theirs = tls(Files.readAllLines(ask(CAPTURE)));
    Map<String, JsonNode> ours =
        tls(
            Cli.run(
                    "scan",
                    "--all",
                    "--any-service",
                    "--direction",
                    "any",
                    "--format",
                    "eve",
                    CAPTURE)
                .out()
                .lines()
                .toList());
    Set<String> compared = new HashSet<>();

    assertThat(theirs).hasSizeGreaterThan(100);
    for (Map.Entry<String, JsonNode> each : theirs.entrySet()) {
      assertThat(ours).containsKey(each.getKey());
      JsonNode our = ours.get(each.getKey());
      same(each.getValue(), our, compared, "src_ip", "src_port", "dest_ip", "dest_port", "proto");
      same(each.getValue(), our, compared, "pcap_filename", "event_type");
      same(each.getValue().get("tls"), our.get("tls"), compared, "sni", "subject", "issuerdn");
      if (our.at("/tls/ja3s").isObject()) { // else theirs is the version of an alert's record
        same(each.getValue().get("tls"), our.get("tls"), compared, "version");
      }
      sameJa4(each.getValue().at("/tls/ja4").asText(), our.at("/tls/ja4").asText());
      same(each.getValue().at("/tls/ja3"), our.at("/tls/ja3"), compared, "hash");
      for (String name : new String[] {"timestamp", "flow_id", "pcap_cnt"}) {
        if (each.getValue().has(name)) { // no pcap_cnt where a flow's end makes the event
          assertThat(kind(our.get(name))).as(name).isEqualTo(kind(each.getValue().get(name)));
        }
      }
    }
    assertThat(compared).contains("sni", "version", "hash", "subject", "issuerdn");
  }

  /** What Suricata writes and we do not: docs/decisions/0045 has the reasons. */
  private static final Set<String> LEFT_OUT =
      Set.of("tls.client.", "tls.ja3.string", "tls.ja3s.string");

  /** What need not be equal: when it was written, and numbers of the program's own. */
  private static final Set<String> OWN =
      Set.of("timestamp", "flow_id", "pcap_cnt", "pcap_filename", "pkt_src");

  /** Every value by its path, {@code tls.ja3.hash}. */
  private static void values(JsonNode event, String path, Map<String, JsonNode> values) {
    for (Map.Entry<String, JsonNode> field : event.properties()) {
      if (field.getValue().isObject()) {
        values(field.getValue(), path + field.getKey() + ".", values);
      } else {
        values.put(path + field.getKey(), field.getValue());
      }
    }
  }

  private static Map<String, JsonNode> values(JsonNode event) {
    Map<String, JsonNode> values = new TreeMap<>();
    values(event, "", values);
    return values;
  }

  /** All tls events, by Community ID: two samples may have the same ends and ports. */
  private static Map<String, List<JsonNode>> allTls(Iterable<String> lines) throws IOException {
    Map<String, List<JsonNode>> events = new TreeMap<>();
    for (String line : lines) {
      JsonNode event = JSON.readTree(line);
      if (event.path("event_type").asText().equals("tls")) {
        events
            .computeIfAbsent(event.get("community_id").asText(), id -> new ArrayList<>())
            .add(event);
      }
    }
    return events;
  }

  /** Names of fields that both have with different values. */
  private static List<String> differences(JsonNode ours, JsonNode theirs) {
    Map<String, JsonNode> our = values(ours);
    Map<String, JsonNode> their = values(theirs);
    their.keySet().removeAll(OWN);
    boolean gaveUp = their.get("tls.version").asText().equals("UNDETERMINED"); // docs/logs.md
    if (!our.containsKey("tls.ja3s.hash") || gaveUp) { // theirs is of a record, or of no TLS
      their.remove("tls.version");
    }
    List<String> differences = new ArrayList<>();
    their.forEach(
        (name, value) -> {
          JsonNode same = our.getOrDefault(name, value);
          if (name.equals("tls.ja4") ? !isSameJa4(value, same) : !value.equals(same)) {
            differences.add(name + ": " + value + ", ours " + same);
          }
        });
    return differences;
  }

  /** Field by field, in every sample; what differs is named here, with its reason. */
  @Test
  void writesEachFieldAsSuricataDoesInEverySample() throws Exception {
    Path flat = Files.createDirectories(folder.resolve("flat"));
    int captures = 0;
    try (Stream<Path> samples = Files.list(Path.of("samples"))) {
      for (Path sample : samples.filter(Files::isDirectory).toList()) {
        for (String type : List.of("pcapng", "pcap")) {
          Path capture = sample.resolve("capture." + type);
          if (Files.exists(capture)) {
            Files.copy(capture, flat.resolve(sample.getFileName() + "." + type));
            captures++;
          }
        }
      }
    }
    assertThat(captures).isGreaterThan(60);
    Map<String, List<JsonNode>> theirs = allTls(Files.readAllLines(ask(flat.toString())));
    String[] scan = {
      "scan", "--all", "--any-service", "--direction=any", "--format=eve", flat.toString()
    };
    Map<String, List<JsonNode>> ours = allTls(Cli.run(scan).out().lines().toList());
    Set<String> compared = new TreeSet<>();
    Set<String> lacking = new TreeSet<>();

    assertThat(theirs).hasSizeGreaterThan(300);
    for (JsonNode their : theirs.values().stream().flatMap(List::stream).toList()) {
      List<JsonNode> twins = ours.getOrDefault(their.get("community_id").asText(), List.of());
      if (twins.isEmpty()) { // the outer side of a NAT, which is one connection with its inner side
        assertThat(their.get("src_ip").asText()).isEqualTo("192.0.2.1");
        continue;
      }
      Comparator<JsonNode> likeliest = Comparator.comparing(our -> differences(our, their).size());
      JsonNode our = twins.stream().min(likeliest).orElseThrow();
      assertThat(differences(our, their)).as(their.toString()).isEmpty();
      Set<String> names = values(their).keySet();
      names.removeAll(OWN);
      Set<String> known = values(our).keySet();
      names.forEach(name -> (known.contains(name) ? compared : lacking).add(name));
    }
    assertThat(lacking).isNotEmpty().allMatch(name -> LEFT_OUT.stream().anyMatch(name::startsWith));
    assertThat(compared)
        .contains("src_ip", "dest_port", "proto", "vlan", "community_id", "event_type")
        .contains("tls.sni", "tls.version", "tls.subject", "tls.issuerdn", "tls.serial")
        .contains("tls.fingerprint", "tls.notbefore", "tls.notafter", "tls.from_proto")
        .contains("tls.ja3.hash", "tls.ja3s.hash", "tls.ja4", "tls.session_resumed");
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

  private static boolean isSameJa4(JsonNode their, JsonNode our) {
    String text = our.asText();
    boolean old = text.matches("t(s3|10|11).*"); // has no signature algorithms: see sameJa4
    int alike = old ? JA4_WITHOUT_LAST : text.length();
    return their.asText().startsWith(text.substring(0, alike));
  }

  /** docs/siem/cross-check.md tells people this command, and what it finds and does not find. */
  @Test
  void theDocumentedCommandFindsWhatIsBelowTheFloorAndWasAnsweredInTls() throws Exception {
    Matcher command =
        Pattern.compile("(?s)## Suricata.*?jq -c '(.*?)' eve\\.json")
            .matcher(Files.readString(Path.of("docs/siem/cross-check.md")));
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
    Path eve = ask("samples/imap-and-pop3/capture.pcapng");

    assertThat(new TreeSet<>(Jq.lines("select(.event_type == \"tls\") | .dest_port", eve)))
        .containsExactly("993", "995");
  }
}
