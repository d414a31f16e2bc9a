package io.tlsfloor.report.form.csv;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.CommunityId;
import io.tlsfloor.report.model.EventId;
import io.tlsfloor.report.model.Hosts;
import io.tlsfloor.report.model.OutcomeText;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Service;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line a connection, for spreadsheets (RFC 4180): a header, CRLF, every cell in quotes. No cell
 * can become a formula, whatever separator the spreadsheet takes: one that begins as a formula does
 * gets an apostrophe before it.
 *
 * <p>Coverage has no place in such lines: what could not be seen is in the other forms.
 */
public final class CsvReport implements Report {
  private static final List<String> HEADER =
      List.of(
          "time",
          "flagged",
          "severity",
          "confidence",
          "rules",
          "client_ip",
          "client_port",
          "client_mac",
          "server_ip",
          "server_port",
          "server_name",
          "direction",
          "instance",
          "service",
          "offered_max",
          "negotiated",
          "inferred",
          "outcome",
          "client_stack",
          "prefaces",
          "summary",
          "remedy",
          "reference",
          "exception",
          "file",
          "frame",
          "community_id",
          "event_id");

  /** What begins a formula in one spreadsheet or another (OWASP, CSV Injection). */
  private static final String FORMULA = "=+-@\t\r\n|%\uFF1D\uFF0B\uFF0D\uFF20";

  private final OutputStream out;

  /** Writes UTF-8 to {@code out}, the header at once. */
  public CsvReport(OutputStream out) throws IOException {
    this.out = out;
    line(HEADER);
  }

  @Override
  public void connection(Judgement judgement) throws IOException {
    TlsConnection connection = judgement.connection();
    Optional<Finding> worst = judgement.findings().stream().findFirst(); // worst first
    Ends ends = judgement.ends();
    FrameRef frame = Hosts.frame(connection);
    List<String> cells = new ArrayList<>(HEADER.size());
    cells.add(Timestamps.iso(connection.evidence().first().time()));
    cells.add(judgement.flagged() ? "yes" : "no");
    cells.add(judgement.severity().map(Words::constant).orElse(""));
    cells.add(worst.map(Finding::confidence).map(Words::constant).orElse(""));
    cells.add(String.join(" ", judgement.findings().stream().map(f -> f.rule().id()).toList()));
    cells.add(ends.client().address().toString());
    cells.add(Integer.toString(ends.client().port()));
    cells.add(ends.clientMac().map(MacAddress::toString).orElse(""));
    cells.add(ends.server().address().toString());
    cells.add(Integer.toString(ends.server().port()));
    cells.add(Hosts.name(judgement).orElse(""));
    cells.add(Words.constant(judgement.direction()));
    cells.add(judgement.service().map(Service::instance).orElse(""));
    cells.add(judgement.service().map(Service::name).orElse(""));
    cells.add(connection.offer().map(Offer::max).map(TlsVersion::toString).orElse(""));
    cells.add(connection.choice().map(Choice::version).map(TlsVersion::toString).orElse(""));
    cells.add(connection.inferred().map(TlsVersion::toString).orElse(""));
    cells.add(OutcomeText.of(connection));
    cells.add(judgement.stack().map(ClientStack::name).orElse(""));
    cells.add(String.join(" ", PrefaceKind.labels(connection.way().prefaces())));
    cells.add(worst.map(Finding::summary).orElse(""));
    cells.add(worst.flatMap(Finding::remedy).map(r -> r.text()).orElse(""));
    cells.add(worst.flatMap(Finding::remedy).map(r -> r.reference()).orElse(""));
    cells.add(worst.flatMap(Finding::exception).orElse(""));
    cells.add(frame.file());
    cells.add(Long.toString(frame.number()));
    cells.add(CommunityId.of(connection.transport(), connection.client(), connection.server()));
    cells.add(EventId.of(connection));
    line(cells);
  }

  private void line(List<String> cells) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String cell : cells) {
      text.append(text.isEmpty() ? "" : ",").append(quoted(cell));
    }
    out.write(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A cell. What is not plainly visible is escaped, so that nothing hides before a formula. */
  public static String quoted(String raw) {
    String text = Printable.text(raw);
    String bare = text.stripLeading();
    boolean formula =
        !raw.isEmpty() && FORMULA.indexOf(raw.charAt(0)) >= 0
            || !bare.isEmpty() && FORMULA.indexOf(bare.charAt(0)) >= 0;
    return '"' + (formula ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void clients(List<ClientSummary> clients) {
    // One kind of line to a file.
  }

  @Override
  public void run(RunSummary run) throws IOException {
    out.flush();
  }
}
