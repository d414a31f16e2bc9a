package io.tlsfloor.report.form.cef;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Version;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Lines in ArcSight's Common Event Format, version 0: one a finding, one for a connection without,
 * one for the run.
 */
public final class CefReport implements Report {
  private static final int RUN_LOSS_SEVERITY = 5;
  private static final String PRODUCT = "CEF:0|tlsfloor|tlsfloor|" + header(Version.text()) + "|";

  private final Chunk.Taker out;

  /** Writes to {@code out}, a line at a time. */
  public CefReport(Chunk.Taker out) {
    this.out = out;
  }

  @Override
  public void connection(Result result) throws IOException {
    if (result.findings().isEmpty()) {
      String text = "TLS connection without a finding";
      send(line("connection", text, 0, extension(result, Optional.empty())));
    }
    for (Finding finding : result.findings()) {
      String id = finding.rule().id();
      boolean counts = result.flagged() && finding.exception().isEmpty();
      int severity = counts ? severity(finding.severity()) : 0;
      send(line(id, id.replace('-', ' '), severity, extension(result, Optional.of(finding))));
    }
  }

  @Override
  public void clients(List<ClientDay> days) {
    // CEF has no event for them.
  }

  @Override
  public void run(Run run, ClientStates clients) throws IOException {
    send(line(run));
  }

  private void send(String line) throws IOException {
    out.take(Chunk.of(line + "\n"));
  }

  private static String line(String id, String name, int severity, Extension extension) {
    return PRODUCT + header(id) + "|" + header(name) + "|" + severity + "|" + extension;
  }

  /** The specification counts from 0 to 10: 9 and 10 are very high, 7 and 8 high. */
  private static int severity(Severity severity) {
    return switch (severity) {
      case CRITICAL -> 10;
      case HIGH -> 8;
      case MEDIUM -> 5;
      case LOW -> 3;
    };
  }

  private static Extension extension(Result result, Optional<Finding> finding) {
    Ends ends = result.ends();
    FrameRef frame = result.hello();
    Direction direction = result.judgement().direction();
    Extension extension = new Extension();
    extension.put("start", result.first().time().toEpochMilli());
    extension.put("end", result.end().toEpochMilli());
    extension.put("externalId", result.id());
    extension.put("proto", result.connection().transport().name());
    extension.put("app", result.connection().protocol().name());
    address(extension, "src", ends.client().address(), "c6a2", "Source");
    extension.put("spt", ends.client().port());
    ends.clientMac().ifPresent(mac -> extension.put("smac", mac.toString().replace('-', ':')));
    address(extension, "dst", ends.server().address(), "c6a3", "Destination");
    extension.put("dpt", ends.server().port());
    result.host().ifPresent(name -> extension.put("dhost", name));
    result
        .connection()
        .report()
        .flatMap(Reported::user)
        .ifPresent(user -> extension.put("suser", user));
    result
        .connection()
        .report()
        .flatMap(Reported::device)
        .ifPresent(name -> extension.put("shost", name));
    result
        .connection()
        .report()
        .flatMap(Reported::application)
        .ifPresent(name -> extension.put("requestClientApplication", name));
    if (direction == Direction.INBOUND || direction == Direction.OUTBOUND) {
      extension.put("deviceDirection", direction == Direction.INBOUND ? 0 : 1);
    }
    extension.put("outcome", Words.constant(result.connection().outcome()));
    extension.custom(1, "offeredMax", result.offered().map(TlsVersion::toString));
    extension.custom(2, "negotiated", result.chosen().map(TlsVersion::toString));
    extension.custom(3, "service", result.judgement().service().map(Service::name));
    extension.custom(4, "clientStack", result.stack().map(ClientStack::name));
    extension.custom(5, "communityId", result.communityId());
    extension.custom(6, "confidence", finding.map(Finding::confidence).map(Words::constant));
    extension.put("fname", result.hello().file());
    extension.put("cn1", frame.number());
    extension.put("cn1Label", "frame");
    finding.ifPresent(found -> extension.put("msg", found.summary()));
    finding
        .flatMap(Finding::exception)
        .ifPresent(waiver -> extension.put("reason", waiver.text() + ": " + waiver.reason()));
    return extension;
  }

  /** The keys src and dst are for IPv4 alone. */
  private static void address(
      Extension extension, String key, IpAddress address, String keyOfV6, String label) {
    if (Reported.isStandIn(address)) {
      return; // which the report does not say
    }
    if (address.v4()) {
      extension.put(key, address.toString());
    } else {
      extension.put(keyOfV6, address.toString());
      extension.put(keyOfV6 + "Label", label + " IPv6 Address");
    }
  }

  /** Escapes what ends a field of the header. */
  static String header(String text) {
    return Printable.name(text).replace("\\", "\\\\").replace("|", "\\|");
  }

  private static String line(Run run) {
    Extension extension = new Extension();
    extension.put("end", run.read().last().orElse(run.course().ended()).toEpochMilli());
    extension.put("cnt", run.found().connections());
    extension.put("cn1", run.found().flagged());
    extension.put("cn1Label", "flagged");
    List<String> losses = run.missed().hiding();
    String leftOut =
        String.join("", run.terms().narrowed().stream().map(each -> each + "; ").toList());
    extension.put(
        "msg",
        leftOut
            + (losses.isEmpty()
                ? (run.hasLogs() ? run.missed().logsNeverShow() : "coverage complete")
                : "not complete, findings may be hidden: " + String.join("; ", losses)));
    return line("run", "end of run", losses.isEmpty() ? 0 : RUN_LOSS_SEVERITY, extension);
  }

  /** Pairs of key and value. */
  private static final class Extension {
    private static final int MAX_CUSTOM = 4000; // characters
    private static final int MAX_VALUE = 1023; // for msg, dhost, fname, reason
    private static final String CUT = "...";

    private final StringBuilder text = new StringBuilder();

    void put(String key, long value) {
      put(key, Long.toString(value));
    }

    void put(String key, String value) {
      text.append(text.isEmpty() ? "" : " ")
          .append(key)
          .append('=')
          .append(cut(key, Printable.name(value)).replace("\\", "\\\\").replace("=", "\\="));
    }

    /** To the length that the specification's dictionary gives the key, the cut shown by dots. */
    private static String cut(String key, String value) {
      boolean custom = key.length() == 3 && key.startsWith("cs"); // cs1 to cs6
      int max = custom ? MAX_CUSTOM : MAX_VALUE;
      return value.length() <= max ? value : value.substring(0, max - CUT.length()) + CUT;
    }

    void custom(int number, String label, Optional<String> value) {
      value.ifPresent(
          v -> {
            put("cs" + number, v);
            put("cs" + number + "Label", label);
          });
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
