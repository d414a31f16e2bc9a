package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import io.tlsfloor.parser.text.CsvReader;
import io.tlsfloor.parser.text.CsvReader.BadRowException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table with a row that names the columns: an export of a portal. */
final class CsvTable implements EntrySource {
  private final CsvReader in;
  private final CsvHeading heading;
  private List<String> heads = List.of();

  /** A table with this heading. */
  CsvTable(InputStream in, CsvHeading heading) throws IOException {
    this.in = new CsvReader(in, heading.comma());
    this.heading = heading;
  }

  @Override
  public LogKind kind() {
    return heading.kind();
  }

  @Override
  public @Nullable LogFields next() throws IOException, BadEntryException {
    try {
      if (heads.isEmpty()) {
        in.skip(heading.line());
        heads = named(in.row());
      }
      List<String> cells = in.row();
      while (cells != null && (isBlank(cells) || named(cells).equals(heads))) { // of a file behind
        cells = in.row();
      }
      return cells == null ? null : entry(cells);
    } catch (BadRowException e) {
      throw new BadEntryException(e.what());
    }
  }

  private static List<String> named(@Nullable List<String> cells) {
    return cells == null ? List.of() : cells.stream().map(ReportEntry::folded).toList();
  }

  private static boolean isBlank(List<String> cells) {
    return cells.stream().allMatch(String::isBlank);
  }

  /** Spreadsheets leave out empty cells at the end of a row, or add some. */
  private LogFields entry(List<String> cells) throws BadEntryException {
    int columns = heads.size();
    boolean cut = cells.size() < columns && (!in.isWhole() || cells.size() * 2 < columns);
    boolean more = cells.size() > columns && !isBlank(cells.subList(columns, cells.size()));
    if (cut || more) {
      throw new BadEntryException("has " + cells.size() + " of " + columns + " columns");
    }
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < columns; i++) {
      String cell = i < cells.size() ? cells.get(i).strip() : ""; // the column is there
      values.merge(heads.get(i), cell, (first, other) -> first.equals("") ? other : first);
    }
    return JsonEntry.of(values);
  }

  @Override
  public long line() {
    return in.line();
  }
}
