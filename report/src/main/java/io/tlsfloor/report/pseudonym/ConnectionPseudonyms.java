package io.tlsfloor.report.pseudonym;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Way;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.HomeNetworks;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands for what in all that is told of a connection. It knows the addresses and files that
 * may stand in texts.
 */
final class ConnectionPseudonyms {
  /** A reply's code, or its word of yes or no; what follows may name the client. */
  private static final Pattern REPLY =
      Pattern.compile(
          "^[0-9]{3}(?:[ -][245]\\.[0-9]{1,3}\\.[0-9]{1,3}(?![0-9.]))?|^\\+OK\\b|^-ERR\\b"
              + "|(?<=^\\S{1,200} )(?:OK|NO|BAD)\\b",
          Pattern.CASE_INSENSITIVE);

  private final Pseudonymizer run;
  private final Pseudonyms pseudonyms;
  private final Set<IpAddress> replaced = new HashSet<>(4);
  private final List<String> files = new ArrayList<>(1);
  private final Optional<String> user;
  private final Optional<String> device;

  /**
   * Takes a connection.
   *
   * @param home whose addresses are replaced wherever they stand
   */
  ConnectionPseudonyms(Pseudonymizer run, HomeNetworks home, Judgement judgement) {
    this.run = run;
    pseudonyms = run.pseudonyms();
    TlsConnection connection = judgement.connection();
    user = connection.report().flatMap(Reported::user);
    device = connection.report().flatMap(Reported::device);
    connection
        .report()
        .ifPresent(report -> report.machines().forEach(machine -> add(machine.address())));
    add(connection.client().address());
    connection.nat().map(Peer::address).ifPresent(this::add);
    IpAddress server = connection.server().address();
    if (home.contains(server) || judgement.direction() == Direction.INBOUND) {
      add(server);
    }
    for (NameSeen name : connection.names()) {
      name.frame().map(FrameRef::file).filter(f -> !files.contains(f)).ifPresent(files::add);
    }
    files.sort(Comparator.comparing(String::length).reversed());
  }

  private void add(IpAddress address) {
    if (!run.isServices(address)) {
      replaced.add(address);
    }
  }

  /** Returns whether an address is replaced in what is reported of the connection. */
  boolean isHidden(IpAddress address) {
    return replaced.contains(address) || run.isHidden(address);
  }

  private String text(String text) {
    String shown = text;
    if (user.isPresent()) { // a sentence names both
      shown = shown.replace(user.get(), pseudonyms.user(user.get()));
    }
    if (device.isPresent()) {
      shown = shown.replace(device.get(), pseudonyms.name(device.get()));
    }
    for (String path : files) { // a sentence names the file of a DNS answer
      shown = shown.replace(path, run.capture(path));
    }
    return pseudonyms.text(shown, this::isHidden);
  }

  private Peer peer(Peer peer) {
    if (Reported.isStandIn(peer.address())) {
      return peer.address().v4() || user.isEmpty()
          ? peer
          : new Peer(Reported.ofAccount(pseudonyms.user(user.get())), peer.port());
    }
    return replaced.contains(peer.address())
        ? new Peer(pseudonyms.address(peer.address()), peer.port())
        : peer;
  }

  Judgement replaced(Judgement judgement) {
    return new Judgement(
        connection(judgement.connection()),
        judgement.direction(),
        judgement.service().map(this::service),
        judgement.stack(),
        judgement.findings().stream().map(this::finding).toList(),
        judgement.flagged(),
        judgement.belowThreshold());
  }

  private Service service(Service found) {
    return new Service(
        found.instance(),
        found.area(),
        found.name(),
        found.set(),
        found.category(),
        text(found.matched()),
        text(found.host()),
        found.evidence(),
        found.confidence(),
        found.note().map(this::text));
  }

  private Finding finding(Finding finding) {
    UnaryOperator<Remedy> remedy = r -> new Remedy(text(r.text()), r.reference());
    return new Finding(
        finding.rule(),
        finding.severity(),
        finding.confidence(),
        finding.sentence().with(this::text),
        finding.evidence().stream()
            .map(
                each ->
                    new FindingEvidence(
                        run.capture(each.file()), each.frame(), each.field(), text(each.value())))
            .toList(),
        finding.remedy().map(remedy),
        finding.enforced(),
        finding.exception().map(this::waiver),
        finding.expired().map(this::waiver));
  }

  private Finding.Waiver waiver(Finding.Waiver waiver) {
    return new Finding.Waiver(text(waiver.reason()), text(waiver.owner()), waiver.until());
  }

  private TlsConnection connection(TlsConnection seen) {
    TlsConnection.SocketPair sockets =
        new TlsConnection.SocketPair(
            seen.transport(),
            peer(seen.client()),
            peer(seen.server()),
            seen.clientBasis(),
            seen.nat().map(this::peer));
    TlsConnection.Handshake handshake =
        new TlsConnection.Handshake(
            seen.protocol(),
            seen.offer().map(this::offer),
            seen.choice(),
            seen.inferred(),
            seen.outcome(),
            seen.alert(),
            seen.ending(),
            seen.progress(),
            seen.certificate().map(this::certificate));
    return new TlsConnection(
        sockets,
        handshake,
        seen.names().stream()
            .map(name -> new NameSeen(text(name.name()), name.from(), name.frame().map(run::frame)))
            .toList(),
        seen.mail().map(this::mail),
        way(seen.way()),
        seen.evidence().renamed(run::frame),
        seen.log().map(this::log));
  }

  private Offer offer(Offer offer) {
    return offer.withServerNames(
        offer.serverName().map(this::text), offer.otherNames().stream().map(this::text).toList());
  }

  private ServerCertificate certificate(ServerCertificate certificate) {
    return new ServerCertificate(
        text(certificate.subject()),
        text(certificate.issuer()),
        certificate.commonName().map(this::text),
        certificate.alternativeNames().stream().map(this::text).toList());
  }

  private MailDialogue mail(MailDialogue mail) {
    return new MailDialogue(
        mail.protocol(),
        mail.offered(),
        mail.masked(),
        mail.requested(),
        mail.reply().map(ConnectionPseudonyms::code),
        mail.accepted(),
        mail.commandsInClear());
  }

  private Way way(Way way) {
    return new Way(
        way.prefaces(),
        way.tunnels(),
        way.vlan(),
        way.innerVlan(),
        way.clientMac().map(pseudonyms::mac),
        way.serverMac().map(pseudonyms::mac),
        way.target().map(target -> new Target(text(target.host()), target.port())),
        way.fragmented(),
        way.proxy().map(this::peer));
  }

  /**
   * The entry without the log's own id of it, which names the connection to a reader of the log.
   */
  private LogEntry log(LogEntry entry) {
    return new LogEntry(
        entry.writer(),
        "",
        entry.version(),
        entry.maxFrom(),
        entry.ja3(),
        entry.ja4(),
        entry.report().map(this::report));
  }

  private Reported report(Reported report) {
    return report
        .called(report.user().map(pseudonyms::user), report.device().map(pseudonyms::name))
        .with(
            report.machines().stream()
                .map(
                    machine ->
                        new Reported.Machine(
                            pseudonyms.address(machine.address()),
                            run.frame(machine.frame()),
                            machine.fit(),
                            machine.reasons().stream().map(this::text).toList()))
                .toList());
  }

  /** Returns what of a server's reply cannot name a client. */
  static String code(String reply) {
    Matcher found = REPLY.matcher(reply);
    return found.find() ? found.group() : "";
  }
}
