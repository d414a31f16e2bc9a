package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Reported;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Makes observations of the sign-in logs of Microsoft Entra: of the portal, of Graph ({@code
 * auditLogs/signIns}), of Log Analytics ({@code SigninLogs} and the tables like it), and as
 * diagnostic settings store them. A sign-in over old TLS has the detail {@code Legacy TLS (TLS 1.0,
 * 1.1, 3DES)}, which names no version.
 */
final class EntraSignIns {
  static final List<String> TIME =
      List.of("createddatetime", "timegenerated", "timegeneratedutc", "dateutc", "date");
  static final List<String> WHO =
      List.of("userprincipalname", "username", "serviceprincipalname", "serviceprincipalid");
  static final List<String> WHAT =
      List.of("appdisplayname", "application", "resourcedisplayname", "resource");
  static final List<String> ADDRESS = List.of("ipaddress", "ip");

  private static final List<String> ID = List.of("id", "requestid", "originalrequestid");
  private static final List<String> CODE =
      List.of("status.errorcode", "resulttype", "signinerrorcode", "errorcode");

  /** Where the details of how a sign-in was processed stand. */
  private static final List<String> DETAILS =
      List.of("authenticationprocessingdetails", "additionaldetails");

  /** "You are using TLS version 1.0, 1.1 and/or 3DES cipher which are deprecated". */
  private static final String REFUSED = "1002016";

  private static final String MARK = "legacytls";
  private static final int HTTPS = 443;

  private EntraSignIns() {}

  /**
   * The facts of a sign-in.
   *
   * @throws BadEntryException if it says neither from where nor by whom
   */
  static LoggedFacts facts(LogFields entry, FrameRef place) throws BadEntryException {
    LogFields signIn = ReportEntry.inner(entry);
    Optional<String> user = ReportEntry.label(signIn, WHO);
    Optional<IpAddress> address =
        ReportEntry.address(signIn, ADDRESS)
            .or(() -> ReportEntry.address(entry, List.of("calleripaddress")))
            .or(() -> user.map(Reported::standIn));
    LoggedFacts facts =
        new LoggedFacts(
            LogEntry.Writer.ENTRA,
            ReportEntry.label(signIn, ID).orElse(""),
            place,
            new Peer(
                address.orElseThrow(() -> new BadEntryException("has neither address nor user")),
                0),
            new Peer(Reported.nowhere(), HTTPS));
    String code = ReportEntry.text(signIn, CODE).orElse("0");
    boolean refused = code.equals(REFUSED);
    facts.established(!refused); // TLS was, whatever became of the sign-in
    facts.refused(refused);
    facts.reported(
        new Reported(
            user,
            ReportEntry.label(signIn, WHAT),
            device(signIn, "displayname")
                .or(() -> ReportEntry.label(signIn, List.of("devicename"))),
            agent(signIn),
            OptionalInt.empty(),
            refused ? Reported.Mark.OLD : mark(signIn),
            ReportEntry.precision(ReportEntry.text(signIn, TIME).orElse("")),
            List.of()));
    return facts;
  }

  private static Optional<String> device(LogFields signIn, String name) {
    return ReportEntry.parts(signIn, "devicedetail").stream()
        .flatMap(detail -> ReportEntry.label(detail, List.of(name)).stream())
        .findFirst();
  }

  /** Returns what the client called itself, or its system and browser. */
  private static Optional<String> agent(LogFields signIn) {
    Optional<String> named = ReportEntry.label(signIn, List.of("useragent"));
    if (named.isPresent()) {
      return named;
    }
    String parts =
        List.of(
                device(signIn, "operatingsystem")
                    .or(() -> ReportEntry.label(signIn, List.of("operatingsystem"))),
                device(signIn, "browser").or(() -> ReportEntry.label(signIn, List.of("browser"))),
                ReportEntry.label(signIn, List.of("clientappused", "clientapp")))
            .stream()
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "));
    return parts.isEmpty() ? Optional.empty() : Optional.of(parts);
  }

  /** A detail is a key and a value; a table may hold both in one text. */
  private static Reported.Mark mark(LogFields signIn) {
    boolean there = false;
    for (String name : DETAILS) {
      there |= signIn.has(name);
      for (LogFields detail : ReportEntry.parts(signIn, name)) {
        String key = ReportEntry.folded(detail.text("key").orElse(""));
        if (key.startsWith(MARK)) {
          return isTrue(detail.text("value").orElse(""));
        }
        for (String each : List.of("legacytls", "legacytlstls10113des")) { // {"Legacy TLS": true}
          if (detail.text(each).isPresent()) {
            return isTrue(detail.text(each).get());
          }
        }
      }
      String text = ReportEntry.folded(signIn.text(name).orElse(""));
      int at = text.indexOf(MARK);
      if (at >= 0) {
        return text.startsWith("false", at + MARK.length())
                || text.startsWith("tls10113desfalse", at + MARK.length())
            ? Reported.Mark.NOT_OLD
            : Reported.Mark.OLD;
      }
    }
    return there ? Reported.Mark.NOT_OLD : Reported.Mark.UNKNOWN;
  }

  private static Reported.Mark isTrue(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes" -> Reported.Mark.OLD;
      default -> Reported.Mark.NOT_OLD;
    };
  }
}
