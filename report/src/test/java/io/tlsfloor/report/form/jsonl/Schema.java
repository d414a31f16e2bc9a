package io.tlsfloor.report.form.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/** The published schema, as somebody else's validator understands it. */
public final class Schema {
  private static final JsonSchema SCHEMA = load();

  private Schema() {}

  private static JsonSchema load() {
    try (InputStream in = Files.newInputStream(Project.path("docs/schema/tlsfloor.schema.json"))) {
      JsonSchema schema =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
      schema.initializeValidators();
      return schema;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Fails unless the line holds to the schema, formats included. */
  public static void holds(JsonNode line) {
    assertThat(
            SCHEMA.validate(
                line, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true)))
        .as(line.toString())
        .isEmpty();
  }
}
