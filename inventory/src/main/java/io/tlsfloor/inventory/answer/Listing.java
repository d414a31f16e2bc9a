package io.tlsfloor.inventory.answer;

import io.tlsfloor.report.text.Column;
import java.util.List;
import java.util.Locale;

/**
 * A list, for any form of output.
 *
 * @param <R> what a row is made of
 * @param columns in their order
 * @param rows in their order
 */
public record Listing<R>(List<Column<R>> columns, List<R> rows) {
  /** A form of output. */
  public enum Form {
    /** For people. */
    TABLE,
    /** A JSON object a line. */
    JSONL,
    /** For spreadsheets. */
    CSV;

    /** The word for the option. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same with its first rows alone. */
  public Listing<R> first(int most) {
    return new Listing<>(columns, rows.subList(0, Math.min(most, rows.size())));
  }

  /** The names of the columns. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** The values of all rows, in the order of the columns. */
  public List<List<Object>> values() {
    return rows.stream()
        .map(row -> columns.stream().<Object>map(column -> column.value().apply(row)).toList())
        .toList();
  }
}
