package io.tlsfloor.report.form.csv;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.Chunk.About;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.FindingGroups;
import io.tlsfloor.report.model.Fixes;
import io.tlsfloor.report.model.Fixes.Fix;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Standing;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Policy;
import java.io.IOException;
import java.util.List;

/** One line a change, for spreadsheets: what clears most of those that get through comes first. */
public final class CsvFixes implements Report {
  private static final List<String> HEADER =
      List.of(
          "severity",
          "clients",
          "what_to_do",
          "reference",
          "client_stacks",
          "below_floor",
          "got_through",
          "refused",
          "need_another_change",
          "connections",
          "client_ips");

  private final Chunk.Taker out;
  private final FindingGroups groups;

  /** Writes to {@code out} when the run ends, but for the header. */
  public CsvFixes(Chunk.Taker out, Policy policy) throws IOException {
    this.out = out;
    groups = new FindingGroups(policy);
    out.take(Chunk.of(About.HEADER, CsvReport.line(HEADER)));
  }

  @Override
  public void connection(Result result) {
    groups.add(result);
  }

  @Override
  public void takeBack(Result earlier) {
    groups.takeBack(earlier);
  }

  @Override
  public void clients(List<ClientSummary> clients) {
    // The findings say who they are.
  }

  @Override
  public void run(Run run) throws IOException {
    for (Fix fix : new Fixes(groups.inOrder()).all()) {
      out.take(Chunk.of(About.run(run), CsvReport.line(cells(fix))));
    }
  }

  private static List<String> cells(Fix fix) {
    return List.of(
        Words.constant(fix.severity()),
        Integer.toString(fix.clients().size()),
        fix.remedy().text(),
        fix.remedy().reference(),
        String.join("; ", fix.stacks()),
        fix.below() ? "yes" : "no",
        Long.toString(fix.count(Standing.Kind.THROUGH)),
        Long.toString(fix.count(Standing.Kind.REFUSED)),
        Long.toString(fix.others()),
        Long.toString(fix.times()),
        String.join(" ", fix.clients().keySet().stream().map(IpAddress::toString).toList()));
  }
}
