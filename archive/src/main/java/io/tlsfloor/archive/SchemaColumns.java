package io.tlsfloor.archive;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns made of the JSON Schema of the lines, so that both stay the same: an object is a struct,
 * a list an array, an object with free names a map, a time a timestamp in microseconds.
 */
final class SchemaColumns {
  private static final String RESOURCE = "/io/tlsfloor/archive/tlsfloor.schema.json";
  private static final String DEFINITIONS = "#/$defs/";

  private final Map<String, Object> definitions;

  private SchemaColumns(Map<String, Object> definitions) {
    this.definitions = definitions;
  }

  /** The columns of the lines of a dataset: {@code connection}, {@code client} or {@code run}. */
  static StructType of(String dataset) throws IOException {
    try (InputStream in = SchemaColumns.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the job is built without " + RESOURCE);
      }
      Map<String, Object> schema = JSON.std.mapFrom(in);
      SchemaColumns columns = new SchemaColumns(map(schema, "$defs"));
      return (StructType) columns.type(map(columns.definitions, dataset));
    }
  }

  @SuppressWarnings("unchecked") // of a resource of our own, which a test reads
  private static Map<String, Object> map(Map<String, Object> of, String name) {
    return (Map<String, Object>) of.getOrDefault(name, Map.of());
  }

  @SuppressWarnings("unchecked") // as above
  private static List<Map<String, Object>> list(Map<String, Object> of, String name) {
    return (List<Map<String, Object>>) of.getOrDefault(name, List.of());
  }

  private DataType type(Map<String, Object> schema) {
    if (schema.get("$ref") instanceof String reference) {
      String name = reference.substring(DEFINITIONS.length());
      return name.equals("timestamp") ? DataTypes.TimestampType : type(map(definitions, name));
    }
    for (Map<String, Object> choice : list(schema, "oneOf")) {
      if (!"null".equals(choice.get("type"))) {
        return type(choice);
      }
    }
    if (schema.containsKey("properties")) {
      return struct(map(schema, "properties"));
    }
    return switch (String.valueOf(schema.get("type"))) {
      case "object" -> DataTypes.createMapType(DataTypes.StringType, free(schema));
      case "array" -> DataTypes.createArrayType(type(map(schema, "items")));
      case "integer" -> DataTypes.LongType;
      case "number" -> DataTypes.DoubleType;
      case "boolean" -> DataTypes.BooleanType;
      default -> DataTypes.StringType; // a text, or one of several
    };
  }

  private DataType free(Map<String, Object> schema) {
    return schema.get("additionalProperties") instanceof Map
        ? type(map(schema, "additionalProperties"))
        : DataTypes.StringType;
  }

  private StructType struct(Map<String, Object> properties) {
    List<StructField> fields = new ArrayList<>();
    for (String name : properties.keySet()) {
      fields.add(DataTypes.createStructField(name, type(map(properties, name)), true));
    }
    return DataTypes.createStructType(fields);
  }
}
