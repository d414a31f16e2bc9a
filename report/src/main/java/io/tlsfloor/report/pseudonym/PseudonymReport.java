package io.tlsfloor.report.pseudonym;

import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.rules.Judgement;
import java.io.IOException;
import java.util.List;

/** Tells another report what a {@link Pseudonymizer} leaves. */
public final class PseudonymReport implements Report {
  private final Report report;
  private final Pseudonymizer pseudonymizer;

  /** Before {@code report}, which may be several. */
  public PseudonymReport(Report report, Pseudonymizer pseudonymizer) {
    this.report = report;
    this.pseudonymizer = pseudonymizer;
  }

  @Override
  public void connection(Judgement judgement) throws IOException {
    report.connection(pseudonymizer.judgement(judgement));
  }

  @Override
  public void clients(List<ClientSummary> clients) throws IOException {
    report.clients(pseudonymizer.clients(clients));
  }

  @Override
  public boolean wantsEveryClient() {
    return report.wantsEveryClient();
  }

  @Override
  public void run(RunSummary run) throws IOException {
    report.run(pseudonymizer.run(run));
  }
}
