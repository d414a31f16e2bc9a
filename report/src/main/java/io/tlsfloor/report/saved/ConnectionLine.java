package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.AlertNames;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.CipherSuites;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.observation.Way;
import io.tlsfloor.report.model.CommunityId;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A line of dataset {@code tlsfloor.connection}, written and read. Read back it is a {@link
 * Result}, which holds what forms show; the facts that it lacks are in the line alone.
 */
public final class ConnectionLine {
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

  private ConnectionLine() {}

  /**
   * Writes the line's fields.
   *
   * @param named whether it names the file that it was read from
   * @param site name of the sensor
   * @param ingress interface that it was first seen on; empty for a file
   * @param watch id of the watch whose line it is
   */
  public static void write(
      JsonLine json,
      Result result,
      boolean named,
      Optional<String> site,
      Optional<String> ingress,
      Optional<String> watch)
      throws IOException {
    Judgement judgement = result.facts();
    TlsConnection connection = judgement.connection();
    Instant start = result.first().time();
    json.time("@timestamp", start);
    json.text("message", result.worst().map(Finding::summary));
    EcsFields.ecs(json);
    EcsFields.observer(json, site, ingress);
    event(json, result, start);
    if (result.worst().isPresent()) {
      json.object("rule");
      json.plain("name", result.worst().get().rule().id());
      json.endObject();
    }
    Ends ends = judgement.ends();
    ecsEnd(json, "source", ends.client(), ends.clientMac(), Optional.empty());
    ecsEnd(json, "destination", ends.server(), ends.serverMac(), result.route().host());
    Optional<String> user = connection.report().flatMap(Reported::user);
    if (user.isPresent()) {
      json.object("user");
      json.text("name", user.get());
      json.endObject();
    }
    EcsFields.related(json, connection);
    network(json, judgement);
    tls(json, connection);
    json.object("tlsfloor");
    WatchLine.of(json, watch);
    facts(json, connection);
    judgement(json, judgement);
    capture(json, connection, named);
    json.endObject();
  }

  private static void event(JsonLine json, Result result, Instant start) throws IOException {
    Outcome outcome = result.end().outcome();
    json.object("event");
    json.plain("kind", result.flagged() ? "alert" : "event");
    json.texts("category", List.of("network"));
    json.texts(
        "type",
        outcome == Outcome.REFUSED || outcome == Outcome.RESET
            ? List.of("connection", "protocol", "denied")
            : List.of("connection", "protocol"));
    json.plain("outcome", success(outcome));
    json.plain("dataset", "tlsfloor.connection");
    json.plain("id", result.id());
    json.time("start", start);
    json.time("end", result.frames().last().time());
    json.number("severity", result.severity().map(Severity::ecs).orElse(0));
    json.text("reason", result.worst().map(Finding::summary));
    json.endObject();
  }

  private static String success(Outcome outcome) {
    return switch (outcome) {
      case ESTABLISHED -> "success";
      case REFUSED, RESET, CLOSED, UNANSWERED -> "failure";
      case ANSWERED_IN_CLEAR, INCOMPLETE, NEGOTIATED, NO_TLS -> "unknown";
    };
  }

  private static void ecsEnd(
      JsonLine json, String name, Peer end, Optional<MacAddress> mac, Optional<String> domain)
      throws IOException {
    json.object(name);
    if (!Reported.isStandIn(end.address())) { // which a report does not say
      json.address("ip", end.address());
    }
    json.number("port", end.port());
    if (mac.isPresent()) {
      json.plain("mac", mac.get().toString());
    }
    if (domain.isPresent() && isName(domain.get(), end.address())) {
      json.text("domain", domain.get());
    }
    json.endObject();
  }

  /** Whether a host is named, and not by an address. */
  private static boolean isName(String host, IpAddress address) {
    boolean digit = !host.isEmpty() && host.charAt(0) <= '9';
    return host.indexOf(':') < 0 && !(digit && host.equals(address.toString()));
  }

  private static void network(JsonLine json, Judgement judgement) throws IOException {
    TlsConnection connection = judgement.connection();
    json.object("network");
    EcsFields.type(json, connection.client().address());
    json.word("transport", connection.transport());
    json.word("protocol", connection.protocol());
    json.word("direction", judgement.direction());
    json.text(
        "community_id",
        CommunityId.known(connection.transport(), connection.client(), connection.server()));
    Way way = connection.way();
    if (way.vlan().isPresent()) {
      vlan(json, way.vlan().get());
    }
    if (way.innerVlan().isPresent()) {
      json.object("inner");
      vlan(json, way.innerVlan().get());
      json.endObject();
    }
    json.endObject();
  }

  private static void vlan(JsonLine json, int id) throws IOException {
    json.object("vlan");
    json.text("id", Integer.toString(id));
    json.endObject();
  }

  private static void tls(JsonLine json, TlsConnection connection) throws IOException {
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

  private static void facts(JsonLine json, TlsConnection connection) throws IOException {
    json.text("basis", connection.log().map(log -> JsonLine.word(log.writer())).orElse("packets"));
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
  private static void capture(JsonLine json, TlsConnection connection, boolean named)
      throws IOException {
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

  private static void judgement(JsonLine json, Judgement judgement) throws IOException {
    if (judgement.service().isPresent()) {
      service(json, judgement.service().get());
    } else {
      json.nothing("service");
    }
    if (judgement.stack().isPresent()) {
      stack(json, judgement.stack().get());
    }
    if (judgement.severity().isPresent()) {
      json.word("severity", judgement.severity().get());
    }
    findings(json, judgement.findings());
  }

  private static void service(JsonLine json, Service service) throws IOException {
    json.object("service");
    json.text("instance", service.instance());
    json.text("area", service.area());
    json.text("name", service.name());
    if (service.set().isPresent()) {
      json.number("set", service.set().get());
    }
    json.text("category", service.category());
    json.text("matched", service.matched());
    json.text("host", service.host());
    json.word("evidence", service.evidence());
    json.word("confidence", service.confidence());
    json.text("note", service.note());
    json.endObject();
  }

  private static void stack(JsonLine json, ClientStack stack) throws IOException {
    json.object("client_stack");
    json.text("name", stack.name());
    json.word("confidence", stack.confidence());
    json.texts("candidates", stack.candidates());
    json.endObject();
  }

  private static void findings(JsonLine json, List<Finding> findings) throws IOException {
    json.list("findings");
    for (Finding finding : findings) {
      json.element();
      json.plain("rule", finding.rule().id());
      json.word("severity", finding.severity());
      json.word("confidence", finding.confidence());
      json.text("summary", finding.summary());
      json.list("evidence");
      for (FindingEvidence evidence : finding.evidence()) {
        json.element();
        json.number("frame", evidence.frame());
        json.text("field", evidence.field());
        json.text("value", evidence.value());
        json.endObject();
      }
      json.endList();
      if (finding.remedy().isPresent()) {
        remedy(json, finding.remedy().get());
      }
      json.text("enforced", finding.enforced());
      json.text("exception", finding.exception().map(Finding.Waiver::reason));
      json.text("exception_owner", finding.exception().map(Finding.Waiver::owner));
      json.text("exception_until", finding.exception().map(waiver -> waiver.until().toString()));
      json.endObject();
    }
    json.endList();
  }

  private static void remedy(JsonLine json, Remedy remedy) throws IOException {
    json.object("remedy");
    json.text("text", remedy.text());
    json.text("reference", remedy.reference());
    json.endObject();
  }

  /**
   * Reads a line of dataset {@code tlsfloor.connection}.
   *
   * @throws SavedLineException if it is none
   */
  public static Result of(Fields line) {
    return new Reader(line).result();
  }

  /** Reads a line back. */
  private static final class Reader {

    private final Fields line;
    private final Fields own;
    private final String file;

    private Reader(Fields line) {
      this.line = line;
      own = line.object("tlsfloor");
      file = own.object("capture").text("file").orElse("");
    }

    private Result result() {
      Fields network = line.object("network");
      Optional<Service> service = own.object("service").ifAny(Reader::service);
      return new Result(
          line.object("event").needed("id"),
          ends(),
          new Result.Route(
              network.neededWord("transport", Transport.class),
              network.neededWord("protocol", Protocol.class),
              network.neededWord("direction", Direction.class),
              own.texts("prefaces"),
              own.texts("tunnels"),
              own.object("target").ifAny(t -> new Target(t.needed("host"), t.port("port"))),
              host(service)),
          new Result.Versions(
              own.object("offered").version("max"),
              own.object("negotiated").version("version"),
              own.object("inferred").version("version")),
          new Result.End(
              own.neededWord("outcome", Outcome.class),
              own.object("alert").ifAny(Reader::alert),
              own.object("ended")
                  .ifAny(
                      e ->
                          new Ending(
                              e.neededWord("how", EndedHow.class), e.word("by", Side.class)))),
          new Result.Verdict(
              service,
              own.object("client_stack").ifAny(Reader::stack),
              own.objects("findings").stream().map(this::finding).toList(),
              line.object("event").text("kind").equals(Optional.of("alert"))),
          frames(),
          own.has("report") ? Optional.of(report(own.object("report"))) : Optional.empty(),
          line.object("tls").object("server").text("issuer"),
          Optional.empty());
    }

    private Ends ends() {
      Fields source = line.object("source");
      Fields destination = line.object("destination");
      Optional<String> user = line.object("user").text("name");
      return new Ends(
          peer(source, user.map(Reported::standIn)),
          peer(destination, Optional.of(Reported.nowhere())),
          source.mac("mac"),
          destination.mac("mac"));
    }

    /** Only of a report an address may not be known. */
    private Peer peer(Fields end, Optional<IpAddress> unknown) {
      boolean left = unknown.isPresent() && own.has("report") && !end.has("ip");
      return new Peer(left ? unknown.get() : end.address("ip"), end.port("port"));
    }

    private Reported report(Fields report) {
      List<Reported.Machine> machines = new ArrayList<>();
      for (Fields machine : report.objects("machines")) {
        machines.add(
            new Reported.Machine(
                machine.address("ip"),
                new FrameRef(
                    machine.text("file").orElse(""), machine.number("frame"), Instant.EPOCH),
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

    private Optional<String> host(Optional<Service> service) {
      return service
          .map(Service::host)
          .or(() -> line.object("tls").object("client").text("server_name"))
          .or(() -> own.object("target").text("host"))
          .or(() -> own.objects("names").stream().map(name -> name.needed("name")).findFirst());
    }

    /** A description without a name of its own is written as its number. */
    private static AlertSeen alert(Fields alert) {
      String description = alert.needed("description");
      int number = 0;
      while (number < DESCRIPTIONS && !AlertNames.name(number).equals(description)) {
        number++;
      }
      if (number == DESCRIPTIONS) {
        throw new SavedLineException("tlsfloor.alert.description is no alert's");
      }
      int level = alert.needed("level").equals("warning") ? 1 : AlertSeen.FATAL;
      return new AlertSeen(alert.word("by", Side.class), level, number);
    }

    private static Service service(Fields service) {
      return new Service(
          service.needed("instance"),
          service.needed("area"),
          service.needed("name"),
          service.small("set"),
          service.text("category"),
          service.needed("matched"),
          service.needed("host"),
          service.neededWord("evidence", ServiceEvidence.class),
          service.neededWord("confidence", Confidence.class),
          service.text("note"));
    }

    private static Result.Stack stack(Fields stack) {
      return new Result.Stack(
          stack.needed("name"),
          stack.neededWord("confidence", Confidence.class),
          stack.texts("candidates"));
    }

    private Finding finding(Fields finding) {
      List<FindingEvidence> evidence =
          finding.objects("evidence").stream()
              .map(
                  each ->
                      new FindingEvidence(
                          file, each.number("frame"), each.needed("field"), each.needed("value")))
              .toList();
      return new Finding(
          finding.neededWord("rule", RuleId.class),
          finding.neededWord("severity", Severity.class),
          finding.neededWord("confidence", Confidence.class),
          finding.needed("summary"),
          evidence,
          finding.object("remedy").ifAny(r -> new Remedy(r.needed("text"), r.needed("reference"))),
          finding.text("enforced"),
          finding
              .text("exception")
              .map(
                  reason ->
                      new Finding.Waiver(
                          reason,
                          finding.needed("exception_owner"),
                          finding.neededDay("exception_until"))));
    }

    private Result.Frames frames() {
      Fields event = line.object("event");
      Fields frames = own.object("capture").object("frames");
      Instant start = event.neededTime("start");
      FrameRef first = new FrameRef(file, frames.number("first"), start);
      List<Long> hello = frames.numbers("client_hello");
      return new Result.Frames(
          first,
          new FrameRef(file, frames.number("last"), event.neededTime("end")),
          hello.isEmpty() ? first : new FrameRef(file, hello.get(0), start),
          !start.equals(Instant.EPOCH));
    }
  }
}
