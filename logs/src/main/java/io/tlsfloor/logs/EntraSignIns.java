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
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes observations of the sign-in logs of Microsoft Entra: of the portal, of Graph ({@code
 * auditLogs/signIns}), of Log Analytics ({@code SigninLogs} and the tables like it), and as
 * diagnostic settings store them. A sign-in over old TLS has the detail {@code Legacy TLS (TLS 1.0,
 * 1.1, 3DES)}, which names no version.
 */
final class EntraSignIns {
  static final List<String> TIME = List.of("createddatetime", "timegenerated", "date", "timestamp");
  static final List<String> WHO =
      List.of(
          "userprincipalname",
          "username",
          "accountupn",
          "serviceprincipalname",
          "serviceprincipalid");
  static final List<String> WHAT =
      List.of("appdisplayname", "application", "resourcedisplayname", "resource");
  static final List<String> ADDRESS = List.of("ipaddress", "ip");

  private static final List<String> ID = List.of("id", "requestid", "originalrequestid");
  private static final List<String> CODE =
      List.of("status.errorcode", "statuserrorcode", "resulttype", "signinerrorcode", "errorcode");

  /** Where the details of how a sign-in was processed stand. */
  private static final List<String> DETAILS =
      List.of("authenticationprocessingdetails", "additionaldetails");

  /** "You are using TLS version 1.0, 1.1 and/or 3DES cipher which are deprecated". */
  private static final String REFUSED = "1002016";

  private static final List<String> MARKS = List.of("legacytls", "legacytlstls10113des");

  /** All details in one text, such as {@code Legacy TLS (TLS 1.0, 1.1, 3DES): True}. */
  private static final Pattern IN_TEXT =
      Pattern.compile(
          "(?i)legacy ?tls(?: ?\\([^)]{0,80}\\))?"
              + "(?:[^\\p{L}0-9]{1,20}(?:value[^\\p{L}0-9]{1,20})?(\\p{L}{1,20}))?");

  /** Nothing, or what a shell writes of a list that it does not write. */
  private static final Pattern UNTOLD =
      Pattern.compile("\\s*|(?:System|Microsoft)\\.[\\w.\\[\\]` ]*");

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
            .or(() -> user.map(Reported::ofAccount));
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
            OptionalLong.empty(),
            refused ? Reported.Mark.OLD : mark(signIn),
            ReportEntry.precision(ReportEntry.time(LogKind.ENTRA, entry).orElse("")),
            0,
            List.of()));
    return facts;
  }

  private static Optional<String> device(LogFields signIn, String name) {
    return ReportEntry.parts(signIn, "devicedetail").stream()
        .flatMap(detail -> ReportEntry.label(detail, List.of(name)).stream())
        .findFirst()
        .or(() -> ReportEntry.label(signIn, List.of("devicedetail" + name)));
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

  /**
   * A detail is a key and a value; a table may hold all in one text, or a column for each. Details
   * that are not there, or of which a shell wrote the type alone, say nothing.
   */
  private static Reported.Mark mark(LogFields signIn) {
    for (String each : MARKS) {
      if (signIn.text(each).isPresent()) {
        return mark(signIn.text(each).get());
      }
    }
    for (String name : DETAILS) {
      for (LogFields detail : ReportEntry.parts(signIn, name)) {
        String key = ReportEntry.folded(detail.text("key").orElse(""));
        if (key.startsWith(MARKS.get(0))) {
          return mark(detail.text("value").orElse(""));
        }
        for (String each : MARKS) { // {"Legacy TLS": true}
          if (detail.text(each).isPresent()) {
            return mark(detail.text(each).get());
          }
        }
      }
      Matcher text = IN_TEXT.matcher(signIn.text(name).orElse(""));
      if (text.find()) {
        return text.group(1) == null ? Reported.Mark.OLD : mark(text.group(1));
      }
    }
    String name = DETAILS.get(0);
    Optional<String> text = signIn.text(name);
    boolean there = text.isPresent() ? !UNTOLD.matcher(text.get()).matches() : signIn.isSet(name);
    return there ? Reported.Mark.NOT_OLD : Reported.Mark.UNKNOWN;
  }

  /** Spreadsheets write it in the language of their user. */
  private static Reported.Mark mark(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true",
          "1",
          "yes",
          "wahr",
          "vrai",
          "vero",
          "verdadero",
          "verdadeiro",
          "waar",
          "prawda" ->
          Reported.Mark.OLD;
      case "false", "0", "no", "falsch", "faux", "falso", "onwaar", "fałsz", "" ->
          Reported.Mark.NOT_OLD;
      default -> Reported.Mark.UNKNOWN;
    };
  }
}
