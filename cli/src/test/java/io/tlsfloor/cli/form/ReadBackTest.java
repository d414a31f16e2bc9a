package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.report.form.cef.CefReport;
import io.tlsfloor.report.model.Collected;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Told;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.testing.Requires;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The CSV read back by Python's csv module, and every key of CEF by liblognorm, for every sample
 * and for names that are attacks. The JSON Lines of the same run tell what they must say.
 */
class ReadBackTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> ATTACKS =
      List.of(
          "=cmd|' /C calc'!A0",
          "@SUM(A1)",
          " =1",
          "a\",\"b",
          "a\r\nb",
          "\u001b[31mred\u202e",
          "a|b=c\\d cs1=x",
          "\\=\\|\\\\",
          "ends with a backslash \\",
          "=",
          "a\nb\r\nCEF:0|x|x|x|x|x|x|",
          "a src=10.0.0.1 msg=x",
          "x".repeat(255),
          "\u0001".repeat(255),
          "");

  @TempDir static Path folder;
  private static final List<JsonNode> expected = new ArrayList<>();
  private static final List<JsonNode> clients = new ArrayList<>();

  private static Path csv() {
    return folder.resolve("all.csv");
  }

  private static Path cef() {
    return folder.resolve("all.cef");
  }

  @BeforeAll
  static void writeAll() {
    Requires.tools("python3", "lognormalizer");
    List<String> args =
        new ArrayList<>(
            List.of(
                "scan",
                "--all",
                "--any-service",
                "--direction",
                "any",
                "--format",
                "jsonl",
                "--write",
                "csv=" + csv(),
                "--write",
                "cef=" + cef()));
    Sample.all().forEach(sample -> args.add(sample.capture().toString()));
    Cli.Said said = Cli.run(args.toArray(String[]::new));
    expected.addAll(said.connections());
    clients.addAll(said.clients());
    assertThat(expected).hasSizeGreaterThan(300);
  }

  private static String run(String input, String... command) throws Exception {
    Path in = Files.writeString(folder.resolve("in"), input);
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectInput(in.toFile()).redirectError(log.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
    return out;
  }

  private static List<Map<String, String>> byPython(String text) throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("read.py"),
            """
            import csv, io, json, sys
            text = sys.stdin.buffer.read().decode("utf-8")
            for row in csv.DictReader(io.StringIO(text, newline=""), strict=True, restkey="more"):
                print(json.dumps(row))
            """);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : run(text, "python3", script.toString()).split("\n")) {
      rows.add(texts(JSON.readTree(line)));
    }
    return rows;
  }

  private static List<JsonNode> byLiblognorm(String text) throws Exception {
    Path rules = Files.writeString(folder.resolve("rules"), "version=2\nrule=:%f:cef%\n");
    // It takes the first character of the extension for a blank, as some senders write one.
    String spaced = text.replaceAll("(?m)^((?:(?:\\\\.|[^|\\\\])*\\|){7})", "$1 ");
    List<JsonNode> events = new ArrayList<>();
    for (String line :
        run(spaced, "lognormalizer", "-r", rules.toString(), "-e", "json").split("\n")) {
      JsonNode event = JSON.readTree(line);
      assertThat(event.has("f")).as(line).isTrue();
      events.add(event.get("f"));
    }
    return events;
  }

  /**
   * Rows are of clients: they add up to the lines of clients, and show what lines of connections
   * say.
   */
  @Test
  void theRowsOfEverySampleAreWhatTheJsonLinesSay() throws Exception {
    List<Map<String, String>> rows = byPython(Files.readString(csv()));

    assertThat(rows).isNotEmpty().allSatisfy(row -> assertThat(row).doesNotContainKey("more"));
    assertThat(sum(rows, "connections")).isEqualTo(sum("connections"));
    assertThat(sum(rows, "times")).isEqualTo(sum("flagged") + sum("excepted"));
    Set<List<String>> shown = new HashSet<>();
    for (JsonNode line : expected) {
      line.at("/tlsfloor/findings")
          .forEach(
              finding ->
                  shown.add(
                      List.of(
                          line.at("/tlsfloor/service/name").asText(),
                          Printable.text(sentence(line, finding)),
                          line.at("/tlsfloor/capture/file").asText(),
                          frame(line))));
    }
    for (Map<String, String> row : rows) {
      if (!row.get("summary").isEmpty()) {
        assertThat(shown)
            .contains(
                List.of(row.get("service"), row.get("summary"), row.get("file"), row.get("frame")));
      }
    }
  }

  private static long sum(List<Map<String, String>> rows, String column) {
    return rows.stream().mapToLong(row -> Long.parseLong(row.get(column))).sum();
  }

  private static long sum(String field) {
    return clients.stream().mapToLong(line -> line.at("/tlsfloor/client/" + field).asLong()).sum();
  }

  private static String frame(JsonNode line) {
    JsonNode hello = line.at("/tlsfloor/capture/frames/client_hello/0");
    return (hello.isMissingNode() ? line.at("/tlsfloor/capture/frames/first") : hello).asText();
  }

  private static String host(JsonNode line) {
    return Stream.of(
            "/tlsfloor/service/host",
            "/tls/client/server_name",
            "/tlsfloor/target/host",
            "/tlsfloor/names/0/name")
        .map(path -> line.at(path).asText())
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  @Test
  void everyKeyOfEverySampleIsWhatTheJsonLinesSay() throws Exception {
    List<JsonNode> events = byLiblognorm(Files.readString(cef()));

    int next = 0;
    for (JsonNode line : expected) {
      List<JsonNode> findings = new ArrayList<>();
      line.at("/tlsfloor/findings").forEach(findings::add);
      for (int i = 0; i < Math.max(1, findings.size()); i++) {
        Optional<JsonNode> finding =
            findings.isEmpty() ? Optional.empty() : Optional.of(findings.get(i));
        JsonNode event = events.get(next++);
        assertThat(event.get("DeviceVendor").asText()).isEqualTo("tlsfloor");
        String id = finding.map(f -> f.get("rule").asText()).orElse("connection");
        assertThat(event.get("SignatureID").asText()).isEqualTo(id);
        assertThat(event.get("Severity").asText()).isEqualTo(severity(line, finding));
        assertThat(texts(event.get("Extensions"))).isEqualTo(keys(line, finding));
      }
    }
    assertThat(events.get(next++).get("SignatureID").asText()).isEqualTo("run");
    assertThat(events).hasSize(next);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new HashMap<>();
    object.forEachEntry((name, value) -> texts.put(name, value.asText()));
    return texts;
  }

  private static String severity(JsonNode line, Optional<JsonNode> finding) {
    if (finding.isEmpty()
        || finding.get().has("exception")
        || !line.at("/event/kind").asText().equals("alert")) {
      return "0";
    }
    return switch (finding.get().get("severity").asText()) {
      case "critical" -> "10";
      case "high" -> "8";
      case "medium" -> "5";
      default -> "3";
    };
  }

  private static Map<String, String> keys(JsonNode line, Optional<JsonNode> finding) {
    Map<String, String> keys = new HashMap<>();
    keys.put("start", millis(line.at("/event/start").asText()));
    keys.put("end", millis(line.at("/event/end").asText()));
    keys.put("externalId", line.at("/event/id").asText());
    keys.put("proto", line.at("/network/transport").asText().toUpperCase(Locale.ROOT));
    keys.put("app", line.at("/network/protocol").asText().toUpperCase(Locale.ROOT));
    address(keys, line.at("/source/ip").asText(), "src", "c6a2", "Source");
    keys.put("spt", line.at("/source/port").asText());
    put(keys, "smac", line.at("/source/mac").asText().replace('-', ':'));
    address(keys, line.at("/destination/ip").asText(), "dst", "c6a3", "Destination");
    keys.put("dpt", line.at("/destination/port").asText());
    put(keys, "dhost", host(line));
    switch (line.at("/network/direction").asText()) {
      case "inbound" -> keys.put("deviceDirection", "0");
      case "outbound" -> keys.put("deviceDirection", "1");
      default -> {
        // The key knows no others.
      }
    }
    keys.put("outcome", line.at("/tlsfloor/outcome").asText().replace('-', '_'));
    custom(keys, 1, "offeredMax", line.at("/tlsfloor/offered/max").asText());
    custom(keys, 2, "negotiated", line.at("/tlsfloor/negotiated/version").asText());
    custom(keys, 3, "service", line.at("/tlsfloor/service/name").asText());
    custom(keys, 4, "clientStack", line.at("/tlsfloor/client_stack/name").asText());
    custom(keys, 5, "communityId", line.at("/network/community_id").asText());
    custom(keys, 6, "confidence", finding.map(f -> f.get("confidence").asText()).orElse(""));
    keys.put("fname", line.at("/tlsfloor/capture/file").asText());
    keys.put("cn1", frame(line));
    keys.put("cn1Label", "frame");
    finding.ifPresent(f -> keys.put("msg", sentence(line, f)));
    put(keys, "reason", finding.map(f -> f.path("exception").asText()).orElse(""));
    keys.replaceAll((key, value) -> cut(Printable.name(value)));
    return keys;
  }

  private static String cut(String value) {
    return value.length() <= 1023 ? value : value.substring(0, 1020) + "...";
  }

  private static String millis(String time) {
    return Long.toString(Instant.parse(time).toEpochMilli());
  }

  private static void put(Map<String, String> keys, String key, String value) {
    if (!value.isEmpty()) {
      keys.put(key, value);
    }
  }

  private static void address(
      Map<String, String> keys, String address, String v4, String v6, String label) {
    if (address.contains(":")) {
      keys.put(v6, address);
      keys.put(v6 + "Label", label + " IPv6 Address");
    } else {
      keys.put(v4, address);
    }
  }

  private static void custom(Map<String, String> keys, int number, String label, String value) {
    if (!value.isEmpty() && !value.equals("null")) {
      keys.put("cs" + number, value);
      keys.put("cs" + number + "Label", label);
    }
  }

  private static Judgement attack(String name) {
    Told told = new Told();
    told.serverName = Optional.of(name);
    told.service = Optional.of(Told.exchange(name));
    return told.judgement();
  }

  @Test
  void namesThatAreAttacksStayOneKey() throws Exception {
    Collected out = new Collected();
    CefReport report = new CefReport(out);
    for (String name : ATTACKS) {
      report.connection(Result.of(attack(name)));
    }
    List<JsonNode> events = byLiblognorm(out.text());

    assertThat(events).hasSameSizeAs(ATTACKS);
    for (int i = 0; i < events.size(); i++) {
      assertThat(texts(events.get(i).get("Extensions")))
          .containsEntry("dhost", cut(Printable.name(ATTACKS.get(i))))
          .containsEntry("src", "10.20.3.41")
          .containsEntry("cs1", "TLS 1.0")
          .containsEntry("cs1Label", "offeredMax")
          .containsEntry("dpt", "587");
    }
  }

  /** The worst one's stands in the line alone. */
  private static String sentence(JsonNode line, JsonNode finding) {
    return finding.path("summary").asText(line.path("message").asText());
  }
}
