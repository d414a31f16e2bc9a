package io.tlsfloor.report.form.github;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.Chunk.About;
import io.tlsfloor.report.model.Closing;
import io.tlsfloor.report.model.FindingGroup;
import io.tlsfloor.report.model.Gap;
import io.tlsfloor.report.model.GroupedReport;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Workflow commands of GitHub Actions, which shows them as annotations of a run: an error for each
 * group of findings of high severity or more, a warning for medium ones and for what could not be
 * seen, a notice for low ones and for the answer. Other systems that build in pipelines understand
 * them, too.
 */
public final class GithubReport extends GroupedReport {
  private final Chunk.Taker out;
  private final List<String> inputs;

  /**
   * Writes to {@code out} when the run ends.
   *
   * @param inputs as the user gave them
   */
  public GithubReport(Chunk.Taker out, Policy policy, List<String> inputs) {
    super(policy);
    this.out = out;
    this.inputs = List.copyOf(inputs);
  }

  @Override
  public void run(Run run) throws IOException {
    List<FindingGroup> all = groups.inOrder();
    Closing closing = new Closing(inputs, run, all, groups.dropped());
    StringBuilder text = new StringBuilder();
    for (FindingGroup group : all) {
      if (group.key().flagged()) {
        annotate(text, group);
      }
    }
    for (Gap gap : closing.gaps()) {
      command(text, "warning", Optional.empty(), "Not seen", gap.text());
    }
    String leftOut = run.terms().leftOut().map(left -> " " + left.text() + ".").orElse("");
    command(text, "notice", Optional.empty(), "tlsfloor", closing.answer() + leftOut);
    out.take(Chunk.of(About.DOCUMENT, text.toString()));
  }

  private static void annotate(StringBuilder text, FindingGroup group) {
    String title = group.key().client() + " " + group.label().orElse("");
    String summary = group.finding().map(Finding::summary).orElse("");
    String remedy =
        group
            .finding()
            .flatMap(Finding::remedy)
            .map(Remedy::text)
            .map(t -> " To do: " + t)
            .orElse("");
    command(
        text,
        level(group.severity().orElse(Severity.LOW)),
        Optional.of(group.frame().file()),
        title,
        summary + " " + Words.count(group.times(), "time") + "." + remedy);
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case CRITICAL, HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW -> "notice";
    };
  }

  private static void command(
      StringBuilder text, String level, Optional<String> file, String title, String message) {
    text.append("::").append(level).append(' ');
    file.ifPresent(name -> text.append("file=").append(property(name)).append(','));
    text.append("title=").append(property(title)).append("::").append(data(message)).append('\n');
  }

  /** What stands behind the second pair of colons, on one line. */
  private static String data(String raw) {
    return Printable.text(raw).replace("%", "%25");
  }

  /** What stands between commas before it. */
  private static String property(String raw) {
    return data(raw).replace(":", "%3A").replace(",", "%2C");
  }
}
