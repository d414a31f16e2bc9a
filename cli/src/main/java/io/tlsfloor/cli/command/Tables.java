package io.tlsfloor.cli.command;

import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.form.table.TextTable;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.report.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Tables of commands: from the left edge on, cells that are too long go on below. */
public final class Tables {
  private static final TextTable.Style TITLED = new TextTable.Style(0, true, Printable::text);
  private static final TextTable.Style UNTITLED = new TextTable.Style(0, false, Tables::printable);

  private Tables() {}

  /** What is to stay in one line stays marked so. */
  private static String printable(String text) {
    String mark = String.valueOf(Lines.NO_BREAK);
    return Arrays.stream(text.split(mark, -1))
        .map(Printable::text)
        .collect(Collectors.joining(mark));
  }

  /** A table with the names of its columns above it, each line with its end. */
  public static <R> String titled(List<Column<R>> columns, List<R> rows, int width) {
    return text(new TextTable<>(columns, rows, width, TITLED));
  }

  /**
   * The same without names.
   *
   * @param rows of the texts of their cells, as many in each
   */
  public static String of(List<List<String>> rows, int width) {
    List<Column<List<String>>> columns = new ArrayList<>();
    for (int i = 0; !rows.isEmpty() && i < rows.get(0).size(); i++) {
      int at = i;
      columns.add(Column.sentences("", row -> row.get(at)));
    }
    return text(new TextTable<>(columns, rows, width, UNTITLED));
  }

  private static <R> String text(TextTable<R> table) {
    StringBuilder text = new StringBuilder();
    table.write(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
