package io.tlsfloor.report.form.table;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.ClientState;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Closing;
import io.tlsfloor.report.model.Fares;
import io.tlsfloor.report.model.Faring;
import io.tlsfloor.report.model.Gap;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Writes clients as one table when the run ends. */
public final class TableReport implements Report.Document {
  private static final int MIN_ROWS = 1;
  private static final int AROUND = 1; // the next prompt
  private static final String CLIENT = "CLIENT";
  private static final String ACCOUNT = "ACCOUNT";
  private static final String DOT = " · ";

  private final Chunk.Taker out;
  private final TableOptions options;
  private final Paint paint;

  /** Writes to {@code out}, all at once. */
  public TableReport(Chunk.Taker out, TableOptions options) {
    this.out = out;
    this.options = options;
    paint = new Paint(options.color());
  }

  @Override
  public boolean wantsEveryClient() {
    return options.all();
  }

  @Override
  public boolean readsDetails() {
    return options.verbose();
  }

  @Override
  public void run(Run run, ClientStates clients) throws IOException {
    Closing closing = new Closing(options.inputs(), run, clients);
    StringBuilder text = new StringBuilder();
    StringBuilder end = new StringBuilder();
    if (!options.quiet()) {
      title(text, closing.title());
      text.append('\n');
      sentences(end, closing);
      next(end, closing);
    }
    int room = options.screenLines() - lines(text) - lines(end) - AROUND;
    Chunk.Buffer document = new Chunk.Buffer(out); // of bytes: a long table is not made as a text
    document.put(text);
    int used;
    if (options.byFix()) {
      FixTable fixes = new FixTable(clients.all(), options, paint);
      used =
          rows(
              document,
              closing.fixes().all(),
              room,
              (some, more, lines) -> {
                fixes.lines(some).forEach(lines);
                more(more, lines);
              });
    } else {
      String low = options.verbose() ? "" : low(clients.low().size(), run);
      used =
          rows(
              document,
              shown(clients.all()),
              room,
              (some, more, lines) -> table(layout(some, CLIENT, run), more, low, lines));
    }
    rows(
        document,
        shown(clients.accounts()),
        room - used,
        (some, more, lines) -> table(layout(some, ACCOUNT, run), more, "", lines));
    document.put(end);
    document.send();
  }

  /** Writes rows, how many more there are, and what belongs below them. */
  @FunctionalInterface
  private interface Block<R> {
    void write(List<R> rows, String more, Consumer<CharSequence> lines);
  }

  /** Breaks between what was read and when, where it must: a time stays in one line. */
  private void title(StringBuilder text, String title) {
    String line = "";
    for (String part : title.split(DOT)) {
      if (!line.isEmpty() && Lines.width(line + DOT + part) > options.columns()) {
        wrapped(text, line, true);
        line = part;
      } else {
        line += (line.isEmpty() ? "" : DOT) + part;
      }
    }
    wrapped(text, line, true);
  }

  /** Those with a line of their own; of those that list old versions alone, only if asked. */
  private List<ClientState> shown(List<ClientState> all) {
    return all.stream()
        .filter(
            each ->
                switch (each.faring().kind()) {
                  case LISTS_OLD -> options.verbose();
                  case GOOD -> options.all();
                  default -> true;
                })
        .toList();
  }

  /** In one line where it fits; a command itself is never broken, so that it can be copied. */
  private void next(StringBuilder end, Closing closing) {
    List<String> commands =
        closing.next(options.typed().all(), options.typed().ofExplain(), options.all());
    String label = "Next: ";
    String line = label + String.join(DOT, commands);
    if (commands.isEmpty()) {
      return;
    }
    if (Lines.width(line) <= options.columns()) {
      end.append(line).append('\n');
      return;
    }
    for (String command : commands) {
      end.append(label).append(command).append('\n');
      label = " ".repeat(label.length());
    }
  }

  private TableLayout layout(List<ClientState> clients, String who, Run run) {
    Details details = new Details(options.inputs(), run);
    List<TableRow> rows = new ArrayList<>(clients.size());
    for (ClientState each : clients) {
      rows.add(TableRow.of(each, options.verbose() ? details.of(each) : List.of()));
    }
    return new TableLayout(rows, who, options.columns(), paint);
  }

  /** Rows, how many more there are, those that are only counted, and what short words mean. */
  private void table(TableLayout table, String more, String low, Consumer<CharSequence> lines) {
    table.write(lines);
    more(more, lines);
    if (!low.isEmpty()) {
      table.writeBelow(Severity.LOW, low, lines);
    }
    if (!options.quiet() && table.legend().isPresent()) {
      lines.accept("");
      Lines.wrap(table.legend().get(), options.columns() - 1)
          .forEach(part -> lines.accept(paint.faint(" " + part)));
    }
  }

  private void more(String more, Consumer<CharSequence> lines) {
    Lines.wrap(more, options.columns() - 1).forEach(part -> lines.accept(" " + part));
  }

  /** Lines that a text takes on a screen, which breaks those that are wider. */
  private int lines(CharSequence text) {
    return text.toString()
        .lines()
        .mapToInt(line -> 1 + Math.max(0, Lines.width(line) - 1) / options.columns())
        .sum();
  }

  /**
   * The worst rows, and how many more there are; {@code room} in lines of a screen.
   *
   * @return how many lines that are
   */
  private <R> int rows(Chunk.Buffer document, List<R> rows, int room, Block<R> block) {
    int shown = options.shown(rows.size());
    while (options.fitsScreen(rows.size())
        && shown > MIN_ROWS
        && count(rows, shown, block) > room - 1) { // the empty line
      shown--;
    }
    int[] written = {0};
    block.write(
        rows.subList(0, shown),
        more(rows.size(), shown),
        text -> {
          document.put(text);
          document.write('\n');
          written[0]++;
        });
    if (written[0] == 0) {
      return 0;
    }
    document.put(options.quiet() ? "" : "\n");
    return written[0] + 1;
  }

  private static <R> int count(List<R> rows, int shown, Block<R> block) {
    int[] lines = {0};
    block.write(rows.subList(0, shown), more(rows.size(), shown), line -> lines[0]++);
    return lines[0];
  }

  private static String more(int rows, int shown) {
    return shown == rows
        ? ""
        : "… and " + Words.number(rows - shown) + " more: --top " + rows + " shows all";
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
        closing.toDo().ifPresent(what -> wrapped(text, what, false));
        between(closing.clients()).ifPresent(what -> wrapped(text, what, false));
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

  /**
   * {@code 10 clients list versions below TLS 1.2 beside newer ones (-v lists them)}; empty for
   * none.
   */
  private static String low(int count, Run run) {
    return count == 0
        ? ""
        : Words.count(count, "client")
            + (count == 1 ? " lists" : " list")
            + " versions below "
            + run.terms().floors()
            + " beside newer ones"
            + (count == 1 ? " (-v shows it)" : " (-v lists them)");
  }

  /** Who answered clients whose version the service refuses by now; empty where none was. */
  private static Optional<String> between(ClientStates all) {
    List<Faring> clients =
        all.all().stream()
            .map(ClientState::faring)
            .filter(faring -> faring.kind() == Fares.PROXIED)
            .toList();
    Set<String> issuers = new LinkedHashSet<>();
    for (Faring each : clients) {
      each.issuer().map(by -> Printable.name(commonName(by))).ifPresent(issuers::add);
    }
    if (clients.isEmpty()) {
      return Optional.empty();
    }
    boolean one = clients.size() == 1;
    return Optional.of(
        Words.count(clients.size(), "client")
            + (one ? " works" : " work")
            + " although the service refuses that version by now: something between answered"
            + (issuers.isEmpty() ? "" : ", with a certificate by " + issuers.iterator().next())
            + (issuers.size() > 1 ? " and others" : "")
            + ".");
  }

  /** {@code Contoso CA} of {@code CN=Contoso CA,O=Contoso}. */
  private static String commonName(String subject) {
    int from = subject.indexOf("CN=");
    int end = subject.indexOf(',', Math.max(0, from));
    return from < 0 ? subject : subject.substring(from + 3, end < 0 ? subject.length() : end);
  }
}
