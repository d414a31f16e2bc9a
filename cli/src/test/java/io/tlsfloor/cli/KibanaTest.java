package io.tlsfloor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The dashboard for Kibana is whole: one saved object a line, references that lead to each other,
 * fields that the index template has, rules that exist, panels next to each other. The module
 * {@code report/siem} counts its fields in a real OpenSearch.
 */
class KibanaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, JsonNode> OBJECTS = new TreeMap<>(); // by type and id

  @BeforeAll
  static void read() throws IOException {
    for (String line : Files.readAllLines(Project.path("docs/siem/kibana.ndjson"))) {
      JsonNode object = JSON.readTree(line);
      assertThat(OBJECTS.put(key(object), object)).isNull();
    }
    assertThat(OBJECTS).containsKey("dashboard tlsfloor-overview").hasSizeGreaterThan(6);
  }

  private static String key(JsonNode object) {
    return object.get("type").asText() + " " + object.get("id").asText();
  }

  private static JsonNode inside(JsonNode object, String path) throws IOException {
    return JSON.readTree(object.at("/attributes/" + path).asText());
  }

  @Test
  void everyReferenceLeadsToAnObjectAndEveryObjectIsUsed() {
    List<String> used = new ArrayList<>(List.of("dashboard tlsfloor-overview"));
    for (JsonNode object : OBJECTS.values()) {
      object.get("references").forEach(reference -> used.add(key(reference)));
    }

    assertThat(OBJECTS.keySet())
        .containsExactlyInAnyOrderElementsOf(used.stream().distinct().toList());
  }

  /** Shows what charts count, tables show, queries ask for and lists are sorted by. */
  private static List<String> fields() throws IOException {
    List<String> fields = new ArrayList<>();
    Pattern inQuery = Pattern.compile("([a-z_.]+) :");
    for (JsonNode object : OBJECTS.values()) {
      if (object.at("/attributes").has("visState")) {
        fields.addAll(inside(object, "visState").get("aggs").findValuesAsText("field"));
      }
      object.at("/attributes/columns").forEach(column -> fields.add(column.asText()));
      object.at("/attributes/sort").forEach(sort -> fields.add(sort.get(0).asText()));
      if (object.at("/attributes").has("timeFieldName")) {
        fields.add(object.at("/attributes/timeFieldName").asText());
      }
      if (object.at("/attributes").has("kibanaSavedObjectMeta")) {
        String query =
            inside(object, "kibanaSavedObjectMeta/searchSourceJSON").at("/query/query").asText();
        for (Matcher m = inQuery.matcher(query); m.find(); ) {
          fields.add(m.group(1));
        }
      }
    }
    return fields;
  }

  @Test
  void everyFieldIsInTheLinesOfAFinding() throws IOException {
    List<JsonNode> alerts =
        Sample.of("office-hour").scan("--format=jsonl").trees().stream()
            .filter(each -> each.at("/event/kind").asText().equals("alert"))
            .toList();

    assertThat(alerts).isNotEmpty();
    assertThat(fields())
        .allSatisfy(
            field ->
                assertThat(alerts)
                    .as(field)
                    .anyMatch(line -> has(line, List.of(field.split("\\.")))));
  }

  /** Returns whether a line has a value at a path; of a list, whether one of its elements has. */
  private static boolean has(JsonNode node, List<String> path) {
    if (node.isArray()) {
      return node.valueStream().anyMatch(element -> has(element, path));
    }
    return path.isEmpty()
        ? !node.isMissingNode() && !node.isNull()
        : has(node.path(path.get(0)), path.subList(1, path.size()));
  }

  @Test
  void namesOnlyFieldsOfTheIndexTemplate() throws IOException {
    JsonNode template =
        JSON.readTree(
            Files.readString(Project.path("docs/siem/elasticsearch-index-template.json")));
    List<String> fields = fields();

    assertThat(fields).contains("source.ip", "event.kind", "tlsfloor.service.name", "rule.name");
    for (String field : fields) {
      JsonNode known =
          template.at(
              "/template/mappings/properties/" + field.replace(".", "/properties/") + "/type");
      assertThat(known.asText()).as(field).isNotEmpty().isNotEqualTo("match_only_text");
    }
    assertThat(template.get("index_patterns").get(0))
        .isEqualTo(OBJECTS.get("index-pattern tlsfloor-lines").at("/attributes/title"));
  }

  @Test
  void asksForRulesThatExist() throws IOException {
    List<String> rules = Arrays.stream(RuleId.values()).map(RuleId::id).toList();
    Matcher named =
        Pattern.compile("[a-z]+(?:-[a-z]+)*-below-floor")
            .matcher(Files.readString(Project.path("docs/siem/kibana.ndjson")));

    assertThat(named.results().map(match -> match.group()).toList()).isNotEmpty().isSubsetOf(rules);
  }

  @Test
  void panelsLieNextToEachOther() throws IOException {
    JsonNode dashboard = OBJECTS.get("dashboard tlsfloor-overview");
    JsonNode panels = inside(dashboard, "panelsJSON");
    boolean[][] taken = new boolean[100][48]; // Kibana's grid is 48 wide
    for (JsonNode panel : panels) {
      JsonNode grid = panel.get("gridData");
      for (int y = 0; y < grid.get("h").asInt(); y++) {
        for (int x = 0; x < grid.get("w").asInt(); x++) {
          int row = grid.get("y").asInt() + y;
          int column = grid.get("x").asInt() + x;
          assertThat(taken[row][column]).as(panel.toString()).isFalse();
          taken[row][column] = true;
        }
      }
      String reference =
          panel.get("panelIndex").asText() + ":" + panel.get("panelRefName").asText();
      assertThat(dashboard.get("references").findValuesAsText("name")).contains(reference);
    }
    assertThat(panels).hasSameSizeAs(dashboard.get("references"));
  }
}
