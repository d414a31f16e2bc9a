package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Reported;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes observations of the events {@code SslConnectionInspected} of Microsoft Defender for
 * Endpoint, as advanced hunting gives them. Its sensor is Zeek: what it saw stands in {@code
 * AdditionalFields}, by Zeek's names. Some tenants show no version there.
 */
final class DefenderEvents {
  static final List<String> TIME = List.of("timestamp", "timegenerated");

  /** Where a query has taken it out of {@code AdditionalFields}. */
  static final List<String> VERSION = List.of("version", "tlsversion", "sslversion");

  private static final String INSPECTED = "SslConnectionInspected";
  private static final List<String> USER =
      List.of(
          "initiatingprocessaccountupn",
          "initiatingprocessaccountname",
          "accountupn",
          "accountname");

  private DefenderEvents() {}

  /**
   * The facts of an event; null for one of another kind.
   *
   * @throws BadEntryException if it does not say who spoke to whom
   */
  static @Nullable LoggedFacts facts(LogFields event, FrameRef place) throws BadEntryException {
    if (!event.text("actiontype").orElse("").equalsIgnoreCase(INSPECTED)) {
      return null;
    }
    List<LogFields> parts = ReportEntry.parts(event, "additionalfields");
    LogFields more = parts.isEmpty() ? event : parts.get(0);
    Optional<String> device = ReportEntry.label(event, List.of("devicename"));
    Peer local =
        new Peer(
            ReportEntry.address(event, List.of("localip"))
                .orElseThrow(() -> new BadEntryException("has no LocalIP")),
            port(event, "localport", 0));
    IpAddress far =
        ReportEntry.address(event, List.of("remoteip"))
            .orElseThrow(() -> new BadEntryException("has no RemoteIP"));
    Peer remote = new Peer(far, port(event, "remoteport", 443));
    boolean in = more.text("direction").orElse("").toLowerCase(Locale.ROOT).startsWith("in");
    LoggedFacts facts =
        new LoggedFacts(
            LogEntry.Writer.DEFENDER,
            ReportEntry.label(event, List.of("reportid")).orElse(""),
            place,
            in ? remote : local,
            in ? local : remote);
    facts.chose(
        ReportEntry.text(more, VERSION).or(() -> ReportEntry.text(event, VERSION)),
        more.text("cipher").flatMap(LoggedText::suite),
        Optional.empty(),
        more.text("ja3s").filter(LoggedText::isMd5));
    facts.established(
        more.flag("established") || more.text("established").orElse("").equals("True"));
    facts.resumed(more.flag("resumed"));
    facts.asked(
        LoggedHello.of(
            more.text("ja3"),
            more.text("ja3").filter(text -> text.indexOf(',') > 0),
            more.text("ja4")),
        ReportEntry.text(more, List.of("servername")).filter(LoggedText::isName),
        List.of());
    facts.certified(
        more.text("subject")
            .filter(subject -> !subject.isEmpty())
            .map(s -> LoggedText.certificate(s, more.text("issuer").orElse(""), List.of())));
    facts.named(names(facts, event));
    facts.reported(
        new Reported(
            ReportEntry.label(event, USER),
            ReportEntry.label(event, List.of("initiatingprocessfilename")),
            device,
            Optional.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            Reported.Mark.UNKNOWN,
            1,
            0,
            List.of()));
    return facts;
  }

  private static List<NameSeen> names(LoggedFacts facts, LogFields event) {
    List<NameSeen> names = new ArrayList<>();
    facts.serverName().ifPresent(name -> names.add(new NameSeen(name, NameSource.SNI)));
    ReportEntry.text(event, List.of("remoteurl"))
        .map(url -> url.replaceFirst("^[a-z]+://", "").replaceFirst("[:/].*", ""))
        .filter(LoggedText::isName)
        .filter(host -> facts.serverName().isEmpty())
        .ifPresent(host -> names.add(new NameSeen(host, NameSource.DNS)));
    facts
        .certificate()
        .flatMap(certificate -> certificate.commonName())
        .ifPresent(name -> names.add(new NameSeen(name, NameSource.CERTIFICATE)));
    return names;
  }

  private static int port(LogFields event, String name, int other) throws BadEntryException {
    Optional<String> text = event.text(name).filter(value -> !value.isBlank());
    if (text.isEmpty()) {
      return other;
    }
    long number = event.number(name).orElse(-1L);
    if (number < 0 || number > 0xFFFF) {
      throw new BadEntryException("has a " + name + " that is no port");
    }
    return (int) number;
  }
}
