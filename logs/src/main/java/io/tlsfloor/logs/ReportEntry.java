package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds what entries of Microsoft's reports have in common. Portals, interfaces and tables spell
 * one name in several ways ({@code userPrincipalName}, {@code UserPrincipalName}, {@code IP
 * address}): names are compared by their letters and digits alone.
 */
final class ReportEntry {
  private static final int MAX_TEXT = 512; // of a user, an application, a device: longer is none
  private static final int MAX_NAME = 64;

  /** What queries and shells put before a name, and separate from it by a dot. */
  private static final Set<String> AROUND =
      Set.of("value", "properties", "records", "results", "rows", "column1", "content", "root");

  /** Times, behind whose name stands the zone. */
  private static final Pattern TIMES =
      Pattern.compile(
          "(timegenerated|createddatetime).*|(date|time|timestamp)(?:utc|local|localtime|gmt)");

  /** Names that no table but that of sign-ins has next to a user and a time. */
  private static final List<String> OF_SIGN_INS =
      List.of(
          "userprincipalname",
          "serviceprincipalname",
          "serviceprincipalid",
          "appdisplayname",
          "clientappused",
          "clientapp",
          "requestid");

  private static final String DETAILS = "authenticationprocessingdetails";

  private static final List<String> ALL_TIMES =
      List.of(
          "createddatetime",
          "timegenerated",
          "timestamp",
          "time",
          "date",
          "startdate",
          "enddate",
          "reportdate",
          "begindate",
          "firstseen",
          "lastseen",
          "lastupdated",
          "reportrefreshdate");

  private ReportEntry() {}

  /** A name as it is compared: {@code TimeGenerated [UTC]} is {@code timegenerated}. */
  static String folded(String name) {
    int dot = name.indexOf('.');
    if (dot > 0 && AROUND.contains(letters(name.substring(0, dot)))) {
      return folded(name.substring(dot + 1));
    }
    boolean typed = name.length() > 2 && name.charAt(name.length() - 2) == '_'; // ..._s, ..._t
    String folded = letters(typed ? name.substring(0, name.length() - 2) : name);
    Matcher time = TIMES.matcher(folded);
    return !time.matches() ? folded : time.group(1) != null ? time.group(1) : time.group(2);
  }

  private static String letters(String name) {
    StringBuilder folded = new StringBuilder(Math.min(name.length(), MAX_NAME));
    for (int i = 0; i < name.length() && folded.length() < MAX_NAME; i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.append((char) (c + 'a' - 'A'));
      } else if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
        folded.append(c);
      }
    }
    return folded.toString();
  }

  /**
   * Which report an entry with folded names is of, by these names alone; {@link LogKind#OTHER} for
   * none.
   */
  static LogKind kind(LogFields entry) {
    if (isSignIn(entry, inner(entry))) {
      return LogKind.ENTRA;
    }
    if (hasAny(entry, SmtpAuthClients.SENDER) && hasAny(entry, SmtpAuthClients.VERSIONS)) {
      return LogKind.EXCHANGE;
    }
    return entry.has("actiontype")
            && entry.has("remoteip")
            && (entry.has("additionalfields") || hasAny(entry, DefenderEvents.VERSION))
        ? LogKind.DEFENDER
        : LogKind.OTHER;
  }

  /** Queries leave out columns, and interfaces fields without a value. */
  private static boolean isSignIn(LogFields entry, LogFields signIn) {
    boolean who = hasAny(signIn, EntraSignIns.WHO);
    boolean what = hasAny(signIn, EntraSignIns.WHAT);
    boolean where = hasAny(signIn, EntraSignIns.ADDRESS) || entry.has("calleripaddress");
    boolean when = hasAny(signIn, EntraSignIns.TIME) || entry.has("time");
    String table = entry.text("category").or(() -> entry.text("type")).orElse("");
    if (letters(table).endsWith("signinlogs") || signIn.has(DETAILS) && (who || what || where)) {
      return true;
    }
    boolean known = hasAny(signIn, OF_SIGN_INS);
    boolean risk = signIn.has("risktype") || signIn.has("riskeventtype"); // which its own table has
    return who && what && where && when
        || who && known && !risk && (what && where || what && when || where && when);
  }

  /** The record that a diagnostic setting wraps; else the entry. */
  static LogFields inner(LogFields entry) {
    List<LogFields> inner = parts(entry, "properties");
    return inner.size() == 1 ? inner.get(0) : entry;
  }

  /** When it was, as it is written; empty where nothing is. */
  static Optional<String> time(LogKind kind, LogFields entry) {
    return switch (kind) {
      case ENTRA -> written(inner(entry), EntraSignIns.TIME).or(() -> entry.text("time"));
      case EXCHANGE ->
          written(entry, SmtpAuthClients.LAST_DAY)
              .or(() -> written(entry, SmtpAuthClients.ONE_DAY));
      default -> written(entry, DefenderEvents.TIME);
    };
  }

  /** The first of the days that a row is about, as it is written; empty where nothing is. */
  static Optional<String> firstDay(LogFields row) {
    return written(row, SmtpAuthClients.FIRST_DAY);
  }

  /** Returns whether a row is of the one day that it says, and of no days before. */
  static boolean isOfOneDay(LogFields row) {
    return written(row, SmtpAuthClients.LAST_DAY).isEmpty()
        && written(row, SmtpAuthClients.ONE_DAY).isPresent();
  }

  /** All times of an entry, as they are written: they have one order of day and month. */
  static List<String> times(LogFields entry) {
    LogFields inner = inner(entry);
    List<String> times = new ArrayList<>();
    for (String name : ALL_TIMES) {
      written(inner, List.of(name)).ifPresent(times::add);
    }
    return times;
  }

  /** A shell writes a time that it has read as an object. */
  private static Optional<String> written(LogFields entry, List<String> names) {
    return text(entry, names)
        .or(() -> text(entry, names.stream().map(name -> name + ".value").toList()));
  }

  /** How exact a time is that is written so, in seconds. */
  static int precision(String text) {
    return text.matches(".*:[0-9]{2}:[0-9]{2}.*|.*Date\\(.*|[0-9]{5}[.,][0-9]+|[0-9]{9,}.*")
        ? 1
        : text.indexOf(':') > 0 ? 60 : 86_400;
  }

  /** The first of some fields that says something. */
  static Optional<String> text(LogFields entry, List<String> names) {
    for (String name : names) {
      Optional<String> text = entry.text(name).filter(value -> !value.isBlank());
      if (text.isPresent()) {
        return text.map(String::strip);
      }
    }
    return Optional.empty();
  }

  /** The same of what is shown to people. */
  static Optional<String> label(LogFields entry, List<String> names) {
    return text(entry, names).filter(text -> text.length() <= MAX_TEXT);
  }

  private static boolean hasAny(LogFields entry, List<String> names) {
    return names.stream().anyMatch(entry::has);
  }

  /** The objects of a field: one, a list, or the text of either, as tables hold them. */
  static List<LogFields> parts(LogFields entry, String name) {
    List<LogFields> objects = entry.objects(name);
    if (!objects.isEmpty()) {
      return objects;
    }
    Optional<LogFields> single = entry.object(name);
    if (single.isPresent()) {
      List<LogFields> counted = single.get().objects("value"); // as PowerShell 5 writes a list
      return counted.isEmpty() ? List.of(single.get()) : counted;
    }
    String text = entry.text(name).orElse("").strip();
    boolean list = text.startsWith("[");
    List<LogFields> parts = new ArrayList<>();
    if (list || text.startsWith("{")) {
      byte[] json = (list ? "{\"l\":" + text + "}" : text).getBytes(StandardCharsets.UTF_8);
      try {
        JsonEntry read = JsonEntry.parse(json, 0, json.length).folded();
        if (list) {
          parts.addAll(read.objects("l"));
        } else {
          parts.add(read);
        }
      } catch (BadEntryException noJson) {
        return List.of(); // says nothing
      }
    }
    return parts;
  }

  /** An address; a port behind an IPv4 address is taken away. */
  static Optional<IpAddress> address(LogFields entry, List<String> names) {
    return text(entry, names)
        .map(text -> text.matches("[0-9.]+:[0-9]{1,5}") ? text.replaceFirst(":.*", "") : text)
        .flatMap(LogFields::parsedAddress);
  }
}
