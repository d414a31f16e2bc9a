package io.tlsfloor.report.form.table;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.FindingGroup;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Timestamps.Dated;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds what -v says below a client's line of each of its groups. */
final class Details {
  private static final String NONE = "–";
  private static final String DOT = " · ";
  private static final int MAX_CLIENT_NAMES = 3; // all of them are in the JSON Lines
  private static final int MAX_HOST = 64; // a name may be 255 long; whole in the JSON Lines

  private Details() {}

  private static String host(FindingGroup group) {
    String host = Printable.name(FindingGroup.commonest(group.hosts()).orElse(NONE));
    return host.length() <= MAX_HOST
        ? host
        : host.substring(0, MAX_HOST / 2) + "…" + host.substring(host.length() - MAX_HOST / 2 + 1);
  }

  /** A group, what is known of its client, and where it was found. */
  static List<String> of(
      FindingGroup group, Optional<ClientDay> client, TableOptions options, Dated dated) {
    List<String> lines = new ArrayList<>();
    lines.add(host(group) + DOT + FindingGroup.commonest(group.outcomes()).orElse(NONE));
    Optional<Finding.Waiver> waiver = group.waiver();
    waiver.ifPresent(
        each -> lines.add(Printable.text(each.text()) + ": " + Printable.text(each.reason())));
    lines.add(where(group, options.inputs(), dated));
    String who = client.map(Details::who).orElse("");
    if (!who.isEmpty()) {
      lines.add(who);
    }
    String others = others(group);
    if (!others.isEmpty()) {
      lines.add(others);
    }
    Optional<Finding> finding = group.finding();
    finding.ifPresent(found -> lines.add(Printable.name(found.summary())));
    Optional<Remedy> remedy = finding.flatMap(Finding::remedy);
    remedy.ifPresent(what -> lines.add("fix: " + Printable.name(what.text())));
    return lines;
  }

  /** How the client calls itself, and how it behaves. */
  private static String who(ClientDay client) {
    List<String> parts = new ArrayList<>();
    List<ClientName> names = client.names();
    for (ClientName name : names.subList(0, Math.min(names.size(), MAX_CLIENT_NAMES))) {
      String from = Words.constant(name.from());
      parts.add("named " + Printable.name(name.name()) + " (" + from + ")");
    }
    parts.addAll(client.behaviour().text());
    return String.join(DOT, parts);
  }

  private static String where(FindingGroup group, List<String> inputs, Dated dated) {
    StringBuilder text = new StringBuilder();
    if (group.stack().isPresent()) {
      text.append("looks like ")
          .append(Printable.name(group.stack().get().name()))
          .append(", ")
          .append(Words.constant(group.stack().get().confidence()));
    } else {
      text.append("stack not known");
    }
    for (String preface : group.prefaces()) {
      text.append(DOT).append(Printable.name(preface));
    }
    text.append(DOT).append(Timestamps.span(group.first(), group.last(), dated));
    return text.append(DOT)
        .append(Lines.whole(Printable.text(shortName(group.frame().file(), inputs))))
        .append('#')
        .append(group.frame().number())
        .toString();
  }

  /**
   * The file without what the user typed anyway: the directory, or that of the one file, which the
   * later files of a set that is followed lie in, too.
   */
  private static String shortName(String file, List<String> inputs) {
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
  private static String others(FindingGroup group) {
    List<String> parts = new ArrayList<>();
    if (group.hosts().size() > 1) {
      parts.add("and " + Words.count(group.hosts().size() - 1L, "more host"));
    }
    String outcome = FindingGroup.commonest(group.outcomes()).orElse(NONE);
    for (Map.Entry<String, Long> other : group.outcomes().entrySet()) {
      if (!other.getKey().equals(outcome)) {
        parts.add(other.getKey() + " (" + Words.number(other.getValue()) + ")");
      }
    }
    for (RuleId rule : group.alsoFound()) {
      parts.add("also " + rule.id());
    }
    return String.join(DOT, parts);
  }
}
