package io.tlsfloor.cli.command;

import io.tlsfloor.report.text.Printable;
import java.util.ArrayList;
import java.util.List;

/** Rows of cells, set in columns as wide as their widest cell. */
public final class Columns {
  private static final String GAP = "  ";

  private final List<String[]> rows = new ArrayList<>();

  /** Adds a row; all rows have as many cells as the first. */
  public void add(String... cells) {
    String[] printable = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      printable[i] = Printable.text(cells[i]);
    }
    rows.add(printable);
  }

  @Override
  public String toString() {
    int[] widths = new int[rows.isEmpty() ? 0 : rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder cells = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        cells.append(row[i]).append(" ".repeat(widths[i] - row[i].length())).append(GAP);
      }
      text.append(cells.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
