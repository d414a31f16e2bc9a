package io.tlsfloor.logs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where the entries of a report stand in JSON, by the keys in its beginning: objects in a list, one
 * after the other, or rows of a table whose columns have names.
 *
 * @param kind of the report; {@link LogKind#OTHER} where it is another export
 * @param other export that it is
 * @param place of the entries, or of the object with the columns and rows, as {@link #place} has it
 * @param table whether entries are rows
 */
record JsonShape(LogKind kind, Optional<OtherExport> other, String place, boolean table) {
  private static final int MAX_COLUMNS = 1024;
  private static final String ROOT = "";

  /** The shape of a text, of which the end may be missing; empty for no export that is known. */
  static Optional<JsonShape> of(String head) {
    byte[] bytes = head.getBytes(StandardCharsets.UTF_8);
    Walk walk = new Walk();
    try (JsonParser parser = JsonEntry.parser(new ByteArrayInputStream(bytes))) {
      while (walk.found.isEmpty() && !walk.isLog() && parser.nextToken() != null) {
        walk.take(parser);
      }
    } catch (IOException cut) {
      walk.closeAll(); // the beginning alone is known
    }
    return walk.isLog() ? Optional.empty() : walk.found.or(() -> walk.named).or(() -> walk.other);
  }

  /** Returns whether entries are objects that stand one after the other, in nothing. */
  boolean isAtRoot() {
    return place.equals(ROOT) && !table;
  }

  /**
   * Names where an object or a list stands: {@code .value[]}.
   *
   * @param outside what it stands in
   */
  static String place(JsonStreamContext outside) {
    StringBuilder place = new StringBuilder();
    for (JsonStreamContext each = outside;
        each != null && !each.inRoot();
        each = each.getParent()) {
      place.insert(0, each.inArray() ? "[]" : "." + each.getCurrentName());
    }
    return place.toString();
  }

  /** The same for all that stand as deep, whatever the names. */
  static String depth(String place) {
    return place.replaceAll("\\.[^.\\[]*", ".");
  }

  /** An object or a list that is open. */
  private static final class Open {
    final boolean list;
    final String name;
    final String place;
    final Map<String, Object> keys = new HashMap<>();
    final List<String> columns = new ArrayList<>();

    Open(boolean list, String name, String place) {
      this.list = list;
      this.name = name;
      this.place = place;
    }

    boolean isColumns() {
      return list && name.equals("columns");
    }
  }

  /** Goes through the tokens, and holds what is open. */
  private static final class Walk {
    final Deque<Open> open = new ArrayDeque<>(); // the innermost first
    private Optional<JsonShape> found = Optional.empty();
    private Optional<JsonShape> named = Optional.empty(); // by an address of its own
    private Optional<JsonShape> other = Optional.empty();
    private boolean log;

    void take(JsonParser parser) throws IOException {
      switch (parser.currentToken()) {
        case START_OBJECT, START_ARRAY -> {
          JsonStreamContext outside = parser.getParsingContext().getParent();
          String name = outside.inObject() ? outside.getCurrentName() : "";
          open.push(
              new Open(
                  parser.currentToken() == JsonToken.START_ARRAY,
                  ReportEntry.folded(name),
                  place(outside)));
        }
        case END_OBJECT, END_ARRAY -> close();
        case FIELD_NAME -> open.element().keys.put(folded(parser), "");
        default -> value(parser);
      }
    }

    private static String folded(JsonParser parser) throws IOException {
      return ReportEntry.folded(parser.currentName());
    }

    private void value(JsonParser parser) throws IOException {
      if (open.isEmpty()) {
        return;
      }
      Open in = open.element();
      if (in.list) {
        if (in.isColumns()) {
          column(in, parser.getText());
        }
        return;
      }
      String text = parser.getText();
      in.keys.put(folded(parser), text);
      if (open.size() == 1) {
        log |= in.keys.containsKey("eventtype") || parser.currentName().equals("ts");
        if (folded(parser).equals("odatacontext")) {
          address(text);
        }
      }
    }

    /** What an answer of Graph's says that it is. */
    private void address(String context) {
      String lower = context.toLowerCase(Locale.ROOT);
      if (lower.contains("auditlogs/signins")) {
        named = Optional.of(new JsonShape(LogKind.ENTRA, Optional.empty(), ".value[]", false));
      }
    }

    private static void column(Open columns, String name) {
      if (columns.columns.size() < MAX_COLUMNS) {
        columns.columns.add(ReportEntry.folded(name));
      }
    }

    void closeAll() {
      while (found.isEmpty() && !log && !open.isEmpty()) {
        close();
      }
    }

    /** Takes away what was open last, as far as it is known. */
    private void close() {
      Open done = open.pop();
      Open outside = open.peek();
      if (done.list) {
        if (done.isColumns() && outside != null) {
          Map<String, Object> names = new HashMap<>();
          done.columns.forEach(column -> names.put(column, ""));
          look(names, outside.place, true);
        }
        return;
      }
      if (outside != null && outside.isColumns()) {
        Object name = done.keys.getOrDefault("name", done.keys.get("columnname"));
        if (name instanceof String text) {
          column(outside, text);
        }
      } else if (outside != null && !outside.list) {
        if (done.name.equals("properties")) {
          outside.keys.put(done.name, done.keys);
        }
      } else {
        look(done.keys, done.place, false);
      }
    }

    private void look(Map<String, Object> names, String place, boolean table) {
      LogFields keys = JsonEntry.of(names);
      LogKind kind = ReportEntry.kind(keys);
      if (kind != LogKind.OTHER) {
        found = Optional.of(new JsonShape(kind, Optional.empty(), place, table));
      } else if (other.isEmpty()) {
        other =
            OtherExport.of(ReportEntry.inner(keys))
                .map(each -> new JsonShape(LogKind.OTHER, Optional.of(each), place, table));
      }
    }

    /** Returns whether it is a log whose keys the network may name. */
    boolean isLog() {
      return log;
    }
  }
}
