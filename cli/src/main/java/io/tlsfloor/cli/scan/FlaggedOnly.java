package io.tlsfloor.cli.scan;

import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.rules.Judgement;
import java.io.IOException;
import java.util.List;

/** Tells a report of flagged connections only. */
final class FlaggedOnly implements Report {
  private final Report report;

  FlaggedOnly(Report report) {
    this.report = report;
  }

  @Override
  public void connection(Judgement judgement) throws IOException {
    if (judgement.flagged()) {
      report.connection(judgement);
    }
  }

  @Override
  public void clients(List<ClientSummary> clients) throws IOException {
    report.clients(clients);
  }

  @Override
  public boolean wantsEveryClient() {
    return report.wantsEveryClient();
  }

  @Override
  public void run(RunSummary run) throws IOException {
    report.run(run);
  }
}
