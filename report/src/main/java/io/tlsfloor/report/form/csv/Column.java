package io.tlsfloor.report.form.csv;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.text.Printable;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A column of a table for spreadsheets (RFC 4180): a header, CRLF, every cell in quotes. No cell
 * can become a formula, whatever separator the spreadsheet takes: one that begins as a formula does
 * gets an apostrophe before it.
 *
 * @param <R> what a row is made of
 * @param name in the header
 * @param value of a row
 */
record Column<R>(String name, Function<R, ?> value) {
  /** Holds what begins a formula in one spreadsheet or another (OWASP, CSV Injection). */
  private static final String FORMULA = "=+-@\t\r\n|%\uFF1D\uFF0B\uFF0D\uFF20";

  /** Writes a table, with its header, all at once. */
  static <R> void write(List<Column<R>> columns, Iterable<R> rows, Chunk.Taker out)
      throws IOException {
    Chunk.Buffer document = new Chunk.Buffer(out);
    document.put(line(columns, Column::name));
    for (R row : rows) {
      document.put(line(columns, column -> column.value.apply(row).toString()));
    }
    document.send();
  }

  private static <R> String line(List<Column<R>> columns, Function<Column<R>, String> cell) {
    return columns.stream()
        .map(column -> quoted(cell.apply(column)))
        .collect(Collectors.joining(",", "", "\r\n"));
  }

  /** A cell. What is not plainly visible is escaped, so that nothing hides before a formula. */
  static String quoted(String raw) {
    String text = Printable.text(raw);
    String bare = text.stripLeading();
    boolean formula =
        !raw.isEmpty() && FORMULA.indexOf(raw.charAt(0)) >= 0
            || !bare.isEmpty() && FORMULA.indexOf(bare.charAt(0)) >= 0;
    return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }
}
