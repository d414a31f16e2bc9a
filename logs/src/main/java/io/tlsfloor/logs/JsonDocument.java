package io.tlsfloor.logs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.tlsfloor.logs.LogFields.BadEntryException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON over many lines, as portals, interfaces and shells give it: a list of objects, an object
 * with such lists in it ({@code value}, {@code Results}), objects one after the other, or tables of
 * columns and rows. Memory holds one entry at a time.
 */
final class JsonDocument implements EntrySource {
  private final JsonParser parser;
  private final JsonShape shape;
  private final String depth;
  private List<String> columns = List.of(); // of the table that is open
  private LogKind kind;
  private LogKind rows = LogKind.OTHER; // of that table
  private boolean more;
  private boolean ended;
  private long line = 1;

  /**
   * A document.
   *
   * @param shape of its beginning
   */
  JsonDocument(InputStream in, JsonShape shape) throws IOException {
    parser = JsonEntry.parser(in);
    this.shape = shape;
    depth = JsonShape.depth(shape.place());
    kind = shape.kind();
  }

  @Override
  public @Nullable LogFields next() throws IOException, BadEntryException {
    try {
      while (!ended) {
        JsonToken token = parser.nextToken();
        line = parser.currentTokenLocation().getLineNr();
        LogFields entry = null;
        if (token == null) {
          ended = true;
        } else if (token == JsonToken.FIELD_NAME) {
          field();
        } else if (shape.table()) {
          entry = token == JsonToken.START_ARRAY && isRow() ? row() : null;
        } else if (token == JsonToken.START_OBJECT) {
          entry = object();
        }
        if (entry != null) {
          return entry;
        }
      }
      return null;
    } catch (JsonProcessingException noJson) {
      ended = true;
      line = Math.max(1, noJson.getLocation() == null ? line : noJson.getLocation().getLineNr());
      throw new BadEntryException("is no JSON, or ends too soon: the rest was not read");
    }
  }

  private void field() throws IOException, BadEntryException {
    String name = ReportEntry.folded(parser.currentName());
    if (name.endsWith("nextlink")) {
      more |= parser.nextToken() == JsonToken.VALUE_STRING && !parser.getText().isBlank();
    } else if (shape.table()
        && name.equals("columns")
        && parser.nextToken() == JsonToken.START_ARRAY) {
      columns();
    }
  }

  /** Names of columns, each by itself or with its type. */
  private void columns() throws IOException, BadEntryException {
    columns = new ArrayList<>();
    Map<String, Object> names = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String name = "";
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        LogFields column = JsonEntry.read(parser).folded();
        name = column.text("name").or(() -> column.text("columnname")).orElse("");
      } else if (parser.currentToken().isScalarValue()) {
        name = parser.getText();
      }
      columns.add(ReportEntry.folded(name));
      names.put(ReportEntry.folded(name), "");
    }
    rows = ReportEntry.kind(JsonEntry.of(names));
  }

  /** Returns whether it is in the list of rows of a table of the report. */
  private boolean isRow() {
    JsonStreamContext list = parser.getParsingContext().getParent();
    return rows != LogKind.OTHER
        && list.inArray()
        && list.getParent().inObject()
        && ReportEntry.folded(String.valueOf(list.getParent().getCurrentName())).equals("rows");
  }

  private LogFields row() throws IOException, BadEntryException {
    kind = rows;
    List<Object> cells = whole(() -> JsonEntry.readList(parser));
    if (cells.size() != columns.size()) {
      throw new BadEntryException("has " + cells.size() + " of " + columns.size() + " columns");
    }
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      values.putIfAbsent(columns.get(i), JsonEntry.foldedValue(cells.get(i)));
    }
    return JsonEntry.of(values);
  }

  /** The entry that an object is; null for one that is none, of which parts may be. */
  private @Nullable LogFields object() throws IOException, BadEntryException {
    JsonStreamContext outside = parser.getParsingContext().getParent();
    if (outside.inObject()) {
      return null;
    }
    String place = JsonShape.place(outside);
    if (!JsonShape.depth(place).equals(depth)) {
      return null;
    }
    LogFields entry = whole(() -> JsonEntry.read(parser)).folded();
    LogKind own = ReportEntry.kind(entry);
    kind = own == LogKind.OTHER ? shape.kind() : own;
    return own != LogKind.OTHER || place.equals(shape.place()) ? entry : null;
  }

  /** Reads a value that may hold too much. */
  private interface Read<T> {
    T value() throws IOException, BadEntryException;
  }

  private <T> T whole(Read<T> read) throws IOException, BadEntryException {
    JsonStreamContext outside = parser.getParsingContext().getParent();
    try {
      return read.value();
    } catch (BadEntryException tooMuch) {
      boolean goesOn = true;
      while (goesOn && parser.getParsingContext() != outside) { // to the end of this one
        goesOn = parser.nextToken() != null;
      }
      throw tooMuch;
    }
  }

  @Override
  public LogKind kind() {
    return kind;
  }

  @Override
  public boolean hasMore() {
    return more;
  }

  @Override
  public long line() {
    return line;
  }
}
