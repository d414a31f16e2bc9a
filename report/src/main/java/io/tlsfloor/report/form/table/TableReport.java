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
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Writes clients as one table when the run ends. */
public final class TableReport implements Report.Document {
  private static final int MIN_ROWS = 1;
  private static final int AROUND = 1; // the next prompt
  private static final String CLIENT = "CLIENT";
  private static final String ACCOUNT = "ACCOUNT";
  private static final String DOT = " · ";
  private static final String LOW = "           "; // below the label of a line on low findings

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
  public boolean readsSentences() {
    return options.verbose();
  }

  @Override
  public void run(Run run, ClientStates clients) throws IOException {
    Closing closing = new Closing(options.inputs(), run, clients);
    StringBuilder text = new StringBuilder();
    StringBuilder end = new StringBuilder();
    if (!options.quiet()) {
      wrapped(text, closing.title(), true);
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
              List.of(),
              room,
              (some, lines) -> fixes.lines(some).forEach(lines));
    } else {
      List<String> low = options.verbose() ? List.of() : low(clients.low().size(), run);
      used =
          rows(
              document,
              shown(clients.all()),
              low,
              room,
              (some, lines) -> table(some, CLIENT, run, lines));
    }
    rows(
        document,
        shown(clients.accounts()),
        List.of(),
        room - used,
        (some, lines) -> table(some, ACCOUNT, run, lines));
    document.put(end);
    document.send();
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

  private void table(List<ClientState> clients, String who, Run run, Consumer<CharSequence> lines) {
    Details details = new Details(options.inputs(), run);
    List<TableRow> rows = new ArrayList<>(clients.size());
    for (ClientState each : clients) {
      rows.add(TableRow.of(each, options.verbose() ? details.of(each) : List.of()));
    }
    new TableLayout(rows, who, options.columns(), paint).write(lines);
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
  private <R> int rows(
      Chunk.Buffer document,
      List<R> rows,
      List<String> low,
      int room,
      BiConsumer<List<R>, Consumer<CharSequence>> layout) {
    if (rows.isEmpty() && low.isEmpty()) {
      return 0;
    }
    int[] written = {1};
    int shown = options.shown(rows.size());
    int left = room - low.size() - 2; // how many more there are, and the empty line
    while (options.fitsScreen(rows.size())
        && shown > MIN_ROWS
        && count(rows.subList(0, shown), layout) > left) {
      shown--;
    }
    Consumer<CharSequence> line =
        text -> {
          document.put(text);
          document.write('\n');
          written[0]++;
        };
    if (!rows.isEmpty()) {
      layout.accept(rows.subList(0, shown), line);
    }
    for (String each : low) {
      String label = " " + paint.severity(Severity.LOW, "low") + "       ";
      for (String part : Lines.wrap(each, options.columns() - LOW.length())) {
        line.accept(label + part);
        label = LOW;
      }
    }
    if (shown < rows.size()) {
      StringBuilder more = new StringBuilder();
      item(
          more,
          "… and "
              + Words.number(rows.size() - shown)
              + " more: --top "
              + rows.size()
              + " shows all");
      document.put(more);
      written[0]++;
    }
    document.put(options.quiet() ? "" : "\n");
    return written[0];
  }

  private static <R> int count(List<R> rows, BiConsumer<List<R>, Consumer<CharSequence>> layout) {
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

  /** {@code 10 clients list versions below TLS 1.2 beside newer ones (-v lists them)}. */
  private static List<String> low(int count, Run run) {
    return count == 0
        ? List.of()
        : List.of(
            Words.count(count, "client")
                + (count == 1 ? " lists" : " list")
                + " versions below "
                + run.terms().floors()
                + " beside newer ones"
                + (count == 1 ? " (-v shows it)" : " (-v lists them)"));
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
