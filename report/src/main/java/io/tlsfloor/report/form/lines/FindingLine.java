package io.tlsfloor.report.form.lines;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Severity;
import java.util.Optional;

/** Puts findings into lines for people, as they happen. */
public final class FindingLine {
  private static final String DOT = " · ";
  private static final int MAX_HOST = 60;

  private FindingLine() {}

  /**
   * {@code 2026-11-02 14:02:11 high 10.20.3.77 SharePoint contoso.sharepoint.com:443 …}, and
   * colour.
   */
  public static String of(Result result, boolean color) {
    StringBuilder text = new StringBuilder(160);
    text.append(Timestamps.seconds(result.first().time())).append(' ');
    text.append(severity(result, color)).append(' ');
    text.append(who(result));
    text.append(DOT).append("offered ");
    text.append(result.offered().map(TlsVersion::toString).orElse("unknown"));
    text.append(DOT).append("chosen ");
    text.append(result.chosen().map(TlsVersion::toString).orElse("none"));
    text.append(DOT).append(result.outcome());
    result.worst().ifPresent(finding -> text.append(DOT).append(finding.rule().id()));
    result.stack().ifPresent(stack -> text.append(DOT).append(Printable.name(stack.name())));
    return text.toString();
  }

  /** Repeats of a finding, as a count. */
  public static String repeats(Result first, long since, long total, boolean color) {
    return Timestamps.seconds(first.first().time())
        + " "
        + severity(first, color)
        + " "
        + who(first)
        + DOT
        + first.worst().map(f -> f.rule().id() + DOT).orElse("")
        + since
        + " more, "
        + total
        + " in all";
  }

  private static String who(Result result) {
    String shown = Printable.name(result.hostOrAddress());
    if (shown.length() > MAX_HOST) {
      shown = shown.substring(0, MAX_HOST - 1) + "…";
    }
    return client(result)
        + " to "
        + result.service().map(service -> Printable.name(service.name()) + " ").orElse("")
        + (shown.indexOf(':') < 0 ? shown : "[" + shown + "]")
        + ":"
        + result.port();
  }

  /** Its address, with the user that a report names. */
  private static String client(Result result) {
    IpAddress address = result.ends().client().address();
    Optional<String> user =
        result.connection().report().flatMap(Reported::user).map(Printable::name);
    if (Reported.isStandIn(address)) {
      return user.orElse("no address");
    }
    return address + user.map(name -> " (" + name + ")").orElse("");
  }

  private static String severity(Result result, boolean color) {
    Severity severity = result.severity().orElse(Severity.LOW);
    String name = Words.constant(severity);
    String text = result.flagged() ? name : "(" + name + ")";
    if (!color || !result.flagged()) {
      return text;
    }
    String code =
        switch (severity) {
          case CRITICAL -> "1;31";
          case HIGH -> "31";
          case MEDIUM -> "33";
          case LOW -> "36";
        };
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
