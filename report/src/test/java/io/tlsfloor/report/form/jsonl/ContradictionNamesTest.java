package io.tlsfloor.report.form.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.testing.Project;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ContradictionNamesTest {
  @Test
  void theSchemaListsThem() throws Exception {
    JsonNode schema =
        new ObjectMapper().readTree(Project.path("docs/schema/tlsfloor.schema.json").toFile());
    List<String> names =
        StreamSupport.stream(schema.at("/$defs/contradiction/enum").spliterator(), false)
            .map(JsonNode::asText)
            .toList();

    assertThat(names)
        .isEqualTo(Arrays.stream(Contradiction.values()).map(Contradiction::id).toList());
  }
}
