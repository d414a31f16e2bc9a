package io.tlsfloor.logs;

import io.tlsfloor.parser.observation.AlertNames;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.DowngradeSentinel;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.HandshakeProgress;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.observation.Way;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Holds what one entry says of a connection, gathered while it is read. The same for every log;
 * what no reader says of it is not known.
 */
final class LoggedFacts {
  private static final int LAST_ALERT = 255;

  static final Way NO_WAY =
      LoggedText.way(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private final LogEntry.Writer writer;
  private final String id;
  private final FrameRef place;
  private final Peer client;
  private final Peer server;
  private Protocol protocol = Protocol.TLS;
  private ClientBasis clientBasis = ClientBasis.SYN;
  private LoggedHello hello = LoggedHello.of(Optional.empty(), Optional.empty(), Optional.empty());
  private Optional<String> serverName = Optional.empty();
  private List<String> clientAlpn = List.of();
  private Optional<String> version = Optional.empty();
  private Optional<Integer> cipher = Optional.empty();
  private Optional<String> alpn = Optional.empty();
  private Optional<String> ja3s = Optional.empty();
  private boolean established;
  private boolean refused;
  private String history = "";
  private boolean resumed;
  private Optional<AlertSeen> alert = Optional.empty();
  private List<NameSeen> names = List.of();
  private Optional<ServerCertificate> certificate = Optional.empty();
  private Optional<MailDialogue> mail = Optional.empty();
  private Optional<Reported> report = Optional.empty();
  private Way way = NO_WAY;

  /** What the entry with an id says, which stands at a place of its file. */
  LoggedFacts(LogEntry.Writer writer, String id, FrameRef place, Peer client, Peer server) {
    this.writer = writer;
    this.id = id;
    this.place = place;
    this.client = client;
    this.server = server;
  }

  // What a reader of a log says.

  void over(Protocol itsProtocol, Way itsWay) {
    protocol = itsProtocol;
    way = itsWay;
  }

  /** What tells which end is the client. */
  void clientBy(ClientBasis basis) {
    clientBasis = basis;
  }

  /** What the client asked for. */
  void asked(LoggedHello its, Optional<String> name, List<String> protocols) {
    hello = its;
    serverName = name;
    clientAlpn = protocols;
  }

  /** What the server chose. */
  void chose(
      Optional<String> itsVersion,
      Optional<Integer> suite,
      Optional<String> itsProtocol,
      Optional<String> fingerprint) {
    version = itsVersion;
    cipher = suite;
    alpn = itsProtocol;
    ja3s = fingerprint;
  }

  void certified(Optional<ServerCertificate> by) {
    certificate = by;
  }

  void established(boolean was) {
    established = was;
  }

  void refused(boolean was) {
    refused = was;
  }

  void resumed(boolean was) {
    resumed = was;
  }

  /** What messages the handshake had, in Zeek's letters, and its last alert. */
  void went(String letters, Optional<AlertSeen> last) {
    history = letters;
    alert = last;
  }

  void mail(MailDialogue dialogue) {
    mail = Optional.of(dialogue);
  }

  /** TLS came after a dialogue of mail. */
  void afterMail(MailDialogue dialogue) {
    mail(dialogue);
    way = LoggedText.afterMail(way);
  }

  void named(List<NameSeen> seen) {
    names = seen;
  }

  void reported(Reported its) {
    report = Optional.of(its);
  }

  // What is known.

  LogEntry.Writer writer() {
    return writer;
  }

  String id() {
    return id;
  }

  /** Returns whether it is of a report, and not of a log of what was on the wire. */
  boolean isReport() {
    return report.isPresent();
  }

  FrameRef place() {
    return place;
  }

  Peer client() {
    return client;
  }

  Peer server() {
    return server;
  }

  Optional<String> serverName() {
    return serverName;
  }

  Optional<ServerCertificate> certificate() {
    return certificate;
  }

  /**
   * The alert that a name or a number stands for. A log gives no level: the alert is fatal if the
   * RFCs have it so always (RFC 8446 §6.2), and else a warning.
   *
   * @param by who sent it; empty if the log does not say
   */
  static Optional<AlertSeen> alert(String logged, Optional<Side> by) {
    String name = logged.toLowerCase(Locale.ROOT);
    for (int description = 0; description <= LAST_ALERT; description++) {
      if (AlertNames.name(description).equals(name) || Integer.toString(description).equals(name)) {
        int level = isWarning(description) ? 1 : AlertSeen.FATAL;
        return Optional.of(new AlertSeen(by, level, description));
      }
    }
    return Optional.empty();
  }

  /** Alerts that end nothing, or need not (RFC 5246 §7.2.2, RFC 6066 §3, RFC 6101 §5.4.2). */
  private static boolean isWarning(int description) {
    return switch (description) {
      case 0, 41, 90, 100, 112 -> true;
      default -> false;
    };
  }

  /** Returns whether the entry says which version was chosen, or that it is an old one or none. */
  boolean isDecided() {
    return version.flatMap(LoggedVersion::parse).isPresent()
        || report.isPresent() && report.get().mark() != Reported.Mark.UNKNOWN;
  }

  /** Returns whether what was chosen or offered is known, or that it is no old version. */
  boolean isJudged() {
    return isDecided()
        || protocol == Protocol.QUIC
        || hello.offer(format(protocol), serverName, clientAlpn).isPresent();
  }

  TlsConnection connection() {
    Optional<TlsVersion> chosen = version.flatMap(LoggedVersion::parse);
    boolean dtls = chosen.isPresent() && chosen.get().isDtls() && protocol == Protocol.TLS;
    Protocol spoken = dtls ? Protocol.DTLS : protocol;
    boolean datagrams = spoken == Protocol.DTLS || spoken == Protocol.QUIC;
    Optional<Offer> offer = hello.offer(format(spoken), serverName, clientAlpn);
    boolean ended = !established && alert.isPresent() && alert.get().isFatal();
    boolean refusal = refused || ended;
    return new TlsConnection(
        new TlsConnection.SocketPair(
            datagrams ? Transport.UDP : Transport.TCP,
            client,
            server,
            clientBasis,
            Optional.empty()),
        new TlsConnection.Handshake(
            spoken,
            offer,
            chosen.map(this::choice),
            Optional.empty(),
            established ? Outcome.ESTABLISHED : refusal ? Outcome.REFUSED : Outcome.INCOMPLETE,
            alert,
            ended ? Optional.of(new Ending(EndedHow.ALERT, alert.get().by())) : Optional.empty(),
            new HandshakeProgress(
                established,
                established,
                established,
                established,
                resumed,
                Optional.empty(),
                history,
                false,
                false),
            certificate),
        names,
        mail,
        way,
        evidence(offer.isPresent(), chosen.isPresent()),
        Optional.of(
            new LogEntry(
                writer,
                id,
                chosen.isPresent() ? version : Optional.empty(),
                hello.maxFrom(),
                hello.ja3(),
                hello.ja4(),
                report)));
  }

  private static HelloFormat format(Protocol protocol) {
    return switch (protocol) {
      case DTLS -> HelloFormat.DTLS;
      case QUIC -> HelloFormat.QUIC;
      case TLS, SMTP, IMAP, POP3 -> HelloFormat.TLS;
    };
  }

  private Choice choice(TlsVersion chosen) {
    ChoiceBasis basis = report.isPresent() ? ChoiceBasis.REPORT : ChoiceBasis.SERVER_HELLO;
    return new Choice(chosen, basis, true, cipher, alpn, DowngradeSentinel.NONE, false, ja3s);
  }

  private Evidence evidence(boolean offered, boolean chosen) {
    Evidence.Frames frames =
        new Evidence.Frames(
            place,
            place,
            offered ? List.of(place) : List.of(),
            chosen ? List.of(place) : List.of(),
            alert.map(seen -> place),
            Optional.empty(),
            Optional.empty(),
            List.of());
    return new Evidence(frames, Evidence.Visibility.WHOLE, false, Optional.empty());
  }
}
