package io.tlsfloor.inventory.answer;

import io.tlsfloor.report.form.table.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lays a list out in columns that fit a terminal, where its words leave room for that. */
final class ListingTable {
  /** Cuts a cell where no terminal is; the other forms have all of it. */
  private static final int MOST_COLUMNS = 44;

  /** A cell is not cut below that. */
  private static final int LEAST_COLUMNS = 10;

  /** Columns that a person misses least, by their heads; they go first, in this order. */
  private static final List<String> SPARE =
      List.of(
          "IDENTITY",
          "FIRST SEEN",
          "LAST SEEN",
          "MAC",
          "SITE",
          "ESTABLISHED",
          "OWNER",
          "STATE",
          "NAME",
          "RULES",
          "STACKS");

  private final List<List<String>> cells; // the heads are the first row
  private final int columns;

  /**
   * Takes the cells.
   *
   * @param cells the heads, then the rows
   * @param columns of the terminal; {@link Integer#MAX_VALUE} where there is none
   */
  ListingTable(List<List<String>> cells, int columns) {
    this.cells = cells;
    this.columns = columns;
  }

  List<String> lines() {
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < cells.get(0).size(); i++) {
      shown.add(i);
    }
    int[] widths = new int[shown.size()];
    int[] least = new int[shown.size()];
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Math.min(Lines.width(row.get(i)), MOST_COLUMNS));
      }
    }
    for (int i = 0; i < widths.length; i++) {
      least[i] = Math.min(widths[i], isWords(i) ? LEAST_COLUMNS : MOST_COLUMNS);
    }
    leaveOut(shown, least);
    while (total(shown, widths) > columns) {
      int widest = -1;
      for (int i : shown) {
        boolean wider = widest < 0 || widths[i] > widths[widest];
        widest = widths[i] > least[i] && wider ? i : widest;
      }
      if (widest < 0) {
        break;
      }
      widths[widest]--;
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : cells) {
      StringBuilder line = new StringBuilder();
      for (int i : shown) {
        line.append(' ').append(Lines.left(cut(row.get(i), widths[i]), widths[i])).append(' ');
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** Empty columns first, then those that are missed least, until the others fit. */
  private void leaveOut(List<Integer> shown, int[] least) {
    for (int column : List.copyOf(shown)) {
      boolean empty = cells.stream().skip(1).allMatch(row -> row.get(column).isEmpty());
      boolean rare = cells.get(0).get(column).equals("EXCEPTION ENDED");
      if (empty && cells.size() > 1 && (rare || total(shown, least) > columns)) {
        shown.remove((Integer) column);
      }
    }
    for (String spare : SPARE) {
      int column = cells.get(0).indexOf(spare);
      if (column >= 0 && total(shown, least) > columns) {
        shown.remove((Integer) column);
      }
    }
  }

  private static int total(List<Integer> shown, int[] widths) {
    return shown.stream().mapToInt(i -> widths[i] + 2).sum() - 1;
  }

  /** Returns whether a column holds words that may be cut, and no addresses, times or numbers. */
  private boolean isWords(int column) {
    return !Set.of("FARES", "CLIENT", "ADDRESS", "STATE", "DAY", "FIRST SEEN", "LAST SEEN", "MAC")
        .contains(cells.get(0).get(column));
  }

  private static String cut(String text, int columns) {
    if (Lines.width(text) <= columns) {
      return text;
    }
    int end = text.length();
    while (end > 0 && Lines.width(text.substring(0, end)) > columns - 1) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end) + "…";
  }
}
