package io.tlsfloor.report.form.table;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientState;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Timestamps.Dated;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.RuleId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What -v says below a client's line: of each of its services, and of what was found there. */
final class Details {
  private static final String NONE = "–";
  private static final String DOT = " · ";
  private static final int MAX_CLIENT_NAMES = 3; // all of them are in the JSON Lines
  private static final int MAX_HOST = 64; // a name may be 255 long; whole in the JSON Lines

  private final List<String> inputs;
  private final TlsVersion floor;
  private final Dated dated;

  /** Of a run with these inputs. */
  Details(List<String> inputs, Run run) {
    this.inputs = inputs;
    floor = run.terms().floor();
    dated = run.dated();
  }

  /** All there is to say of a client. */
  List<String> of(ClientState client) {
    List<String> lines = new ArrayList<>();
    Set<String> fixes = new HashSet<>();
    for (ClientState.OfService service : client.services()) {
      String who = who(service.sum());
      for (Found found : service.findings()) {
        lines.add(where(found));
        client.exception(service, found).ifPresent(lines::add);
        if (!who.isEmpty()) {
          lines.add(who);
        }
        who = ""; // which is the same for all of them
        String others = others(found);
        if (!others.isEmpty()) {
          lines.add(others);
        }
        lines.add(Printable.name(found.worst().happened()));
        found
            .worst()
            .remedy()
            .filter(remedy -> fixes.add(remedy.text())) // said once
            .ifPresent(remedy -> lines.add("fix: " + Printable.name(remedy.text())));
      }
      service.rhythms().forEach(each -> lines.add(Printable.text(each)));
      if (service.sum().leftOut() > 0) {
        lines.add(
            "and "
                + Words.count(service.sum().leftOut(), "more connection")
                + " with findings of other kinds, for which there was no room");
      }
    }
    return lines;
  }

  private static String host(Found found) {
    String host = Printable.name(found.hosts().commonest().orElse(NONE));
    return host.length() <= MAX_HOST
        ? host
        : host.substring(0, MAX_HOST / 2) + "…" + host.substring(host.length() - MAX_HOST / 2 + 1);
  }

  /** How the client calls itself, and how it behaves. */
  private String who(ClientDay client) {
    List<String> parts = new ArrayList<>();
    client.names().stream()
        .filter(name -> !isShown(client, name.from()))
        .limit(MAX_CLIENT_NAMES)
        .forEach(name -> parts.add(named(name)));
    parts.addAll(client.behaviourText(floor, dated));
    return String.join(DOT, parts);
  }

  /** Says that the row has it, or that it says nothing: numbers of DHCP options. */
  private static boolean isShown(ClientDay client, ClientNameSource from) {
    return switch (from) {
      case DHCP_PARAMETERS -> true;
      case USER, APPLICATION -> client.isAccount();
      default -> false;
    };
  }

  private static String named(ClientName name) {
    String shown = Printable.name(name.name());
    return name.from() == ClientNameSource.DHCP_VENDOR_CLASS
        ? "by DHCP a client of vendor class " + shown
        : "named " + shown + " (" + Words.constant(name.from()) + ")";
  }

  /** The server, what became of it, how it began, when, and the frame to look at. */
  private String where(Found found) {
    Found.Sight sight = found.sight();
    StringBuilder text =
        new StringBuilder(host(found))
            .append(DOT)
            .append(found.outcomes().commonest().orElse(NONE));
    text.append(DOT);
    for (String preface : sight.prefaces()) {
      text.append(Printable.name(preface)).append(DOT);
    }
    text.append(Timestamps.span(found.first(), found.last(), dated));
    return text.append(DOT)
        .append(Lines.whole(Printable.text(shortName(sight.frame().file()))))
        .append('#')
        .append(sight.frame().number())
        .toString();
  }

  /**
   * The file without what the user typed anyway: the directory, or that of the one file, which the
   * later files of a set that is followed lie in, too.
   */
  private String shortName(String file) {
    if (inputs.size() != 1) {
      return file;
    }
    String input = inputs.get(0);
    String directory = input.endsWith("/") ? input : input + "/";
    if (file.startsWith(directory)) {
      return file.substring(directory.length());
    }
    int name = input.lastIndexOf('/') + 1;
    boolean nextToIt = file.startsWith(input.substring(0, name)) && file.indexOf('/', name) < 0;
    return nextToIt ? file.substring(name) : file;
  }

  /** Returns what the columns have no room for: more hosts, other outcomes, other rules. */
  private static String others(Found found) {
    List<String> parts = new ArrayList<>();
    if (found.hosts().kinds() > 1) {
      parts.add("and " + Words.count(found.hosts().kinds() - 1L, "more host"));
    }
    Optional<String> outcome = found.outcomes().commonest();
    for (Map.Entry<String, Long> other : found.outcomes().named().entrySet()) {
      if (!outcome.equals(Optional.of(other.getKey()))) {
        parts.add(other.getKey() + " (" + Words.number(other.getValue()) + ")");
      }
    }
    for (RuleId rule : found.also()) {
      parts.add("also " + rule.id());
    }
    return String.join(DOT, parts);
  }
}
