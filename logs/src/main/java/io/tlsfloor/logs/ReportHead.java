package io.tlsfloor.logs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of Microsoft's exports a text is, by names of columns or keys in its beginning: values and
 * the file's name do not matter.
 *
 * @param table its heading, where it is a table
 * @param json where its entries stand, where it is JSON
 * @param lines whether each line is an entry, as far as there are any
 */
record ReportHead(Optional<CsvHeading> table, Optional<JsonShape> json, boolean lines) {
  /** No export that is known. */
  static final ReportHead NONE = new ReportHead(Optional.empty(), Optional.empty(), true);

  /** A list of which no more is known: its lines are no entries. */
  private static final ReportHead LIST =
      new ReportHead(
          Optional.empty(),
          Optional.of(new JsonShape(LogKind.OTHER, Optional.empty(), "[]", false)),
          false);

  /** What a text begins with shows. */
  static ReportHead of(String head) {
    String text = head.stripLeading();
    if (!text.startsWith("{") && !text.startsWith("[")) {
      Optional<CsvHeading> heading = CsvHeading.in(head).or(() -> CsvHeading.shown(head));
      return heading.isEmpty() ? NONE : new ReportHead(heading, Optional.empty(), false);
    }
    Optional<JsonShape> shape = JsonShape.of(text);
    if (shape.isEmpty()) {
      return text.startsWith("{") ? NONE : LIST;
    }
    boolean lines = shape.get().isAtRoot() && firstIsLine(text);
    return new ReportHead(Optional.empty(), shape, lines);
  }

  /** Returns whether the first object ends where its line does. */
  private static boolean firstIsLine(String text) {
    String first = text.lines().findFirst().orElse("");
    byte[] line = first.getBytes(StandardCharsets.UTF_8);
    try {
      JsonEntry.parse(line, 0, line.length);
      return true;
    } catch (LogFields.BadEntryException more) {
      return false;
    }
  }

  /** The report; {@link LogKind#OTHER} for none that is read. */
  LogKind kind() {
    return table.map(CsvHeading::kind).or(() -> json.map(JsonShape::kind)).orElse(LogKind.OTHER);
  }

  /** The export that is none of the reports, or not in a form that is read. */
  Optional<OtherExport> other() {
    return table.flatMap(CsvHeading::other).or(() -> json.flatMap(JsonShape::other));
  }

  /** Reads its entries; null where each line is one. */
  @Nullable EntrySource entries(InputStream in) throws IOException {
    if (lines || other().isPresent()) {
      return null;
    }
    return table.isPresent()
        ? new CsvTable(in, table.get())
        : new JsonDocument(in, json.orElseThrow());
  }
}
