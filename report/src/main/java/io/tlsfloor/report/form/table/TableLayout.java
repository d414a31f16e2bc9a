package io.tlsfloor.report.form.table;

import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Severity;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Fits rows to a width: where it is too narrow, step by step less is said, so that each client
 * stays one line. Address and fix are never cut, since they are to be copied: an address that is
 * too long for its column has a line of its own.
 */
final class TableLayout {
  private static final String GAP = "  ";
  private static final int MIN_NAME = 6; // a shorter piece of a name says nothing
  private static final int MIN_DETAIL = 16;
  private static final int MAX_NAME = 28; // one long name must not move all columns away
  private static final int MIN_CLIENT = 12; // of a column; most addresses of IPv4 fit

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

  /**
   * Says what is given up, in this order, until a line fits. Who, with which service, in which
   * versions, how it fares and until when, and what to do stay for a terminal of 80 columns.
   */
  private enum Concession {
    ONE_COLUMN_OF_VERSIONS,
    SHORT_SERVICES,
    SHORT_SEVERITIES,
    NO_TIMES,
    FIRST_LABELS,
    SHORT_STATES,
    NO_SEVERITIES,
    SHORT_CLIENTS,
    NO_SERVICES,
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
  private int clientWidth = Integer.MAX_VALUE;

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
      if (total() <= width) {
        break;
      }
      taken.add(step);
      measure(changedBy(step));
      if (taken.contains(Concession.SHORT_CLIENTS)) {
        int others = total() - widths[FindingColumn.CLIENT.ordinal()];
        clientWidth = Math.max(MIN_CLIENT, width - others);
        measure(List.of(FindingColumn.CLIENT));
      }
    }
  }

  private static List<FindingColumn> changedBy(Concession step) {
    return switch (step) {
      case SHORT_SERVICES, NO_SERVICES -> List.of(FindingColumn.SERVICE);
      case ONE_COLUMN_OF_VERSIONS ->
          List.of(FindingColumn.OFFERED, FindingColumn.CHOSEN, FindingColumn.TLS);
      case SHORT_STATES, NO_STATES -> List.of(FindingColumn.STATE);
      case FIRST_LABELS, SHORT_CLIENTS -> List.of(FindingColumn.CLIENT);
      case NO_TIMES -> List.of(FindingColumn.TIMES);
      case SHORT_SEVERITIES, NO_SEVERITIES -> List.of(FindingColumn.SEVERITY);
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
          int cells = Lines.width(line);
          widest =
              column == FindingColumn.CLIENT && cells > clientWidth
                  ? widest
                  : Math.max(widest, cells);
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
      case CLIENT, FIX -> true;
      case SEVERITY -> !taken.contains(Concession.NO_SEVERITIES);
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
          line.append(ServiceName.brief(row.service()));
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
          line.append(
              taken.contains(Concession.SHORT_STATES) ? row.faring().brief() : row.faring().text());
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

  /**
   * As much of the client's name as there is room for beside its address; a few letters are none.
   */
  private String name(TableRow row) {
    String name = row.name();
    int dot = name.indexOf('.');
    if (dot > 0 && taken.contains(Concession.FIRST_LABELS)) {
      name = name.substring(0, dot);
    }
    int room = Math.min(MAX_NAME, clientWidth - 1 - row.address().length());
    return name.length() <= room ? name : room < MIN_NAME ? "" : name.substring(0, room - 1) + "…";
  }

  /** {@code crit}, {@code (med)}. */
  private static String brief(String label) {
    return label.replace("critical", "crit").replace("medium", "med");
  }

  /** Hands the lines to {@code lines}, the titles first; each is to be used at once. */
  void write(Consumer<CharSequence> lines) {
    if (rows.isEmpty()) {
      return;
    }
    line.setLength(0);
    for (FindingColumn column : COLUMNS) {
      if (isBegun(column)) {
        line.append(title(column));
        fill(column, line.length() - title(column).length());
      }
    }
    strip();
    lines.accept(paint.bold(line.toString()));
    String indent = " ".repeat(indent());
    for (TableRow row : rows) {
      write(row, lines);
      for (String detail : row.details()) {
        for (String part : Lines.wrap(detail, Math.max(MIN_DETAIL, width - indent.length()))) {
          lines.accept(indent + part);
        }
      }
    }
  }

  /** Writes what is said of several clients at once, below the rows, with their severity. */
  void writeBelow(Severity severity, String sentence, Consumer<CharSequence> lines) {
    int before = indent();
    String label = "";
    if (widths[FindingColumn.SEVERITY.ordinal()] > 0) {
      String word = Words.constant(severity);
      label = " " + paint.severity(severity, word) + " ".repeat(before - 1 - word.length());
    }
    for (String part : Lines.wrap(sentence, width - before)) {
      lines.accept((label.isEmpty() ? " ".repeat(before) : label) + part);
      label = "";
    }
  }

  /** What the states mean of which a narrow table has no more than a word. */
  Optional<String> legend() {
    if (!taken.contains(Concession.SHORT_STATES) || taken.contains(Concession.NO_STATES)) {
      return Optional.empty();
    }
    return Optional.of(
            rows.stream()
                .map(row -> row.faring().kind())
                .distinct()
                .sorted()
                .flatMap(kind -> kind.legend().stream())
                .collect(Collectors.joining(" · ")))
        .filter(text -> !text.isEmpty());
  }

  private void write(TableRow row, Consumer<CharSequence> lines) {
    line.setLength(0);
    for (FindingColumn column : COLUMNS) {
      if (isBegun(column)) {
        int from = line.length();
        cell(row, column);
        if (column == FindingColumn.CLIENT && Lines.width(line, from) > widths[column.ordinal()]) {
          lines.accept(line);
          line.setLength(0);
          line.append(" ".repeat(from));
        }
        fill(column, from);
        boolean coloured =
            column
                == (widths[FindingColumn.SEVERITY.ordinal()] > 0
                    ? FindingColumn.SEVERITY
                    : FindingColumn.STATE);
        if (coloured && row.severity().isPresent()) {
          paint.severity(row.severity().get(), line, from);
        }
      }
    }
    strip();
    lines.accept(line);
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

  /** Where clients begin, and what stands below a row. */
  private int indent() {
    int severity = widths[FindingColumn.SEVERITY.ordinal()];
    return 1 + (severity == 0 ? 0 : severity + GAP.length());
  }
}
