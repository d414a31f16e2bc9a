package io.tlsfloor.cli.diff;

import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes as text. */
final class DiffText {
  private static final int CHANGE = 8;
  private static final int SEVERITY = 11;

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
    int client = "CLIENT".length();
    int service = "SERVICE".length();
    for (Change change : changes) {
      client = Math.max(client, change.who().length());
      service = Math.max(service, service(change.service()).length());
    }
    int room = width - (1 + CHANGE + 1 + 2 + service + 2 + 2 * SEVERITY);
    client = Math.max("CLIENT".length(), Math.min(client, room));
    row(client, service, List.of("CHANGE", "CLIENT", "SERVICE", "BEFORE", "AFTER", "WHY"));
    for (Change change : changes) {
      row(
          client,
          service,
          List.of(
              Words.constant(change.kind()),
              change.who(),
              service(change.service()),
              Comparison.shown(change.before()),
              Comparison.shown(change.after()),
              change.why()));
    }
    if (!low.isEmpty()) {
      low(low);
    } else {
      text.append('\n');
    }
  }

  private void low(List<Change> low) {
    text.append(' ')
        .append(low.size())
        .append(" of severity low, such as old versions beside new ones: ")
        .append(counts(low))
        .append("\n\n");
  }

  private void row(int client, int service, List<String> cells) {
    text.append(' ').append(Lines.left(cells.get(0), CHANGE));
    String who = cells.get(1);
    text.append(' ').append(Lines.left(who, client));
    if (Lines.width(who) > client) { // a line of its own
      text.append('\n').append(" ".repeat(1 + CHANGE + 1 + client));
    }
    text.append("  ").append(Lines.left(cells.get(2), service));
    text.append("  ").append(Lines.left(cells.get(3), SEVERITY));
    text.append(Lines.left(cells.get(4), SEVERITY));
    String why = cells.get(5);
    if (1 + CHANGE + 1 + client + 2 + service + 2 + 2 * SEVERITY + why.length() <= width) {
      text.append(why).append('\n');
      return;
    }
    while (text.charAt(text.length() - 1) == ' ') {
      text.setLength(text.length() - 1);
    }
    for (String line : Lines.wrap(why, width - CHANGE - 2)) {
      text.append('\n').append(" ".repeat(CHANGE + 2)).append(line);
    }
    text.append('\n');
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
