package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Basis;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A report of Microsoft's says that a client is below the floor: a version, or TLS 1.0, 1.1 or 3DES
 * without saying which. It knows who, and not which machine: those seen on the wire that may be it
 * are named.
 */
final class ReportedBelowFloor implements Rule {
  private static final Answer NOT_OLD = new Answer.Not("the report names no version below {floor}");
  private static final String MARK = "Legacy TLS (TLS 1.0, 1.1, 3DES)";

  @Override
  public Answer judge(Facts facts) {
    Optional<LogEntry> log = facts.connection().log();
    if (log.isEmpty() || log.get().report().isEmpty()) {
      return Answer.INAPPLICABLE;
    }
    Optional<TlsVersion> version =
        facts.choice().map(choice -> choice.version()).filter(facts::isBelowFloor);
    return version.isPresent() || Basis.isMarkedOld(facts.connection(), facts.floor())
        ? new Answer.Found(finding(facts, log.get(), log.get().report().get(), version))
        : NOT_OLD;
  }

  private Finding finding(
      Facts facts, LogEntry log, Reported report, Optional<TlsVersion> version) {
    FrameRef place = facts.connection().evidence().first();
    boolean mail = log.writer() == LogEntry.Writer.EXCHANGE;
    String field =
        version.isEmpty()
            ? "authenticationProcessingDetails"
            : mail ? version.get().toString() : "version";
    String value =
        version.isEmpty()
            ? MARK
            : mail ? mail(report) : log.version().orElse(version.get().toString());
    return new FindingWriter(RuleId.REPORTED_BELOW_FLOOR, Severity.HIGH, facts)
        .enforced(version.orElse(TlsVersion.TLS_1_1))
        .sure(version.isPresent() ? Confidence.HIGH : Confidence.MEDIUM)
        .see(List.of(place), field, value)
        .says(text -> happened(text, facts, log, report, version, value));
  }

  private static void happened(
      StringBuilder happened,
      Facts facts,
      LogEntry log,
      Reported report,
      Optional<TlsVersion> version,
      String value) {
    boolean mail = log.writer() == LogEntry.Writer.EXCHANGE;
    happened.append(whose(log.writer()));
    if (version.isEmpty()) {
      happened.append(" marks the sign-in as TLS 1.0, 1.1 or 3DES, and does not say which");
    } else if (mail) {
      happened.append(" counts ").append(value).append(" at ").append(version.get());
    } else {
      happened.append(" has the version ").append(version.get());
    }
    happened
        .append(", below ")
        .append(facts.floor())
        .append(" (line ")
        .append(facts.connection().evidence().first().number())
        .append(" of the report)");
    if (!mail) {
      report.application().ifPresent(name -> happened.append("; application ").append(name));
      report.device().ifPresent(name -> happened.append("; device ").append(name));
    }
    happened.append(
        facts.connection().outcome() == Outcome.REFUSED ? "; the sign-in was refused for it" : "");
    machines(happened, report.machines());
  }

  private static String whose(LogEntry.Writer writer) {
    return switch (writer) {
      case ENTRA -> "the sign-in log of Microsoft Entra";
      case EXCHANGE -> "Exchange's report on SMTP AUTH";
      case ZEEK, EVE, DEFENDER -> "Microsoft Defender's inspection";
    };
  }

  /** {@code 31 messages, 8 % of the mail}: what the report counts at the version. */
  private static String mail(Reported report) {
    List<String> counted = new ArrayList<>(2);
    if (report.messages().isPresent()) {
      long messages = report.messages().getAsLong();
      counted.add(messages + (messages == 1 ? " message" : " messages"));
    }
    if (report.percent().isPresent()) {
      counted.add(report.percent().getAsInt() + " % of the mail");
    }
    return counted.isEmpty() ? "mail" : String.join(", ", counted);
  }

  private static void machines(StringBuilder text, List<Reported.Machine> machines) {
    if (machines.isEmpty()) {
      return;
    }
    text.append(
        machines.size() == 1 ? "; on the wire it may be " : "; on the wire it may be one of ");
    Map<String, List<String>> alike = new LinkedHashMap<>(); // by why they fit
    for (Reported.Machine machine : machines) {
      String why =
          machine.fit().name().toLowerCase(Locale.ROOT)
              + ": "
              + String.join(", ", machine.reasons());
      alike.computeIfAbsent(why, key -> new ArrayList<>()).add(machine.address().toString());
    }
    String comma = "";
    for (Map.Entry<String, List<String>> some : alike.entrySet()) {
      text.append(comma).append(String.join(", ", some.getValue()));
      text.append(" (").append(some.getKey()).append(")");
      comma = ", ";
    }
  }
}
