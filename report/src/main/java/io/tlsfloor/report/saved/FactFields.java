package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.listOf;
import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.ADDRESS;
import static io.tlsfloor.report.saved.Scalar.FILE;
import static io.tlsfloor.report.saved.Scalar.FLAG;
import static io.tlsfloor.report.saved.Scalar.HOST;
import static io.tlsfloor.report.saved.Scalar.MD5;
import static io.tlsfloor.report.saved.Scalar.PORT;
import static io.tlsfloor.report.saved.Scalar.SOME;
import static io.tlsfloor.report.saved.Scalar.VERSION;

import io.tlsfloor.parser.observation.AlertNames;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.CipherSuites;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.DowngradeSentinel;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Grease;
import io.tlsfloor.parser.observation.HandshakeProgress;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.LogEntry.Writer;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Numbers;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Way;
import io.tlsfloor.report.saved.ConnectionLine.Frames;
import io.tlsfloor.report.saved.ConnectionLine.Network;
import io.tlsfloor.report.saved.Description.ValueType;
import io.tlsfloor.report.saved.Fields.Codec;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Ends;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a connection's line that say what was seen: {@code tls}, and those of {@code
 * tlsfloor} that policy has no part in. What a line does not hold is not known when it is read: it
 * is empty, false or zero.
 */
final class FactFields {
  private static final int BYTE = 256; // RFC 8446 §6: levels and descriptions have one

  /** Stands for the commands in clear of a mail dialogue: a line says that there were some. */
  private static final List<String> SOME_COMMAND = List.of("a command");

  private static final String PACKETS = "packets";

  private static final Scalar<Integer> SUITE =
      Scalar.plain(
          ValueType.pattern(
                  "suite",
                  "^([A-Z][A-Za-z0-9_]+|0x[0-9a-f]{4}|0x[0-9a-f]{6})$",
                  "TLS_RSA_WITH_AES_128_CBC_SHA")
              .with("description", "IANA's name, or the number of what has none."),
          CipherSuites::name,
          name -> CipherSuites.number(name).stream().boxed().findFirst().orElse(null));

  private static final int MAX_WRITTEN = 64; // suites of a list that is kept
  private static final byte[] NOT_YET = {};

  /**
   * Lists that were written, by what they are: hellos that are alike share theirs, and a third of a
   * line is this list. Of two at one place, or by two threads, the later one stays.
   */
  private static final @Nullable Written[] WRITTEN = new Written[1 << 8];

  /** A list that was met once, or again and is kept as it is written. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Written(List<Integer> suites, byte[] text) {}

  /** In wire order, without GREASE. */
  private static final Codec<List<Integer>, List<Integer>> SUITES =
      new Codec<>() {
        @Override
        @SuppressWarnings("ReferenceEquality") // an equal list of another hello is written anew
        List<Integer> write(JsonLine json, List<Integer> suites) throws IOException {
          int place = System.identityHashCode(suites) & WRITTEN.length - 1;
          Written known = WRITTEN[place];
          boolean again = known != null && known.suites == suites;
          if (again && known.text.length > 0) {
            json.again(known.text);
            return suites;
          }
          List<String> names = again ? new ArrayList<>(suites.size()) : List.of();
          json.list();
          for (int i = 0; i < suites.size(); i++) {
            int suite = Numbers.at(suites, i);
            if (!Grease.is(suite)) {
              String name = CipherSuites.name(suite);
              json.plain(name);
              if (again) {
                names.add(name);
              }
            }
          }
          json.endList();
          if (suites.size() <= MAX_WRITTEN) {
            WRITTEN[place] = new Written(suites, again ? JsonLine.written(names) : NOT_YET);
          }
          return suites;
        }

        @Override
        @Nullable List<Integer> read(Object json, ReadFields<?> in, String field) {
          List<Integer> suites = new ArrayList<>();
          for (@Nullable Object name : json instanceof List<?> names ? names : List.of(json)) {
            @Nullable Integer suite = name == null ? null : SUITE.read(name);
            if (suite == null) {
              return null;
            }
            suites.add(suite);
          }
          return suites;
        }

        @Override
        Fields.Sample<List<Integer>> describe() {
          Fields.Sample<Integer> suite = SUITE.describe();
          return new Fields.Sample<>(
              new Description.ManyValues(suite.content(), true), List.of(suite.example()));
        }
      };

  private static final Codec<List<TlsVersion>, List<TlsVersion>> VERSIONS = listOf(VERSION);
  private static final Scalar<HelloFormat> FORMAT = Scalar.word(HelloFormat.class);
  private static final Scalar<ChoiceBasis> BASIS = Scalar.word(ChoiceBasis.class);
  private static final Scalar<Outcome> OUTCOME = Scalar.dashed(Outcome.class);
  private static final Scalar<Side> SIDE = Scalar.word(Side.class);
  private static final Scalar<Sides> SIDES = Scalar.word(Sides.class);
  private static final Scalar<Contradiction> CONTRADICTION = Scalar.word(Contradiction.class);
  private static final Scalar<EndedHow> HOW = Scalar.word(EndedHow.class);
  private static final Scalar<Integer> DESCRIPTION =
      Scalar.named(
          ValueType.pattern("", "^[a-z0-9_]+$", "protocol_version"), BYTE, AlertNames::name);
  private static final Scalar<Integer> LEVEL =
      Scalar.named(
          ValueType.pattern("", "^(warning|fatal|[0-9]{1,3})$", "fatal"), BYTE, FactFields::level);
  private static final Scalar<NameSource> FROM = Scalar.word(NameSource.class);
  private static final Map<String, Optional<Writer>> BASES = bases();
  private static final Scalar<Optional<Writer>> WRITER =
      Scalar.plain(
          ValueType.words("basis", List.copyOf(BASES.keySet())),
          writer -> writer.map(Words::constant).orElse(PACKETS),
          BASES::get);
  private static final Scalar<Reported.Mark> MARK = Scalar.wordBut(Reported.Mark.UNKNOWN);
  private static final Scalar<Reported.Fit> FIT = Scalar.word(Reported.Fit.class);
  private static final Scalar<FrameRef> FRAME =
      Scalar.number(
          ValueType.number("", 1, 4), FrameRef::number, number -> new FrameRef("", number, 0));
  private static final Scalar<PrefaceKind> PREFACE_KIND =
      Scalar.plain(
          ValueType.words(
              "preface", Stream.of(PrefaceKind.values()).map(PrefaceKind::label).toList()),
          PrefaceKind::label,
          label -> PrefaceKind.ofLabel(label).orElse(null));
  private static final Scalar<String> ALPN = Scalar.text("http/1.1");
  private static final Scalar<String> TUNNEL = Scalar.text("vxlan:42");
  private static final Scalar<String> APPLICATION = Scalar.text("Authenticated SMTP");
  private static final Scalar<String> DEVICE = Scalar.text("DESKTOP-7F3A");
  private static final Scalar<String> AGENT = Scalar.text("Windows 7; IE 11.0");
  private static final Scalar<String> REASON = Scalar.text("same user agent");
  private static final Scalar<String> ENTRY = Scalar.text("CHhAvVGS1DHFjwGM9");
  private static final Scalar<String> LOGGED = Scalar.text("TLSv10");
  private static final Scalar<String> FINGERPRINT = Scalar.oneOf("ja3", "ja4");
  private static final Scalar<String> REPLY = Scalar.text("220 2.0.0 SMTP server ready");
  private static final Scalar<String> VERSION_NUMBER =
      Scalar.ours("^([0-9]\\.[0-9]|0x[0-9a-f]{4})$", "1.0");
  private static final Scalar<String> VERSION_PROTOCOL = Scalar.oneOf("tls", "ssl", "dtls");
  private static final Scalar<String> JA4 =
      Scalar.text(
          ValueType.pattern(
              "",
              "^[tqd][0-9a-z]{2}[di][0-9]{4}[0-9a-zA-Z]{2}_[0-9a-f]{12}_[0-9a-f]{12}$",
              "t10d230900_1d37bd780c83_51e1fcc5ad2b"));
  private static final Scalar<Integer> HELLOS =
      Scalar.number(ValueType.number("", 1, 1), each -> each, Long::intValue);
  private static final Scalar<Integer> PERCENT =
      Scalar.number(
          ValueType.number("percent", 0, 7).with("maximum", 100), each -> each, Long::intValue);

  /** A name in a certificate. */
  static final Scalar<String> DISTINGUISHED_NAME = Scalar.text("CN=outlook.com,O=Microsoft");

  private static Map<String, Optional<Writer>> bases() {
    Map<String, Optional<Writer>> bases = new LinkedHashMap<>();
    bases.put(PACKETS, Optional.empty());
    for (Writer writer : Writer.values()) {
      bases.put(Words.constant(writer), Optional.of(writer));
    }
    return bases;
  }

  private FactFields() {}

  // ---- tls

  /** Holds what {@code tls} says that no field of {@code tlsfloor} does. */
  record Tls(
      Optional<Integer> cipher,
      boolean resumed,
      Optional<String> alpn,
      Optional<Client> client,
      Optional<Server> server) {
    /** Where TLS never started. */
    static final Tls NONE =
        new Tls(Optional.empty(), false, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private record Client(Optional<String> serverName, Optional<String> ja3, List<Integer> suites) {}

  private record Server(Optional<String> ja3s, Optional<ServerCertificate> certificate) {}

  /** The fields of {@code tls}. */
  static Tls tls(Fields<TlsConnection> tls) throws IOException {
    tls.alsoAny(
        "version",
        "Negotiated, never inferred; in hex where the number has no name. Left out for none.",
        VERSION_NUMBER,
        FactFields::version);
    tls.alsoAny(
        "version_protocol",
        "Of the version; left out without one.",
        VERSION_PROTOCOL,
        FactFields::versionProtocol);
    Optional<Integer> cipher =
        tls.any(
            "cipher",
            "The suite that the server chose; left out where no choice was seen.",
            SUITE,
            each -> each.choice().flatMap(Choice::cipher));
    tls.also(
        "established",
        "Whether the handshake came about.",
        FLAG,
        each -> each.outcome() == Outcome.ESTABLISHED);
    boolean resumed =
        tls.any(
                "resumed",
                "Whether a session was resumed; left out without a ServerHello.",
                FLAG,
                FactFields::resumed)
            .orElse(false);
    return new Tls(
        cipher,
        resumed,
        tls.any(
            "next_protocol",
            "ALPN as chosen; left out where it is not in clear.",
            ALPN,
            each -> each.choice().flatMap(Choice::alpn)),
        tls.any(
            "client",
            "What its hello says; left out without one.",
            object(FactFields::client),
            FactFields::ofClient),
        tls.any(
            "server",
            "What its side shows; left out where nothing was seen.",
            object(FactFields::server),
            FactFields::ofServer));
  }

  /** Returns a connection in which TLS may have started. */
  static Optional<TlsConnection> ofTls(TlsConnection connection) {
    return isMail(connection.protocol()) ? Optional.empty() : Optional.of(connection);
  }

  private static boolean isMail(Protocol protocol) {
    return switch (protocol) {
      case SMTP, IMAP, POP3 -> true;
      case TLS, DTLS, QUIC -> false;
    };
  }

  /** {@code TLS 1.0} becomes {@code 1.0}; a number without a name stays a number. */
  private static Optional<String> version(TlsConnection connection) {
    if (connection.choice().isEmpty()) {
      return Optional.empty();
    }
    String name = connection.choice().get().version().toString();
    return Optional.of(name.substring(name.indexOf(' ') + 1));
  }

  private static Optional<String> versionProtocol(TlsConnection connection) {
    if (connection.choice().isEmpty()) {
      return Optional.empty();
    }
    TlsVersion version = connection.choice().get().version();
    boolean ssl = version.equals(TlsVersion.SSL_2_0) || version.equals(TlsVersion.SSL_3_0);
    return Optional.of(ssl ? "ssl" : version.isDtls() ? "dtls" : "tls");
  }

  private static Optional<Boolean> resumed(TlsConnection connection) {
    Optional<Choice> choice = connection.choice();
    boolean resumed = connection.progress().resumed();
    boolean chosen = choice.isPresent() && choice.get().basis() == ChoiceBasis.SERVER_HELLO;
    return chosen || resumed ? Optional.of(resumed) : Optional.empty();
  }

  private static Optional<TlsConnection> ofClient(TlsConnection connection) {
    return connection.offer().isPresent() || connection.log().isPresent()
        ? Optional.of(connection)
        : Optional.empty();
  }

  private static Client client(Fields<TlsConnection> client) throws IOException {
    Optional<String> serverName =
        client.any(
            "server_name", "SNI as sent; left out without it.", HOST, TlsConnection::serverName);
    Optional<String> ja3 =
        client.any("ja3", "Left out where it is not known.", MD5, TlsConnection::ja3);
    return new Client(
        serverName,
        ja3,
        client
            .any(
                "supported_ciphers",
                "In wire order, without GREASE; left out where a log does not have them.",
                SUITES,
                FactFields::suites)
            .orElse(List.of()));
  }

  /** A log need not name them. */
  private static Optional<List<Integer>> suites(TlsConnection connection) {
    if (!namesSuites(connection)) {
      return Optional.empty();
    }
    return Optional.of(
        connection.offer().isPresent() ? connection.offer().get().suites() : List.of());
  }

  private static boolean namesSuites(TlsConnection connection) {
    return connection.log().isEmpty()
        || connection.offer().map(offer -> !offer.suites().isEmpty()).orElse(false);
  }

  private static Optional<TlsConnection> ofServer(TlsConnection connection) {
    return connection.certificate().isPresent() || ja3s(connection).isPresent()
        ? Optional.of(connection)
        : Optional.empty();
  }

  private static Optional<String> ja3s(TlsConnection connection) {
    return connection.choice().flatMap(Choice::ja3s);
  }

  private static Server server(Fields<TlsConnection> server) throws IOException {
    Optional<String> ja3s =
        server.any("ja3s", "Left out where no ServerHello was seen.", MD5, FactFields::ja3s);
    return server
        .anyOf(
            "subject",
            "Left out where no certificate was seen in clear.",
            TlsConnection::certificate,
            ja3s,
            FactFields::certified)
        .orElse(new Server(ja3s, Optional.empty()));
  }

  private static Server certified(Fields<ServerCertificate> server, Optional<String> ja3s)
      throws IOException {
    ServerCertificate certificate =
        new ServerCertificate(
            server.needed(
                "subject",
                "Distinguished name, RFC 4514.",
                DISTINGUISHED_NAME,
                ServerCertificate::subject),
            server.needed(
                "issuer",
                "Distinguished name, RFC 4514.",
                DISTINGUISHED_NAME,
                ServerCertificate::issuer),
            Optional.empty(),
            server
                .any(
                    "x509",
                    "Left out where it names no other hosts.",
                    object(
                        x509 ->
                            x509.list(
                                "alternative_names",
                                "Names of hosts.",
                                HOST,
                                ServerCertificate::alternativeNames)),
                    each -> Optional.of(each).filter(some -> !some.alternativeNames().isEmpty()))
                .orElse(List.of()));
    return new Server(ja3s, Optional.of(certificate));
  }

  // ---- tlsfloor

  /**
   * The fields of {@code tlsfloor} up to the names.
   *
   * @return the connection without all of its evidence, which comes later in the line
   */
  static TlsConnection facts(
      Fields<TlsConnection> own,
      Network network,
      Ends ends,
      Tls tls,
      Optional<String> user,
      Frames frames)
      throws IOException {
    Optional<Writer> writer =
        own.needed(
            "basis",
            "What the facts were read from.",
            WRITER,
            each -> each.log().map(LogEntry::writer));
    Optional<LogEntry> entry =
        own.any(
            "log",
            "The log's entry; left out for packets.",
            object(FactFields::log),
            TlsConnection::log);
    Optional<Reported> report =
        own.any(
            "report",
            "What a report of Microsoft's says and no other log; left out for others.",
            object(user, FactFields::report),
            TlsConnection::report);
    Optional<Offer> offer =
        own.any(
            "offered",
            "Left out when no ClientHello was seen.",
            object(
                new Hello(tls.client(), own.ahead().any("ja4", "", JA4, each -> Optional.empty())),
                FactFields::offer),
            each -> each.offer().isPresent() ? Optional.of(each) : Optional.empty());
    Optional<Choice> choice =
        own.anyOrNull(
            "negotiated",
            "What the server chose; null when no choice was seen.",
            object(tls, FactFields::choice),
            TlsConnection::choice);
    Optional<TlsVersion> inferred =
        own.any(
            "inferred",
            "Told by records; left out where a ServerHello was seen, and where they do not tell.",
            object(
                each -> each.needed("version", "What they are of.", VERSION, version -> version)),
            TlsConnection::inferred);
    Outcome outcome = own.needed("outcome", "What became of it.", OUTCOME, TlsConnection::outcome);
    Optional<AlertSeen> alert =
        own.any(
            "alert",
            "The first fatal alert in clear, else the first warning; left out for none.",
            object(FactFields::alert),
            TlsConnection::alert);
    Optional<Ending> ending =
        own.any(
            "ended",
            "What ended the part that the verdict rests on; left out when established.",
            object(FactFields::ended),
            TlsConnection::ending);
    List<PrefaceKind> prefaces =
        own.list(
            "prefaces",
            "What came before TLS, in order.",
            PREFACE_KIND,
            each -> each.way().prefaces());
    List<String> tunnels =
        own.list(
            "tunnels", "Encapsulations, outermost first.", TUNNEL, each -> each.way().tunnels());
    Optional<Target> target =
        own.any(
            "target",
            "What a proxy was asked for, by CONNECT or SOCKS; left out without one.",
            object(FactFields::target),
            each -> each.way().target());
    Optional<MailDialogue> mail =
        own.any(
            "starttls",
            "The mail dialogue before TLS; left out for none.",
            object(new Spoken(network.protocol(), prefaces), FactFields::starttls),
            TlsConnection::mail);
    Optional<Peer> nat =
        own.any(
            "nat",
            "The client's other address where both sides of a NAT were seen; else left out.",
            object(FactFields::end),
            TlsConnection::nat);
    Optional<Peer> proxy =
        own.any(
            "proxy",
            "The proxy's own end of the second leg where both legs were seen; else left out.",
            object(FactFields::end),
            each -> each.way().proxy());
    boolean amends =
        own.anyFlag(
            "amends",
            "Whether it replaces an earlier line of the same event.id; left out where not.",
            each -> each.evidence().amends());
    Optional<String> ja4 =
        own.any("ja4", "Left out where it is not known.", JA4, TlsConnection::ja4);
    List<NameSeen> names =
        own.list(
            "names",
            "Every name seen for the server.",
            object(frames.first(), FactFields::name),
            TlsConnection::names);
    if (own.isWritten()) {
      return own.from();
    }
    boolean both =
        own.contradicts(
            choice.isPresent() && inferred.isPresent(),
            "it has a version that was negotiated, and one inferred");
    Optional<LogEntry> log = Optional.empty();
    if (writer.isPresent()) {
      LogEntry known = entry.orElse(NO_ENTRY);
      log =
          Optional.of(
              new LogEntry(
                  writer.get(),
                  known.id(),
                  known.version(),
                  known.maxFrom(),
                  tls.client().flatMap(Client::ja3),
                  ja4,
                  report));
    }
    return new TlsConnection(
        new TlsConnection.SocketPair(
            network.transport(),
            ends.client(),
            ends.server(),
            offer.isPresent() ? ClientBasis.CLIENT_HELLO : ClientBasis.PORT,
            nat),
        new TlsConnection.Handshake(
            network.protocol(),
            offer,
            choice,
            both ? Optional.empty() : inferred,
            outcome,
            alert,
            ending,
            new HandshakeProgress(
                false, false, false, false, tls.resumed(), Optional.empty(), "", false, false),
            tls.server().flatMap(Server::certificate)),
        names,
        mail,
        new Way(
            prefaces,
            tunnels,
            network.vlan(),
            network.innerVlan(),
            ends.clientMac(),
            ends.serverMac(),
            target,
            false,
            proxy),
        new Evidence(
            new Evidence.Frames(
                frames.first(),
                frames.last(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of()),
            Evidence.Visibility.WHOLE,
            amends,
            Optional.empty()),
        log);
  }

  private static final LogEntry NO_ENTRY =
      new LogEntry(
          Writer.ZEEK,
          "",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Without what other fields say of it. */
  private static LogEntry log(Fields<LogEntry> log) throws IOException {
    return new LogEntry(
        Writer.ZEEK,
        log.any(
                "id",
                "Zeek's uid, Suricata's flow_id; left out where it has none.",
                ENTRY,
                each -> Optional.of(each.id()).filter(id -> !id.isEmpty()))
            .orElse(""),
        log.any("version", "As logged; left out when there is none.", LOGGED, LogEntry::version),
        log.any(
            "offered_from",
            "The fingerprint that gave the highest version offered; left out for none.",
            FINGERPRINT,
            LogEntry::maxFrom),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Reported report(Fields<Reported> report, Optional<String> user)
      throws IOException {
    return new Reported(
        user,
        report.any(
            "application",
            "What was used; left out where it is not said.",
            APPLICATION,
            Reported::application),
        report.any(
            "device", "As the report names it; left out without a name.", DEVICE, Reported::device),
        report.any(
            "agent",
            "User agent, or system and browser; left out for none.",
            AGENT,
            Reported::agent),
        percent(report),
        messages(report),
        report
            .any(
                "mark",
                "old: TLS 1.0, 1.1 or 3DES, without saying which; left out where the report would"
                    + " name a version.",
                MARK,
                each -> Optional.of(each.mark()).filter(mark -> mark != Reported.Mark.UNKNOWN))
            .orElse(Reported.Mark.UNKNOWN),
        Reported.NO_TIME,
        (int)
            report.anyNumber(
                "days_before",
                "Days before its own that it is about, too; left out for one day.",
                Reported::daysBefore),
        report.anyList(
            "machines",
            "Machines on the wire that may be the client, the likeliest first; left out for none.",
            object(FactFields::machine),
            Reported::machines));
  }

  private static OptionalInt percent(Fields<Reported> report) throws IOException {
    Optional<Integer> percent =
        report.any(
            "percent",
            "Share of the sender's mail that was sent at this version; left out for others.",
            PERCENT,
            each ->
                each.percent().isPresent()
                    ? Optional.of(each.percent().getAsInt())
                    : Optional.empty());
    return percent.isPresent() ? OptionalInt.of(percent.get()) : OptionalInt.empty();
  }

  private static OptionalLong messages(Fields<Reported> report) throws IOException {
    Optional<Long> messages =
        report.any(
            "messages",
            "How many messages the sender sent at this version, all of which this line stands for;"
                + " left out where the report does not count them.",
            SOME,
            each ->
                each.messages().isPresent()
                    ? Optional.of(each.messages().getAsLong())
                    : Optional.empty());
    return messages.isPresent() ? OptionalLong.of(messages.get()) : OptionalLong.empty();
  }

  private static Reported.Machine machine(Fields<Reported.Machine> machine) throws IOException {
    return new Reported.Machine(
        machine.needed("ip", "Its address.", ADDRESS, Reported.Machine::address),
        new FrameRef(
            machine
                .always(
                    "file",
                    "Capture of its connection that fits best.",
                    FILE,
                    each -> each.frame().file())
                .orElse(""),
            machine.number("frame", "The connection's first frame.", each -> each.frame().number()),
            Instant.EPOCH),
        machine.needed("confidence", "How well it fits.", FIT, Reported.Machine::fit),
        machine.list("reasons", "Why it fits.", REASON, Reported.Machine::reasons));
  }

  /** Holds what other fields say of a hello. */
  private record Hello(Optional<Client> client, Optional<String> ja4) {}

  private static Offer offer(Fields<TlsConnection> offered, Hello hello) throws IOException {
    Fields<Offer> offer = offered.of(each -> each.offer().orElseThrow());
    TlsVersion max =
        offer.needed("max", "The highest version that the client takes.", VERSION, Offer::max);
    Optional<TlsVersion> min =
        offer.anyOrNull(
            "min",
            "The lowest; null when unknown, because only supported_versions has it.",
            VERSION,
            Offer::min);
    Optional<List<TlsVersion>> versions =
        offer.any(
            "versions",
            "supported_versions in wire order, without GREASE; left out without the extension.",
            VERSIONS,
            Offer::versions);
    HelloFormat format = offer.needed("format", "Of the hello.", FORMAT, Offer::format);
    boolean fallbackScsv =
        offered
            .any(
                "fallback_scsv",
                "Whether TLS_FALLBACK_SCSV is among the suites (RFC 7507); left out without a list.",
                FLAG,
                FactFields::fallback)
            .orElse(false);
    int hellos =
        offered
            .any("hellos", "ClientHellos seen; left out for a log.", HELLOS, FactFields::hellos)
            .orElse(0);
    List<String> alpn =
        offer.anyList(
            "alpn",
            "Protocols that the client offers (RFC 7301), in wire order: what an encrypted answer"
                + " chooses from. Left out when there are none.",
            ALPN,
            Offer::alpn);
    if (offer.isWritten()) {
      return offer.from();
    }
    Optional<Client> client = hello.client();
    return new Offer(
        format,
        true,
        hellos,
        new Offer.Range(max, max, min, versions, fallbackScsv),
        new Offer.Lists(
            client.map(Client::suites).orElse(List.of()), List.of(), List.of(), List.of(), alpn),
        client.flatMap(Client::serverName),
        false,
        client.flatMap(Client::ja3),
        hello.ja4());
  }

  private static Optional<Boolean> fallback(TlsConnection connection) {
    return namesSuites(connection) ? connection.offer().map(Offer::fallbackScsv) : Optional.empty();
  }

  private static Optional<Integer> hellos(TlsConnection connection) {
    return connection.log().isEmpty() ? connection.offer().map(Offer::hellos) : Optional.empty();
  }

  private static Choice choice(Fields<Choice> choice, Tls tls) throws IOException {
    return new Choice(
        choice.needed("version", "What it chose.", VERSION, Choice::version),
        choice.needed("basis", "The message that says so.", BASIS, Choice::basis),
        true,
        tls.cipher(),
        tls.alpn(),
        DowngradeSentinel.NONE,
        false,
        tls.server().flatMap(Server::ja3s));
  }

  private static AlertSeen alert(Fields<AlertSeen> alert) throws IOException {
    return new AlertSeen(
        alert.anyOrNull("by", "null where a log does not say.", SIDE, AlertSeen::by),
        alert.needed("level", "warning, fatal, or the number.", LEVEL, AlertSeen::level),
        alert.needed("description", "As in the RFC.", DESCRIPTION, AlertSeen::description));
  }

  /** RFC 8446 §6. */
  private static String level(int level) {
    return switch (level) {
      case 1 -> "warning";
      case AlertSeen.FATAL -> "fatal";
      default -> Integer.toString(level);
    };
  }

  private static Ending ended(Fields<Ending> ended) throws IOException {
    return new Ending(
        ended.needed("how", "What ended it.", HOW, Ending::how),
        ended.anyOrNull("by", "null where no side did.", SIDE, Ending::by));
  }

  private static Target target(Fields<Target> target) throws IOException {
    return new Target(
        target.needed("host", "As it was asked for.", HOST, Target::host),
        target.always("port", "Its port.", PORT, Target::port).orElse(0));
  }

  /** Holds what other fields say of a mail dialogue. */
  private record Spoken(Protocol protocol, List<PrefaceKind> prefaces) {
    Protocol mail() {
      return isMail(protocol)
          ? protocol
          : prefaces.contains(PrefaceKind.IMAP)
              ? Protocol.IMAP
              : prefaces.contains(PrefaceKind.POP3) ? Protocol.POP3 : Protocol.SMTP;
    }
  }

  private static MailDialogue starttls(Fields<MailDialogue> mail, Spoken spoken)
      throws IOException {
    return new MailDialogue(
        spoken.mail(),
        mail.any(
            "offered",
            "Whether the server offers it; left out when its capabilities were not seen.",
            FLAG,
            MailDialogue::offered),
        mail.anyFlag(
            "masked",
            "A capability or command was overwritten with X, as some middleboxes do to STARTTLS."
                + " Left out when none was.",
            MailDialogue::masked),
        mail.flag("requested", "Whether the client asked for it.", MailDialogue::requested),
        mail.any(
            "reply",
            "The first 200 bytes, code included; left out for none.",
            REPLY,
            MailDialogue::reply),
        !isMail(spoken.protocol()),
        mail.flag(
                "continued_in_clear",
                "Whether mail commands followed in clear.",
                each -> !each.commandsInClear().isEmpty())
            ? SOME_COMMAND
            : List.of());
  }

  private static Peer end(Fields<Peer> end) throws IOException {
    return new Peer(end.needed("ip", "Its address.", ADDRESS, Peer::address), port(end));
  }

  /** A port; 0 where it is left out. */
  static int port(Fields<Peer> end) throws IOException {
    return end.any(
            "port",
            "Left out where a report gives none.",
            PORT,
            each -> each.port() == 0 ? Optional.empty() : Optional.of(each.port()))
        .orElse(0);
  }

  private static NameSeen name(Fields<NameSeen> name, FrameRef first) throws IOException {
    String text = name.needed("name", "As sent.", HOST, NameSeen::name);
    NameSource from = name.needed("from", "What named it.", FROM, NameSeen::from);
    Optional<String> file =
        name.any(
            "file",
            "Capture file or interface of the frame; left out for other sources than DNS.",
            FILE,
            each -> each.frame().map(FrameRef::file));
    Optional<Long> frame =
        name.any(
            "frame",
            "The frame of the DNS answer, counted from 1; left out for other sources.",
            SOME,
            each -> each.frame().map(FrameRef::number));
    return new NameSeen(
        text,
        from,
        frame.isPresent()
            ? Optional.of(new FrameRef(file.orElse(""), frame.get(), first.timeNanos()))
            : Optional.empty());
  }

  /** Where the facts were read: {@code capture}. */
  static Evidence capture(Fields<TlsConnection> capture, Frames frames, boolean amends)
      throws IOException {
    capture.also(
        "file",
        "As given or found, of the connection's first packet; the interface when live.",
        FILE,
        each -> each.evidence().first().file());
    Fields<Evidence> numbers =
        capture
            .of(TlsConnection::evidence)
            .begin(
                "frames",
                "Numbers count from 1 in the file, as in Wireshark; of a log they are its lines.");
    FrameRef first = frames.first();
    numbers.also("first", "The connection's first frame.", FRAME, Evidence::first);
    numbers.also("last", "The last frame that the verdict used.", FRAME, Evidence::last);
    List<FrameRef> clientHello =
        numbers.list("client_hello", "Frames with its bytes.", FRAME, Evidence::clientHello);
    List<FrameRef> serverHello =
        numbers.list("server_hello", "Frames with its bytes.", FRAME, Evidence::serverHello);
    numbers.end();
    if (!capture.isWritten()) {
      clientHello = like(first, clientHello);
      serverHello = like(first, serverHello);
    }
    Evidence.Visibility visibility =
        capture
            .anyOf(
                "holes",
                "Left out for logs.",
                each -> each.log().isEmpty() ? Optional.of(each.evidence()) : Optional.empty(),
                first,
                FactFields::visibility)
            .orElse(Evidence.Visibility.WHOLE);
    return new Evidence(
        new Evidence.Frames(
            first,
            frames.last(),
            clientHello,
            serverHello,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of()),
        visibility,
        amends,
        Optional.empty());
  }

  /** Frames of the same file; only the first one's time is known. */
  private static List<FrameRef> like(FrameRef first, List<FrameRef> frames) {
    return frames.stream()
        .map(frame -> new FrameRef(first.file(), frame.number(), first.timeNanos()))
        .toList();
  }

  private static Evidence.Visibility visibility(Fields<Evidence> capture, FrameRef first)
      throws IOException {
    return new Evidence.Visibility(
        capture.always("sides", "Which were seen.", SIDES, Evidence::sides).orElse(Sides.BOTH),
        (int) capture.number("holes", "Missing pieces up to the verdict.", Evidence::holes),
        capture.flag(
            "truncated",
            "Whether a frame before the verdict was cut by the snap length.",
            Evidence::truncated),
        0,
        true,
        first.timeNanos() != 0,
        conflicts(capture));
  }

  private static Set<Contradiction> conflicts(Fields<Evidence> capture) throws IOException {
    Set<Contradiction> names = EnumSet.noneOf(Contradiction.class);
    names.addAll(
        capture.anyList(
            "conflicts",
            "What in its packets contradicts others: what came first is reported. Left out when"
                + " nothing does.",
            CONTRADICTION,
            each -> List.copyOf(each.contradictions())));
    return names;
  }
}
