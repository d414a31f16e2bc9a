package io.tlsfloor.report.form.table;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Fits rows to a width. Where it is too narrow, columns move into the lines below their row: first
 * the host, then the outcome, then the service.
 */
final class TableLayout {
  private static final String GAP = "  ";
  private static final int MIN_DETAIL = 16;

  private enum Column {
    SEVERITY,
    CLIENT,
    SERVICE,
    HOST,
    OFFERED,
    CHOSEN,
    OUTCOME,
    TIMES;

    /** The host is part of the service, and needs no title. */
    String title() {
      return this == HOST ? "" : name();
    }

    String cell(TableRow row) {
      return switch (this) {
        case SEVERITY -> row.label();
        case CLIENT -> row.client();
        case SERVICE -> row.service();
        case HOST -> row.host();
        case OFFERED -> row.offered();
        case CHOSEN -> row.chosen();
        case OUTCOME -> row.outcome();
        case TIMES -> row.times();
      };
    }

    String pad(String text, int width) {
      return this == TIMES ? Lines.right(text, width) : Lines.left(text, width);
    }
  }

  private static final List<Column> FOLDING =
      List.of(Column.HOST, Column.OUTCOME, Column.SERVICE, Column.CHOSEN, Column.OFFERED);

  private final List<TableRow> rows;
  private final Map<Column, Integer> widths = new EnumMap<>(Column.class);
  private final int width;
  private final Paint paint;
  private final List<Column> shown = new ArrayList<>(List.of(Column.values()));
  private final List<Column> folded = new ArrayList<>();

  TableLayout(List<TableRow> rows, int width, Paint paint) {
    this.rows = rows;
    this.width = width;
    this.paint = paint;
    for (Column column : Column.values()) {
      widths.put(column, widest(column));
    }
    for (Column next : FOLDING) {
      if (total() <= width) {
        break;
      }
      shown.remove(next);
      folded.add(next);
    }
  }

  private int total() {
    int total = 1 - GAP.length();
    for (Column column : shown) {
      total += GAP.length() + width(column);
    }
    return total;
  }

  private int width(Column column) {
    return widths.getOrDefault(column, 0);
  }

  private int widest(Column column) {
    int widest = Lines.width(column.title());
    for (TableRow row : rows) {
      widest = Math.max(widest, Lines.width(column.cell(row)));
    }
    return widest;
  }

  /** Hands the lines to {@code lines}, the titles first. */
  void write(Consumer<String> lines) {
    StringBuilder titles = new StringBuilder();
    for (Column column : shown) {
      titles.append(titles.isEmpty() ? " " : GAP).append(column.pad(column.title(), width(column)));
    }
    lines.accept(paint.bold(titles.toString().stripTrailing()));
    for (TableRow row : rows) {
      lines.accept(line(row));
      details(row, lines);
    }
  }

  private String line(TableRow row) {
    StringBuilder line = new StringBuilder();
    for (Column column : shown) {
      String cell = column.pad(column.cell(row), width(column));
      if (column == Column.SEVERITY && row.severity().isPresent()) {
        cell = paint.severity(row.severity().get(), cell);
      }
      line.append(line.isEmpty() ? " " : GAP).append(cell);
    }
    return line.toString().stripTrailing();
  }

  private void details(TableRow row, Consumer<String> lines) {
    String indent = " ".repeat(1 + width(Column.SEVERITY) + GAP.length());
    if (width - indent.length() < MIN_DETAIL) {
      indent = GAP;
    }
    StringBuilder moved = new StringBuilder();
    for (Column column : Column.values()) {
      String cell = folded.contains(column) ? column.cell(row) : "";
      if (!cell.isEmpty()) {
        String title =
            column == Column.OFFERED || column == Column.CHOSEN
                ? column.title().toLowerCase(Locale.ROOT) + " "
                : "";
        moved.append(moved.isEmpty() ? "" : " · ").append(title).append(cell);
      }
    }
    List<String> all = new ArrayList<>();
    if (!moved.isEmpty()) {
      all.add(moved.toString());
    }
    all.addAll(row.details());
    for (String detail : all) {
      for (String part : Lines.wrap(detail, width - indent.length())) {
        lines.accept(indent + part);
      }
    }
  }
}
