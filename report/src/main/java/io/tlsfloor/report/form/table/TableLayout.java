package io.tlsfloor.report.form.table;

import io.tlsfloor.report.form.table.TableRow.More;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Fits rows to a width: where it is too narrow, step by step less is said, so that each client
 * stays one line. Address and fix are never cut, since they are to be copied.
 */
final class TableLayout {
  private static final String GAP = "  ";
  private static final int MIN_NAME = 6; // a shorter piece of a name says nothing
  private static final int MIN_DETAIL = 16;
  private static final int MAX_NAME = 28; // one long name must not move all columns away

  private enum Column {
    SEVERITY,
    CLIENT,
    SERVICE,
    OFFERED,
    CHOSEN,
    TLS,
    STATE,
    TIMES,
    FIX
  }

  /** Says what is given up, in this order, until a line fits. */
  private enum Step {
    SHORT_SERVICES,
    ONE_COLUMN_OF_VERSIONS,
    SHORT_STATES,
    FIRST_LABELS,
    NO_TIMES,
    SHORT_SEVERITIES,
    SHORT_NAMES,
    NO_SERVICES,
    NO_NAMES,
    NO_VERSIONS,
    NO_STATES
  }

  private final List<TableRow> rows;
  private final int width;
  private final Paint paint;
  private final Set<Step> taken = EnumSet.noneOf(Step.class);
  private final Map<Column, Integer> widths = new EnumMap<>(Column.class);
  private int nameWidth = MAX_NAME;

  TableLayout(List<TableRow> rows, int width, Paint paint) {
    this.rows = rows;
    this.width = width;
    this.paint = paint;
    measure(List.of(Column.values()));
    for (Step step : Step.values()) {
      int over = total() - width;
      if (over <= 0) {
        break;
      }
      if (step == Step.SHORT_NAMES) {
        int longest = rows.stream().mapToInt(row -> Lines.width(name(row))).max().orElse(0);
        nameWidth = Math.max(MIN_NAME, longest - over);
      }
      taken.add(step);
      measure(changedBy(step));
    }
    nameWidth = Math.min(MAX_NAME, nameWidth + Math.max(0, width - total()));
    measure(List.of(Column.CLIENT));
  }

  private static List<Column> changedBy(Step step) {
    return switch (step) {
      case SHORT_SERVICES, NO_SERVICES -> List.of(Column.SERVICE);
      case ONE_COLUMN_OF_VERSIONS -> List.of(Column.OFFERED, Column.CHOSEN, Column.TLS);
      case SHORT_STATES, NO_STATES -> List.of(Column.STATE);
      case FIRST_LABELS, SHORT_NAMES, NO_NAMES -> List.of(Column.CLIENT);
      case NO_TIMES -> List.of(Column.TIMES);
      case SHORT_SEVERITIES -> List.of(Column.SEVERITY);
      case NO_VERSIONS -> List.of(Column.TLS);
    };
  }

  private void measure(List<Column> columns) {
    for (Column column : columns) {
      widths.remove(column);
      if (isShown(column)) {
        int widest = Lines.width(title(column));
        for (TableRow row : rows) {
          widest = Math.max(widest, Lines.width(cell(row, column)));
        }
        widths.put(column, widest);
      }
    }
  }

  private int total() {
    return 1
        - GAP.length()
        + widths.values().stream().mapToInt(column -> GAP.length() + column).sum();
  }

  private boolean isShown(Column column) {
    boolean oneOfVersions = taken.contains(Step.ONE_COLUMN_OF_VERSIONS);
    return switch (column) {
      case SEVERITY, CLIENT, FIX -> true;
      case SERVICE -> !taken.contains(Step.NO_SERVICES);
      case OFFERED, CHOSEN -> !oneOfVersions;
      case TLS -> oneOfVersions && !taken.contains(Step.NO_VERSIONS);
      case STATE -> !taken.contains(Step.NO_STATES);
      case TIMES -> !taken.contains(Step.NO_TIMES);
    };
  }

  private String title(Column column) {
    return column == Column.SEVERITY && taken.contains(Step.SHORT_SEVERITIES) ? "" : column.name();
  }

  private String cell(TableRow row, Column column) {
    return switch (column) {
      case SEVERITY -> taken.contains(Step.SHORT_SEVERITIES) ? brief(row.label()) : row.label();
      case CLIENT -> client(row);
      case SERVICE ->
          taken.contains(Step.SHORT_SERVICES)
              ? row.service().replace(" Online", "").replace("Microsoft 365 ", "")
              : More.with(row.service(), row.more().services());
      case OFFERED -> row.offered();
      case CHOSEN -> row.chosen();
      case TLS -> brief(row.offered(), row.chosen());
      case STATE -> taken.contains(Step.SHORT_STATES) ? row.fate().brief() : row.fate().text();
      case TIMES -> row.times();
      case FIX -> More.with(row.fix(), row.more().fixes());
    };
  }

  private String client(TableRow row) {
    String name = name(row);
    return name.isEmpty() ? row.address() : name + " " + row.address();
  }

  private String name(TableRow row) {
    if (taken.contains(Step.NO_NAMES)) {
      return "";
    }
    String name = row.name();
    int dot = name.indexOf('.');
    if (dot > 0 && taken.contains(Step.FIRST_LABELS)) {
      name = name.substring(0, dot);
    }
    return name.length() <= nameWidth ? name : name.substring(0, nameWidth - 1) + "…";
  }

  /** {@code 1.0 → 1.1}: what is no TLS is named. */
  private static String brief(String offered, String chosen) {
    return number(offered) + " → " + number(chosen);
  }

  private static String number(String version) {
    return version.startsWith("TLS ") ? version.substring(4) : version;
  }

  /** {@code crit}, {@code (med)}. */
  private static String brief(String label) {
    return label.replace("critical", "crit").replace("medium", "med");
  }

  /** Hands the lines to {@code lines}, the titles first. */
  void write(Consumer<String> lines) {
    StringBuilder titles = new StringBuilder();
    for (Column column : widths.keySet()) {
      titles.append(titles.isEmpty() ? " " : GAP).append(pad(column, title(column)));
    }
    lines.accept(paint.bold(titles.toString().stripTrailing()));
    for (TableRow row : rows) {
      lines.accept(line(row));
      for (String detail : row.details()) {
        for (String part : Lines.wrap(detail, Math.max(MIN_DETAIL, width - indent().length()))) {
          lines.accept(indent() + part);
        }
      }
    }
  }

  /** Returns what stands below a row, or speaks for several clients, begins where clients do. */
  String indent() {
    return " ".repeat(1 + widths.getOrDefault(Column.SEVERITY, 0) + GAP.length());
  }

  private String pad(Column column, String text) {
    int columns = widths.getOrDefault(column, 0);
    return column == Column.TIMES ? Lines.right(text, columns) : Lines.left(text, columns);
  }

  private String line(TableRow row) {
    StringBuilder line = new StringBuilder();
    for (Column column : widths.keySet()) {
      String cell = pad(column, cell(row, column));
      if (column == Column.SEVERITY && row.severity().isPresent()) {
        cell = paint.severity(row.severity().get(), cell);
      }
      line.append(line.isEmpty() ? " " : GAP).append(cell);
    }
    return line.toString().stripTrailing();
  }
}
