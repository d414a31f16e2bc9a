package io.tlsfloor.report.form.table;

import java.util.EnumSet;
import java.util.List;
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

  private enum FindingColumn {
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
  private enum Concession {
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

  private static final List<FindingColumn> COLUMNS = List.of(FindingColumn.values());

  private final List<TableRow> rows;
  private final String who;
  private final int width;
  private final Paint paint;
  private final Set<Concession> taken = EnumSet.noneOf(Concession.class);
  private final int[] widths = new int[COLUMNS.size()]; // 0 for a column that is left out
  private final StringBuilder line = new StringBuilder(); // that is written, or measured
  private int nameWidth = MAX_NAME;

  /**
   * Fits rows.
   *
   * @param who title of the column of clients
   */
  TableLayout(List<TableRow> rows, String who, int width, Paint paint) {
    this.rows = rows;
    this.who = who;
    this.width = width;
    this.paint = paint;
    measure(COLUMNS);
    for (Concession step : Concession.values()) {
      int over = total() - width;
      if (over <= 0) {
        break;
      }
      if (step == Concession.SHORT_NAMES) {
        int longest = rows.stream().mapToInt(row -> Lines.width(name(row))).max().orElse(0);
        nameWidth = Math.max(MIN_NAME, longest - over);
      }
      taken.add(step);
      measure(changedBy(step));
    }
    nameWidth = Math.min(MAX_NAME, nameWidth + Math.max(0, width - total()));
    measure(List.of(FindingColumn.CLIENT));
  }

  private static List<FindingColumn> changedBy(Concession step) {
    return switch (step) {
      case SHORT_SERVICES, NO_SERVICES -> List.of(FindingColumn.SERVICE);
      case ONE_COLUMN_OF_VERSIONS ->
          List.of(FindingColumn.OFFERED, FindingColumn.CHOSEN, FindingColumn.TLS);
      case SHORT_STATES, NO_STATES -> List.of(FindingColumn.STATE);
      case FIRST_LABELS, SHORT_NAMES, NO_NAMES -> List.of(FindingColumn.CLIENT);
      case NO_TIMES -> List.of(FindingColumn.TIMES);
      case SHORT_SEVERITIES -> List.of(FindingColumn.SEVERITY);
      case NO_VERSIONS -> List.of(FindingColumn.TLS);
    };
  }

  private void measure(List<FindingColumn> columns) {
    for (FindingColumn column : columns) {
      int widest = 0;
      if (isShown(column)) {
        widest = Lines.width(title(column));
        for (TableRow row : rows) {
          line.setLength(0);
          cell(row, column);
          widest = Math.max(widest, Lines.width(line));
        }
      }
      widths[column.ordinal()] = widest;
    }
  }

  private int total() {
    int total = 1 - GAP.length();
    for (int column : widths) {
      total += column == 0 ? 0 : GAP.length() + column;
    }
    return total;
  }

  private boolean isShown(FindingColumn column) {
    boolean oneOfVersions = taken.contains(Concession.ONE_COLUMN_OF_VERSIONS);
    return switch (column) {
      case SEVERITY, CLIENT, FIX -> true;
      case SERVICE -> !taken.contains(Concession.NO_SERVICES);
      case OFFERED, CHOSEN -> !oneOfVersions;
      case TLS -> oneOfVersions && !taken.contains(Concession.NO_VERSIONS);
      case STATE -> !taken.contains(Concession.NO_STATES);
      case TIMES -> !taken.contains(Concession.NO_TIMES);
    };
  }

  private String title(FindingColumn column) {
    return switch (column) {
      case SEVERITY -> taken.contains(Concession.SHORT_SEVERITIES) ? "" : column.name();
      case CLIENT -> who;
      default -> column.name();
    };
  }

  /** Puts a cell to the end of the line: a large table has tens of thousands of them. */
  private void cell(TableRow row, FindingColumn column) {
    switch (column) {
      case SEVERITY ->
          line.append(
              taken.contains(Concession.SHORT_SEVERITIES) ? brief(row.label()) : row.label());
      case CLIENT -> {
        String name = name(row);
        line.append(name).append(name.isEmpty() ? "" : " ").append(row.address());
      }
      case SERVICE -> {
        if (taken.contains(Concession.SHORT_SERVICES)) {
          line.append(row.service().replace(" Online", "").replace("Microsoft 365 ", ""));
        } else {
          more(row.service(), row.more().services());
        }
      }
      case OFFERED -> line.append(row.offered());
      case CHOSEN -> line.append(row.chosen());
      case TLS -> { // 1.0 → 1.1
        number(row.offered());
        line.append(" → ");
        number(row.chosen());
      }
      case STATE ->
          line.append(taken.contains(Concession.SHORT_STATES) ? row.brief() : row.state());
      case TIMES -> line.append(row.times());
      case FIX -> more(row.fix(), row.more().fixes());
    }
  }

  /** {@code java-7 +1}. */
  private void more(String text, int more) {
    line.append(text);
    if (more > 0) {
      line.append(" +").append(more);
    }
  }

  /** A version without its protocol; what is no TLS is named. */
  private void number(String version) {
    line.append(version, version.startsWith("TLS ") ? 4 : 0, version.length());
  }

  private String name(TableRow row) {
    if (taken.contains(Concession.NO_NAMES)) {
      return "";
    }
    String name = row.name();
    int dot = name.indexOf('.');
    if (dot > 0 && taken.contains(Concession.FIRST_LABELS)) {
      name = name.substring(0, dot);
    }
    return name.length() <= nameWidth ? name : name.substring(0, nameWidth - 1) + "…";
  }

  /** {@code crit}, {@code (med)}. */
  private static String brief(String label) {
    return label.replace("critical", "crit").replace("medium", "med");
  }

  /** Hands the lines to {@code lines}, the titles first; each is to be used at once. */
  void write(Consumer<CharSequence> lines) {
    line.setLength(0);
    for (FindingColumn column : COLUMNS) {
      if (isBegun(column)) {
        line.append(title(column));
        fill(column, line.length() - title(column).length());
      }
    }
    strip();
    lines.accept(paint.bold(line.toString()));
    String indent = indent();
    for (TableRow row : rows) {
      write(row);
      lines.accept(line);
      for (String detail : row.details()) {
        for (String part : Lines.wrap(detail, Math.max(MIN_DETAIL, width - indent.length()))) {
          lines.accept(indent + part);
        }
      }
    }
  }

  private void write(TableRow row) {
    line.setLength(0);
    for (FindingColumn column : COLUMNS) {
      if (isBegun(column)) {
        int from = line.length();
        cell(row, column);
        fill(column, from);
        if (column == FindingColumn.SEVERITY && row.severity().isPresent()) {
          paint.severity(row.severity().get(), line, from);
        }
      }
    }
    strip();
  }

  /** Puts a gap before a column that is shown. */
  private boolean isBegun(FindingColumn column) {
    boolean shown = widths[column.ordinal()] > 0;
    if (shown) {
      line.append(line.isEmpty() ? " " : GAP);
    }
    return shown;
  }

  /** Fills up with spaces what begins at {@code from}; numbers stand on the right. */
  private void fill(FindingColumn column, int from) {
    int at = column == FindingColumn.TIMES ? from : line.length();
    for (int cells = Lines.width(line, from); cells < widths[column.ordinal()]; cells++) {
      line.insert(at, ' ');
    }
  }

  private void strip() {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ') {
      end--;
    }
    line.setLength(end);
  }

  /** Returns what stands below a row, or speaks for several clients, begins where clients do. */
  private String indent() {
    return " ".repeat(1 + widths[FindingColumn.SEVERITY.ordinal()] + GAP.length());
  }
}
