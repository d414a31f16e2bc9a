package io.tlsfloor.cli.scan;

import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.rules.Judgement;
import java.io.IOException;
import java.util.List;

/** Tells several reports the same. */
final class ManyReports implements Report {
  private final List<Report> reports;

  ManyReports(List<Report> reports) {
    this.reports = List.copyOf(reports);
  }

  @Override
  public void connection(Judgement judgement) throws IOException {
    for (Report report : reports) {
      report.connection(judgement);
    }
  }

  @Override
  public void clients(List<ClientSummary> clients) throws IOException {
    for (Report report : reports) {
      report.clients(clients);
    }
  }

  @Override
  public boolean wantsEveryClient() {
    return reports.stream().anyMatch(Report::wantsEveryClient);
  }

  @Override
  public void run(RunSummary run) throws IOException {
    for (Report report : reports) {
      report.run(run);
    }
  }
}
