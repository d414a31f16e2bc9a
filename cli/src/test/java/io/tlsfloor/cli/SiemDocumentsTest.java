package io.tlsfloor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pieces for a SIEM name fields that the lines have, and no others. */
class SiemDocumentsTest {
  private static final Path FOLDER = Project.path("docs/siem");
  private static final Pattern FIELD =
      Pattern.compile(
          "(?<![\\w-])(?:event|source|destination|network|rule|tls|tlsfloor)\\.[a-z][a-z0-9_.]*[a-z0-9]");
  private static final Map<String, String> FIELDS = new TreeMap<>(); // path → JSON type
  private static JsonNode schema;

  @BeforeAll
  static void readTheSchema() throws IOException {
    schema =
        new ObjectMapper()
            .readTree(Files.readString(Project.path("docs/schema/tlsfloor.schema.json")));
    for (String line : new String[] {"connection", "client", "run", "start", "stats", "policy"}) {
      collect(schema.at("/$defs/" + line), "");
    }
    assertThat(FIELDS).containsKeys("source.ip", "tlsfloor.offered.max", "tlsfloor.run.coverage");
  }

  private static void collect(JsonNode node, String path) {
    if (node.has("$ref")) {
      collect(schema.at(node.get("$ref").asText().substring(1)), path);
    } else if (node.has("oneOf")) {
      node.get("oneOf").forEach(each -> collect(each, path));
    } else if (node.path("type").asText().equals("array")) {
      collect(node.get("items"), path);
    } else if (node.path("properties").size() > 0) {
      for (Map.Entry<String, JsonNode> field : node.get("properties").properties()) {
        collect(field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey());
      }
    } else if (!node.path("type").asText().equals("null")) {
      FIELDS.put(path, node.path("type").asText("string"));
    }
  }

  static Stream<Path> pieces() {
    return Stream.of(
            "sentinel.kql",
            "splunk.spl",
            "sigma/negotiated-below-floor.yml",
            "sigma/offered-below-floor.yml",
            "sigma/cleartext-fallback.yml",
            "sigma/downgrade.yml")
        .map(FOLDER::resolve);
  }

  @ParameterizedTest
  @MethodSource("pieces")
  void namesOnlyFieldsOfTheSchema(Path piece) throws IOException {
    Set<String> named = new TreeSet<>();
    Set<String> datasets = Set.of("tlsfloor.connection", "tlsfloor.client", "tlsfloor.run");
    for (Matcher m = FIELD.matcher(Files.readString(piece)); m.find(); ) {
      if (!datasets.contains(m.group())) {
        named.add(m.group());
      }
    }

    assertThat(named).hasSizeGreaterThan(3).isSubsetOf(FIELDS.keySet());
  }

  @Test
  void everySigmaRuleSelectsARuleThatExists() throws IOException {
    Set<String> rules = new TreeSet<>();
    Arrays.stream(RuleId.values()).forEach(rule -> rules.add(rule.id()));
    try (Stream<Path> files = Files.list(FOLDER.resolve("sigma"))) {
      assertThat(files.toList())
          .hasSize((int) pieces().filter(p -> p.toString().contains("sigma")).count())
          .allSatisfy(
              file ->
                  assertThat(
                          Files.readAllLines(file).stream()
                              .filter(line -> line.startsWith("    tlsfloor.findings.rule: "))
                              .map(line -> line.substring("    tlsfloor.findings.rule: ".length())))
                      .hasSize(1)
                      .isSubsetOf(rules));
    }
  }

  @Test
  void everySigmaRuleSelectsTheAlertsOfItsRuleAndNothingElse() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    String[] scan = {
      "scan",
      "--all",
      "--format",
      "jsonl",
      "samples/office-hour/capture.pcapng",
      "samples/mta-falls-back-to-clear/capture.pcapng",
      "samples/downgrade-sentinel/capture.pcapng"
    };
    for (String line : Cli.run(scan).out().lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    for (Path piece : pieces().filter(p -> p.toString().endsWith(".yml")).toList()) {
      Map<String, String> selection = selection(piece);
      String rule = selection.getOrDefault("tlsfloor.findings.rule", "");

      List<JsonNode> selected = lines.stream().filter(line -> matches(line, selection)).toList();

      assertThat(selected).as(piece.toString()).isNotEmpty();
      assertThat(selected)
          .as(piece.toString())
          .isEqualTo(
              lines.stream()
                  .filter(line -> line.at("/event/kind").asText().equals("alert"))
                  .filter(
                      line -> line.at("/tlsfloor/findings").findValuesAsText("rule").contains(rule))
                  .toList());
    }
  }

  /** The one selection of a rule: fields and the values they must have. */
  private static Map<String, String> selection(Path piece) throws IOException {
    Map<String, String> selection = new TreeMap<>();
    boolean inside = false;
    for (String line : Files.readAllLines(piece)) {
      if (line.equals("  selection:")) {
        inside = true;
      } else if (inside && line.startsWith("    ")) {
        String[] field = line.trim().split(": ", 2);
        selection.put(field[0], field[1]);
      } else if (inside) {
        assertThat(line).isEqualTo("  condition: selection");
        inside = false;
      }
    }
    return selection;
  }

  /** Matches as Sigma says: a list matches if one of its elements does. */
  private static boolean matches(JsonNode line, Map<String, String> selection) {
    for (Map.Entry<String, String> field : selection.entrySet()) {
      String path = "/" + field.getKey().replace('.', '/');
      int last = path.lastIndexOf('/');
      JsonNode value = line.at(path);
      if (line.at(path.substring(0, last)).isArray()) { // of objects: one of them
        ArrayNode values = new ObjectMapper().createArrayNode();
        line.at(path.substring(0, last)).findValues(path.substring(last + 1)).forEach(values::add);
        value = values;
      }
      boolean found = value.asText().equals(field.getValue());
      for (JsonNode element : value) {
        found |= element.asText().equals(field.getValue());
      }
      if (!found) {
        return false;
      }
    }
    return true;
  }
}
