package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.Severity;
import java.util.Locale;
import java.util.Optional;

/** Puts findings into lines for people, as they happen. */
public final class FindingLine {
  private static final String DOT = " · ";
  private static final int MAX_HOST = 60;

  private FindingLine() {}

  /** {@code 14:02:11 high 10.20.3.77 SharePoint contoso.sharepoint.com:443 …}, and colour. */
  public static String of(Judgement judgement, boolean color) {
    TlsConnection connection = judgement.connection();
    StringBuilder text = new StringBuilder(160);
    text.append(Timestamps.clock(connection.evidence().first().time())).append(' ');
    text.append(severity(judgement, color)).append(' ');
    text.append(who(judgement));
    text.append(DOT).append("offered ");
    text.append(connection.offer().map(Offer::max).map(TlsVersion::toString).orElse("unknown"));
    text.append(DOT).append("chosen ");
    text.append(connection.choice().map(Choice::version).map(TlsVersion::toString).orElse("none"));
    text.append(DOT).append(words(connection.outcome()));
    Optional<Finding> worst = judgement.findings().stream().findFirst();
    worst.ifPresent(finding -> text.append(DOT).append(finding.rule().id()));
    judgement.stack().ifPresent(stack -> text.append(DOT).append(Printable.name(stack.name())));
    return text.toString();
  }

  /** Repeats of a finding, as a count. */
  public static String repeats(Judgement first, long since, long total, boolean color) {
    return Timestamps.clock(first.connection().evidence().first().time())
        + " "
        + severity(first, color)
        + " "
        + who(first)
        + DOT
        + first.findings().stream().findFirst().map(f -> f.rule().id() + DOT).orElse("")
        + since
        + " more, "
        + total
        + " in all";
  }

  private static String who(Judgement judgement) {
    TlsConnection connection = judgement.connection();
    String host =
        judgement
            .service()
            .map(Service::host)
            .or(connection::serverName)
            .orElseGet(() -> judgement.ends().server().address().toString());
    String shown = Printable.name(host);
    if (shown.length() > MAX_HOST) {
      shown = shown.substring(0, MAX_HOST - 1) + "…";
    }
    return judgement.ends().client().address()
        + " to "
        + Printable.name(judgement.service().map(ServiceName::of).map(ServiceName::name).orElse(""))
        + (judgement.service().isPresent() ? " " : "")
        + (shown.indexOf(':') < 0 ? shown : "[" + shown + "]")
        + ":"
        + judgement.ends().server().port();
  }

  private static String severity(Judgement judgement, boolean color) {
    Severity severity = judgement.severity().orElse(Severity.LOW);
    String name = severity.name().toLowerCase(Locale.ROOT);
    String text = judgement.flagged() ? name : "(" + name + ")";
    if (!color || !judgement.flagged()) {
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

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
