package io.tlsfloor.report.form.csv;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.Fixes;
import io.tlsfloor.report.model.Fixes.Fix;
import io.tlsfloor.report.model.GroupedReport;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Standing;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Policy;
import java.io.IOException;
import java.util.List;

/** One line a change, for spreadsheets: what clears most of those that get through comes first. */
public final class CsvFixes extends GroupedReport {
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

  /** Writes to {@code out} when the run ends, but for the header. */
  public CsvFixes(Chunk.Taker out, Policy policy) throws IOException {
    super(policy);
    this.out = out;
    out.take(Chunk.of(CsvReport.line(HEADER)));
  }

  @Override
  public void run(Run run) throws IOException {
    for (Fix fix : new Fixes(groups.inOrder()).all()) {
      out.take(Chunk.of(CsvReport.line(cells(fix))));
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
        String.join(" ", fix.clients().stream().map(IpAddress::toString).toList()));
  }
}
