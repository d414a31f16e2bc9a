package io.tlsfloor.siem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index template takes the lines of all samples, as a data stream, and answers questions. */
class IndexTemplateTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALL = "/logs-tlsfloor.*-*";

  @TempDir private static Path home;
  private static OpenSearch server;
  private static final Map<String, Integer> LINES = new TreeMap<>(); // by dataset
  private static final List<JsonNode> ALERTS = new ArrayList<>();

  @BeforeAll
  static void loadTemplateAndLines() throws Exception {
    server = new OpenSearch(home);
    String template =
        Files.readString(Path.of("../../docs/siem/elasticsearch-index-template.json"));
    assertThat(
            server
                .ask("PUT", "/_index_template/tlsfloor", template)
                .path("acknowledged")
                .asBoolean())
        .isTrue();
    StringBuilder bulk = new StringBuilder();
    try (Stream<Path> samples = Files.list(Path.of("../../samples"))) {
      for (Path sample : samples.sorted().toList()) {
        Path lines = sample.resolve("expected.jsonl");
        if (Files.exists(lines)) {
          for (String line : Files.readAllLines(lines)) {
            add(line, bulk);
          }
        }
      }
    }
    JsonNode answer = server.ask("POST", "/_bulk?refresh=true", bulk.toString());
    for (JsonNode item : answer.path("items")) {
      assertThat(item.at("/create/error").toString()).isEmpty();
    }
    assertThat(answer.path("errors").asBoolean(true)).isFalse();
  }

  /** Each dataset has a data stream of its own, as Elastic names them. */
  private static void add(String text, StringBuilder bulk) throws Exception {
    ObjectNode line = (ObjectNode) JSON.readTree(text);
    String dataset = line.at("/event/dataset").asText();
    if (!line.has("@timestamp")) { // of runs, whose times differ: the expected lines leave it out
      line.put("@timestamp", "2026-11-02T10:00:00.000000000Z");
    }
    LINES.merge(dataset, 1, Integer::sum);
    if (line.at("/event/kind").asText().equals("alert")) {
      ALERTS.add(line);
    }
    bulk.append("{\"create\":{\"_index\":\"logs-").append(dataset).append("-default\"}}\n");
    bulk.append(line).append('\n');
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void eachDatasetIsADataStream() throws Exception {
    for (Map.Entry<String, Integer> dataset : LINES.entrySet()) {
      String name = "logs-" + dataset.getKey() + "-default";
      JsonNode stream = server.ask("GET", "/_data_stream/" + name, "");

      assertThat(stream.at("/data_streams/0/template").asText()).isEqualTo("tlsfloor");
      assertThat(server.ask("GET", "/" + name + "/_count", "").path("count").asInt())
          .isEqualTo(dataset.getValue());
    }
    assertThat(LINES).containsKeys("tlsfloor.connection", "tlsfloor.client", "tlsfloor.run");
  }

  @Test
  void countsClientsByWorstRuleAsTheLinesDo() throws Exception {
    String question =
        """
        {"size": 0, "query": {"term": {"event.kind": "alert"}},
         "aggs": {"rules": {"terms": {"field": "rule.name", "size": 20}},
                  "worst": {"max": {"field": "event.severity"}}}}
        """;
    Map<String, Integer> wanted = new TreeMap<>();
    ALERTS.forEach(line -> wanted.merge(line.at("/rule/name").asText(), 1, Integer::sum));
    Map<String, Integer> counted = new TreeMap<>();

    JsonNode answer = server.ask("POST", ALL + "/_search", question);

    for (JsonNode bucket : answer.at("/aggregations/rules/buckets")) {
      counted.put(bucket.get("key").asText(), bucket.get("doc_count").asInt());
    }
    assertThat(counted).isEqualTo(wanted);
    assertThat(answer.at("/aggregations/worst/value").asInt()).isEqualTo(99);
  }

  @Test
  void findsClientsByRangeAndFindingsByAnyRule() throws Exception {
    long inRange =
        ALERTS.stream().filter(line -> line.at("/source/ip").asText().startsWith("10.20.")).count();
    long listed =
        ALERTS.stream()
            .filter(
                line ->
                    line.at("/tlsfloor/findings").findValuesAsText("rule").contains("downgrade"))
            .count();

    assertThat(hits("event.kind:alert AND source.ip:\\\"10.20.0.0/16\\\"")).isEqualTo(inRange);
    assertThat(hits("event.kind:alert AND tlsfloor.findings.rule:downgrade")).isEqualTo(listed);
  }

  private static long hits(String query) throws Exception {
    String body = "{\"query\":{\"query_string\":{\"query\":\"" + query + "\"}}}";
    return server.ask("POST", ALL + "/_count", body).path("count").asLong();
  }

  /** What a panel of the dashboard counts can be counted. */
  @Test
  void everyFieldOfTheDashboardCanBeCounted() throws Exception {
    List<String> fields = new ArrayList<>();
    for (String text : Files.readAllLines(Path.of("../../docs/siem/kibana.ndjson"))) {
      JsonNode object = JSON.readTree(text);
      if (object.at("/type").asText().equals("visualization")) {
        JSON.readTree(object.at("/attributes/visState").asText())
            .get("aggs")
            .findValuesAsText("field", fields);
      }
    }

    assertThat(fields).hasSizeGreaterThan(8).contains("@timestamp", "source.ip");
    for (String field : fields) {
      JsonNode known = server.ask("GET", ALL + "/_field_caps?fields=" + field, "");
      JsonNode types = known.at("/fields").path(field);
      assertThat(types.isEmpty()).as(field).isFalse();
      assertThat(types.findValues("aggregatable").toString()).as(field).isEqualTo("[true]");
    }
  }
}
