package io.tlsfloor.report.form.markdown;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.form.table.TableOptions;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.Chunk.About;
import io.tlsfloor.report.model.Closing;
import io.tlsfloor.report.model.FindingGroup;
import io.tlsfloor.report.model.Fixes;
import io.tlsfloor.report.model.Gap;
import io.tlsfloor.report.model.GroupedReport;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Timestamps.Dated;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Groups of findings, worst first, as the table of a scan has them, in Markdown: the answer, a
 * table, what to do for each group, and what could not be seen.
 */
public final class MarkdownReport extends GroupedReport {
  private final Chunk.Taker out;
  private final TableOptions options;

  /** Writes to {@code out} when the run ends. */
  public MarkdownReport(Chunk.Taker out, TableOptions options) {
    super(options.policy());
    this.out = out;
    this.options = options;
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
    text.append("## ").append(Markdown.text(closing.title())).append("\n\n");
    for (String sentence : closing.sentences()) {
      sentence(text, sentence, closing);
    }
    List<Fixes.Fix> fixes = closing.fixes().all();
    int shown = options.byFix() ? options.shown(fixes.size()) : fixes.size();
    fixes(text, fixes.subList(0, shown));
    more(text, fixes.size() - shown);
    if (!options.byFix() && !all.isEmpty()) {
      groups(text, all);
    }
    out.take(Chunk.of(About.DOCUMENT, text.toString()));
  }

  private static void more(StringBuilder text, int rows) {
    if (rows > 0) {
      text.append("… and ").append(Words.number(rows)).append(" more\n\n");
    }
  }

  private void groups(StringBuilder text, List<FindingGroup> all) {
    text.append(
        "| severity | client | service | host | offered | chosen | outcome | times | look at |\n"
            + "|---|---|---|---|---|---|---|---:|---|\n");
    List<FindingGroup> worst = all.subList(0, options.shown(all.size()));
    worst.forEach(group -> row(text, group));
    text.append('\n');
    more(text, all.size() - worst.size());
    worst.forEach(group -> remedy(text, group));
  }

  private static void sentence(StringBuilder text, String sentence, Closing closing) {
    List<Gap> gaps = sentence.equals(closing.coverage()) ? closing.gaps() : List.of();
    if (gaps.isEmpty()) {
      text.append(Markdown.text(sentence)).append("\n\n");
      return;
    }
    text.append(Closing.INCOMPLETE).append(":\n\n");
    for (Gap gap : gaps) {
      text.append("- ").append(Markdown.text(gap.text()));
      gap.files().forEach(file -> text.append("\n  - ").append(Markdown.text(file)));
      text.append('\n');
    }
    text.append('\n');
  }

  private void fixes(StringBuilder text, List<Fixes.Fix> fixes) {
    if (fixes.isEmpty()) {
      return;
    }
    text.append(
        options.byFix()
            ? "| clients | what to do | who | how they fare | addresses |\n|---:|---|---|---|---|\n"
            : "| clients | what to do | who | how they fare |\n|---:|---|---|---|\n");
    for (Fixes.Fix fix : fixes) {
      cell(text, Words.number(fix.clients().size()));
      cell(text, Markdown.text(fix.remedy().text()));
      cell(text, Markdown.text(fix.looks()));
      cell(text, fix.fates().isEmpty() ? Words.constant(fix.severity()) : fix.fates());
      if (options.byFix()) {
        cell(
            text,
            String.join(", ", fix.clients().keySet().stream().map(IpAddress::toString).toList()));
      }
      text.append("|\n");
    }
    text.append('\n');
  }

  private static void row(StringBuilder text, FindingGroup group) {
    cell(text, group.label().orElse("–"));
    cell(text, group.key().client().toString());
    cell(text, Markdown.text(group.key().service().map(ServiceName::name).orElse("–")));
    cell(text, Markdown.text(FindingGroup.commonest(group.hosts()).orElse("–")));
    cell(text, group.offered().map(TlsVersion::toString).orElse("–"));
    cell(
        text, group.chosen().map(TlsVersion::toString).orElse("–") + (group.inferred() ? "?" : ""));
    cell(text, Markdown.text(FindingGroup.commonest(group.outcomes()).orElse("–")));
    cell(text, Words.number(group.times()));
    cell(text, Markdown.text(group.frame().file() + "#" + group.frame().number()));
    text.append("|\n");
  }

  private static void cell(StringBuilder text, String content) {
    text.append("| ").append(content).append(' ');
  }

  private static void remedy(StringBuilder text, FindingGroup group) {
    Optional<Finding> finding = group.finding();
    if (finding.isEmpty()) {
      return;
    }
    text.append("- **").append(group.key().client()).append("** ");
    text.append(Markdown.code(finding.get().rule().id())).append(", ");
    text.append(
        group
            .stack()
            .map(Result.Stack::name)
            .map(name -> "looks like " + Markdown.text(name))
            .orElse("stack not known"));
    text.append(", ").append(Timestamps.span(group.first(), group.last(), Dated.ALWAYS));
    text.append(" UTC: ");
    group
        .waiver()
        .ifPresent(
            waiver ->
                text.append("**")
                    .append(Markdown.text(waiver.text()))
                    .append("**, ")
                    .append(Markdown.text(waiver.reason()))
                    .append(": "));
    text.append(Markdown.text(finding.get().summary())).append('\n');
  }
}
