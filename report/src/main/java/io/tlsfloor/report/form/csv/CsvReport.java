package io.tlsfloor.report.form.csv;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.Service;
import java.io.IOException;
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
          "event_id",
          "user",
          "application",
          "device");

  /** Holds what begins a formula in one spreadsheet or another (OWASP, CSV Injection). */
  private static final String FORMULA = "=+-@\t\r\n|%\uFF1D\uFF0B\uFF0D\uFF20";

  private final Chunk.Taker out;

  /** Writes to {@code out}, the header at once. */
  public CsvReport(Chunk.Taker out) throws IOException {
    this.out = out;
    write(HEADER);
  }

  @Override
  public void connection(Result result) throws IOException {
    Optional<Finding> worst = result.worst();
    Ends ends = result.ends();
    FrameRef frame = result.hello();
    List<String> cells = new ArrayList<>(HEADER.size());
    cells.add(Timestamps.iso(result.first().time()));
    cells.add(result.flagged() ? "yes" : "no");
    cells.add(result.severity().map(Words::constant).orElse(""));
    cells.add(worst.map(Finding::confidence).map(Words::constant).orElse(""));
    cells.add(String.join(" ", result.findings().stream().map(f -> f.rule().id()).toList()));
    cells.add(shown(ends.client().address()));
    cells.add(Integer.toString(ends.client().port()));
    cells.add(ends.clientMac().map(MacAddress::toString).orElse(""));
    cells.add(shown(ends.server().address()));
    cells.add(Integer.toString(ends.server().port()));
    cells.add(result.host().orElse(""));
    cells.add(Words.constant(result.judgement().direction()));
    cells.add(result.judgement().service().map(Service::instance).orElse(""));
    cells.add(result.judgement().service().map(Service::name).orElse(""));
    cells.add(result.offered().map(TlsVersion::toString).orElse(""));
    cells.add(result.chosen().map(TlsVersion::toString).orElse(""));
    cells.add(result.inferred().map(TlsVersion::toString).orElse(""));
    cells.add(result.outcome());
    cells.add(result.stack().map(ClientStack::name).orElse(""));
    cells.add(String.join(" ", result.prefaces()));
    cells.add(worst.map(Finding::summary).orElse(""));
    cells.add(worst.flatMap(Finding::remedy).map(Remedy::text).orElse(""));
    cells.add(worst.flatMap(Finding::remedy).map(Remedy::reference).orElse(""));
    cells.add(worst.flatMap(Finding::exception).map(CsvReport::waiver).orElse(""));
    cells.add(frame.file());
    cells.add(Long.toString(frame.number()));
    cells.add(result.communityId().orElse(""));
    cells.add(result.id());
    cells.add(result.connection().report().flatMap(Reported::user).orElse(""));
    cells.add(result.connection().report().flatMap(Reported::application).orElse(""));
    cells.add(result.connection().report().flatMap(Reported::device).orElse(""));
    write(cells);
  }

  private static String shown(IpAddress address) {
    return Reported.isStandIn(address) ? "" : address.toString();
  }

  private static String waiver(Finding.Waiver waiver) {
    return waiver.text() + ": " + waiver.reason();
  }

  private void write(List<String> cells) throws IOException {
    out.take(Chunk.of(line(cells)));
  }

  /** A whole line, with its end. */
  static String line(List<String> cells) {
    StringBuilder text = new StringBuilder();
    for (String cell : cells) {
      text.append(text.isEmpty() ? "" : ",").append(quoted(cell));
    }
    return text.append("\r\n").toString();
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
  public void clients(List<ClientDay> clients) {
    // One kind of line to a file.
  }

  @Override
  public void run(Run run) {
    // Nor has it a place for what could not be seen.
  }
}
