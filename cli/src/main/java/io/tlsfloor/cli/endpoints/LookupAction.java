package io.tlsfloor.cli.endpoints;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Tables;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.EndpointSet;
import io.tlsfloor.rules.catalogue.Explanation;
import io.tlsfloor.rules.catalogue.Explanation.Reasoned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says which sets a name or an address belongs to, why, and which it misses by little. */
final class LookupAction {
  private static final int MAX_PORT = 0xFFFF;
  private static final int HTTPS = 443;

  private final String subject;
  private final Catalogue catalogue;
  private final Console console;

  LookupAction(String subject, Catalogue catalogue, Console console) {
    this.subject = subject;
    this.catalogue = catalogue;
    this.console = console;
  }

  /** Ends with {@link ExitCode#FLAGGED} where nothing matches, as grep does. */
  ExitCode run() throws CommandException, IOException {
    boolean udp = subject.toLowerCase(Locale.ROOT).endsWith("/udp");
    Transport transport = udp ? Transport.UDP : Transport.TCP;
    String asked = authority(subject.replaceFirst("(?i)/(?:udp|tcp)$", ""));
    String host = asked;
    Optional<Integer> port = Optional.empty();
    int bracket = asked.lastIndexOf(']');
    int colon = asked.lastIndexOf(':');
    boolean bareIpv6 = bracket < 0 && asked.indexOf(':') != colon;
    if (!bareIpv6 && colon > bracket) {
      host = asked.substring(0, colon);
      port = Optional.of(port(asked.substring(colon + 1)));
    } else if (subject.regionMatches(true, 0, "https://", 0, 8)) {
      port = Optional.of(HTTPS);
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    Explanation found = catalogue.explain(host, transport, port);
    if (found.subject().isEmpty()) {
      throw CommandException.usage(
          "\"" + subject + "\" is no name and no address",
          "Give a host name, a URL or an IP address, perhaps with :PORT; an IPv6 address with a port in"
              + " brackets: [2603:1000::1]:443.");
    }
    console.out().write(text(found, transport, port).getBytes(StandardCharsets.UTF_8));
    return found.matches().isEmpty() ? ExitCode.FLAGGED : ExitCode.CLEAN;
  }

  /** Returns host and port of a URL (RFC 3986 §3.2), without who logs in; of another word all. */
  private static String authority(String subject) {
    int start = subject.indexOf("://");
    if (start < 0) {
      return subject;
    }
    String rest = subject.substring(start + 3);
    String authority = rest.split("[/?#]", 2)[0];
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private int port(String digits) throws CommandException {
    int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : MAX_PORT + 1;
    if (port > MAX_PORT) {
      throw CommandException.usage(
          "\"" + subject + "\" has no usable port", "Give a port from 0 to 65535.");
    }
    return port;
  }

  private String text(Explanation found, Transport transport, Optional<Integer> port) {
    StringBuilder text = new StringBuilder(Printable.text(found.subject()));
    port.ifPresent(number -> text.append(", ").append(transport).append(" port ").append(number));
    text.append('\n');
    text.append(
        found
            .chosen()
            .map(match -> "A connection would count as " + name(match.row().set()) + ".\n")
            .orElse("A connection would count as no service of the list.\n"));
    section(text, "matches", found.matches());
    section(text, "near, but no match", found.near());
    return text.toString();
  }

  private void section(StringBuilder text, String title, List<Reasoned> rows) {
    text.append('\n').append(title).append(rows.isEmpty() ? ": none\n" : ":\n");
    List<List<String>> cells =
        rows.stream()
            .map(reasoned -> List.of(name(reasoned.match().row().set()), reasoned.why()))
            .toList();
    text.append(Tables.of(cells, console.width() - 2).replaceAll("(?m)^(?=.)", "  "));
  }

  private static String name(EndpointSet set) {
    StringBuilder name = new StringBuilder(set.area()).append(", ").append(set.instance());
    String number = SetText.number(set);
    if (set.id().isPresent()) {
      name.append(" set ").append(number).append(" (").append(SetText.category(set)).append(')');
    } else if (!number.equals("-")) {
      name.append(" (").append(number).append(')');
    }
    return name.toString();
  }
}
