package io.tlsfloor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.rules.RuleId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final Path FOLDER = Path.of("docs/siem");
  private static final Pattern FIELD =
      Pattern.compile(
          "(?<![\\w-])(?:event|source|destination|network|rule|tls|tlsfloor)\\.[a-z][a-z0-9_.]*[a-z0-9]");
  private static final Map<String, String> FIELDS = new TreeMap<>(); // path → JSON type
  private static JsonNode schema;

  @BeforeAll
  static void readTheSchema() throws IOException {
    schema =
        new ObjectMapper().readTree(Files.readString(Path.of("docs/schema/tlsfloor.schema.json")));
    for (String line : new String[] {"connection", "client", "run"}) {
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
                              .filter(line -> line.startsWith("    rule.name: "))
                              .map(line -> line.substring("    rule.name: ".length())))
                      .hasSize(1)
                      .isSubsetOf(rules));
    }
  }

  @Test
  void theIndexTemplateHasEachFieldWithATypeThatFits() throws IOException {
    JsonNode template =
        new ObjectMapper()
            .readTree(Files.readString(FOLDER.resolve("elasticsearch-index-template.json")));
    Map<String, String> types = new TreeMap<>();
    mapped(template.at("/template/mappings/properties"), "", types);

    assertThat(types.keySet()).isEqualTo(FIELDS.keySet());
    types.forEach(
        (field, type) -> assertThat(type).as(field).isIn(fitting(FIELDS.getOrDefault(field, ""))));
    assertThat(types).containsEntry("source.ip", "ip").containsEntry("@timestamp", "date");
  }

  private static List<String> fitting(String jsonType) {
    return switch (jsonType) {
      case "integer" -> List.of("long");
      case "boolean" -> List.of("boolean");
      case "object" -> List.of("object");
      default -> List.of("keyword", "ip", "date", "date_nanos", "match_only_text");
    };
  }

  private static void mapped(JsonNode properties, String path, Map<String, String> types) {
    for (Map.Entry<String, JsonNode> field : properties.properties()) {
      String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      if (field.getValue().has("properties")) {
        mapped(field.getValue().get("properties"), name, types);
      } else {
        types.put(name, field.getValue().path("type").asText());
      }
    }
  }
}
