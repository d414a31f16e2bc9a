package io.tlsfloor.cli.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Fits rows to a width. Where it is too narrow, columns move into the lines below their row: first
 * the host, then the outcome, then the service.
 */
final class TableLayout {
  private static final String GAP = "  ";
  private static final int MIN_DETAIL = 16;

  private record Column(String title, boolean right, Function<Row, String> cell) {}

  private static final Column SEVERITY = new Column("SEVERITY", false, Row::label);
  private static final Column CLIENT = new Column("CLIENT", false, Row::client);
  private static final Column SERVICE = new Column("SERVICE", false, Row::service);
  private static final Column HOST = new Column("", false, Row::host);
  private static final Column OFFERED = new Column("OFFERED", false, Row::offered);
  private static final Column CHOSEN = new Column("CHOSEN", false, Row::chosen);
  private static final Column OUTCOME = new Column("OUTCOME", false, Row::outcome);
  private static final Column TIMES = new Column("TIMES", true, Row::times);

  private static final List<Column> ALL =
      List.of(SEVERITY, CLIENT, SERVICE, HOST, OFFERED, CHOSEN, OUTCOME, TIMES);
  private static final List<Column> FOLDING = List.of(HOST, OUTCOME, SERVICE, CHOSEN, OFFERED);

  private final List<Row> rows;
  private final int width;
  private final Paint paint;
  private final List<Column> shown = new ArrayList<>(ALL);
  private final List<Column> folded = new ArrayList<>();

  TableLayout(List<Row> rows, int width, Paint paint) {
    this.rows = rows;
    this.width = width;
    this.paint = paint;
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
      total += GAP.length() + widest(column);
    }
    return total;
  }

  private int widest(Column column) {
    int widest = column.title().length();
    for (Row row : rows) {
      widest = Math.max(widest, column.cell().apply(row).length());
    }
    return widest;
  }

  /** The lines, the titles first. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    int[] widths = new int[shown.size()];
    StringBuilder titles = new StringBuilder(" ");
    for (int i = 0; i < widths.length; i++) {
      Column column = shown.get(i);
      widths[i] = widest(column);
      titles.append(i == 0 ? "" : GAP).append(pad(column, column.title(), widths[i]));
    }
    lines.add(paint.bold(titles.toString().stripTrailing()));
    for (Row row : rows) {
      lines.add(line(row, widths));
      details(row, lines);
    }
    return lines;
  }

  private String line(Row row, int[] widths) {
    StringBuilder line = new StringBuilder(" ");
    for (int i = 0; i < widths.length; i++) {
      Column column = shown.get(i);
      String cell = pad(column, column.cell().apply(row), widths[i]);
      if (column == SEVERITY && row.severity().isPresent()) {
        cell = paint.severity(row.severity().get(), cell);
      }
      line.append(i == 0 ? "" : GAP).append(cell);
    }
    return line.toString().stripTrailing();
  }

  private static String pad(Column column, String text, int width) {
    return column.right() ? Lines.right(text, width) : Lines.left(text, width);
  }

  private void details(Row row, List<String> lines) {
    String indent = " ".repeat(1 + widest(SEVERITY) + GAP.length());
    if (width - indent.length() < MIN_DETAIL) {
      indent = GAP;
    }
    StringBuilder moved = new StringBuilder();
    for (Column column : List.of(SERVICE, HOST, OFFERED, CHOSEN, OUTCOME)) {
      String cell = folded.contains(column) ? column.cell().apply(row) : "";
      if (!cell.isEmpty()) {
        String title =
            column == OFFERED || column == CHOSEN
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
        lines.add(indent + part);
      }
    }
  }
}
