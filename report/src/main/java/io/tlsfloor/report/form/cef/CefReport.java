package io.tlsfloor.report.form.cef;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.rules.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Lines of {@link CefLine}: one a finding, one for a connection without, one for the run. */
public final class CefReport implements Report {
  private final Chunk.Taker out;
  private boolean named = true;

  /** Writes to {@code out}, a line at a time. */
  public CefReport(Chunk.Taker out) {
    this.out = out;
  }

  /** For what is shared: connections do not name the file that they were read from. */
  public CefReport unnamed() {
    named = false;
    return this;
  }

  @Override
  public void connection(Result result) throws IOException {
    if (result.findings().isEmpty()) {
      line(CefLine.connection(result, file(result)));
    }
    for (Finding finding : result.findings()) {
      line(CefLine.finding(result, finding, file(result)));
    }
  }

  private Optional<String> file(Result result) {
    return named ? Optional.of(result.hello().file()) : Optional.empty();
  }

  private void line(String text) throws IOException {
    out.take(Chunk.of(text + "\n"));
  }

  @Override
  public void clients(List<ClientDay> clients) {
    // CEF has no event for them.
  }

  @Override
  public void run(Run run) throws IOException {
    line(CefLine.run(run));
  }
}
