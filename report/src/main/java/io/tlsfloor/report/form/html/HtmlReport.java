package io.tlsfloor.report.form.html;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.WriterOutput;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.ClientAndService;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientSums;
import io.tlsfloor.report.model.Closing;
import io.tlsfloor.report.model.FindingGroup;
import io.tlsfloor.report.model.FindingGroups;
import io.tlsfloor.report.model.Gap;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Version;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Collects a run, and writes it as one HTML page when it ends. */
public final class HtmlReport implements Report {
  /** Groups on the page; with more it would no longer be quick. */
  static final int MAX_ROWS = 500;

  private static final int MAX_EXCEPTIONS = 200;
  private static final int MAX_INPUTS = 200;

  private final Chunk.Taker out;
  private final List<String> inputs;
  private final PageOptions options;
  private final FindingGroups groups;
  private final Timeline timeline = new Timeline();
  private final ClientSums sums = new ClientSums();

  /**
   * Writes to {@code out} when the run ends.
   *
   * @param inputs as given
   * @param policy of the run
   * @param options what the first page says
   */
  public HtmlReport(Chunk.Taker out, List<String> inputs, Policy policy, PageOptions options) {
    this.out = out;
    this.options = options;
    this.inputs = List.copyOf(inputs);
    groups = new FindingGroups(policy);
  }

  @Override
  public void connection(Result result) {
    if (result.flagged() || result.excepted()) {
      groups.add(result);
      if (result.connection().evidence().timeKnown()) {
        timeline.add(result.first().time(), result.severity().orElse(Severity.LOW));
      }
    }
  }

  @Override
  public void takeBack(Result earlier) {
    if (earlier.flagged() || earlier.excepted()) {
      groups.takeBack(earlier);
      if (earlier.connection().evidence().timeKnown()) {
        timeline.takeBack(earlier.first().time(), earlier.severity().orElse(Severity.LOW));
      }
    }
  }

  @Override
  public void clients(List<ClientDay> all) {
    all.forEach(groups::know);
    sums.add(all);
  }

  @Override
  public void run(Run run) throws IOException {
    Page page = page(run);
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

  private Page page(Run run) throws IOException {
    List<FindingGroup> all = groups.inOrder();
    Closing closing = new Closing(inputs, run, all, groups.dropped());
    List<String> notes = new ArrayList<>(closing.sentences());
    notes.remove(closing.answer());
    notes.remove(closing.coverage());
    List<ClientDay> clients = sums.all(run);
    Map<ClientAndService, ClientDay> days = new HashMap<>();
    clients.forEach(day -> days.put(day.key(), day));
    boolean explainable = run.terms().pseudonymKey().isEmpty();
    List<FindingGroup> low = all.stream().filter(FindingGroup::isLow).toList();
    List<FindingGroup> worse = all.stream().filter(group -> !group.isLow()).toList();
    List<FindingRow> rows = rows(worse, MAX_ROWS, days, explainable);
    Systems systems = new Systems(all, clients, options.known());
    List<FindingGroup> covered = all.stream().filter(group -> group.waiver().isPresent()).toList();
    return new Page(
        FirstPage.of(options, run, closing, all, systems),
        closing.title(),
        closing.answer(),
        notes,
        systems.tiles(closing, closing.isGoodNews()),
        new Page.Coverage(tone(run, closing), closing.coverage(), losses(run)),
        timeline.chart(
            "connections with findings of medium severity or more",
            List.of(Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM),
            run.read()),
        new Page.Findings(
            rows,
            filters(rows),
            leftOut(worse, rows.size()),
            rows(low, MAX_ROWS, days, explainable)),
        new Page.Exceptions(rows(covered, MAX_EXCEPTIONS, days, explainable), exceptions(run)),
        new Page.Method(inputs(run), method(run)),
        Assets.bundled());
  }

  private List<FindingRow> rows(
      List<FindingGroup> all,
      int most,
      Map<ClientAndService, ClientDay> days,
      boolean explainable) {
    List<FindingRow> rows = new ArrayList<>();
    for (FindingGroup group : all.subList(0, Math.min(most, all.size()))) {
      rows.add(
          new FindingRow(
              rows.size() + 1,
              group,
              Optional.ofNullable(days.get(group.key().clientAndService())),
              options.known().getOrDefault(group.client().toString(), KnownClient.NOTHING),
              explainable));
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

  private String leftOut(List<FindingGroup> all, int shown) {
    long hidden = all.size() - shown + groups.dropped().groups();
    if (hidden == 0) {
      return "";
    }
    String worst =
        shown < all.size()
            ? ", none of them worse than "
                + Words.constant(all.get(shown).severity().orElse(Severity.LOW))
            : "";
    return "The page shows the worst "
        + Words.number(shown)
        + " groups. "
        + Words.count(hidden, "more group")
        + (hidden == 1 ? " is" : " are")
        + " left out"
        + worst
        + "; the JSON Lines hold every connection.";
  }

  private static String exceptions(Run run) {
    if (run.found().excepted() == 0) {
      return "No connection is covered by an exception.";
    }
    String count =
        Words.count(run.found().excepted(), "connection")
            + (run.found().excepted() == 1 ? " is" : " are")
            + " covered by exceptions: below the floor all the same, and accepted by someone.";
    return count;
  }

  private static List<Page.Input> inputs(Run run) {
    List<Page.Input> rows = new ArrayList<>();
    for (Run.Input input : run.read().inputs()) {
      if (rows.size() < MAX_INPUTS || input.damage().isPresent() && rows.size() < 2 * MAX_INPUTS) {
        rows.add(
            new Page.Input(
                Printable.text(input.file()),
                Words.number(input.packets()),
                Words.bytes(input.bytes()),
                Printable.text(input.damage().orElse(""))));
      }
    }
    return rows;
  }

  private static List<Page.Pair> method(Run run) {
    TlsVersion floor = run.terms().floor();
    List<Page.Pair> pairs = new ArrayList<>();
    pairs.add(new Page.Pair("Program", "tlsfloor " + Version.text()));
    pairs.add(
        new Page.Pair(
            "Endpoint list",
            Printable.text(run.terms().list())
                + run.terms().listDate().map(date -> " of " + Printable.text(date)).orElse("")));
    pairs.add(new Page.Pair("Floor", floor.toString()));
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
