package io.tlsfloor.rules.catalogue;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.rules.HostName;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.NamePattern;
import io.tlsfloor.rules.catalogue.Explanation.Reasoned;
import io.tlsfloor.rules.resource.Spelling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Says why a name or an address matches rows, and which rows it misses by little. */
final class MatchReasons {
  private static final int MAX_NEAR = 5;
  private static final int MAX_TYPING_ERRORS = 2;
  private static final int NEAR_BITS_V4 = 4;
  private static final int NEAR_BITS_V6 = 8;

  private final Catalogue catalogue;
  private final Transport transport;
  private final Optional<Integer> port;
  private final List<Reasoned> matches = new ArrayList<>();
  private final List<Reasoned> near = new ArrayList<>();

  private MatchReasons(Catalogue catalogue, Transport transport, Optional<Integer> port) {
    this.catalogue = catalogue;
    this.transport = transport;
    this.port = port;
  }

  static Explanation explain(
      Catalogue catalogue, String subject, Transport transport, Optional<Integer> port) {
    MatchReasons explainer = new MatchReasons(catalogue, transport, port);
    try {
      return explainer.address(IpAddress.parse(subject));
    } catch (IllegalArgumentException e) {
      return explainer.name(normal(subject)); // no address, so a name
    }
  }

  /** The form in which names are compared; of a certificate's with its wildcard. */
  private static String normal(String subject) {
    if (!subject.startsWith("*.")) {
      return HostName.normal(subject);
    }
    String zone = HostName.normal(subject.substring(2));
    return zone.isEmpty() ? zone : "*." + zone;
  }

  private Scope scope() {
    return new Scope(transport, port.orElse(0), Scope.TODAY, true);
  }

  private Match match(Row row, String host) {
    return new Match(row, host, port.isEmpty() ? Match.PortFit.UNKNOWN : scope().fit(row));
  }

  private Explanation address(IpAddress address) {
    String host = address.toString();
    for (List<Row> rows : catalogue.index().prefixes().covering(address)) {
      for (Row row : rows) {
        matches.add(new Reasoned(match(row, host), "is in " + row.value() + portClause(row)));
      }
    }
    if (matches.isEmpty()) {
      nearPrefixes(address, host);
      formerPrefixes(address, host);
    }
    return new Explanation(host, catalogue.byAddress(address, scope()), matches, near);
  }

  private void nearPrefixes(IpAddress address, String host) {
    int slack = address.v4() ? NEAR_BITS_V4 : NEAR_BITS_V6;
    for (Row row : catalogue.rows()) {
      if (row.isPrefix() && near.size() < MAX_NEAR) {
        IpPrefix prefix = IpPrefix.parse(row.value());
        int shorter = Math.max(0, prefix.length() - slack);
        if (prefix.address().sharesPrefix(address, shorter)) {
          near.add(
              new Reasoned(
                  match(row, host), "is next to " + row.value() + ", in the same /" + shorter));
        }
      }
    }
  }

  private void formerPrefixes(IpAddress address, String host) {
    for (Row row : BundledLists.retired()) {
      if (row.isPrefix() && IpPrefix.parse(row.value()).contains(address)) {
        near.add(new Reasoned(match(row, host), former(row)));
      }
    }
  }

  private Explanation name(String host) {
    if (host.isEmpty()) {
      return new Explanation(host, Optional.empty(), List.of(), List.of());
    }
    catalogue
        .index()
        .names()
        .matching(
            host,
            rows -> {
              for (Row row : rows) {
                matches.add(new Reasoned(match(row, host), whyName(row)));
              }
            });
    for (Row row : BundledLists.retired()) {
      if (!row.isPrefix() && NamePattern.parse(row.value()).matches(host)) {
        near.add(new Reasoned(match(row, host), former(row)));
      }
    }
    nearNames(host);
    return new Explanation(host, chosen(host), matches, near);
  }

  /** Greeting rows are reported as matches, and chosen only where nothing else is. */
  private Optional<Match> chosen(String host) {
    Scope plain = new Scope(transport, port.orElse(0), Scope.TODAY, false);
    return catalogue
        .byName(host, plain)
        .or(() -> catalogue.byName(host, scope()))
        .map(match -> match(match.row(), host));
  }

  private String whyName(Row row) {
    String why = row.value().indexOf('*') < 0 ? "equals " : "is covered by ";
    String use =
        switch (row.use()) {
          case NORMAL -> "";
          case SHARED -> "; too widely shared to say much";
          case LEGACY_MAIL -> "; an opt-in host for old TLS";
          case GREETING -> "; only in a mail server's greeting";
        };
    return why + row.value() + portClause(row) + use;
  }

  private String portClause(Row row) {
    if (port.isEmpty() || row.set().portsUnknown()) {
      return "";
    }
    return row.set().lists(transport, port.get())
        ? ", on port " + port.get()
        : ", though not on port " + port.get();
  }

  private static String former(Row row) {
    return row.value()
        + " was in the list until "
        + row.lastSeen().map(Object::toString).orElse("some day");
  }

  private void nearNames(String host) {
    List<Reasoned> found = new ArrayList<>();
    for (Row row : catalogue.rows()) {
      if (!row.isPrefix() && matches.stream().noneMatch(m -> m.match().row().equals(row))) {
        whyNear(host, row).ifPresent(why -> found.add(new Reasoned(match(row, host), why)));
      }
    }
    found.sort(Comparator.comparingInt(reasoned -> -reasoned.match().row().value().length()));
    found.stream().limit(MAX_NEAR).forEach(near::add);
  }

  private static Optional<String> whyNear(String host, Row row) {
    NamePattern pattern = NamePattern.parse(row.value());
    String zone = pattern.zone();
    if (pattern.form() == NamePattern.Form.BELOW && host.equals(zone)) {
      return Optional.of(row.value() + " covers names below " + zone + ", not " + zone + " itself");
    }
    if (host.endsWith(zone) && !HostName.isWithin(host, zone)) {
      return Optional.of("ends in " + zone + ", but not at a dot");
    }
    if (HostName.isWithin(host, zone) && pattern.form() == NamePattern.Form.EXACT) {
      return Optional.of("is below " + zone + ", which has no wildcard");
    }
    if (host.contains(zone + ".")) {
      return Optional.of(zone + " is in the middle of it, and others own the end");
    }
    if (pattern.form() == NamePattern.Form.EXACT
        && Spelling.distance(host, zone, MAX_TYPING_ERRORS) <= MAX_TYPING_ERRORS) {
      return Optional.of("looks like " + zone);
    }
    return Optional.empty();
  }
}
