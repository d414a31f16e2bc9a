package io.tlsfloor.report.form.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.WriterOutput;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Closing;
import io.tlsfloor.report.model.Gap;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Version;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Writes a run as one HTML page when it ends. */
public final class HtmlReport implements Report.Document {
  /** Findings on the page; with more it would no longer be quick. */
  static final int MAX_ROWS = 500;

  private static final int MAX_EXCEPTIONS = 200;
  private static final int MAX_INPUTS = 200;

  private final Chunk.Taker out;
  private final List<String> inputs;
  private final PageOptions options;
  private final Timeline timeline = new Timeline();

  /**
   * Writes to {@code out} when the run ends.
   *
   * @param inputs as given
   * @param options what the first page says
   */
  public HtmlReport(Chunk.Taker out, List<String> inputs, PageOptions options) {
    this.out = out;
    this.options = options;
    this.inputs = List.copyOf(inputs);
  }

  @Override
  public void clients(List<ClientDay> days) {
    days.forEach(timeline::add); // the rest comes as a whole, with the run
  }

  @Override
  public void run(Run run, ClientStates clients) throws IOException {
    Page page = page(run, new Closing(inputs, run, clients));
    TemplateEngine engine =
        TemplateEngine.createPrecompiled(
            null,
            ContentType.Html,
            HtmlReport.class.getClassLoader(),
            "io.tlsfloor.report.form.html.template");
    Chunk.Buffer document = new Chunk.Buffer(out);
    Writer writer = new OutputStreamWriter(document, StandardCharsets.UTF_8);
    try {
      engine.render("report.jte", page, new VisibleOutput(new WriterOutput(writer)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    writer.flush();
    document.send();
  }

  private Page page(Run run, Closing closing) throws IOException {
    List<String> notes = new ArrayList<>(closing.sentences());
    notes.remove(closing.answer());
    notes.remove(closing.coverage());
    List<FindingRow.Of> all = FindingRow.Of.all(closing.clients());
    List<FindingRow.Of> low = all.stream().filter(FindingRow.Of::isLow).toList();
    List<FindingRow.Of> worse = all.stream().filter(each -> !each.isLow()).toList();
    List<FindingRow.Of> covered =
        all.stream().filter(each -> each.exception().isPresent()).toList();
    List<FindingRow> rows = rows(worse, MAX_ROWS, run);
    return new Page(
        FirstPage.of(options, run, closing, all),
        closing.title(),
        closing.answer(),
        notes,
        Systems.tiles(closing),
        new Page.Coverage(tone(run, closing), closing.coverage(), losses(run)),
        timeline.chart(run.read()),
        new Page.Findings(
            rows,
            filters(rows),
            leftOut(worse.size() - rows.size(), rows.size()),
            rows(low, MAX_ROWS, run)),
        new Page.Exceptions(rows(covered, MAX_EXCEPTIONS, run), exceptions(covered)),
        new Page.Method(inputs(run), method(run)),
        Assets.bundled());
  }

  private static List<FindingRow> rows(List<FindingRow.Of> all, int most, Run run) {
    List<FindingRow> rows = new ArrayList<>();
    for (FindingRow.Of each : all.subList(0, Math.min(most, all.size()))) {
      rows.add(new FindingRow(rows.size() + 1, each, run));
    }
    return rows;
  }

  private static List<Page.Loss> losses(Run run) {
    List<Page.Loss> losses = new ArrayList<>();
    for (LossCount loss : run.missed().losses().said()) {
      losses.add(
          new Page.Loss(Printable.text(loss.text()), loss.hides(), Gap.advice(loss.name(), run)));
    }
    losses.sort((a, b) -> Boolean.compare(b.hides(), a.hides()));
    return losses;
  }

  private static String tone(Run run, Closing closing) {
    return closing.isGoodNews() ? "good" : run.missed().hides() ? "lossy" : "plain";
  }

  private static Page.Filters filters(List<FindingRow> rows) {
    Set<String> severities = new TreeSet<>();
    Set<String> services = new TreeSet<>();
    Set<String> rules = new TreeSet<>();
    for (FindingRow row : rows) {
      severities.add(row.severity());
      services.add(row.service());
      rules.add(row.rule());
    }
    List<String> worstFirst = new ArrayList<>();
    for (String severity : List.of("critical", "high", "medium", "low")) {
      if (severities.contains(severity)) {
        worstFirst.add(severity);
      }
    }
    return new Page.Filters(worstFirst, List.copyOf(services), List.copyOf(rules));
  }

  private static String leftOut(int hidden, int shown) {
    return hidden == 0
        ? ""
        : "The page shows the worst "
            + Words.number(shown)
            + " findings. "
            + Words.count(hidden, "more finding")
            + (hidden == 1 ? " is" : " are")
            + " left out; the JSON Lines hold every connection.";
  }

  private static String exceptions(List<FindingRow.Of> covered) {
    long times =
        covered.stream()
            .filter(each -> each.waiver().isPresent())
            .mapToLong(each -> each.found().times())
            .sum();
    return times == 0
        ? "No connection is covered by an exception."
        : Words.count(times, "connection")
            + (times == 1 ? " is" : " are")
            + " covered by exceptions: below the floor all the same, and accepted by someone.";
  }

  private static List<Page.InputRow> inputs(Run run) {
    List<Page.InputRow> rows = new ArrayList<>();
    for (Run.Input input : run.read().inputs()) {
      if (rows.size() < MAX_INPUTS || input.damage().isPresent() && rows.size() < 2 * MAX_INPUTS) {
        rows.add(
            new Page.InputRow(
                Printable.text(input.file()),
                Words.number(input.packets()),
                Words.bytes(input.bytes()),
                Printable.text(input.damage().orElse(""))));
      }
    }
    return rows;
  }

  private static List<Page.Pair> method(Run run) {
    List<Page.Pair> pairs = new ArrayList<>();
    pairs.add(new Page.Pair("Program", "tlsfloor " + Version.text()));
    pairs.add(
        new Page.Pair(
            "Endpoint list",
            Printable.text(run.terms().list())
                + run.terms().listDate().map(date -> " of " + Printable.text(date)).orElse("")));
    pairs.add(new Page.Pair("Floor", run.terms().floorNames()));
    pairs.add(
        new Page.Pair(
            "Looked for",
            run.terms().anyService()
                ? "connections to any server"
                : "connections to Microsoft 365"));
    run.read().span().ifPresent(span -> pairs.add(new Page.Pair("Packets from", span + " UTC")));
    if (!run.terms().limits().isEmpty()) {
      pairs.add(
          new Page.Pair(
              "Flagged", "only what " + String.join(", ", run.terms().limits()) + " lets through"));
    }
    if (run.terms().leftOut().isPresent()) {
      pairs.add(
          new Page.Pair(
              "Narrowed",
              "by options: only a part of the connections was looked at, see Coverage"));
    }
    pairs.add(new Page.Pair("Read on", Timestamps.seconds(run.course().ended()) + " UTC"));
    return pairs;
  }
}
