package io.tlsfloor.report.form.table;

import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Severity;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Clients in lines that fit a width: where it is too narrow, step by step less is said, so that
 * each client stays one line. Who, with which service, in which versions, how it fares and until
 * when, and what to do stay for a terminal of 80 columns. Address and fix are never cut, since they
 * are to be copied: an address that is too long for its column has a line of its own.
 */
final class TableLayout {
  private static final int MIN_NAME = 6; // a shorter piece of a name says nothing
  private static final int DETAIL_INDENT = 4; // where no severity stands before the row
  private static final int MIN_DETAIL = 16;
  private static final int MAX_NAME = 28; // one long name must not move all columns away
  private static final int MIN_CLIENT = 12; // of a column; most addresses of IPv4 fit

  /** Says in which turn a table gives something up; its clients give way in turn 0. */
  private static final class Turns {
    private static final int ONE_COLUMN_OF_VERSIONS = -7;
    private static final int SHORT_SERVICES = -6;
    private static final int SHORT_SEVERITIES = -5;
    private static final int NO_TIMES = -4;
    private static final int FIRST_LABELS = -3;
    private static final int SHORT_STATES = -2;
    private static final int NO_SEVERITIES = -1;
    private static final int NO_SERVICES = 1;
    private static final int NO_VERSIONS = 2;
    private static final int NO_STATES = 3;
  }

  private static final Column<TableRow> SHORT_SEVERITY =
      new Column<>("", row -> row.label().replace("critical", "crit").replace("medium", "med"));
  private static final Column<TableRow> SEVERITY =
      new Column<>("severity", TableRow::label)
          .shorter(Turns.SHORT_SEVERITIES, SHORT_SEVERITY)
          .leaves(Turns.NO_SEVERITIES);
  private static final Column<TableRow> SERVICE =
      new Column<TableRow>("service", row -> more(row.service(), row.more().services()))
          .shorter(
              Turns.SHORT_SERVICES,
              new Column<>("service", row -> ServiceName.brief(row.service())))
          .leaves(Turns.NO_SERVICES);
  private static final Column<TableRow> OFFERED =
      new Column<>("offered", TableRow::offered)
          .shorter(
              Turns.ONE_COLUMN_OF_VERSIONS,
              new Column<>("TLS", row -> number(row.offered()) + " → " + number(row.chosen())))
          .leaves(Turns.NO_VERSIONS);
  private static final Column<TableRow> CHOSEN =
      new Column<>("chosen", TableRow::chosen).leaves(Turns.ONE_COLUMN_OF_VERSIONS);
  private static final Column<TableRow> SHORT_STATE =
      new Column<>("state", row -> row.faring().brief());
  private static final Column<TableRow> STATE =
      new Column<TableRow>("state", row -> row.faring().text())
          .shorter(Turns.SHORT_STATES, SHORT_STATE)
          .leaves(Turns.NO_STATES);
  private static final Column<TableRow> TIMES =
      new Column<>("times", TableRow::times).right().leaves(Turns.NO_TIMES);
  private static final Column<TableRow> FIX =
      new Column<>("fix", row -> more(row.fix(), row.more().fixes()));

  private final List<TableRow> rows;
  private final int width;
  private final Paint paint;
  private final TextTable<TableRow> table;
  private final int indent; // where clients begin, and what stands below a row
  private final boolean hasSeverities;
  private final List<Column<TableRow>> coloured;

  /**
   * Fits rows.
   *
   * @param who title of the column of clients
   */
  TableLayout(List<TableRow> rows, String who, int width, Paint paint) {
    this.rows = rows;
    this.width = width;
    this.paint = paint;
    Column<TableRow> label =
        Column.fitted(who, MIN_CLIENT, (row, room) -> client(row, firstLabel(row.name()), room));
    Column<TableRow> client =
        Column.<TableRow>fitted(who, MIN_CLIENT, (row, room) -> client(row, row.name(), room))
            .shorter(Turns.FIRST_LABELS, label);
    table =
        new TextTable<>(
            List.of(SEVERITY, client, SERVICE, OFFERED, CHOSEN, STATE, TIMES, FIX),
            rows,
            width,
            new TextTable.Style(1, true, cell -> cell));
    indent = table.start(table.shows(client) ? client : label);
    hasSeverities = table.shows(SEVERITY) || table.shows(SHORT_SEVERITY);
    coloured = hasSeverities ? List.of(SEVERITY, SHORT_SEVERITY) : List.of(STATE, SHORT_STATE);
  }

  /** {@code java-7 +1}. */
  private static String more(String text, int more) {
    return more > 0 ? text + " +" + more : text;
  }

  /** A version without its protocol; what is no TLS is named. */
  private static String number(String version) {
    return version.startsWith("TLS ") ? version.substring(4) : version;
  }

  private static String firstLabel(String name) {
    int dot = name.indexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /**
   * As much of the client's name as there is room for beside its address; a few letters are none.
   */
  private static String client(TableRow row, String name, int width) {
    int room = Math.min(MAX_NAME, width - 1 - row.address().length());
    String shown =
        name.length() <= room ? name : room < MIN_NAME ? "" : name.substring(0, room - 1) + "…";
    return shown.isEmpty() ? row.address() : shown + " " + row.address();
  }

  /** Hands the lines to {@code lines}, the titles first; each is to be used at once. */
  void write(Consumer<CharSequence> lines) {
    if (rows.isEmpty()) {
      return;
    }
    lines.accept(paint.bold(table.titles()));
    int behind = hasSeverities ? indent : indent + DETAIL_INDENT;
    String before = " ".repeat(behind);
    for (TableRow row : rows) {
      table.write(row, this::paint, lines);
      for (String detail : row.details()) {
        for (String part : Lines.wrap(detail, Math.max(MIN_DETAIL, width - behind))) {
          lines.accept(before + part);
        }
      }
    }
  }

  private void paint(TableRow row, Column<TableRow> column, StringBuilder line, int from) {
    if (coloured.contains(column) && row.severity().isPresent()) {
      paint.severity(row.severity().get(), line, from);
    }
  }

  /** Writes what is said of several clients at once, below the rows, with their severity. */
  void writeBelow(Severity severity, String sentence, Consumer<CharSequence> lines) {
    String label = "";
    if (hasSeverities) {
      String word = Words.constant(severity);
      label = " " + paint.severity(severity, word) + " ".repeat(indent - 1 - word.length());
    }
    for (String part : Lines.wrap(sentence, width - indent)) {
      lines.accept((label.isEmpty() ? " ".repeat(indent) : label) + part);
      label = "";
    }
  }

  /** What the states mean of which a narrow table has no more than a word. */
  Optional<String> legend() {
    if (!table.shows(SHORT_STATE)) {
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
}
