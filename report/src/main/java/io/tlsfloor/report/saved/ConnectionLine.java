package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.DIGITS;
import static io.tlsfloor.report.saved.Scalar.MAC;
import static io.tlsfloor.report.saved.Scalar.PLAIN;
import static io.tlsfloor.report.saved.Scalar.SMALL;
import static io.tlsfloor.report.saved.Scalar.TEXT;
import static io.tlsfloor.report.saved.Scalar.TIME;

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
import io.tlsfloor.report.saved.EcsFields.Observer;
import io.tlsfloor.report.saved.SavedLine.OfConnection;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** A line of dataset {@code tlsfloor.connection}. */
final class ConnectionLine {
  static final String DATASET = "tlsfloor.connection";

  private static final Scalar<Transport> TRANSPORT = Scalar.word(Transport.class);
  private static final Scalar<Protocol> PROTOCOL = Scalar.word(Protocol.class);
  private static final Scalar<Direction> DIRECTION = Scalar.word(Direction.class);
  private static final String ALERT = "alert";

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
    result.also("@timestamp", TIME, each -> each.first().time());
    result.also((json, each) -> json.text("message", each.worst().map(Finding::summary)));
    EcsFields.ecs(line);
    Observer observer = EcsFields.observer(line, ConnectionLine::observer);
    Fields<Result> event = result.begin("event");
    boolean flagged =
        event
            .any("kind", PLAIN, each -> Optional.of(each.flagged() ? ALERT : "event"))
            .equals(Optional.of(ALERT));
    event.also(ConnectionLine::outcome);
    event.also("dataset", DATASET);
    String id = event.needed("id", PLAIN, Result::id);
    Instant start = event.needed("start", TIME, each -> each.first().time());
    Instant end = event.needed("end", TIME, Result::end);
    event.also("severity", SMALL, each -> each.severity().map(Severity::ecs).orElse(0));
    event.also((json, each) -> json.text("reason", each.worst().map(Finding::summary)));
    event.end();
    Frames frames = frames(line, start, end);
    result.also(ConnectionLine::rule);
    Fields<Judgement> judgement = result.of(Result::judgement);
    Fields<Ends> both = judgement.of(Judgement::ends);
    boolean report = line.ahead("tlsfloor").has("report", each -> false);
    Fields<Ends> source = both.begin("source");
    Peer client = peer(source, Ends::client, report ? user(line) : Optional.empty());
    Optional<MacAddress> clientMac = source.any("mac", MAC, Ends::clientMac);
    source.end();
    Fields<Ends> destination = both.begin("destination");
    Peer server =
        peer(
            destination, Ends::server, report ? Optional.of(Reported.nowhere()) : Optional.empty());
    Optional<MacAddress> serverMac = destination.any("mac", MAC, Ends::serverMac);
    result.also(ConnectionLine::domain);
    destination.end();
    Ends ends = new Ends(client, server, clientMac, serverMac);
    Optional<String> user =
        judgement.any(
            "user",
            object(each -> each.needed("name", TEXT, name -> name)),
            each -> each.connection().report().flatMap(Reported::user));
    judgement.also((json, each) -> EcsFields.related(json, each.ends(), each.connection()));
    Network network = judgement.within("network", each -> each, ConnectionLine::network);
    FactFields.Tls tls =
        judgement
            .of(Judgement::connection)
            .any("tls", object(FactFields::tls), FactFields::ofTls)
            .orElse(FactFields.Tls.NONE);
    Fields<OfConnection> own = line.begin("tlsfloor");
    Optional<String> watch =
        own.any("run", object(EcsFields::watch), each -> each.origin().watch());
    Fields<TlsConnection> seen = own.of(each -> each.result().connection());
    TlsConnection facts = FactFields.facts(seen, network, ends, tls, user, frames);
    Fields<Judgement> ofPolicy = own.of(each -> each.result().judgement());
    VerdictFields.Verdict verdict = VerdictFields.fields(ofPolicy, frames.first().file());
    Fields<TlsConnection> capture = seen.begin("capture");
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
    String file = capture.any("file", TEXT, each -> Optional.empty()).orElse("");
    Fields<OfConnection> frames = capture.begin("frames");
    return new Frames(
        new FrameRef(file, frames.number("first", each -> 0), start),
        new FrameRef(file, frames.number("last", each -> 0), end));
  }

  private static Optional<IpAddress> user(Fields<OfConnection> line) throws IOException {
    return line.ahead("user").any("name", TEXT, each -> Optional.empty()).map(Reported::standIn);
  }

  private static void outcome(JsonLine json, Result result) throws IOException {
    Outcome outcome = result.connection().outcome();
    if (outcome == Outcome.REFUSED || outcome == Outcome.RESET) {
      EcsFields.event(json, "connection", "protocol", "denied");
    } else {
      EcsFields.event(json, "connection", "protocol");
    }
    json.plain(
        "outcome",
        switch (outcome) {
          case ESTABLISHED -> "success";
          case REFUSED, RESET, CLOSED, UNANSWERED -> "failure";
          case ANSWERED_IN_CLEAR, INCOMPLETE, NEGOTIATED, NO_TLS -> "unknown";
        });
  }

  private static void rule(JsonLine json, Result result) throws IOException {
    if (result.worst().isPresent()) {
      json.object("rule");
      json.plain("name", result.worst().get().rule().id());
      json.endObject();
    }
  }

  /** Only of a report an address may not be known. */
  private static Peer peer(Fields<Ends> end, Function<Ends, Peer> get, Optional<IpAddress> standIn)
      throws IOException {
    Fields<Peer> peer = end.of(get);
    return new Peer(
        EcsFields.address(peer, Peer::address, standIn), FactFields.port(peer, Peer::port));
  }

  private static void domain(JsonLine json, Result result) throws IOException {
    Optional<String> host = result.host();
    if (host.isPresent() && isName(host.get(), result.ends().server().address())) {
      json.text("domain", host.get());
    }
  }

  /** Returns whether a host is named, and not by an address. */
  private static boolean isName(String host, IpAddress address) {
    boolean digit = !host.isEmpty() && host.charAt(0) <= '9';
    return host.indexOf(':') < 0 && !(digit && host.equals(address.toString()));
  }

  private static Network network(Fields<Judgement> network) throws IOException {
    Fields<TlsConnection> of = network.of(Judgement::connection);
    of.also((json, each) -> EcsFields.type(json, each.client().address()));
    Transport transport = of.needed("transport", TRANSPORT, TlsConnection::transport);
    Protocol protocol = of.needed("protocol", PROTOCOL, TlsConnection::protocol);
    Direction direction = network.needed("direction", DIRECTION, Judgement::direction);
    of.also(
        (json, each) ->
            json.text(
                "community_id", CommunityId.known(each.transport(), each.client(), each.server())));
    return new Network(
        transport,
        protocol,
        direction,
        of.any("vlan", object(ConnectionLine::vlan), each -> each.way().vlan()),
        of.any(
            "inner",
            object(inner -> inner.needed("vlan", object(ConnectionLine::vlan), id -> id)),
            each -> each.way().innerVlan()));
  }

  private static Integer vlan(Fields<Integer> vlan) throws IOException {
    return vlan.needed("id", DIGITS, id -> id);
  }
}
