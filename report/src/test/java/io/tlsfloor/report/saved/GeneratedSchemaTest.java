package io.tlsfloor.report.saved;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tlsfloor.report.form.jsonl.Schema;
import io.tlsfloor.report.saved.Description.Content;
import io.tlsfloor.report.saved.Description.ManyValues;
import io.tlsfloor.report.saved.Description.Numbers;
import io.tlsfloor.report.saved.Description.OneObject;
import io.tlsfloor.report.saved.Description.OneValue;
import io.tlsfloor.report.saved.Description.Presence;
import io.tlsfloor.report.saved.Description.ValueType;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JSON Schema and the index template are what the declarations of the fields say. {@code
 * -Dupdate} writes them.
 */
class GeneratedSchemaTest {
  private static final Path SCHEMA = Project.path("docs/schema/tlsfloor.schema.json");
  private static final Path TEMPLATE = Project.path("docs/siem/elasticsearch-index-template.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theSchemaIsWhatTheDeclarationsSay() throws IOException {
    Map<String, Object> definitions = new LinkedHashMap<>();
    Map<String, Object> types = new TreeMap<>();
    List<Object> choices = new ArrayList<>();
    for (Description line : Description.lines()) {
      choices.add(Map.of("$ref", "#/$defs/" + line.name()));
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("description", line.about());
      schema.putAll(schema(line.content(), types));
      definitions.put(line.name(), schema);
    }
    definitions.putAll(types);
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    whole.put("$id", "https://tlsfloor.io/schema/tlsfloor.schema.json");
    whole.put("title", "A line of tlsfloor's JSON Lines");
    whole.put(
        "description",
        "Names of the Elastic Common Schema where it has one. A field that does not apply is left"
            + " out, except those said to be null. Text from the network is as it was sent; lines"
            + " are pure ASCII.");
    whole.put("oneOf", choices);
    whole.put("$defs", definitions);

    same(SCHEMA, whole);
  }

  private static Map<String, Object> schema(Content content, Map<String, Object> types) {
    Map<String, Object> schema = new LinkedHashMap<>();
    if (content instanceof OneValue value) {
      ValueType type = value.type();
      if (type.name().isEmpty()) {
        return rules(type);
      }
      Object known = types.put(type.name(), rules(type));
      assertThat(known).as(type.name()).isIn(null, rules(type));
      schema.put("$ref", "#/$defs/" + type.name());
    } else if (content instanceof ManyValues list) {
      schema.put("type", "array");
      schema.put("items", schema(list.each(), types));
      if (!list.mayBeEmpty()) {
        schema.put("minItems", 1);
      }
    } else if (content instanceof Numbers numbers) {
      schema.put("type", "object");
      schema.put("propertyNames", Map.of("enum", numbers.names()));
      schema.put("additionalProperties", rules(ValueType.number("", numbers.least(), 1)));
    } else if (content instanceof OneObject object) {
      schema.put("type", "object");
      Map<String, Object> properties = new LinkedHashMap<>();
      List<String> required = new ArrayList<>();
      for (Description field : object.fields()) {
        assertThat(properties.put(field.name(), property(field, types)))
            .as(field.name() + " is declared once")
            .isNull();
        if (field.presence() != Presence.SOMETIMES) {
          required.add(field.name());
        }
      }
      schema.put("properties", properties);
      if (!required.isEmpty()) {
        schema.put("required", required);
      }
      schema.put("additionalProperties", false);
    }
    return schema;
  }

  private static Map<String, Object> rules(ValueType type) {
    Map<String, Object> rules = new LinkedHashMap<>();
    rules.put("type", type.json());
    rules.putAll(new TreeMap<>(type.rules()));
    return rules;
  }

  private static Map<String, Object> property(Description field, Map<String, Object> types) {
    Map<String, Object> property = new LinkedHashMap<>();
    property.put("description", about(field));
    Map<String, Object> schema = schema(field.content(), types);
    if (field.presence() == Presence.OR_NULL) {
      property.put("oneOf", List.of(schema, Map.of("type", "null")));
    } else {
      schema.forEach(property::putIfAbsent);
    }
    if (field.content() instanceof OneValue value && !value.type().rules().containsKey("const")) {
      property.put("examples", List.of(value.type().example()));
    }
    return property;
  }

  private static String about(Description field) {
    String unit = field.content() instanceof OneValue value ? value.type().unit() : "";
    String inUnits =
        switch (unit) {
          case "byte" -> " In bytes.";
          case "s" -> " In seconds.";
          case "ms" -> " In milliseconds.";
          case "nanos" -> " In nanoseconds.";
          case "percent" -> " In per cent.";
          default -> "";
        };
    return field.about() + inUnits;
  }

  @Test
  void theIndexTemplateIsWhatTheDeclarationsSay() throws IOException {
    Map<String, Object> properties = new TreeMap<>();
    for (Description line : Description.lines()) {
      mapped((OneObject) line.content(), properties);
    }
    Map<String, Object> mappings = new LinkedHashMap<>();
    mappings.put("dynamic", false);
    mappings.put("date_detection", false);
    mappings.put("properties", properties);
    Map<String, Object> template = new LinkedHashMap<>();
    template.put("settings", Map.of("index.mapping.total_fields.limit", 2000));
    template.put("mappings", mappings);
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("index_patterns", List.of("logs-tlsfloor.*-*"));
    whole.put("priority", 200);
    whole.put("data_stream", Map.of());
    whole.put(
        "_meta",
        Map.of(
            "description",
            "JSON Lines of tlsfloor: types of the Elastic Common Schema where it has the field"));
    whole.put("template", template);

    same(TEMPLATE, whole);
  }

  private static void mapped(OneObject object, Map<String, Object> into) {
    for (Description field : object.fields()) {
      Content content = field.content();
      while (content instanceof ManyValues list) {
        content = list.each();
      }
      if (content instanceof OneObject inner) {
        @SuppressWarnings("unchecked")
        Map<String, Object> known =
            (Map<String, Object>) into.computeIfAbsent(field.name(), name -> properties());
        @SuppressWarnings("unchecked")
        Map<String, Object> fields = (Map<String, Object>) known.get("properties");
        mapped(inner, fields);
      } else {
        Map<String, Object> type =
            content instanceof OneValue value
                ? stored(value.type())
                : Map.of("type", "object", "dynamic", true);
        Object before = into.put(field.name(), new TreeMap<>(type));
        assertThat(before).as(field.name()).isIn(null, type);
      }
    }
  }

  private static Map<String, Object> properties() {
    return new TreeMap<>(Map.of("properties", new TreeMap<String, Object>()));
  }

  private static Map<String, Object> stored(ValueType type) {
    Map<String, Object> stored = new TreeMap<>(Map.of("type", type.stored()));
    if (type.stored().equals("keyword")) {
      stored.put("ignore_above", 1024);
    }
    if ("date".equals(type.rules().get("format"))) {
      stored.put("format", "strict_date");
    }
    if (!type.unit().isEmpty()) {
      stored.put("meta", Map.of("unit", type.unit()));
    }
    return stored;
  }

  private static void same(Path file, Map<String, Object> content) throws IOException {
    DefaultPrettyPrinter lines =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
    DefaultIndenter two = new DefaultIndenter("  ", "\n");
    lines.indentArraysWith(two);
    lines.indentObjectsWith(two);
    String text = JSON.writer(lines).writeValueAsString(content) + "\n";
    if (System.getProperty("update") != null) {
      Files.writeString(file, text);
    }
    assertThat(file).content().isEqualTo(text);
  }

  static Stream<Description> lines() {
    return Description.lines().stream();
  }

  /** Whoever reads the schema need not guess. */
  @ParameterizedTest
  @MethodSource("lines")
  void everyFieldSaysWhatItIsAndWhenItIsNotThere(Description line) {
    each(
        line,
        "",
        (path, field) -> {
          assertThat(field.about()).as(path).matches("[^\\s].*\\.");
          if (field.presence() == Presence.SOMETIMES) {
            assertThat(field.about()).as(path).containsIgnoringCase("left out");
          }
          if (field.presence() == Presence.OR_NULL) {
            assertThat(field.about()).as(path).contains("null");
          }
        });
  }

  private static void each(
      Description field, String path, BiConsumer<String, Description> consumer) {
    Content content = field.content();
    while (content instanceof ManyValues list) {
      content = list.each();
    }
    if (content instanceof OneObject object) {
      for (Description inner : object.fields()) {
        consumer.accept(path + inner.name(), inner);
        each(inner, path + inner.name() + ".", consumer);
      }
    }
  }

  /** What is described is what is read and written: a line that is made of all examples. */
  @ParameterizedTest
  @MethodSource("lines")
  void aLineOfTheExamplesHoldsToTheSchemaAndIsRead(Description line) throws IOException {
    JsonNode example = JSON.valueToTree(example(line.content()));
    if (example.at("/tlsfloor/inferred").isObject()) { // which excludes a version that was chosen
      ((ObjectNode) example.get("tlsfloor")).putNull("negotiated");
    }
    Schema.holds(example);

    String written = Rewritten.line(example.toString());

    Schema.holds(JSON.readTree(written));
    assertThat(Rewritten.line(written)).isEqualTo(written);
  }

  private static Object example(Content content) {
    if (content instanceof OneObject object) {
      Map<String, Object> example = new LinkedHashMap<>();
      object.fields().forEach(field -> example.put(field.name(), example(field.content())));
      return example;
    }
    if (content instanceof ManyValues list) {
      return List.of(example(list.each()));
    }
    return content instanceof Numbers numbers
        ? Map.of(numbers.names().get(0), 1)
        : ((OneValue) content).type().example();
  }
}
