package io.tlsfloor.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An entry that is an object of JSON, of bounded depth and size: a line, or one of a list. */
final class JsonEntry implements LogFields {
  private static final int MAX_DEPTH = 32;

  /** Fields and elements of one entry: far above that of a certificate with hundreds of names. */
  private static final int MAX_VALUES = 20_000;

  /** Stands for a field that is there, and has no value. */
  private static final Object UNSET = new Object();

  private final Map<String, Object> values;

  private JsonEntry(Map<String, Object> values) {
    this.values = values;
  }

  /**
   * Reads a line.
   *
   * @throws BadEntryException if it is not one object and nothing more
   */
  static JsonEntry parse(byte[] line, int start, int length) throws BadEntryException {
    try (JsonParser parser = Reader.JSON.createParser(line, start, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new BadEntryException("is no JSON object");
      }
      Map<String, Object> values = new Reader(parser).object();
      if (parser.nextToken() != null) {
        throw new BadEntryException("goes on after its JSON object");
      }
      return new JsonEntry(values);
    } catch (StreamConstraintsException tooMuch) {
      throw new BadEntryException("is nested too deep, or has a name too long");
    } catch (IOException noJson) {
      throw new BadEntryException("is no JSON");
    }
  }

  /** Reads a document of many lines, within the same bounds. */
  static JsonParser parser(InputStream in) throws IOException {
    return Reader.JSON.createParser(in);
  }

  /**
   * Reads the object that a parser is at the beginning of.
   *
   * @throws BadEntryException if it holds too much
   */
  static JsonEntry read(JsonParser parser) throws IOException, BadEntryException {
    return new JsonEntry(new Reader(parser).object());
  }

  /**
   * Reads the list that a parser is at the beginning of.
   *
   * @throws BadEntryException if it holds too much
   */
  static List<Object> readList(JsonParser parser) throws IOException, BadEntryException {
    return new Reader(parser).list();
  }

  /** An entry of these fields. */
  static JsonEntry of(Map<String, Object> values) {
    return new JsonEntry(values);
  }

  /** The same with names as {@link ReportEntry#folded} has them, also further inside. */
  JsonEntry folded() {
    return new JsonEntry(folded(values));
  }

  private static Map<String, Object> folded(Map<?, ?> values) {
    Map<String, Object> folded = new HashMap<>();
    values.forEach(
        (name, value) ->
            folded.putIfAbsent(ReportEntry.folded(name.toString()), foldedValue(value)));
    return folded;
  }

  static Object foldedValue(Object value) {
    if (value instanceof Map<?, ?> inner) {
      return folded(inner);
    }
    return value instanceof List<?> list
        ? list.stream().map(JsonEntry::foldedValue).toList()
        : value;
  }

  /** Builds texts, lists and maps; counts what it builds. */
  private static final class Reader {
    /** Loaded by the first text that is JSON: names of columns need none of it. */
    private static final JsonFactory JSON =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(LogLines.MAX_LINE_BYTES)
                    .maxNameLength(1024)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(
                JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // names are the network's as well
            .build();

    private final JsonParser parser;
    private int built;

    Reader(JsonParser parser) {
      this.parser = parser;
    }

    Map<String, Object> object() throws IOException, BadEntryException {
      Map<String, Object> object = new HashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        object.put(name, value());
      }
      return object;
    }

    private List<Object> list() throws IOException, BadEntryException {
      List<Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value());
      }
      return list;
    }

    private Object value() throws IOException, BadEntryException {
      if (++built > MAX_VALUES) {
        throw new BadEntryException("has more than " + MAX_VALUES + " values");
      }
      return switch (parser.currentToken()) {
        case START_OBJECT -> object();
        case START_ARRAY -> list();
        case VALUE_NULL -> UNSET;
        default -> parser.getText();
      };
    }
  }

  /** The value of a field, or of a field of an object. */
  private @Nullable Object value(String name) {
    Object value = values.get(name);
    int dot = name.indexOf('.');
    if (value != null || dot < 0) {
      return value;
    }
    Optional<JsonEntry> inner = inside(values.get(name.substring(0, dot)));
    return inner.isPresent()
        ? inner.get().value(name.substring(dot + 1))
        : values.get(LogFields.joined(name));
  }

  @SuppressWarnings("unchecked") // maps are made here, by Reader, and have texts for keys
  private static Optional<JsonEntry> inside(@Nullable Object value) {
    return value instanceof Map
        ? Optional.of(new JsonEntry((Map<String, Object>) value))
        : Optional.empty();
  }

  @Override
  public Optional<String> text(String name) {
    return value(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  @Override
  public List<String> texts(String name) {
    Object value = value(name);
    if (value instanceof String text) {
      return List.of(text);
    }
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof String text) {
          texts.add(text);
        }
      }
    }
    return texts;
  }

  @Override
  public List<LogFields> objects(String name) {
    List<LogFields> objects = new ArrayList<>();
    if (value(name) instanceof List<?> list) {
      for (Object element : list) {
        inside(element).ifPresent(objects::add);
      }
    }
    return objects;
  }

  @Override
  public Optional<LogFields> object(String name) {
    return inside(value(name)).map(inner -> inner);
  }

  @Override
  public boolean has(String name) {
    return value(name) != null;
  }

  @Override
  public boolean isSet(String name) {
    Object value = value(name);
    return value != null && value != UNSET;
  }
}
