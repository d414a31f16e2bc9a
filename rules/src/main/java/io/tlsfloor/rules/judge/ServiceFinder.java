package io.tlsfloor.rules.judge;

import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.Match;
import io.tlsfloor.rules.catalogue.Row;
import io.tlsfloor.rules.catalogue.Scope;
import io.tlsfloor.rules.rule.Facts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the service of a connection: the first evidence that matches wins, in the order of {@link
 * ServiceEvidence}. A name that matches nothing does not end the search.
 */
final class ServiceFinder {
  /** Kinds of evidence that are names the client itself asked for. */
  private static final List<ServiceEvidence> ASKED =
      List.of(ServiceEvidence.SNI, ServiceEvidence.CONNECT, ServiceEvidence.SOCKS);

  private static final List<String> SIGN_IN =
      List.of(
          "login.microsoftonline.com",
          "login.microsoftonline.us",
          "login.partner.microsoftonline.cn");

  private static final List<String> SUBMISSION =
      List.of("smtp.office365.com", "smtp.office365.us", "smtp.partner.outlook.cn");

  private static final List<ServiceEvidence> IN_ORDER = List.of(ServiceEvidence.values());

  private final Catalogue catalogue;

  ServiceFinder(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * A service and the row that identified it.
   *
   * @param service as outputs show it
   * @param row the row of the catalogue
   */
  record ServiceMatch(Service service, Row row) {}

  /** Returns whether the client's end, or the server's, has an address of the service. */
  boolean holds(IpAddress address, TlsConnection connection) {
    return catalogue.holds(address, time(connection));
  }

  /**
   * The service that the server belongs to.
   *
   * @param server the end that may be the service: of DTLS media, perhaps the one that said hello
   */
  Optional<ServiceMatch> find(TlsConnection connection, Peer server) {
    for (int i = 0; i < IN_ORDER.size(); i++) {
      ServiceEvidence evidence = IN_ORDER.get(i);
      Optional<Match> match = match(connection, server, evidence);
      if (match.isPresent()) {
        return Optional.of(found(connection, server, evidence, match.get()));
      }
    }
    return Optional.empty();
  }

  /** The service by the address of one end and nothing else. */
  Optional<ServiceMatch> findByAddress(TlsConnection connection, IpAddress address, int port) {
    Peer end = new Peer(address, port);
    return match(connection, end, ServiceEvidence.ADDRESS)
        .map(match -> found(connection, end, ServiceEvidence.ADDRESS, match));
  }

  private Optional<Match> match(TlsConnection connection, Peer server, ServiceEvidence evidence) {
    if (evidence == ServiceEvidence.ADDRESS) {
      return catalogue.byAddress(server.address(), scope(connection, server.port(), evidence));
    }
    List<String> names =
        evidence == ServiceEvidence.DNS ? dnsNames(connection) : names(connection, evidence);
    if (names.isEmpty()
        || evidence == ServiceEvidence.CERTIFICATE && confirmsAskedName(connection, names)) {
      return Optional.empty();
    }
    Scope scope = scope(connection, port(connection, server), evidence);
    if (evidence == ServiceEvidence.REPORT) {
      return names.stream()
          .flatMap(name -> lookUp(name, evidence, scope).stream())
          .findFirst(); // of the clouds that count
    }
    if (names.size() == 1) {
      return lookUp(names.get(0), evidence, scope);
    }
    Optional<Match> best = Optional.empty();
    for (String name : names) {
      Optional<Match> match = lookUp(name, evidence, scope);
      if (best.isEmpty() || match.isPresent() && tellsMore(match.get(), best.get())) {
        best = match;
      }
    }
    return best;
  }

  /** Which of two names with a match says more: the own one, on its port, with the longer row. */
  private static boolean tellsMore(Match a, Match b) {
    boolean shared = a.row().use() == Row.Use.SHARED;
    if (shared != (b.row().use() == Row.Use.SHARED)) {
      return !shared;
    }
    int port = a.port().compareTo(b.port());
    return port != 0 ? port < 0 : a.row().value().length() > b.row().value().length();
  }

  private Optional<Match> lookUp(String name, ServiceEvidence evidence, Scope scope) {
    if (evidence == ServiceEvidence.CERTIFICATE) {
      return catalogue.byCertificateName(name, scope);
    }
    if (evidence == ServiceEvidence.CONNECT || evidence == ServiceEvidence.SOCKS) {
      Optional<IpAddress> address = address(name);
      if (address.isPresent()) {
        return catalogue.byAddress(address.get(), scope);
      }
    }
    return catalogue.byName(name, scope);
  }

  /**
   * Returns whether the certificate belongs to a name that the client asked for and that matches
   * nothing: then its other names say nothing of this connection.
   */
  private boolean confirmsAskedName(TlsConnection connection, List<String> certificateNames) {
    for (String asked : askedNames(connection)) {
      for (String name : certificateNames) {
        if (covers(name, asked)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean covers(String certificateName, String host) {
    String pattern = certificateName.toLowerCase(java.util.Locale.ROOT);
    String name = host.toLowerCase(java.util.Locale.ROOT);
    if (pattern.startsWith("*.")) {
      int dot = name.indexOf('.');
      return dot > 0 && name.substring(dot).equals(pattern.substring(1));
    }
    return name.equals(pattern);
  }

  private static List<String> askedNames(TlsConnection connection) {
    List<String> asked = new ArrayList<>(names(connection, ServiceEvidence.SNI));
    asked.addAll(names(connection, ServiceEvidence.CONNECT));
    asked.addAll(names(connection, ServiceEvidence.SOCKS));
    return asked;
  }

  /**
   * Names by DNS. Where one of them is what the client asked the server for, only those of the same
   * answers count: others that share the address say nothing of this connection.
   */
  private static List<String> dnsNames(TlsConnection connection) {
    List<String> all = names(connection, ServiceEvidence.DNS);
    if (all.size() < 2) {
      return all;
    }
    List<String> asked = askedNames(connection);
    Set<FrameRef> answers = new HashSet<>();
    for (NameSeen seen : connection.names()) {
      if (seen.from() == NameSource.DNS && asked.stream().anyMatch(seen.name()::equalsIgnoreCase)) {
        seen.frame().ifPresent(answers::add);
      }
    }
    if (answers.isEmpty()) {
      return all;
    }
    List<String> names = new ArrayList<>();
    for (NameSeen seen : connection.names()) {
      if (seen.from() == NameSource.DNS && seen.frame().filter(answers::contains).isPresent()) {
        names.add(seen.name());
      }
    }
    return names;
  }

  private static List<String> names(TlsConnection connection, ServiceEvidence evidence) {
    if (evidence == ServiceEvidence.REPORT) {
      return reporting(connection);
    }
    List<String> names = List.of();
    List<NameSeen> all = connection.names();
    for (int i = 0; i < all.size(); i++) { // no iterator: a connection comes here a dozen times
      NameSeen seen = all.get(i);
      if (evidenceOf(seen.from()) == evidence) {
        names = with(names, seen.name());
      }
    }
    if (connection.way().target().isPresent() && evidence == targetEvidence(connection)) {
      names = with(names, connection.way().target().get().host());
    }
    return evidence == ServiceEvidence.CERTIFICATE && connection.certificate().isPresent()
        ? withAll(names, connection.certificate().get())
        : names;
  }

  /** Some names and those of a certificate, which may be a thousand: so by their hashes. */
  private static List<String> withAll(List<String> names, ServerCertificate certificate) {
    Set<String> all = new LinkedHashSet<>(names);
    all.addAll(certificate.alternativeNames());
    certificate.commonName().ifPresent(all::add);
    return List.copyOf(all);
  }

  /** Some names and one more; most connections have one at most. */
  private static List<String> with(List<String> names, String name) {
    if (names.isEmpty()) {
      return List.of(name);
    }
    if (names.contains(name)) {
      return names;
    }
    List<String> more = names instanceof ArrayList<String> ? names : new ArrayList<>(names);
    more.add(name);
    return more;
  }

  /** Hosts of the service that a report is of, by cloud. */
  private static List<String> reporting(TlsConnection connection) {
    if (connection.log().isEmpty()) {
      return List.of();
    }
    return switch (connection.log().get().writer()) {
      case ENTRA -> SIGN_IN;
      case EXCHANGE -> SUBMISSION;
      case ZEEK, EVE, DEFENDER -> List.of();
    };
  }

  private static ServiceEvidence evidenceOf(NameSource source) {
    return switch (source) {
      case SNI -> ServiceEvidence.SNI;
      case CONNECT -> ServiceEvidence.CONNECT;
      case SOCKS -> ServiceEvidence.SOCKS;
      case MAIL_GREETING, EHLO -> ServiceEvidence.MAIL_GREETING;
      case DNS, NAME_RESOLUTION -> ServiceEvidence.DNS;
      case CERTIFICATE -> ServiceEvidence.CERTIFICATE;
    };
  }

  /** Which kind of proxy the target was asked of. */
  private static ServiceEvidence targetEvidence(TlsConnection connection) {
    ServiceEvidence last = ServiceEvidence.CONNECT;
    for (PrefaceKind preface : connection.way().prefaces()) {
      if (preface.isSocks()) {
        last = ServiceEvidence.SOCKS;
      } else if (preface == PrefaceKind.HTTP_CONNECT) {
        last = ServiceEvidence.CONNECT;
      }
    }
    return last;
  }

  /** An address in text; empty for what is none. */
  private static Optional<IpAddress> address(String host) {
    String text =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    if (text.length() > 45 || text.isEmpty() || isSurelyName(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(IpAddress.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a name, not an address
    }
  }

  /** Knows a name: without a colon it could be dotted numbers only, and those end with a digit. */
  private static boolean isSurelyName(String text) {
    char last = text.charAt(text.length() - 1);
    return text.indexOf(':') < 0 && (last < '0' || last > '9');
  }

  /** Returns what is looked up for a kind of evidence, as it was seen. */
  List<String> subjects(TlsConnection connection, ServiceEvidence evidence) {
    return evidence == ServiceEvidence.ADDRESS
        ? List.of(connection.server().address().toString())
        : names(connection, evidence);
  }

  /** The port that it is looked up with. */
  int portOf(TlsConnection connection, ServiceEvidence evidence) {
    return evidence == ServiceEvidence.ADDRESS
        ? connection.server().port()
        : port(connection, connection.server());
  }

  private static int port(TlsConnection connection, Peer server) {
    Optional<Target> target = connection.way().target();
    return target.isPresent() ? target.get().port() : server.port();
  }

  private static Scope scope(TlsConnection connection, int port, ServiceEvidence evidence) {
    return new Scope(
        connection.transport(), port, time(connection), evidence == ServiceEvidence.MAIL_GREETING);
  }

  private static long time(TlsConnection connection) {
    Evidence evidence = connection.evidence();
    return evidence.timeKnown() ? evidence.first().timeNanos() : Scope.TODAY;
  }

  private ServiceMatch found(
      TlsConnection connection, Peer server, ServiceEvidence evidence, Match match) {
    Row row = match.row();
    String label = row.set().category().label();
    Service service =
        new Service(
            row.set().instance(),
            row.set().area(),
            row.service(),
            row.set().id(),
            label.isEmpty() ? Optional.empty() : Optional.of(label),
            row.value(),
            match.host(),
            evidence,
            confidence(evidence, match),
            ServiceNotes.note(this, connection, server, evidence, match));
    return new ServiceMatch(service, row);
  }

  private static Confidence confidence(ServiceEvidence evidence, Match match) {
    return ofEvidence(evidence, match).and(ofRow(match));
  }

  private static Confidence ofEvidence(ServiceEvidence evidence, Match match) {
    boolean byPrefix = match.row().value().indexOf('/') >= 0;
    if (byPrefix) {
      return match.port() == Match.PortFit.ODD ? Confidence.LOW : Confidence.MEDIUM;
    }
    return switch (evidence) {
      case SNI, CONNECT, SOCKS, MAIL_GREETING, REPORT -> Confidence.HIGH;
      case DNS, CERTIFICATE, ADDRESS -> Confidence.MEDIUM;
    };
  }

  private static Confidence ofRow(Match match) {
    Row row = match.row();
    if (row.use() == Row.Use.SHARED) {
      return Confidence.LOW;
    }
    return switch (row.set().origin()) {
      case BY_HAND, OWN -> Confidence.HIGH;
      case LIST_WITHOUT_SET -> Confidence.MEDIUM;
      case LIST, RETIRED ->
          switch (row.set().category()) {
            case OPTIMIZE, ALLOW -> Confidence.HIGH;
            case DEFAULT, NONE -> row.set().required() ? Confidence.HIGH : Confidence.MEDIUM;
          };
    };
  }

  /**
   * The opt-in host for old TLS that the client asked for. Mail clients often send no server name,
   * and the greeting names a machine: then what the client looked up in DNS decides.
   */
  Optional<Facts.LegacyHost> legacyHost(TlsConnection connection, ServiceMatch found) {
    Service service = found.service;
    if (found.row.use() == Row.Use.LEGACY_MAIL) {
      return Optional.of(new Facts.LegacyHost(service.host(), service.evidence(), found.row));
    }
    if (service.evidence().compareTo(ServiceEvidence.SOCKS) <= 0) {
      return Optional.empty(); // the client itself named another host
    }
    Scope scope = scope(connection, port(connection, connection.server()), ServiceEvidence.DNS);
    for (String name : names(connection, ServiceEvidence.DNS)) {
      Optional<Match> match = catalogue.byName(name, scope);
      if (match.isPresent() && match.get().row().use() == Row.Use.LEGACY_MAIL) {
        return Optional.of(
            new Facts.LegacyHost(match.get().host(), ServiceEvidence.DNS, match.get().row()));
      }
    }
    return Optional.empty();
  }

  /** Names that the client asked for, other than {@code host}, and that match no row. */
  List<String> unmatchedAskedNames(TlsConnection connection, Peer server, String host) {
    List<String> unmatched = List.of();
    for (int i = 0; i < ASKED.size(); i++) {
      ServiceEvidence evidence = ASKED.get(i);
      List<String> names = names(connection, evidence);
      for (int j = 0; j < names.size(); j++) {
        String name = names.get(j);
        if (!name.equalsIgnoreCase(host)
            && address(name).isEmpty()
            && catalogue
                .byName(name, scope(connection, port(connection, server), evidence))
                .isEmpty()) {
          unmatched = with(unmatched, name);
        }
      }
    }
    return unmatched;
  }

  Catalogue catalogue() {
    return catalogue;
  }
}
