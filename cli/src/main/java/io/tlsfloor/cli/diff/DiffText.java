package io.tlsfloor.cli.diff;

import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells changes as text. */
final class DiffText {
  private static final int CHANGE = 7;
  private static final int SEVERITY = 9;

  private final int columns;
  private final StringBuilder text = new StringBuilder();

  /** In lines of at most {@code columns} characters, tables apart. */
  DiffText(int columns) {
    this.columns = columns;
  }

  String of(ComparedRun before, ComparedRun after, Comparison comparison) {
    List<Change> changes = comparison.changes();
    prose("BEFORE " + run(before));
    prose("AFTER  " + run(after));
    text.append('\n');
    table(changes);
    prose(counts(changes));
    if (comparison.doubts().isEmpty()) {
      prose("AFTER could see whatever is still there: what is gone or better in it is so.");
    } else {
      prose(
          "AFTER cannot show that a client is fixed: "
              + String.join("; ", comparison.doubts())
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
        + run.found().clients()
        + " clients, "
        + run.found().flagged()
        + " of "
        + run.found().connections()
        + " connections flagged"
        + run.read().span().map(span -> " · " + span + " UTC").orElse("");
  }

  private void table(List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    int client = "CLIENT".length();
    int service = "SERVICE".length();
    for (Change change : changes) {
      client = Math.max(client, change.client().toString().length());
      service = Math.max(service, service(change.service()).length());
    }
    row(client, service, List.of("CHANGE", "CLIENT", "SERVICE", "BEFORE", "AFTER", "WHY"));
    for (Change change : changes) {
      row(
          client,
          service,
          List.of(
              change.kind().name().toLowerCase(Locale.ROOT),
              change.client().toString(),
              service(change.service()),
              Comparison.severity(change.before()),
              Comparison.severity(change.after()),
              change.why()));
    }
    text.append('\n');
  }

  private void row(int client, int service, List<String> cells) {
    text.append(' ').append(Lines.left(cells.get(0), CHANGE));
    text.append(' ').append(Lines.left(cells.get(1), client));
    text.append("  ").append(Lines.left(cells.get(2), service));
    text.append("  ").append(Lines.left(cells.get(3), SEVERITY));
    text.append(Lines.left(cells.get(4), SEVERITY)).append(cells.get(5)).append('\n');
  }

  static String service(Optional<ServiceName> service) {
    return service.map(ServiceName::name).map(Printable::name).orElse("–");
  }

  private static String counts(List<Change> changes) {
    if (changes.isEmpty()) {
      return "Nothing is flagged in either.";
    }
    List<String> parts = new ArrayList<>();
    for (Change.Kind kind : Change.Kind.values()) {
      long count = changes.stream().filter(change -> change.kind() == kind).count();
      parts.add(count + " " + kind.name().toLowerCase(Locale.ROOT));
    }
    long clean =
        changes.stream()
            .filter(change -> change.kind() == Change.Kind.BETTER)
            .filter(change -> Comparison.rank(change.after()) == 0)
            .count();
    return String.join(", ", parts)
        + (clean > 0 ? "; with nothing flagged any more: " + clean : "")
        + ".";
  }
}
