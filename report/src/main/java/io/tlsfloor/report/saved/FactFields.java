package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.AlertNames;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.CipherSuites;
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
import io.tlsfloor.parser.observation.NameSource;
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
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.observation.Way;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.rules.Ends;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a connection's line that say what was seen: {@code tls}, and those of {@code
 * tlsfloor} that policy has no part in.
 */
final class FactFields {
  private static final int PLACES = 1 << 8; // more than an office has kinds of clients
  private static final int MAX_KNOWN = 1 << 8; // suites of a list; a long one has 100
  private static final int DESCRIPTIONS = 256; // RFC 8446 §6: one byte

  /**
   * Lists of suites that were written, by which list they are: clients of one kind share theirs.
   * Read and written by several threads, of which each sees whole entries or none.
   */
  private static final @Nullable Ciphers[] KNOWN = new Ciphers[PLACES];

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Ciphers(List<Integer> suites, byte[] written) {}

  private static final byte[] NOT_YET = {};

  /** Stands for the commands in clear of a mail dialogue: a line says that there were some. */
  private static final List<String> SOME_COMMAND = List.of("a command");

  private static final String PACKETS = "packets";

  private FactFields() {}

  static void tls(JsonLine json, TlsConnection connection) throws IOException {
    if (isMail(connection.protocol())) {
      return; // TLS never started
    }
    json.object("tls");
    Optional<Choice> choice = connection.choice();
    if (choice.isPresent()) {
      version(json, choice.get().version());
      if (choice.get().cipher().isPresent()) {
        json.plain("cipher", CipherSuites.name(choice.get().cipher().get()));
      }
    }
    json.flag("established", connection.outcome() == Outcome.ESTABLISHED);
    boolean chosen = choice.isPresent() && choice.get().basis() == ChoiceBasis.SERVER_HELLO;
    if (chosen || connection.progress().resumed()) {
      json.flag("resumed", connection.progress().resumed());
    }
    json.text("next_protocol", choice.flatMap(Choice::alpn));
    client(json, connection);
    server(json, choice.flatMap(Choice::ja3s), connection.certificate());
    json.endObject();
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
  private static void version(JsonLine json, TlsVersion version) throws IOException {
    String name = version.toString();
    int space = name.indexOf(' ');
    json.plain("version", name.substring(space + 1));
    json.plain(
        "version_protocol", name.startsWith("SSL") ? "ssl" : version.isDtls() ? "dtls" : "tls");
  }

  private static void client(JsonLine json, TlsConnection connection) throws IOException {
    if (connection.offer().isEmpty() && connection.log().isEmpty()) {
      return;
    }
    List<Integer> suites = connection.offer().map(Offer::suites).orElse(List.of());
    json.object("client");
    json.text("server_name", connection.serverName());
    json.text("ja3", connection.ja3());
    if (!suites.isEmpty() || connection.log().isEmpty()) { // a log need not name them
      ciphers(json, suites);
    }
    json.endObject();
  }

  /** Keeps what it writes of a list that comes twice: of many that come once it would be work. */
  @SuppressWarnings("ReferenceEquality") // the same list is equal, and an equal one written
  private static void ciphers(JsonLine json, List<Integer> suites) throws IOException {
    int place = System.identityHashCode(suites) & PLACES - 1;
    Ciphers known = KNOWN[place];
    boolean same = known != null && known.suites == suites;
    if (same && known.written.length > 0) {
      json.again("supported_ciphers", known.written);
      return;
    }
    byte[] written = CipherList.written(suites);
    json.again("supported_ciphers", written);
    if (suites.size() <= MAX_KNOWN) {
      KNOWN[place] = new Ciphers(suites, same ? written : NOT_YET);
    }
  }

  private static void server(
      JsonLine json, Optional<String> ja3s, Optional<ServerCertificate> certificate)
      throws IOException {
    if (ja3s.isEmpty() && certificate.isEmpty()) {
      return;
    }
    json.object("server");
    json.text("ja3s", ja3s);
    if (certificate.isPresent()) {
      json.text("subject", certificate.get().subject());
      json.text("issuer", certificate.get().issuer());
      if (!certificate.get().alternativeNames().isEmpty()) {
        json.object("x509");
        json.texts("alternative_names", certificate.get().alternativeNames());
        json.endObject();
      }
    }
    json.endObject();
  }

  static void facts(JsonLine json, TlsConnection connection) throws IOException {
    json.text("basis", connection.log().map(log -> JsonLine.word(log.writer())).orElse(PACKETS));
    if (connection.log().isPresent()) {
      log(json, connection.log().get());
    }
    if (connection.report().isPresent()) {
      report(json, connection.report().get());
    }
    if (connection.offer().isPresent()) {
      offered(json, connection);
    }
    negotiated(json, connection.choice());
    if (connection.inferred().isPresent()) {
      json.object("inferred");
      json.plain("version", connection.inferred().get().toString());
      json.endObject();
    }
    json.plain("outcome", JsonLine.word(connection.outcome()).replace('_', '-'));
    if (connection.alert().isPresent()) {
      alert(json, connection.alert().get());
    }
    if (connection.ending().isPresent()) {
      ended(json, connection.ending().get());
    }
    json.texts("prefaces", PrefaceKind.labels(connection.way().prefaces()));
    json.texts("tunnels", connection.way().tunnels());
    if (connection.way().target().isPresent()) {
      target(json, connection.way().target().get());
    }
    if (connection.mail().isPresent()) {
      starttls(json, connection.mail().get());
    }
    if (connection.nat().isPresent()) {
      end(json, "nat", connection.nat().get());
    }
    if (connection.way().proxy().isPresent()) {
      end(json, "proxy", connection.way().proxy().get());
    }
    if (connection.evidence().amends()) {
      json.flag("amends", true);
    }
    json.text("ja4", connection.ja4());
    names(json, connection.names());
  }

  private static void log(JsonLine json, LogEntry log) throws IOException {
    json.object("log");
    if (!log.id().isEmpty()) {
      json.text("id", log.id());
    }
    json.text("version", log.version());
    json.text("offered_from", log.maxFrom());
    json.endObject();
  }

  private static void report(JsonLine json, Reported report) throws IOException {
    json.object("report");
    json.text("application", report.application());
    json.text("device", report.device());
    json.text("agent", report.agent());
    if (report.percent().isPresent()) {
      json.number("percent", report.percent().getAsInt());
    }
    if (report.mark() != Reported.Mark.UNKNOWN) {
      json.word("mark", report.mark());
    }
    if (!report.machines().isEmpty()) {
      json.list("machines");
      for (Reported.Machine machine : report.machines()) {
        json.element();
        json.address("ip", machine.address());
        json.text("file", machine.frame().file());
        json.number("frame", machine.frame().number());
        json.word("confidence", machine.fit());
        json.texts("reasons", machine.reasons());
        json.endObject();
      }
      json.endList();
    }
    json.endObject();
  }

  private static void offered(JsonLine json, TlsConnection connection) throws IOException {
    Offer offer = connection.offer().orElseThrow();
    json.object("offered");
    json.plain("max", offer.max().toString());
    if (offer.min().isPresent()) {
      json.plain("min", offer.min().get().toString());
    } else {
      json.nothing("min");
    }
    if (offer.versions().isPresent()) {
      json.list("versions");
      for (TlsVersion version : offer.versions().get()) {
        json.item(version.toString());
      }
      json.endList();
    }
    json.word("format", offer.format());
    if (connection.log().isEmpty() || !offer.suites().isEmpty()) {
      json.flag("fallback_scsv", offer.fallbackScsv());
    }
    if (connection.log().isEmpty()) {
      json.number("hellos", offer.hellos());
    }
    if (!offer.alpn().isEmpty()) {
      json.texts("alpn", offer.alpn());
    }
    json.endObject();
  }

  private static void negotiated(JsonLine json, Optional<Choice> choice) throws IOException {
    if (choice.isEmpty()) {
      json.nothing("negotiated");
      return;
    }
    json.object("negotiated");
    json.plain("version", choice.get().version().toString());
    json.word("basis", choice.get().basis());
    json.endObject();
  }

  private static void alert(JsonLine json, AlertSeen alert) throws IOException {
    json.object("alert");
    if (alert.by().isPresent()) {
      json.word("by", alert.by().get());
    } else {
      json.nothing("by");
    }
    json.text("level", level(alert.level()));
    json.text("description", AlertNames.name(alert.description()));
    json.endObject();
  }

  /** RFC 8446 §6. */
  private static String level(int level) {
    return switch (level) {
      case 1 -> "warning";
      case AlertSeen.FATAL -> "fatal";
      default -> Integer.toString(level);
    };
  }

  private static void ended(JsonLine json, Ending ending) throws IOException {
    json.object("ended");
    json.word("how", ending.how());
    if (ending.by().isPresent()) {
      json.word("by", ending.by().get());
    } else {
      json.nothing("by");
    }
    json.endObject();
  }

  private static void target(JsonLine json, Target target) throws IOException {
    json.object("target");
    json.text("host", target.host());
    json.number("port", target.port());
    json.endObject();
  }

  private static void starttls(JsonLine json, MailDialogue mail) throws IOException {
    json.object("starttls");
    if (mail.offered().isPresent()) {
      json.flag("offered", mail.offered().get());
    }
    if (mail.masked()) {
      json.flag("masked", true);
    }
    json.flag("requested", mail.requested());
    json.text("reply", mail.reply());
    json.flag("continued_in_clear", !mail.commandsInClear().isEmpty());
    json.endObject();
  }

  private static void end(JsonLine json, String name, Peer end) throws IOException {
    json.object(name);
    json.text("ip", end.address().toString());
    json.number("port", end.port());
    json.endObject();
  }

  private static void names(JsonLine json, List<NameSeen> names) throws IOException {
    json.list("names");
    for (NameSeen name : names) {
      json.element();
      json.text("name", name.name());
      json.word("from", name.from());
      if (name.frame().isPresent()) {
        json.text("file", name.frame().get().file());
        json.number("frame", name.frame().get().number());
      }
      json.endObject();
    }
    json.endList();
  }

  /** Where the facts were read. */
  static void capture(JsonLine json, TlsConnection connection, boolean named) throws IOException {
    Evidence evidence = connection.evidence();
    json.object("capture");
    if (named) {
      json.text("file", evidence.first().file());
    }
    json.object("frames");
    json.number("first", evidence.first().number());
    json.number("last", evidence.last().number());
    frames(json, "client_hello", evidence.clientHello());
    frames(json, "server_hello", evidence.serverHello());
    json.endObject();
    if (connection.log().isPresent()) {
      json.endObject();
      return; // the rest is of packets
    }
    json.word("sides", evidence.sides());
    json.number("holes", evidence.holes());
    json.flag("truncated", evidence.truncated());
    json.number("conflicts", evidence.conflicts());
    json.endObject();
  }

  private static void frames(JsonLine json, String name, List<FrameRef> frames) throws IOException {
    json.list(name);
    for (FrameRef frame : frames) {
      json.item(frame.number());
    }
    json.endList();
  }

  /**
   * Reads a connection back. What its line does not hold is not known: it is empty, false or zero.
   *
   * @param ends as the line has them
   * @throws SavedLineException if they are none
   */
  static TlsConnection of(Fields line, Ends ends) {
    Fields own = line.object("tlsfloor");
    Fields network = line.object("network");
    Fields tls = line.object("tls");
    Protocol protocol = network.neededWord("protocol", Protocol.class);
    List<PrefaceKind> prefaces = own.texts("prefaces").stream().map(FactFields::preface).toList();
    Optional<Choice> choice = own.object("negotiated").ifAny(chosen -> choice(chosen, tls));
    Optional<TlsVersion> inferred = own.object("inferred").version("version");
    if (choice.isPresent() && inferred.isPresent()) {
      throw new SavedLineException("it has a version that was negotiated, and one inferred");
    }
    Evidence evidence = evidence(line, own);
    return new TlsConnection(
        new TlsConnection.SocketPair(
            network.neededWord("transport", Transport.class),
            ends.client(),
            ends.server(),
            own.has("offered") ? ClientBasis.CLIENT_HELLO : ClientBasis.PORT,
            own.object("nat").ifAny(FactFields::end)),
        new TlsConnection.Handshake(
            protocol,
            own.object("offered").ifAny(offered -> offer(offered, tls.object("client"), own)),
            choice,
            inferred,
            own.neededWord("outcome", Outcome.class),
            own.object("alert").ifAny(FactFields::alert),
            own.object("ended")
                .ifAny(
                    e -> new Ending(e.neededWord("how", EndedHow.class), e.word("by", Side.class))),
            new HandshakeProgress(
                false,
                false,
                false,
                false,
                tls.flag("resumed"),
                Optional.empty(),
                "",
                false,
                false),
            tls.object("server").has("subject")
                ? Optional.of(certificate(tls.object("server")))
                : Optional.empty()),
        own.objects("names").stream().map(name -> name(name, evidence.first())).toList(),
        own.object("starttls").ifAny(mail -> mail(mail, protocol, prefaces)),
        new Way(
            prefaces,
            own.texts("tunnels"),
            network.object("vlan").digits("id"),
            network.object("inner").object("vlan").digits("id"),
            ends.clientMac(),
            ends.serverMac(),
            own.object("target").ifAny(t -> new Target(t.needed("host"), t.port("port"))),
            false,
            own.object("proxy").ifAny(FactFields::end)),
        evidence,
        own.needed("basis").equals(PACKETS) ? Optional.empty() : Optional.of(log(line, own, tls)));
  }

  private static PrefaceKind preface(String label) {
    return PrefaceKind.ofLabel(label)
        .orElseThrow(() -> new SavedLineException("tlsfloor.prefaces has one that is not known"));
  }

  private static Peer end(Fields end) {
    return new Peer(end.address("ip"), end.port("port"));
  }

  private static Offer offer(Fields offered, Fields client, Fields own) {
    TlsVersion max = offered.neededVersion("max");
    return new Offer(
        offered.neededWord("format", HelloFormat.class),
        true,
        (int) offered.number("hellos"),
        new Offer.Range(
            max,
            max,
            offered.version("min"),
            offered.has("versions") ? Optional.of(offered.versions("versions")) : Optional.empty(),
            offered.flag("fallback_scsv")),
        new Offer.Lists(
            client.texts("supported_ciphers").stream().map(FactFields::suite).toList(),
            List.of(),
            List.of(),
            List.of(),
            offered.texts("alpn")),
        client.text("server_name"),
        false,
        client.text("ja3"),
        own.text("ja4"));
  }

  private static int suite(String name) {
    return CipherSuites.number(name)
        .orElseThrow(() -> new SavedLineException("it has a cipher suite that is not known"));
  }

  private static Choice choice(Fields chosen, Fields tls) {
    return new Choice(
        chosen.neededVersion("version"),
        chosen.neededWord("basis", ChoiceBasis.class),
        true,
        tls.text("cipher").map(FactFields::suite),
        tls.text("next_protocol"),
        DowngradeSentinel.NONE,
        false,
        tls.object("server").text("ja3s"));
  }

  private static ServerCertificate certificate(Fields server) {
    return new ServerCertificate(
        server.needed("subject"),
        server.needed("issuer"),
        Optional.empty(),
        server.object("x509").texts("alternative_names"));
  }

  /** A description without a name of its own is written as its number. */
  private static AlertSeen alert(Fields alert) {
    String description = alert.needed("description");
    int number = 0;
    while (number < DESCRIPTIONS && !AlertNames.name(number).equals(description)) {
      number++;
    }
    int level = 0;
    while (level < DESCRIPTIONS && !level(level).equals(alert.needed("level"))) {
      level++;
    }
    if (number == DESCRIPTIONS || level == DESCRIPTIONS) {
      throw new SavedLineException("tlsfloor.alert is none");
    }
    return new AlertSeen(alert.word("by", Side.class), level, number);
  }

  private static NameSeen name(Fields name, FrameRef first) {
    return new NameSeen(
        name.needed("name"),
        name.neededWord("from", NameSource.class),
        name.has("frame")
            ? Optional.of(
                new FrameRef(name.text("file").orElse(""), name.number("frame"), first.timeNanos()))
            : Optional.empty());
  }

  private static MailDialogue mail(Fields mail, Protocol protocol, List<PrefaceKind> prefaces) {
    Protocol spoken =
        isMail(protocol)
            ? protocol
            : prefaces.contains(PrefaceKind.IMAP)
                ? Protocol.IMAP
                : prefaces.contains(PrefaceKind.POP3) ? Protocol.POP3 : Protocol.SMTP;
    return new MailDialogue(
        spoken,
        mail.has("offered") ? Optional.of(mail.flag("offered")) : Optional.empty(),
        mail.flag("masked"),
        mail.flag("requested"),
        mail.text("reply"),
        !isMail(protocol),
        mail.flag("continued_in_clear") ? SOME_COMMAND : List.of());
  }

  private static Evidence evidence(Fields line, Fields own) {
    Fields capture = own.object("capture");
    Fields frames = capture.object("frames");
    Fields ingress = line.object("observer").object("ingress").object("interface");
    String file = capture.text("file").or(() -> ingress.text("name")).orElse("");
    Instant start = line.object("event").neededTime("start");
    FrameRef first = new FrameRef(file, frames.number("first"), start);
    return new Evidence(
        new Evidence.Frames(
            first,
            new FrameRef(file, frames.number("last"), line.object("event").neededTime("end")),
            frames(frames.numbers("client_hello"), first),
            frames(frames.numbers("server_hello"), first),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of()),
        new Evidence.Visibility(
            capture.word("sides", Sides.class).orElse(Sides.BOTH),
            (int) capture.number("holes"),
            capture.flag("truncated"),
            0,
            (int) capture.number("conflicts"),
            true,
            !start.equals(Instant.EPOCH),
            false,
            false),
        own.flag("amends"),
        Optional.empty());
  }

  private static List<FrameRef> frames(List<Long> numbers, FrameRef first) {
    return numbers.stream()
        .map(number -> new FrameRef(first.file(), number, first.timeNanos()))
        .toList();
  }

  private static LogEntry log(Fields line, Fields own, Fields tls) {
    Fields log = own.object("log");
    return new LogEntry(
        own.neededWord("basis", LogEntry.Writer.class),
        log.text("id").orElse(""),
        log.text("version"),
        log.text("offered_from"),
        tls.object("client").text("ja3"),
        own.text("ja4"),
        own.has("report") ? Optional.of(report(line, own.object("report"))) : Optional.empty());
  }

  private static Reported report(Fields line, Fields report) {
    List<Reported.Machine> machines = new ArrayList<>();
    for (Fields machine : report.objects("machines")) {
      machines.add(
          new Reported.Machine(
              machine.address("ip"),
              new FrameRef(machine.text("file").orElse(""), machine.number("frame"), Instant.EPOCH),
              machine.neededWord("confidence", Reported.Fit.class),
              machine.texts("reasons")));
    }
    return new Reported(
        line.object("user").text("name"),
        report.text("application"),
        report.text("device"),
        report.text("agent"),
        report.has("percent")
            ? OptionalInt.of((int) report.number("percent"))
            : OptionalInt.empty(),
        report.word("mark", Reported.Mark.class).orElse(Reported.Mark.UNKNOWN),
        Reported.NO_TIME,
        machines);
  }
}
