package io.tlsfloor.report.form.csv;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.report.text.Printable;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A table for spreadsheets (RFC 4180): a header, CRLF, every cell in quotes. No cell can become a
 * formula, whatever separator the spreadsheet takes: one that begins as a formula does gets an
 * apostrophe before it.
 */
public final class CsvWriter {
  /** Holds what begins a formula in one spreadsheet or another (OWASP, CSV Injection). */
  private static final String FORMULA = "=+-@\t\r\n|%\uFF1D\uFF0B\uFF0D\uFF20";

  private CsvWriter() {}

  /** Writes a table all at once. */
  static <R> void write(List<Column<R>> columns, Iterable<R> rows, Chunk.Taker out)
      throws IOException {
    Chunk.Buffer document = new Chunk.Buffer(out);
    document.put(header(columns));
    for (R row : rows) {
      document.put(line(columns, row));
    }
    document.send();
  }

  /** The names of columns, with the end of their line. */
  public static <R> String header(List<Column<R>> columns) {
    return joined(columns, Column::name);
  }

  /** The cells of a row, with the end of their line. */
  public static <R> String line(List<Column<R>> columns, R row) {
    return joined(columns, column -> column.cell(row));
  }

  private static <R> String joined(List<Column<R>> columns, Function<Column<R>, String> cell) {
    return columns.stream()
        .map(column -> quoted(cell.apply(column)))
        .collect(Collectors.joining(",", "", "\r\n"));
  }

  /** A cell. What is not plainly visible is escaped, so that nothing hides before a formula. */
  public static String quoted(String raw) {
    String text = Printable.text(raw);
    String bare = text.stripLeading();
    boolean formula =
        !raw.isEmpty() && FORMULA.indexOf(raw.charAt(0)) >= 0
            || !bare.isEmpty() && FORMULA.indexOf(bare.charAt(0)) >= 0;
    return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }
}
