package io.tlsfloor.report.sink.syslog;

import io.tlsfloor.report.form.cef.CefLine;
import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.report.sink.syslog.SyslogHeader.Severity;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts results into messages: with CEF one a finding and one for the run, with JSON one a line of
 * the JSON Lines.
 */
final class SyslogReport implements Report {
  private final SyslogHeader header;
  private final Consumer<byte[]> messages;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final Optional<JsonLinesReport> json; // empty for CEF

  /**
   * Gives messages to {@code messages}.
   *
   * @param live whether packets come from interfaces
   */
  SyslogReport(
      SyslogHeader header, SyslogOptions.Form form, boolean live, Consumer<byte[]> messages)
      throws IOException {
    this.header = header;
    this.messages = messages;
    json =
        switch (form) {
          case CEF -> Optional.empty();
          case JSONL -> Optional.of(live ? JsonLinesReport.live(line) : new JsonLinesReport(line));
        };
  }

  @Override
  public void connection(Judgement judgement) throws IOException {
    Instant time = judgement.connection().evidence().first().time();
    if (json.isPresent()) {
      json.get().connection(judgement);
      Severity severity =
          judgement.flagged()
              ? judgement.severity().map(SyslogReport::severity).orElse(Severity.INFORMATIONAL)
              : Severity.INFORMATIONAL;
      tell(severity, time, "connection", line());
      return;
    }
    if (judgement.findings().isEmpty()) {
      tell(Severity.INFORMATIONAL, time, "connection", CefLine.connection(judgement));
    }
    for (Finding finding : judgement.findings()) {
      boolean counts = judgement.flagged() && finding.exception().isEmpty();
      tell(
          counts ? severity(finding.severity()) : Severity.INFORMATIONAL,
          time,
          finding.rule().id(),
          CefLine.finding(judgement, finding));
    }
  }

  private static Severity severity(io.tlsfloor.rules.Severity severity) {
    return switch (severity) {
      case CRITICAL -> Severity.CRITICAL;
      case HIGH -> Severity.ERROR;
      case MEDIUM -> Severity.WARNING;
      case LOW -> Severity.NOTICE;
    };
  }

  @Override
  public void clients(List<ClientSummary> clients) throws IOException {
    if (json.isPresent()) {
      for (ClientSummary client : clients) {
        json.get().clients(List.of(client));
        tell(Severity.INFORMATIONAL, client.lastSeen(), "client", line());
      }
    }
  }

  @Override
  public void run(RunSummary run) throws IOException {
    Severity severity = run.losses() ? Severity.WARNING : Severity.INFORMATIONAL;
    String text;
    if (json.isPresent()) {
      json.get().run(run);
      text = line();
    } else {
      text = CefLine.run(run);
    }
    tell(severity, run.ended(), "run", text);
  }

  /** What was written, without its line end. */
  private String line() {
    String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
    line.reset();
    return text;
  }

  private void tell(Severity severity, Instant time, String id, String text) {
    messages.accept(header.message(severity, time, id, text));
  }
}
