package io.tlsfloor.logs;

import io.tlsfloor.logs.LogFields.BadEntryException;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Holds what entries of Microsoft's reports have in common. Portals, interfaces and tables spell
 * one name in several ways ({@code userPrincipalName}, {@code UserPrincipalName}, {@code IP
 * address}): names are compared by their letters and digits alone.
 */
final class ReportEntry {
  private static final int MAX_TEXT = 512; // of a user, an application, a device: longer is none
  private static final int MAX_NAME = 64;

  private static final DateTimeFormatter SPREADSHEET =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("M/d/yyyy[,] h:mm[:ss][.SSS] a")
          .toFormatter(Locale.ROOT);

  private ReportEntry() {}

  /** A name as it is compared: {@code TimeGenerated [UTC]} is {@code timegeneratedutc}. */
  static String folded(String name) {
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

  /** Which report an entry with folded names is of; {@link LogKind#OTHER} for none. */
  static LogKind kind(LogFields entry) {
    LogFields inner = inner(entry);
    if (hasAny(inner, EntraSignIns.ADDRESS)
        && hasAny(inner, EntraSignIns.WHO)
        && hasAny(inner, EntraSignIns.WHAT)
        && (hasAny(inner, EntraSignIns.TIME) || entry.has("time"))) {
      return LogKind.ENTRA;
    }
    if (hasAny(entry, SmtpAuthClients.SENDER) && hasAny(entry, SmtpAuthClients.OLDEST)) {
      return LogKind.EXCHANGE;
    }
    return entry.has("actiontype") && entry.has("remoteip") && entry.has("additionalfields")
        ? LogKind.DEFENDER
        : LogKind.OTHER;
  }

  /** The record that a diagnostic setting wraps; else the entry. */
  static LogFields inner(LogFields entry) {
    List<LogFields> inner = parts(entry, "properties");
    return inner.size() == 1 ? inner.get(0) : entry;
  }

  /** When it was, if that is said. */
  static Optional<Instant> time(LogKind kind, LogFields entry) {
    Optional<String> text =
        switch (kind) {
          case ENTRA -> text(inner(entry), EntraSignIns.TIME).or(() -> entry.text("time"));
          case EXCHANGE -> text(entry, SmtpAuthClients.TIME);
          default -> text(entry, DefenderEvents.TIME);
        };
    return text.flatMap(ReportEntry::parsed);
  }

  private static Optional<Instant> parsed(String text) {
    Optional<Instant> time = LogTime.parse(text.strip());
    if (time.isPresent()) {
      return time;
    }
    String plain = text.strip().replaceFirst("^([0-9]{4}-[0-9]{2}-[0-9]{2}) ", "$1T");
    if (plain.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
      plain += "T00:00:00";
    } else if (plain.matches("[^.]*T[0-9]{2}:[0-9]{2}(?:Z)?")) {
      plain = plain.replace("Z", "") + ":00";
    }
    try {
      return LogTime.parse(plain)
          .or(
              () ->
                  Optional.of(
                      LocalDateTime.parse(text.strip(), SPREADSHEET).toInstant(ZoneOffset.UTC)));
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }

  /** How exact a time is that is written so, in seconds. */
  static int precision(String text) {
    return text.matches(".*:[0-9]{2}:[0-9]{2}.*") ? 1 : text.indexOf(':') > 0 ? 60 : 86_400;
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
      return List.of(single.get());
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
