package io.tlsfloor.logs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The row of a table that names its columns: the first by which an export of Microsoft's is known.
 * Above it may stand titles, empty lines, and what shells and spreadsheets write about the form.
 *
 * @param line from 0
 * @param comma between columns
 * @param kind of the report; {@link LogKind#OTHER} where it is another export
 * @param other export that it is
 */
record CsvHeading(int line, char comma, LogKind kind, Optional<OtherExport> other) {
  /** Lines that can stand above a heading. */
  static final int MAX_LINES = 20;

  private static final int MAX_CELLS = 1024;
  private static final int MAX_NAME = 128;
  private static final String COMMAS = "\t;,|";

  /** Of a shell of Windows: {@code #TYPE System.Management.Automation.PSCustomObject}. */
  static final String TYPE = "#TYPE";

  /** The heading in the beginning of a text; empty if there is none that is known. */
  static Optional<CsvHeading> in(String head) {
    List<String> lines = head.lines().limit(2 * MAX_LINES).toList();
    for (int i = 0; i < Math.min(MAX_LINES, lines.size()); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith("{")
          || line.startsWith("[")
          || line.startsWith("@")
          || line.startsWith("#") && !line.startsWith(TYPE)) {
        return Optional.empty(); // a log of another kind: what it holds is the network's
      }
      Optional<CsvHeading> heading = at(i, line, lines.subList(i + 1, lines.size()));
      if (heading.isPresent()) {
        return heading;
      }
    }
    return Optional.empty();
  }

  /** What a shell has written for people, as the heading of no table. */
  static Optional<CsvHeading> shown(String head) {
    boolean log = head.startsWith("#") || head.startsWith("@");
    return (log ? Optional.<OtherExport>empty() : OtherExport.shown(head))
        .map(export -> new CsvHeading(0, ' ', LogKind.OTHER, Optional.of(export)));
  }

  private static Optional<CsvHeading> at(int number, String line, List<String> rows) {
    Optional<CsvHeading> other = Optional.empty();
    for (int i = 0; i < COMMAS.length(); i++) {
      char comma = COMMAS.charAt(i);
      List<String> cells = cells(line, comma);
      if (cells.size() < 2) {
        continue;
      }
      Map<String, Object> names = new HashMap<>();
      cells.forEach(cell -> names.put(ReportEntry.folded(cell), ""));
      LogFields folded = JsonEntry.of(names);
      LogKind kind = ReportEntry.kind(folded);
      if (kind != LogKind.OTHER) {
        return Optional.of(new CsvHeading(number, comma, kind, Optional.empty()));
      }
      Optional<OtherExport> found =
          OtherExport.of(folded).or(() -> OtherExport.inAnotherLanguage(cells, rows.stream()));
      if (found.isPresent() && other.isEmpty()) {
        other = Optional.of(new CsvHeading(number, comma, LogKind.OTHER, found));
      }
    }
    return other;
  }

  /** The cells of a row in one line. */
  private static List<String> cells(String line, char comma) {
    List<String> cells = new ArrayList<>();
    int from = 0;
    boolean quoted = false;
    for (int i = 0; i <= line.length() && cells.size() < MAX_CELLS; i++) {
      if (i == line.length() || !quoted && line.charAt(i) == comma) {
        cells.add(line.substring(from, Math.min(i, from + MAX_NAME)).replace("\"", ""));
        from = i + 1;
      } else if (line.charAt(i) == '"') {
        quoted = !quoted;
      }
    }
    return cells;
  }
}
