package io.tlsfloor.report.saved;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the object of a line into maps and lists, and passes over the fields that its reader does
 * not need: they must be JSON, and no more is looked at.
 */
final class FieldTree {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonParser parser;
  private final Set<String> unneeded;

  private FieldTree(JsonParser parser, Set<String> unneeded) {
    this.parser = parser;
    this.unneeded = unneeded;
  }

  /**
   * Reads a line.
   *
   * @param unneeded names of fields of the line itself that are passed over
   * @throws SavedLineException if it is not one object, or not JSON
   */
  static Map<String, @Nullable Object> read(byte[] line, Set<String> unneeded) {
    try (JsonParser parser = FACTORY.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new SavedLineException("it is not JSON");
      }
      return new FieldTree(parser, unneeded).object(true);
    } catch (IOException e) { // of a JSON library that reads from memory: never of a device
      throw new SavedLineException("it is not JSON");
    }
  }

  /** Returns whether a line is one object, from its first byte to its last. */
  static boolean isObject(byte[] line) {
    try (JsonParser parser = FACTORY.createParser(line)) {
      boolean opens = parser.nextToken() == JsonToken.START_OBJECT;
      parser.skipChildren();
      return opens && parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private Map<String, @Nullable Object> object(boolean outermost) throws IOException {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      if (fields.containsKey(name)) {
        throw new SavedLineException("it has two fields called " + name);
      }
      if (outermost && unneeded.contains(name)) {
        parser.skipChildren();
      } else {
        fields.put(name, value(value));
      }
    }
    return fields;
  }

  private @Nullable Object value(JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(false);
      case START_ARRAY -> list();
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private List<@Nullable Object> list() throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(token));
    }
    return items;
  }
}
