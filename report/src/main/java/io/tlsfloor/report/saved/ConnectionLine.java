package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Fields.repeated;
import static io.tlsfloor.report.saved.Scalar.ECS_TIME;
import static io.tlsfloor.report.saved.Scalar.FILE;
import static io.tlsfloor.report.saved.Scalar.HOST;
import static io.tlsfloor.report.saved.Scalar.ID;
import static io.tlsfloor.report.saved.Scalar.MAC;
import static io.tlsfloor.report.saved.Scalar.SENTENCE;
import static io.tlsfloor.report.saved.Scalar.VLAN;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.report.model.CommunityId;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.saved.Description.ValueType;
import io.tlsfloor.report.saved.EcsFields.Observer;
import io.tlsfloor.report.saved.Fields.Codec;
import io.tlsfloor.report.saved.SavedLine.OfConnection;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A line of dataset {@code tlsfloor.connection}. */
final class ConnectionLine {
  static final String DATASET = "tlsfloor.connection";

  private static final Scalar<Transport> TRANSPORT = Scalar.word(Transport.class);
  private static final Scalar<Protocol> PROTOCOL = Scalar.word(Protocol.class);
  private static final Scalar<Direction> DIRECTION = Scalar.word(Direction.class);
  private static final String ALERT = "alert";
  private static final Scalar<String> KIND = Scalar.oneOf(ALERT, "event");
  private static final List<String> ANY_TYPE = List.of("connection", "protocol");
  private static final List<String> DENIED = List.of("connection", "protocol", "denied");
  private static final Codec<List<String>, List<String>> TYPES =
      EcsFields.types("connection", "protocol", "denied");
  private static final Scalar<String> SUCCESS = Scalar.oneOf("success", "failure", "unknown");
  private static final Scalar<Integer> ECS_SEVERITY =
      Scalar.number(
          new ValueType("", "integer", Map.of("enum", List.of(0, 21, 47, 73, 99)), "long", "", 99),
          number -> number,
          Long::intValue);
  private static final Scalar<String> COMMUNITY_ID =
      Scalar.text(
          ValueType.pattern("", "^1:[A-Za-z0-9+/]{27}=$", "1:hO+sN4H+MG5MY/8hIrXPqc4ZQz0="));

  /** Who signed in, as a report has it. */
  static final Scalar<String> USER = Scalar.text("scanner@example.com");

  private ConnectionLine() {}

  /** Where and when a connection was seen. */
  record Frames(FrameRef first, FrameRef last) {}

  /** Holds what {@code network} says. */
  record Network(
      Transport transport,
      Protocol protocol,
      Direction direction,
      Optional<Integer> vlan,
      Optional<Integer> innerVlan) {}

  /** Its fields. */
  static OfConnection fields(Fields<OfConnection> line) throws IOException {
    Fields<Result> result = line.of(OfConnection::result);
    result.also(
        "@timestamp",
        "Time of the connection's first packet.",
        ECS_TIME,
        each -> each.first().time());
    Optional<String> message =
        result.any(
            "message",
            "The worst finding in one sentence; left out without one.",
            SENTENCE,
            each -> each.worst().map(Finding::summary));
    EcsFields.ecs(line);
    Observer observer = EcsFields.observer(line, ConnectionLine::observer);
    Fields<Result> event = result.begin("event", "As in ECS.");
    boolean flagged =
        event
            .always(
                "kind",
                "alert if the connection is flagged.",
                KIND,
                each -> each.flagged() ? ALERT : "event")
            .equals(Optional.of(ALERT));
    EcsFields.event(event, TYPES, ConnectionLine::types);
    event.also(
        "outcome",
        "success if established; failure if refused, reset, closed or unanswered.",
        SUCCESS,
        ConnectionLine::outcome);
    event.also("dataset", "What the line is of.", DATASET);
    String id =
        event.needed(
            "id", "The same for the same packets, whatever file they lie in.", ID, Result::id);
    Instant start =
        event.needed(
            "start",
            "Time of the connection's first packet.",
            ECS_TIME,
            each -> each.first().time());
    Instant end =
        event.needed(
            "end", "Time of the last packet that the verdict used.", ECS_TIME, Result::end);
    event.also(
        "severity",
        "0 none, 21 low, 47 medium, 73 high, 99 critical: the worst finding.",
        ECS_SEVERITY,
        each -> each.severity().map(Severity::ecs).orElse(0));
    event.end();
    Frames frames = frames(line, start, end);
    result.alsoAny(
        "rule", "Left out without a finding.", repeated(ConnectionLine::rule), Result::worst);
    Fields<Judgement> judgement = result.of(Result::judgement);
    Fields<Ends> both = judgement.of(Judgement::ends);
    boolean report = line.ahead("tlsfloor").has("report");
    Fields<Ends> source =
        both.begin(
            "source", "The client; of media over DTLS the end at home, whichever end said hello.");
    Peer client = peer(source, Ends::client, report ? user(line) : Optional.empty());
    Optional<MacAddress> clientMac =
        source.any("mac", FoundFields.MAC_LEFT_OUT, MAC, Ends::clientMac);
    source.end();
    Fields<Result> destination =
        result.begin("destination", "The server; a proxy where one was asked for the service.");
    Fields<Ends> other = destination.of(Result::ends);
    Peer server =
        peer(other, Ends::server, report ? Optional.of(Reported.nowhere()) : Optional.empty());
    Optional<MacAddress> serverMac =
        other.any("mac", FoundFields.MAC_LEFT_OUT, MAC, Ends::serverMac);
    destination.alsoAny(
        "domain", "The server's name; left out for none.", HOST, ConnectionLine::domain);
    destination.end();
    Ends ends = new Ends(client, server, clientMac, serverMac);
    Optional<String> user =
        judgement.any(
            "user",
            "Who signed in or sent mail, as a report of Microsoft's says; left out for others.",
            object(each -> each.needed("name", "As the report has it.", USER, name -> name)),
            each -> each.connection().report().flatMap(Reported::user));
    EcsFields.related(judgement);
    Network network =
        judgement.within("network", "How it was carried.", each -> each, ConnectionLine::network);
    FactFields.Tls tls =
        judgement
            .of(Judgement::connection)
            .any(
                "tls",
                "Left out for mail in which TLS never started.",
                object(FactFields::tls),
                FactFields::ofTls)
            .orElse(FactFields.Tls.NONE);
    Fields<OfConnection> own = line.begin("tlsfloor", "What ECS has no field for.");
    Optional<String> watch =
        own.any(
            "run",
            "The watch that saw it; left out for a scan.",
            object(EcsFields::watch),
            each -> each.origin().watch());
    Fields<TlsConnection> seen = own.of(each -> each.result().connection());
    TlsConnection facts = FactFields.facts(seen, network, ends, tls, user, frames);
    Fields<Judgement> ofPolicy = own.of(each -> each.result().judgement());
    VerdictFields.Verdict verdict = VerdictFields.fields(ofPolicy, frames.first().file(), message);
    Fields<TlsConnection> capture = seen.begin("capture", "Where to find it.");
    TlsConnection whole =
        facts.with(FactFields.capture(capture, frames, facts.evidence().amends()));
    capture.end();
    own.end();
    if (line.isWritten()) {
      return line.from();
    }
    return new OfConnection(
        new Origin(observer.site(), watch, observer.ingress().isPresent()),
        new Result(
            id,
            new Judgement(
                whole,
                ends,
                network.direction(),
                verdict.service(),
                verdict.stack(),
                verdict.findings(),
                flagged,
                false)));
  }

  private static Observer observer(OfConnection line) {
    return new Observer(
        line.origin().site(),
        line.origin().live() ? Optional.of(line.result().first().file()) : Optional.empty());
  }

  private static Frames frames(Fields<OfConnection> line, Instant start, Instant end)
      throws IOException {
    if (line.isWritten()) {
      FrameRef first = line.from().result().first();
      return new Frames(first, first);
    }
    Fields<OfConnection> capture = line.ahead("tlsfloor", "capture");
    String file = capture.any("file", "", FILE, each -> Optional.empty()).orElse("");
    Fields<OfConnection> frames = capture.begin("frames", "");
    return new Frames(
        new FrameRef(file, frames.number("first", "", each -> 0), start),
        new FrameRef(file, frames.number("last", "", each -> 0), end));
  }

  private static Optional<IpAddress> user(Fields<OfConnection> line) throws IOException {
    return line.ahead("user")
        .any("name", "", USER, each -> Optional.empty())
        .map(Reported::ofAccount);
  }

  private static List<String> types(Result result) {
    Outcome outcome = result.connection().outcome();
    return outcome == Outcome.REFUSED || outcome == Outcome.RESET ? DENIED : ANY_TYPE;
  }

  private static String outcome(Result result) {
    return switch (result.connection().outcome()) {
      case ESTABLISHED -> "success";
      case REFUSED, RESET, CLOSED, UNANSWERED -> "failure";
      case ANSWERED_IN_CLEAR, INCOMPLETE, NEGOTIATED, NO_TLS -> "unknown";
    };
  }

  private static void rule(Fields<Finding> rule) throws IOException {
    rule.also("name", "Of the worst finding.", VerdictFields.RULE, Finding::rule);
  }

  /** Only of a report an address may not be known. */
  private static Peer peer(Fields<Ends> end, Function<Ends, Peer> get, Optional<IpAddress> standIn)
      throws IOException {
    Fields<Peer> peer = end.of(get);
    return new Peer(EcsFields.address(peer, Peer::address, standIn), FactFields.port(peer));
  }

  private static Optional<String> domain(Result result) {
    Optional<String> host = result.host();
    return host.isPresent() && isName(host.get(), result.ends().server().address())
        ? host
        : Optional.empty();
  }

  /** Returns whether a host is named, and not by an address. */
  private static boolean isName(String host, IpAddress address) {
    boolean digit = !host.isEmpty() && host.charAt(0) <= '9';
    return host.indexOf(':') < 0 && !(digit && host.equals(address.toString()));
  }

  private static Network network(Fields<Judgement> network) throws IOException {
    Fields<TlsConnection> of = network.of(Judgement::connection);
    EcsFields.type(of, each -> each.client().address());
    Transport transport = of.needed("transport", "As in ECS.", TRANSPORT, TlsConnection::transport);
    Protocol protocol =
        of.needed(
            "protocol",
            "A mail protocol where TLS never started.",
            PROTOCOL,
            TlsConnection::protocol);
    Direction direction =
        network.needed(
            "direction", "Seen from the home networks.", DIRECTION, Judgement::direction);
    of.alsoAny(
        "community_id",
        "Community ID, version 1, seed 0; left out without an address.",
        COMMUNITY_ID,
        each -> CommunityId.known(each.transport(), each.client(), each.server()));
    return new Network(
        transport,
        protocol,
        direction,
        of.any(
            "vlan",
            "Left out where there was none.",
            object(ConnectionLine::vlan),
            each -> each.way().vlan()),
        of.any(
            "inner",
            "Of two VLANs the inner one; left out for none.",
            object(
                inner ->
                    inner.needed("vlan", "As in ECS.", object(ConnectionLine::vlan), id -> id)),
            each -> each.way().innerVlan()));
  }

  private static Integer vlan(Fields<Integer> vlan) throws IOException {
    return vlan.needed("id", "Its number.", VLAN, id -> id);
  }
}
