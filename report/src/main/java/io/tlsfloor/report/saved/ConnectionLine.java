package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Way;
import io.tlsfloor.report.model.CommunityId;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A line of dataset {@code tlsfloor.connection}, written and read. */
final class ConnectionLine {
  private ConnectionLine() {}

  /** Writes the line's fields. */
  static void write(JsonLine json, Result result, Origin origin) throws IOException {
    Judgement judgement = result.judgement();
    TlsConnection connection = judgement.connection();
    Instant start = result.first().time();
    json.time("@timestamp", start);
    json.text("message", result.worst().map(Finding::summary));
    EcsFields.ecs(json);
    EcsFields.observer(
        json, origin.site(), origin.live() ? Optional.of(result.first().file()) : Optional.empty());
    event(json, result, start);
    if (result.worst().isPresent()) {
      json.object("rule");
      json.plain("name", result.worst().get().rule().id());
      json.endObject();
    }
    Ends ends = judgement.ends();
    ecsEnd(json, "source", ends.client(), ends.clientMac(), Optional.empty());
    ecsEnd(json, "destination", ends.server(), ends.serverMac(), result.host());
    Optional<String> user = connection.report().flatMap(Reported::user);
    if (user.isPresent()) {
      json.object("user");
      json.text("name", user.get());
      json.endObject();
    }
    EcsFields.related(json, ends, connection);
    network(json, judgement);
    FactFields.tls(json, connection);
    json.object("tlsfloor");
    WatchLine.of(json, origin.watch());
    FactFields.facts(json, connection);
    VerdictFields.write(json, judgement);
    FactFields.capture(json, connection, origin.named());
    json.endObject();
  }

  private static void event(JsonLine json, Result result, Instant start) throws IOException {
    Outcome outcome = result.connection().outcome();
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
    json.time("end", result.end());
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

  /** Returns whether a host is named, and not by an address. */
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

  /**
   * Reads a line of dataset {@code tlsfloor.connection}.
   *
   * @throws SavedLineException if it is none
   */
  static Result of(Fields line) {
    String id = line.object("event").needed("id");
    Ends ends = ends(line);
    return new Result(id, VerdictFields.of(line, FactFields.of(line, ends), ends));
  }

  private static Ends ends(Fields line) {
    Fields source = line.object("source");
    Fields destination = line.object("destination");
    boolean report = line.object("tlsfloor").has("report");
    Optional<String> user = line.object("user").text("name");
    return new Ends(
        peer(source, report, user.map(Reported::standIn)),
        peer(destination, report, Optional.of(Reported.nowhere())),
        source.mac("mac"),
        destination.mac("mac"));
  }

  /** Only of a report an address may not be known. */
  private static Peer peer(Fields end, boolean report, Optional<IpAddress> unknown) {
    boolean left = unknown.isPresent() && report && !end.has("ip");
    return new Peer(left ? unknown.get() : end.address("ip"), end.port("port"));
  }
}
