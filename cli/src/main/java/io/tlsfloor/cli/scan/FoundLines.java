package io.tlsfloor.cli.scan;

import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.FindingLine;
import io.tlsfloor.report.model.Repeats;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.rules.Judgement;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A line for each kind of finding when it is first met; the table, which counts, comes after. */
final class FoundLines implements Report {
  private final OutputStream out;
  private final boolean color;
  private final Repeats repeats = new Repeats();
  private boolean any;

  /** Writes UTF-8 to {@code out}. */
  FoundLines(OutputStream out, boolean color) {
    this.out = out;
    this.color = color;
  }

  @Override
  public void connection(Judgement judgement) throws IOException {
    if (!judgement.findings().isEmpty() && repeats.isNew(judgement)) {
      any = true;
      out.write((FindingLine.of(judgement, color) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void clients(List<ClientSummary> clients) {
    // The lines are by client already.
  }

  @Override
  public void run(RunSummary run) throws IOException {
    if (any) {
      out.write('\n');
    }
  }
}
