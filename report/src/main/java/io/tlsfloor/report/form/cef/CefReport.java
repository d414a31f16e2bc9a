package io.tlsfloor.report.form.cef;

import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines of {@link CefLine}: one a finding, one for a connection without, one for the run. */
public final class CefReport implements Report {
  private final OutputStream out;

  /** Writes UTF-8 to {@code out}, a whole line at a time. */
  public CefReport(OutputStream out) {
    this.out = out;
  }

  @Override
  public void connection(Judgement judgement) throws IOException {
    if (judgement.findings().isEmpty()) {
      line(CefLine.connection(judgement));
    }
    for (Finding finding : judgement.findings()) {
      line(CefLine.finding(judgement, finding));
    }
  }

  private void line(String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void clients(List<ClientSummary> clients) {
    // CEF has no event for them.
  }

  @Override
  public void run(RunSummary run) throws IOException {
    line(CefLine.run(run));
  }
}
