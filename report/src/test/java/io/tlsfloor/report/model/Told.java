package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.DowngradeSentinel;
import io.tlsfloor.parser.observation.EarlyEnd;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.HandshakeProgress;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.observation.Way;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Sentence;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judgements for tests of reports: a client that was refused at TLS 1.0 by Exchange Online, until a
 * test says otherwise.
 */
public final class Told {
  public static final Instant NINE = Instant.parse("2026-11-02T09:00:00Z");

  private static final Peer RELAY = new Peer(IpAddress.parse("52.112.2.30"), 3478);
  private static final Peer SERVER = new Peer(IpAddress.parse("52.97.1.1"), 587);

  public IpAddress client = IpAddress.parse("10.20.3.41");
  public String file = "capture.pcapng";
  public long frame = 4;
  public Instant time = NINE;
  public Protocol protocol = Protocol.TLS;
  public Optional<TlsVersion> offered = Optional.of(TlsVersion.TLS_1_0);
  public Optional<TlsVersion> chosen = Optional.empty();
  public Optional<TlsVersion> inferred = Optional.empty();
  public Optional<String> serverName = Optional.of("smtp.office365.com");
  public Outcome outcome = Outcome.REFUSED;
  public Optional<AlertSeen> alert = Optional.of(new AlertSeen(Side.SERVER, 2, 70));
  public Optional<Ending> ending =
      Optional.of(new Ending(EndedHow.ALERT, Optional.of(Side.SERVER)));
  public Optional<Service> service = Optional.of(exchange("smtp.office365.com"));
  public Optional<ClientStack> stack =
      Optional.of(
          new ClientStack("Java 7 (JSSE)", "java-7", Confidence.MEDIUM, List.of("Java 7 (JSSE)")));
  public RuleId rule = RuleId.OFFERED_BELOW_FLOOR;
  public Optional<Severity> severity = Optional.of(Severity.HIGH);
  public Confidence confidence = Confidence.HIGH;
  public Optional<Remedy> remedy = Optional.of(new Remedy("use Java 8", "docs/remedies/java-7.md"));
  public Optional<String> enforced = Optional.empty();
  public Sentence sentence = new Sentence("the client offered at most TLS 1.0");
  public Optional<String> issuer = Optional.empty();
  public boolean flagged = true;
  public Sides sides = Sides.BOTH;
  public boolean whole = true;
  public Optional<TlsVersion> min = Optional.empty();
  public int holes;
  public boolean truncated;
  public boolean fromStart = true;
  public boolean everything;
  public Optional<LogEntry> log = Optional.empty();
  public boolean amends;
  public boolean excepted; // as all findings of everything are
  public boolean refusedInside; // TLS, as it seems

  /** Media over DTLS in which the service's end said hello. */
  public boolean serviceSaysHello;

  public static Service exchange(String host) {
    return new Service(
        "Worldwide",
        "Exchange",
        "Exchange Online",
        Optional.of(2),
        Optional.of("Allow"),
        "smtp.office365.com",
        host,
        ServiceEvidence.SNI,
        Confidence.HIGH,
        Optional.empty());
  }

  /** Returns one with a value in each field that can have one. */
  public static Told everything() {
    Told told = new Told();
    told.everything = true;
    told.chosen = Optional.of(TlsVersion.TLS_1_0);
    return told;
  }

  /** The relay says hello to the client at home, with DTLS 1.0. */
  public static Told media() {
    Told told = everything();
    told.serviceSaysHello = true;
    told.protocol = Protocol.DTLS;
    told.offered = Optional.of(TlsVersion.DTLS_1_0);
    told.chosen = Optional.of(TlsVersion.DTLS_1_0);
    told.serverName = Optional.empty();
    told.service = Optional.of(exchange(RELAY.address().toString()));
    return told;
  }

  public Result result() {
    return Result.of(judgement());
  }

  public Judgement judgement() {
    return new Judgement(
        connection(), Direction.OUTBOUND, service, stack, findings(), flagged, false);
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (severity.isPresent()) {
      findings.add(
          new Finding(
              rule,
              severity.get(),
              confidence,
              sentence,
              List.of(new FindingEvidence(file, frame, "client_hello.legacy_version", "0x0301")),
              remedy,
              everything ? Optional.of("2022-02-01") : enforced,
              everything || excepted
                  ? Optional.of(
                      new Finding.Waiver("known printer", "J. Doe", LocalDate.of(2026, 12, 31)))
                  : Optional.empty(),
              everything
                  ? Optional.of(
                      new Finding.Waiver(
                          "printer of old", "Print team", LocalDate.of(2026, 10, 31)))
                  : Optional.empty()));
    }
    return findings;
  }

  private TlsConnection connection() {
    FrameRef first = new FrameRef(file, Math.max(1, frame - 3), time);
    FrameRef hello = new FrameRef(file, frame, time.plusMillis(1));
    return new TlsConnection(
        new TlsConnection.SocketPair(
            serviceSaysHello ? Transport.UDP : Transport.TCP,
            serviceSaysHello ? RELAY : new Peer(client, 49152),
            serviceSaysHello ? new Peer(client, 49152) : SERVER,
            ClientBasis.CLIENT_HELLO,
            everything
                ? Optional.of(new Peer(IpAddress.parse("203.0.113.7"), 61000))
                : Optional.empty()),
        new TlsConnection.Handshake(
            protocol,
            offered.map(this::offer),
            chosen.map(this::choice),
            inferred,
            outcome,
            alert,
            ending,
            new HandshakeProgress(
                true, true, true, true, everything, earlyEnd(), "CsxnGIi", false, false),
            everything || issuer.isPresent()
                ? Optional.of(
                    new ServerCertificate(
                        "CN=outlook.com",
                        issuer.orElse("CN=CA"),
                        Optional.of("outlook.com"),
                        List.of("*.outlook.com")))
                : Optional.empty()),
        names(),
        everything
            ? Optional.of(
                new MailDialogue(
                    Protocol.SMTP,
                    Optional.of(true),
                    false,
                    true,
                    Optional.of("220 2.0.0 SMTP server ready"),
                    true,
                    List.of("MAIL")))
            : Optional.empty(),
        way(),
        new Evidence(
            new Evidence.Frames(
                first,
                new FrameRef(file, frame + 2, time.plusMillis(7)),
                offered.isPresent() ? List.of(hello) : List.of(),
                chosen.isPresent() ? List.of(new FrameRef(file, frame + 1, time)) : List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of()),
            new Evidence.Visibility(sides, holes, truncated, 0, fromStart, true, Set.of()),
            amends,
            Optional.empty()),
        log);
  }

  private Optional<EarlyEnd> earlyEnd() {
    return refusedInside
        ? Optional.of(new EarlyEnd(EndedHow.FIN, 1, 144, new FrameRef(file, frame + 9, time)))
        : Optional.empty();
  }

  private List<NameSeen> names() {
    return serverName.map(name -> List.of(new NameSeen(name, NameSource.SNI))).orElse(List.of());
  }

  private Offer offer(TlsVersion max) {
    return new Offer(
        HelloFormat.TLS,
        whole,
        1,
        new Offer.Range(
            max,
            max,
            everything ? Optional.of(TlsVersion.TLS_1_0) : min,
            everything
                ? Optional.of(List.of(new TlsVersion(0x7F1C), TlsVersion.TLS_1_0))
                : Optional.empty(),
            everything),
        Offer.Lists.ofSuites(List.of(0x0A0A, 0xC013, 0x002F, 0xFE12, 0x0700C0)),
        serverName,
        false,
        Optional.of("bd50e49d418ed1777b9a410d614440c4"),
        Optional.of("t10d230600_44099cda8a52_195413a0cc0f"));
  }

  private Choice choice(TlsVersion version) {
    return new Choice(
        version,
        ChoiceBasis.SERVER_HELLO,
        true,
        Optional.of(0xC013),
        everything ? Optional.of("h2") : Optional.empty(),
        DowngradeSentinel.NONE,
        false,
        Optional.of("bd665c27797205a73c67f1be8b8ed90f"));
  }

  private Way way() {
    return everything
        ? new Way(
            List.of(PrefaceKind.SMTP),
            List.of("vlan:12", "vlan:13"),
            Optional.of(12),
            Optional.of(13),
            Optional.of(new MacAddress(0x00005E005323L)),
            Optional.of(new MacAddress(0x00005E005324L)),
            Optional.of(new Target("smtp.office365.com", 587)),
            false,
            Optional.empty())
        : new Way(
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.empty());
  }

  /** The summary of a run in which all went well. */
  public static Run run(long connections, long clients, long flagged) {
    return run(connections, clients, flagged, Losses.NONE);
  }

  /** The summary of a run that could not see all. */
  public static Run run(long connections, long clients, long flagged, Losses losses) {
    return new Run(
        new Run.Course(
            "0123456789abcdef0123456789abcdef",
            NINE.plusSeconds(4000),
            Duration.ofMillis(812),
            false),
        new Run.Read(
            List.of(
                Run.Input.capture(
                    "capture.pcapng", 41207, 4100000, Optional.empty(), Optional.empty())),
            41207,
            4100000,
            Optional.of(NINE),
            Optional.of(NINE.plusSeconds(3594))),
        new Run.Totals(
            connections,
            clients,
            0,
            connections,
            flagged,
            0,
            0,
            flagged > 0 ? Map.of(RuleId.OFFERED_BELOW_FLOOR, flagged) : Map.of()),
        new Run.Missed(losses),
        new Run.Terms(
            TlsVersion.TLS_1_2,
            List.of(),
            false,
            "2026081100",
            Optional.of("2026-08-11"),
            List.of(),
            Optional.empty(),
            Optional.empty()));
  }
}
