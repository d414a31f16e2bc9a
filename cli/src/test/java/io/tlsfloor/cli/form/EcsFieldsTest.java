package io.tlsfloor.cli.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The JSON Lines of all samples and the index template, held to the list of fields that Elastic
 * publishes: each name outside of {@code tlsfloor} is in it, with its type, one value or several,
 * and the values that it allows.
 */
class EcsFieldsTest {
  private static final Path SCRIPTS = Project.path("cli/src/test/browser");
  private static final String OWN = "tlsfloor.";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static JsonNode published;

  @BeforeAll
  static void readThePublishedList() throws Exception {
    Requires.tools("node");
    Requires.that(
        Files.isDirectory(SCRIPTS.resolve("node_modules/@elastic/ecs")),
        "@elastic/ecs in " + SCRIPTS,
        "run npm ci there");
    Process node =
        new ProcessBuilder(
                "node", "-e", "console.log(JSON.stringify(require('@elastic/ecs').EcsFlat))")
            .directory(SCRIPTS.toFile())
            .start();
    published = JSON.readTree(node.getInputStream());
    assertThat(node.waitFor()).isZero();
    assertThat(published.size()).isGreaterThan(1000);
  }

  @Test
  void everyLineHasOnlyPublishedFieldsWithAllowedValues() {
    Map<String, Integer> seen = new TreeMap<>();
    for (Sample sample : Sample.all()) {
      for (JsonNode line : sample.everything().trees()) {
        check(line, "", seen);
        JsonNode category = allowed("event.category", line.at("/event/category/0").asText());
        for (JsonNode type : line.at("/event/type")) {
          assertThat(category.get("expected_event_types")).contains(type);
        }
        assertThat(line.at("/observer/product").asText()).isEqualTo("tlsfloor");
      }
    }

    assertThat(seen)
        .containsKeys("related.ip", "related.hosts", "destination.domain", "network.type")
        .containsKeys("rule.name", "event.severity", "tls.client.ja3", "observer.version");
  }

  private static void check(JsonNode node, String path, Map<String, Integer> seen) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = path + field.getKey();
      JsonNode value = field.getValue();
      if (value.isObject()) {
        if (!(name + ".").startsWith(OWN)) {
          check(value, name + ".", seen);
        }
        continue;
      }
      JsonNode known = published.path(name);
      assertThat(known.isObject()).as(name + " is published").isTrue();
      boolean several = known.get("normalize").toString().contains("array");
      assertThat(value.isArray()).as(name).isEqualTo(several);
      for (JsonNode each : several ? value : List.of(value)) {
        assertThat(fits(each, known.get("type").asText())).as(name + ": " + each).isTrue();
        if (known.has("allowed_values")) {
          allowed(name, each.asText());
        }
      }
      seen.merge(name, 1, Integer::sum);
    }
  }

  private static JsonNode allowed(String field, String value) {
    for (JsonNode each : published.get(field).get("allowed_values")) {
      if (each.get("name").asText().equals(value)) {
        return each;
      }
    }
    throw new AssertionError(field + " allows no " + value);
  }

  private static boolean fits(JsonNode value, String type) {
    return switch (type) {
      case "long" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      case "date" -> Instant.parse(value.asText()).isAfter(Instant.EPOCH);
      case "ip" -> value.asText().matches("[0-9a-f:.]+");
      default -> value.isTextual();
    };
  }

  @Test
  void theIndexTemplateHasThePublishedTypes() throws Exception {
    JsonNode template =
        JSON.readTree(Project.path("docs/siem/elasticsearch-index-template.json").toFile());

    assertThat(template.path("data_stream").isObject()).isTrue();
    assertThat(types(template.at("/template/mappings/properties"), "")).isGreaterThan(40);
  }

  private static int types(JsonNode properties, String path) {
    int fields = 0;
    for (Map.Entry<String, JsonNode> field : properties.properties()) {
      String name = path + field.getKey();
      if (field.getValue().has("properties")) {
        fields += types(field.getValue().get("properties"), name + ".");
      } else if (!name.startsWith(OWN)) {
        assertThat(field.getValue().get("type"))
            .as(name)
            .isEqualTo(published.at("/" + name + "/type"));
        fields++;
      }
    }
    return fields;
  }
}
