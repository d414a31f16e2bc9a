package io.tlsfloor.report.form.table;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.Chunk.About;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.ClientSums;
import io.tlsfloor.report.model.Closing;
import io.tlsfloor.report.model.FindingGroup;
import io.tlsfloor.report.model.Fixes.Fix;
import io.tlsfloor.report.model.Gap;
import io.tlsfloor.report.model.GroupedReport;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Collects groups of findings, and writes them as one table when the run ends. */
public final class TableReport extends GroupedReport {
  private static final int MAX_FIXES = 4; // --group fix shows all
  private static final int MIN_ROWS = 1;
  private static final int AROUND = 4; // the command, a warning, what is left out, the next prompt

  private final Chunk.Taker out;
  private final TableOptions options;
  private final Paint paint;
  private final ClientSums sums = new ClientSums();

  /** Writes to {@code out}, all at once. */
  public TableReport(Chunk.Taker out, TableOptions options) {
    super(options.policy());
    this.out = out;
    this.options = options;
    paint = new Paint(options.color());
  }

  @Override
  public boolean wantsEveryClient() {
    return options.all();
  }

  @Override
  public void clients(List<ClientSummary> clients) {
    sums.add(clients);
  }

  @Override
  public void soFar(Run run) throws IOException {
    run(run);
  }

  @Override
  public void run(Run run) throws IOException {
    List<FindingGroup> all = groups.inOrder();
    Closing closing = new Closing(options.inputs(), run, all, groups.dropped());
    StringBuilder text = new StringBuilder();
    StringBuilder end = new StringBuilder();
    if (!options.quiet()) {
      wrapped(text, closing.title(), true);
      text.append('\n');
      sentences(end, closing);
      String label = "Next: ";
      for (String command :
          closing.next(options.typed().all(), options.typed().ofExplain(), options.all())) {
        end.append(label).append(command).append('\n');
        label = " ".repeat(label.length());
      }
    }
    int room = options.screenLines() - lines(text) - lines(end) - AROUND;
    Chunk.Buffer document = new Chunk.Buffer(out); // of bytes: a long table is not made as a text
    put(document, text);
    if (options.byFix()) {
      FixTable fixes = new FixTable(sums.all(run), options, paint);
      rows(
          document, closing.fixes().all(), room, (some, lines) -> fixes.lines(some).forEach(lines));
    } else {
      rows(document, rows(all, run), room, this::table);
    }
    put(document, end);
    document.send(About.DOCUMENT);
  }

  private static void put(Chunk.Buffer document, CharSequence text) {
    document.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void table(List<TableRow> rows, Consumer<String> lines) {
    new TableLayout(rows, options.columns(), paint).write(lines);
  }

  /** Lines that a text takes on a screen, which breaks those that are wider. */
  private int lines(CharSequence text) {
    return text.toString()
        .lines()
        .mapToInt(line -> 1 + Math.max(0, Lines.width(line) - 1) / options.columns())
        .sum();
  }

  /** The worst rows, and how many more there are; {@code room} in lines of a screen. */
  private <R> void rows(
      Chunk.Buffer document, List<R> rows, int room, BiConsumer<List<R>, Consumer<String>> layout) {
    if (rows.isEmpty()) {
      return;
    }
    int shown = options.shown(rows.size());
    while (options.fitsScreen(rows.size())
        && shown > MIN_ROWS
        && count(rows.subList(0, shown), layout) > room) {
      shown--;
    }
    layout.accept(
        rows.subList(0, shown),
        line -> {
          put(document, line);
          document.write('\n');
        });
    if (shown < rows.size()) {
      StringBuilder more = new StringBuilder();
      item(
          more,
          "… and "
              + Words.number(rows.size() - shown)
              + " more: --top "
              + rows.size()
              + " shows all");
      put(document, more);
    }
    put(document, options.quiet() ? "" : "\n");
  }

  private static <R> int count(List<R> rows, BiConsumer<List<R>, Consumer<String>> layout) {
    int[] lines = {0};
    layout.accept(rows, line -> lines[0]++);
    return lines[0];
  }

  /** The answer first, then what to do, then the rest. */
  private void sentences(StringBuilder text, Closing closing) {
    for (String sentence : closing.sentences()) {
      List<Gap> gaps = sentence.equals(closing.coverage()) ? closing.gaps() : List.of();
      if (gaps.isEmpty()) {
        wrapped(text, sentence, false);
      } else {
        wrapped(text, Closing.INCOMPLETE + ":", false);
        gaps.forEach(gap -> gap(text, gap));
      }
      if (sentence.equals(closing.answer()) && !options.byFix()) {
        fixes(text, closing);
      }
    }
  }

  private void gap(StringBuilder text, Gap gap) {
    item(text, gap.text());
    for (String file : gap.files()) {
      int name = Math.max(0, file.indexOf(": ")); // is to be copied: it is never broken
      String indent = "    ";
      for (String line :
          Lines.wrap(
              Lines.whole(file.substring(0, name)) + file.substring(name), options.columns() - 6)) {
        text.append(indent).append(line).append('\n');
        indent = "      ";
      }
    }
  }

  private void fixes(StringBuilder text, Closing closing) {
    Optional<String> headline = closing.toDo();
    if (headline.isEmpty()) {
      return;
    }
    wrapped(text, headline.get() + ":", false);
    List<Fix> below = closing.fixes().below();
    int shown = below.size() > MAX_FIXES ? MAX_FIXES - 1 : below.size();
    below.subList(0, shown).forEach(fix -> item(text, fix.text()));
    if (shown < below.size()) {
      item(text, "and " + Words.number(below.size() - shown) + " more: --group fix shows them");
    }
  }

  private void item(StringBuilder text, String item) {
    String indent = "  ";
    for (String line : Lines.wrap(item, options.columns() - 4)) {
      text.append(indent).append(line).append('\n');
      indent = "    ";
    }
  }

  private void wrapped(StringBuilder text, String sentence, boolean bold) {
    for (String line : Lines.wrap(sentence, options.columns())) {
      text.append(bold ? paint.bold(line) : line).append('\n');
    }
  }

  /** Flagged groups of low severity are folded by rule when there is worse to look at. */
  private List<TableRow> rows(List<FindingGroup> all, Run run) {
    boolean worse = false;
    for (FindingGroup group : all) {
      worse |= group.key().flagged() && group.severity().orElse(Severity.LOW) != Severity.LOW;
    }
    List<TableRow> rows = new ArrayList<>(all.size());
    Map<RuleId, List<FindingGroup>> folded = new LinkedHashMap<>();
    for (FindingGroup group : all) {
      if (!group.key().flagged()) {
        fold(folded, rows);
      }
      Optional<RuleId> rule = group.key().rule();
      boolean low = group.severity().equals(Optional.of(Severity.LOW));
      if (worse && low && rule.isPresent() && group.key().flagged() && !options.verbose()) {
        folded.computeIfAbsent(rule.get(), r -> new ArrayList<>()).add(group);
      } else {
        Optional<ClientSummary> client = sums.of(group.key().clientAndService(), run);
        rows.add(RowText.of(group, client, options, run.dated()));
      }
    }
    fold(folded, rows);
    return rows;
  }

  private void fold(Map<RuleId, List<FindingGroup>> folded, List<TableRow> rows) {
    folded.forEach((rule, groupsOfRule) -> rows.add(folded(rule, groupsOfRule)));
    folded.clear();
  }

  private TableRow folded(RuleId rule, List<FindingGroup> some) {
    Set<Object> clients = new HashSet<>();
    long times = 0;
    for (FindingGroup group : some) {
      clients.add(group.key().client());
      times += group.times();
    }
    String what =
        rule == RuleId.OFFERS_BELOW_FLOOR
            ? (clients.size() == 1 ? "lists" : "list")
                + " versions below "
                + options.policy().floor()
                + " next to newer ones (-v shows them)"
            : rule.id() + " (-v shows them)";
    return new TableRow(
        Optional.of(Severity.LOW),
        "low",
        Words.count(clients.size(), "client"),
        "",
        "",
        "",
        "",
        "",
        Words.number(times),
        List.of(what));
  }
}
