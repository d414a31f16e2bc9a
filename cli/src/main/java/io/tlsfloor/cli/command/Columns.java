package io.tlsfloor.cli.command;

import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of cells, set in columns that fit a terminal: the widest ones give way, at spaces. */
public final class Columns {
  private static final String GAP = "  ";

  private final int width;
  private final List<String[]> rows = new ArrayList<>();

  /** At most {@code width} characters wide. */
  public Columns(int width) {
    this.width = width;
  }

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
    int[] widths = widths();
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      List<List<String>> cells = new ArrayList<>();
      for (int i = 0; i < row.length; i++) {
        cells.add(row[i].length() > widths[i] ? Lines.wrap(row[i], widths[i]) : List.of(row[i]));
      }
      int height = cells.stream().mapToInt(List::size).max().orElse(0);
      for (int at = 0; at < height; at++) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
          String cell = at < cells.get(i).size() ? cells.get(i).get(at) : "";
          line.append(cell).append(" ".repeat(Math.max(0, widths[i] - cell.length()))).append(GAP);
        }
        text.append(line.toString().stripTrailing()).append('\n');
      }
    }
    return text.toString();
  }

  /**
   * Returns a width for each column: that of its widest cell, or less, but at least its longest
   * word.
   */
  private int[] widths() {
    int count = rows.isEmpty() ? 0 : rows.get(0).length;
    int[] widths = new int[count];
    int[] words = new int[count];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
        for (String word : row[i].split(" ")) {
          words[i] = Math.max(words[i], word.length());
        }
      }
    }
    int room = width - GAP.length() * (count - 1);
    while (IntStream.of(widths).sum() > room) {
      int widest = -1;
      for (int i = 0; i < count; i++) {
        if (widths[i] > words[i] && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }
}
