package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.ADDRESS;
import static io.tlsfloor.report.saved.Scalar.FLAG;
import static io.tlsfloor.report.saved.Scalar.NUMBER;
import static io.tlsfloor.report.saved.Scalar.PORT;
import static io.tlsfloor.report.saved.Scalar.SMALL;
import static io.tlsfloor.report.saved.Scalar.TEXT;
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
import io.tlsfloor.report.saved.Fields.Codec;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Ends;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
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
        @Nullable List<Integer> read(Object json, Fields<?> in, String field) {
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
      };

  private static final Scalar<HelloFormat> FORMAT = Scalar.word(HelloFormat.class);
  private static final Scalar<ChoiceBasis> BASIS = Scalar.word(ChoiceBasis.class);
  private static final Scalar<Outcome> OUTCOME = Scalar.dashed(Outcome.class);
  private static final Scalar<Side> SIDE = Scalar.word(Side.class);
  private static final Scalar<Sides> SIDES = Scalar.word(Sides.class);
  private static final Scalar<Contradiction> CONTRADICTION = Scalar.word(Contradiction.class);
  private static final Scalar<EndedHow> HOW = Scalar.word(EndedHow.class);
  private static final Scalar<Integer> DESCRIPTION = Scalar.named(BYTE, AlertNames::name);
  private static final Scalar<Integer> LEVEL = Scalar.named(BYTE, FactFields::level);
  private static final Scalar<NameSource> FROM = Scalar.word(NameSource.class);
  private static final Scalar<Writer> WRITER = Scalar.word(Writer.class);
  private static final Scalar<Reported.Mark> MARK = Scalar.word(Reported.Mark.class);
  private static final Scalar<Reported.Fit> FIT = Scalar.word(Reported.Fit.class);
  private static final Scalar<FrameRef> FRAME =
      Scalar.number(FrameRef::number, number -> new FrameRef("", number, 0));
  private static final Scalar<PrefaceKind> PREFACE =
      Scalar.plain(PrefaceKind::label, label -> PrefaceKind.ofLabel(label).orElse(null));

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
    tls.also(FactFields::version);
    Optional<Integer> cipher =
        tls.any("cipher", SUITE, each -> each.choice().flatMap(Choice::cipher));
    tls.also("established", FLAG, each -> each.outcome() == Outcome.ESTABLISHED);
    boolean resumed = tls.any("resumed", FLAG, FactFields::resumed).orElse(false);
    return new Tls(
        cipher,
        resumed,
        tls.any("next_protocol", TEXT, each -> each.choice().flatMap(Choice::alpn)),
        tls.any("client", object(FactFields::client), FactFields::ofClient),
        tls.any("server", object(FactFields::server), FactFields::ofServer));
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

  /**
   * {@code TLS 1.0} becomes {@code 1.0} and {@code tls}; a number without a name stays a number.
   */
  private static void version(JsonLine json, TlsConnection connection) throws IOException {
    if (connection.choice().isEmpty()) {
      return;
    }
    TlsVersion version = connection.choice().get().version();
    String name = version.toString();
    int space = name.indexOf(' ');
    json.plain("version", name.substring(space + 1));
    json.plain(
        "version_protocol", name.startsWith("SSL") ? "ssl" : version.isDtls() ? "dtls" : "tls");
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
    Optional<String> serverName = client.any("server_name", TEXT, TlsConnection::serverName);
    Optional<String> ja3 = client.any("ja3", TEXT, TlsConnection::ja3);
    return new Client(
        serverName,
        ja3,
        client.has("supported_ciphers", FactFields::namesSuites)
            ? client.needed("supported_ciphers", SUITES, FactFields::suites)
            : List.of());
  }

  private static List<Integer> suites(TlsConnection connection) {
    return connection.offer().isPresent() ? connection.offer().get().suites() : List.of();
  }

  /** A log need not name them. */
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
    Optional<String> ja3s = server.any("ja3s", TEXT, FactFields::ja3s);
    boolean certified = server.has("subject", each -> each.certificate().isPresent());
    return new Server(
        ja3s,
        certified
            ? Optional.of(certificate(server.of(each -> each.certificate().orElseThrow())))
            : Optional.empty());
  }

  private static ServerCertificate certificate(Fields<ServerCertificate> server)
      throws IOException {
    return new ServerCertificate(
        server.needed("subject", TEXT, ServerCertificate::subject),
        server.needed("issuer", TEXT, ServerCertificate::issuer),
        Optional.empty(),
        server
            .any(
                "x509",
                object(
                    x509 ->
                        x509.list("alternative_names", TEXT, ServerCertificate::alternativeNames)),
                each -> Optional.of(each).filter(some -> !some.alternativeNames().isEmpty()))
            .orElse(List.of()));
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
    boolean packets =
        own.needed(
                "basis",
                TEXT,
                each -> each.log().map(log -> Words.constant(log.writer())).orElse(PACKETS))
            .equals(PACKETS);
    Optional<LogEntry> entry = own.any("log", object(FactFields::log), TlsConnection::log);
    Optional<Reported> report =
        own.any("report", object(user, FactFields::report), TlsConnection::report);
    Optional<Offer> offer =
        own.any(
            "offered",
            object(
                new Hello(tls.client(), own.ahead().any("ja4", TEXT, each -> Optional.empty())),
                FactFields::offer),
            each -> each.offer().isPresent() ? Optional.of(each) : Optional.empty());
    Optional<Choice> choice =
        own.anyOrNull("negotiated", object(tls, FactFields::choice), TlsConnection::choice);
    Optional<TlsVersion> inferred =
        own.any(
            "inferred",
            object(each -> each.needed("version", VERSION, version -> version)),
            TlsConnection::inferred);
    Outcome outcome = own.needed("outcome", OUTCOME, TlsConnection::outcome);
    Optional<AlertSeen> alert = own.any("alert", object(FactFields::alert), TlsConnection::alert);
    Optional<Ending> ending = own.any("ended", object(FactFields::ended), TlsConnection::ending);
    List<PrefaceKind> prefaces = own.list("prefaces", PREFACE, each -> each.way().prefaces());
    List<String> tunnels = own.list("tunnels", TEXT, each -> each.way().tunnels());
    Optional<Target> target =
        own.any("target", object(FactFields::target), each -> each.way().target());
    Optional<MailDialogue> mail =
        own.any(
            "starttls",
            object(new Spoken(network.protocol(), prefaces), FactFields::starttls),
            TlsConnection::mail);
    Optional<Peer> nat = own.any("nat", object(FactFields::end), TlsConnection::nat);
    Optional<Peer> proxy = own.any("proxy", object(FactFields::end), each -> each.way().proxy());
    boolean amends = own.anyFlag("amends", each -> each.evidence().amends());
    Optional<String> ja4 = own.any("ja4", TEXT, TlsConnection::ja4);
    List<NameSeen> names =
        own.list("names", object(frames.first(), FactFields::name), TlsConnection::names);
    if (own.isWritten()) {
      return own.from();
    }
    if (choice.isPresent() && inferred.isPresent()) {
      throw new SavedLineException("it has a version that was negotiated, and one inferred");
    }
    Optional<LogEntry> log = Optional.empty();
    if (!packets) {
      LogEntry known = entry.orElse(NO_ENTRY);
      log =
          Optional.of(
              new LogEntry(
                  own.needed("basis", WRITER, each -> Writer.ZEEK),
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
            inferred,
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
        log.any("id", TEXT, each -> Optional.of(each.id()).filter(id -> !id.isEmpty())).orElse(""),
        log.any("version", TEXT, LogEntry::version),
        log.any("offered_from", TEXT, LogEntry::maxFrom),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Reported report(Fields<Reported> report, Optional<String> user)
      throws IOException {
    return new Reported(
        user,
        report.any("application", TEXT, Reported::application),
        report.any("device", TEXT, Reported::device),
        report.any("agent", TEXT, Reported::agent),
        percent(report),
        report
            .any(
                "mark",
                MARK,
                each -> Optional.of(each.mark()).filter(mark -> mark != Reported.Mark.UNKNOWN))
            .orElse(Reported.Mark.UNKNOWN),
        Reported.NO_TIME,
        report.anyList("machines", object(FactFields::machine), Reported::machines));
  }

  private static OptionalInt percent(Fields<Reported> report) throws IOException {
    Optional<Integer> percent =
        report.any(
            "percent",
            SMALL,
            each ->
                each.percent().isPresent()
                    ? Optional.of(each.percent().getAsInt())
                    : Optional.empty());
    return percent.isPresent() ? OptionalInt.of(percent.get()) : OptionalInt.empty();
  }

  private static Reported.Machine machine(Fields<Reported.Machine> machine) throws IOException {
    return new Reported.Machine(
        machine.needed("ip", ADDRESS, Reported.Machine::address),
        new FrameRef(
            machine.any("file", TEXT, each -> Optional.of(each.frame().file())).orElse(""),
            machine.number("frame", each -> each.frame().number()),
            Instant.EPOCH),
        machine.needed("confidence", FIT, Reported.Machine::fit),
        machine.list("reasons", TEXT, Reported.Machine::reasons));
  }

  /** Holds what other fields say of a hello. */
  private record Hello(Optional<Client> client, Optional<String> ja4) {}

  private static Offer offer(Fields<TlsConnection> offered, Hello hello) throws IOException {
    Fields<Offer> offer = offered.of(each -> each.offer().orElseThrow());
    TlsVersion max = offer.needed("max", VERSION, Offer::max);
    Optional<TlsVersion> min = offer.anyOrNull("min", VERSION, Offer::min);
    Optional<List<TlsVersion>> versions =
        offer.has("versions", each -> each.versions().isPresent())
            ? Optional.of(
                offer.list("versions", VERSION, each -> each.versions().orElse(List.of())))
            : Optional.empty();
    HelloFormat format = offer.needed("format", FORMAT, Offer::format);
    boolean fallbackScsv = offered.any("fallback_scsv", FLAG, FactFields::fallback).orElse(false);
    int hellos = offered.any("hellos", SMALL, FactFields::hellos).orElse(0);
    List<String> alpn = offer.anyList("alpn", TEXT, Offer::alpn);
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
        choice.needed("version", VERSION, Choice::version),
        choice.needed("basis", BASIS, Choice::basis),
        true,
        tls.cipher(),
        tls.alpn(),
        DowngradeSentinel.NONE,
        false,
        tls.server().flatMap(Server::ja3s));
  }

  private static AlertSeen alert(Fields<AlertSeen> alert) throws IOException {
    return new AlertSeen(
        alert.anyOrNull("by", SIDE, AlertSeen::by),
        alert.needed("level", LEVEL, AlertSeen::level),
        alert.needed("description", DESCRIPTION, AlertSeen::description));
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
        ended.needed("how", HOW, Ending::how), ended.anyOrNull("by", SIDE, Ending::by));
  }

  private static Target target(Fields<Target> target) throws IOException {
    return new Target(target.needed("host", TEXT, Target::host), port(target, Target::port));
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
        mail.any("offered", FLAG, MailDialogue::offered),
        mail.anyFlag("masked", MailDialogue::masked),
        mail.flag("requested", MailDialogue::requested),
        mail.any("reply", TEXT, MailDialogue::reply),
        !isMail(spoken.protocol()),
        mail.flag("continued_in_clear", each -> !each.commandsInClear().isEmpty())
            ? SOME_COMMAND
            : List.of());
  }

  private static Peer end(Fields<Peer> end) throws IOException {
    return new Peer(end.needed("ip", ADDRESS, Peer::address), port(end, Peer::port));
  }

  /** A port; 0 where it is left out. */
  static <T> int port(Fields<T> end, Function<T, Integer> get) throws IOException {
    return end.of(get).any("port", PORT, Optional::of).orElse(0);
  }

  private static NameSeen name(Fields<NameSeen> name, FrameRef first) throws IOException {
    String text = name.needed("name", TEXT, NameSeen::name);
    NameSource from = name.needed("from", FROM, NameSeen::from);
    Optional<String> file = name.any("file", TEXT, each -> each.frame().map(FrameRef::file));
    Optional<Long> frame = name.any("frame", NUMBER, each -> each.frame().map(FrameRef::number));
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
    capture.also("file", TEXT, each -> each.evidence().first().file());
    Fields<Evidence> numbers = capture.of(TlsConnection::evidence).begin("frames");
    FrameRef first = frames.first();
    numbers.also("first", FRAME, Evidence::first);
    numbers.also("last", FRAME, Evidence::last);
    List<FrameRef> clientHello = numbers.list("client_hello", FRAME, Evidence::clientHello);
    List<FrameRef> serverHello = numbers.list("server_hello", FRAME, Evidence::serverHello);
    numbers.end();
    if (!capture.isWritten()) {
      clientHello = like(first, clientHello);
      serverHello = like(first, serverHello);
    }
    Evidence.Visibility visibility = Evidence.Visibility.WHOLE;
    if (!capture.isWritten() || capture.from().log().isEmpty()) { // the rest is of packets
      visibility = visibility(capture.of(TlsConnection::evidence), first);
    }
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
        capture.any("sides", SIDES, each -> Optional.of(each.sides())).orElse(Sides.BOTH),
        (int) capture.number("holes", Evidence::holes),
        capture.flag("truncated", Evidence::truncated),
        0,
        true,
        first.timeNanos() != 0,
        conflicts(capture));
  }

  private static Set<Contradiction> conflicts(Fields<Evidence> capture) throws IOException {
    Set<Contradiction> names = EnumSet.noneOf(Contradiction.class);
    names.addAll(
        capture.anyList("conflicts", CONTRADICTION, each -> List.copyOf(each.contradictions())));
    return names;
  }
}
