package io.tlsfloor.report.pseudonym;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Way;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.HomeNetworks;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one step between judgement and reports: clients get other addresses and names. The service's
 * addresses and names stay, and all facts do. Confined to one thread.
 */
public final class Pseudonymizer {
  /** A reply's code, or its word of yes or no; what follows may name the client. */
  private static final Pattern REPLY =
      Pattern.compile(
          "^[0-9]{3}(?:[ -][245]\\.[0-9]{1,3}\\.[0-9]{1,3}(?![0-9.]))?|^\\+OK\\b|^-ERR\\b"
              + "|(?<=^\\S{1,200} )(?:OK|NO|BAD)\\b",
          Pattern.CASE_INSENSITIVE);

  private final Pseudonyms pseudonyms;
  private final HomeNetworks home;
  private final Predicate<IpAddress> service;
  private boolean interfaces;

  /**
   * For a run.
   *
   * @param catalogue knows what is the service's; asked when the first address is
   */
  public static Pseudonymizer of(PseudonymKey key, Policy policy, Supplier<Catalogue> catalogue) {
    return new Pseudonymizer(
        new Pseudonyms(key), policy.homeNetworks(), new EverHeld(policy, catalogue));
  }

  /** The same for packets from interfaces, whose names stay. */
  public static Pseudonymizer ofWatch(
      PseudonymKey key, Policy policy, Supplier<Catalogue> catalogue) {
    Pseudonymizer live = of(key, policy, catalogue);
    live.interfaces = true;
    return live;
  }

  /**
   * Addresses that the service has or had: at another time of the same run they are no client's.
   */
  private static final class EverHeld implements Predicate<IpAddress> {
    private final Policy policy;
    private final Supplier<Catalogue> loader;
    private @Nullable Catalogue catalogue;

    EverHeld(Policy policy, Supplier<Catalogue> loader) {
      this.policy = policy;
      this.loader = loader;
    }

    @Override
    public boolean test(IpAddress address) {
      if (catalogue == null) {
        catalogue = loader.get().restrictedTo(policy.instances());
      }
      return catalogue.holds(address, Optional.of(Instant.EPOCH));
    }
  }

  /**
   * Replaces by these pseudonyms.
   *
   * @param home whose addresses are replaced wherever they stand, servers' too
   * @param service whether an address is the service's, and stays
   */
  Pseudonymizer(Pseudonyms pseudonyms, HomeNetworks home, Predicate<IpAddress> service) {
    this.pseudonyms = pseudonyms;
    this.home = home;
    this.service = service;
  }

  /** Replaces in all that is reported of a connection. */
  public Judgement judgement(Judgement judgement) {
    return new Words(judgement).replaced(judgement);
  }

  /**
   * Which addresses of a connection are replaced, wherever they stand in what is reported of it.
   */
  public Predicate<IpAddress> hidden(Judgement judgement) {
    return new Words(judgement)::isHidden;
  }

  /** Whether the service has an address, or had it. */
  public boolean isServices(IpAddress address) {
    return service.test(address);
  }

  /** Of single things. */
  public Pseudonyms pseudonyms() {
    return pseudonyms;
  }

  /** Replaces in what is reported of clients, and puts them in the order of their pseudonyms. */
  public List<ClientSummary> clients(List<ClientSummary> clients) {
    return clients.stream()
        .map(this::client)
        .sorted(Comparator.comparing(ClientSummary::client)) // stable: days stay in order
        .toList();
  }

  private ClientSummary client(ClientSummary client) {
    return new ClientSummary(
        end(client.client()),
        client.mac().map(pseudonyms::mac),
        client.service(),
        client.connections(),
        client.flagged(),
        client.excepted(),
        client.offered(),
        client.negotiated(),
        client.severity(),
        client.exceptedSeverity(),
        client.stacks(),
        client.names().stream()
            .map(
                name ->
                    new ClientName(
                        end(name.address()),
                        pseudonyms.name(name.name()),
                        name.from(),
                        frame(name.frame())))
            .toList(),
        client.behaviour(),
        client.period(),
        client.firstSeen(),
        client.lastSeen());
  }

  /** Replaces in what is reported of the run. */
  public Run run(Run run) {
    Run.Read read = run.read();
    Run.Terms terms = run.terms();
    return new Run(
        run.course(),
        new Run.Read(
            read.inputs().stream().map(this::input).toList(),
            read.packets(),
            read.bytes(),
            read.first(),
            read.last()),
        run.found(),
        run.missed(),
        new Run.Terms(
            terms.floor(),
            terms.anyService(),
            list(terms.list()),
            terms.listDate(),
            terms.limits(),
            terms.leftOut(),
            Optional.of(pseudonyms.keyId())));
  }

  private Run.Input input(Run.Input input) {
    return new Run.Input(
        capture(input.file()),
        input.packets(),
        input.entries(),
        input.bytes(),
        input.damage(),
        input.advice());
  }

  /** Identifies the key and says nothing of it. */
  public String keyId() {
    return pseudonyms.keyId();
  }

  /** Where packets are from, as reports show it. */
  public String capture(String name) {
    return interfaces ? name : pseudonyms.capture(name);
  }

  /** An endpoint list's name, which may be that of a file. */
  public String list(String source) {
    return pseudonyms.file(source, this::isHidden);
  }

  private boolean isHidden(IpAddress address) {
    return home.contains(address) && !service.test(address);
  }

  /** A client's address: replaced, unless the service is the client. */
  private IpAddress end(IpAddress address) {
    return service.test(address) ? address : pseudonyms.address(address);
  }

  private FrameRef frame(FrameRef frame) {
    return new FrameRef(capture(frame.file()), frame.number(), frame.time());
  }

  /** One connection, and the addresses and files that may stand in its texts. */
  private final class Words {
    private final Set<IpAddress> replaced = new HashSet<>(4);
    private final List<String> files = new ArrayList<>(1);

    Words(Judgement judgement) {
      TlsConnection connection = judgement.connection();
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
      if (!service.test(address)) {
        replaced.add(address);
      }
    }

    private boolean isHidden(IpAddress address) {
      return replaced.contains(address) || Pseudonymizer.this.isHidden(address);
    }

    private String text(String text) {
      String shown = text;
      for (String path : files) { // a sentence names the file of a DNS answer
        shown = shown.replace(path, capture(path));
      }
      return pseudonyms.text(shown, this::isHidden);
    }

    private Peer peer(Peer peer) {
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
          text(finding.summary()),
          finding.evidence().stream()
              .map(
                  each ->
                      new FindingEvidence(
                          capture(each.file()), each.frame(), each.field(), text(each.value())))
              .toList(),
          finding.remedy().map(remedy),
          finding.enforced(),
          finding
              .exception()
              .map(w -> new Finding.Waiver(text(w.reason()), text(w.owner()), w.until())));
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
              .map(
                  name ->
                      new NameSeen(
                          text(name.name()),
                          name.from(),
                          name.frame().map(Pseudonymizer.this::frame)))
              .toList(),
          seen.mail().map(this::mail),
          way(seen.way()),
          seen.evidence().renamed(Pseudonymizer.this::frame),
          seen.log().map(Pseudonymizer::log));
    }

    private Offer offer(Offer offer) {
      return offer.withServerName(offer.serverName().map(this::text));
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
          mail.reply().map(Pseudonymizer::code),
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
  }

  /**
   * The entry without the log's own id of it, which names the connection to a reader of the log.
   */
  private static LogEntry log(LogEntry entry) {
    return new LogEntry(
        entry.writer(), "", entry.version(), entry.maxFrom(), entry.ja3(), entry.ja4());
  }

  /** What of a server's reply cannot name a client. */
  static String code(String reply) {
    Matcher found = REPLY.matcher(reply);
    return found.find() ? found.group() : "";
  }
}
