package io.tlsfloor.rules.catalogue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.NamePattern;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that Microsoft's endpoint web service answers, and saved copies of it: an array of
 * endpoint sets. Keys in any order, unknown keys accepted, sets with only names, only addresses or
 * no ports accepted; anything that would make a match wrong is an error with line and column.
 */
final class OfficialJson {
  private final JsonParser in;
  private final String source;
  private final String instance;
  private final List<Row> rows = new ArrayList<>();

  private OfficialJson(JsonParser in, String source, String instance) {
    this.in = in;
    this.source = source;
    this.instance = instance;
  }

  /**
   * Reads a list.
   *
   * @param stream the JSON; not closed
   * @param source what messages call it
   * @param instance the cloud instance that it is of
   * @throws ListFormatException if it is no such list
   */
  static List<Row> read(InputStream stream, String source, String instance) throws IOException {
    try (JsonParser in = new JsonFactory().createParser(stream)) {
      in.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      return new OfficialJson(in, source, instance).list();
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new ListFormatException(
          source + place(at) + ": not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  private List<Row> list() throws IOException {
    if (in.nextToken() != JsonToken.START_ARRAY) {
      throw wrong("expected an array of endpoint sets, as endpoints.office.com/endpoints answers");
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        throw wrong("expected an endpoint set (an object)");
      }
      endpointSet();
    }
    if (in.nextToken() != null) {
      throw wrong("unexpected data after the array");
    }
    if (rows.isEmpty()) {
      throw wrong("no names and no addresses in the list");
    }
    return rows;
  }

  private void endpointSet() throws IOException {
    String start = place(in.currentTokenLocation());
    Integer id = null;
    String area = null;
    Category category = null;
    boolean required = false;
    Ports tcp = Ports.NONE;
    Ports udp = Ports.NONE;
    List<String> values = new ArrayList<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      in.nextToken();
      switch (key) {
        case "id" -> id = integer();
        case "serviceArea" -> area = text(key);
        case "category" -> category = checked(Category::parse, text(key));
        case "required" -> required = bool(key);
        case "tcpPorts" -> tcp = checked(Ports::parse, text(key));
        case "udpPorts" -> udp = checked(Ports::parse, text(key));
        case "urls" -> values(key, values);
        case "ips" -> values(key, values);
        default -> in.skipChildren();
      }
    }
    EndpointSet set =
        new EndpointSet(
            instance,
            Optional.of(present(id, "id", start)),
            present(area, "serviceArea", start),
            present(category, "category", start),
            required,
            tcp,
            udp,
            EndpointSet.Origin.LIST);
    for (String value : values) {
      rows.add(new Row(set, value, Row.Use.NORMAL, Optional.empty()));
    }
  }

  private void values(String key, List<String> into) throws IOException {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      throw wrong("\"" + key + "\" must be an array");
    }
    while (in.nextToken() != JsonToken.END_ARRAY) {
      String value = text(key);
      if (key.equals("ips")) {
        checked(IpPrefix::parse, value);
        into.add(value);
      } else {
        checked(NamePattern::parse, value);
        into.add(NamePattern.parse(value).toString());
      }
    }
  }

  private int integer() throws IOException {
    if (in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrong("\"id\" must be an integer");
    }
    return in.getIntValue();
  }

  private boolean bool(String key) throws IOException {
    if (!in.currentToken().isBoolean()) {
      throw wrong("\"" + key + "\" must be true or false");
    }
    return in.getBooleanValue();
  }

  private String text(String key) throws IOException {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong("\"" + key + "\" must hold text");
    }
    return in.getText();
  }

  private interface Reading<T> {
    T read(String text);
  }

  private <T> T checked(Reading<T> reading, String text) throws ListFormatException {
    try {
      return reading.read(text);
    } catch (IllegalArgumentException e) {
      throw new ListFormatException(
          source + place(in.currentTokenLocation()) + ": " + e.getMessage(), e);
    }
  }

  private <T> T present(@Nullable T value, String key, String start) throws ListFormatException {
    if (value == null) {
      throw new ListFormatException(source + start + ": endpoint set without \"" + key + "\"");
    }
    return value;
  }

  private ListFormatException wrong(String what) {
    return new ListFormatException(source + place(in.currentTokenLocation()) + ": " + what);
  }

  private static String place(@Nullable JsonLocation at) {
    return at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
  }
}
