package io.tlsfloor.cli.diff;

import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.form.table.TextTable;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes as text. */
final class DiffText {
  private static final TextTable.Style STYLE = new TextTable.Style(1, true, cell -> cell);

  private static final int MIN_CLIENT = 12; // of a column; most addresses of IPv4 fit

  private static final Column<Change> CLIENT =
      Column.fitted("client", MIN_CLIENT, (change, room) -> change.who());

  /** A sentence: where lines are too long, it stands below its row. */
  private static final Column<Change> WHY = new Column<Change>("why", Change::why).leaves(-1);

  private static final List<Column<Change>> COLUMNS =
      List.of(
          new Column<>("change", change -> Words.constant(change.kind())),
          CLIENT,
          new Column<Change>("service", change -> service(change.service()))
              .shorter(
                  -2,
                  new Column<>("service", change -> ServiceName.brief(service(change.service())))),
          new Column<>("before", change -> Comparison.shown(change.before())),
          new Column<>("after", change -> Comparison.shown(change.after())),
          WHY);

  private final int columns;
  private final int width;
  private final StringBuilder text = new StringBuilder();

  /** Breaks sentences at {@code columns} characters, and rows of the table at {@code width}. */
  DiffText(int columns, int width) {
    this.columns = columns;
    this.width = width;
  }

  String of(ComparedRun before, ComparedRun after, Comparison comparison) {
    List<Change> changes = comparison.changes();
    prose("BEFORE " + run(before));
    prose("AFTER  " + run(after));
    if (!comparison.overlap().isZero()) {
      prose(
          "Both look at the same "
              + Doubts.words(comparison.overlap())
              + ": what was seen then counts in both.");
    }
    if (!comparison.asked().sentence().isEmpty()) {
      prose(comparison.asked().sentence());
    }
    text.append('\n');
    boolean asked = !comparison.asked().clients().isEmpty();
    List<Change> low = asked ? List.of() : changes.stream().filter(DiffText::isLow).toList();
    table(changes.stream().filter(change -> !low.contains(change)).toList(), low);
    prose(counts(changes));
    Doubts doubts = comparison.doubts();
    prose(
        doubts.ofAfter().isEmpty()
            ? "AFTER covers enough to call clients fixed or gone."
            : "AFTER cannot show that a client is fixed or gone: "
                + String.join("; ", doubts.ofAfter())
                + ".");
    if (!doubts.ofBefore().isEmpty()) {
      prose(
          "BEFORE may have missed clients that are new in AFTER: "
              + String.join("; ", doubts.ofBefore())
              + ".");
    }
    return text.toString();
  }

  private void prose(String sentence) {
    for (String line : Lines.wrap(Printable.text(sentence), columns)) {
      text.append(line).append('\n');
    }
  }

  private static String run(ComparedRun saved) {
    Run run = saved.run();
    return saved.name()
        + " · "
        + Words.count(run.found().clients(), "client")
        + ", "
        + run.found().flagged()
        + " of "
        + run.found().connections()
        + " connections flagged"
        + run.read()
            .span()
            .map(span -> " · " + span + " UTC, " + Doubts.words(saved.covered()))
            .orElse("");
  }

  /** Returns whether it is of findings of severity low, before and after. */
  private static boolean isLow(Change change) {
    return Math.max(Comparison.rank(change.before()), Comparison.rank(change.after())) == 1;
  }

  private void table(List<Change> changes, List<Change> low) {
    if (!low.isEmpty() && changes.isEmpty()) {
      low(low);
    }
    if (changes.isEmpty()) {
      return;
    }
    TextTable<Change> table = new TextTable<>(COLUMNS, changes, width, STYLE);
    text.append(table.titles()).append('\n');
    String indent = " ".repeat(table.start(CLIENT));
    for (Change change : changes) {
      table.write(change, (row, column, line, from) -> {}, this::line);
      if (!table.shows(WHY)) {
        Lines.wrap(change.why(), width - indent.length()).forEach(why -> line(indent + why));
      }
    }
    if (!low.isEmpty()) {
      low(low);
    } else {
      text.append('\n');
    }
  }

  private void line(CharSequence line) {
    text.append(line).append('\n');
  }

  private void low(List<Change> low) {
    text.append(' ')
        .append(low.size())
        .append(" of severity low, such as old versions beside new ones: ")
        .append(counts(low))
        .append("\n\n");
  }

  static String service(Optional<ServiceName> service) {
    return service.map(ServiceName::name).map(Printable::name).orElse("–");
  }

  private static String counts(List<Change> changes) {
    if (changes.isEmpty()) {
      return "Nothing is flagged or excepted in either.";
    }
    List<String> parts = new ArrayList<>();
    for (Change.ChangeKind kind : Change.ChangeKind.values()) {
      long count = changes.stream().filter(change -> change.kind() == kind).count();
      if (count > 0) {
        parts.add(count + " " + Words.constant(kind));
      }
    }
    return String.join(", ", parts) + ".";
  }
}
