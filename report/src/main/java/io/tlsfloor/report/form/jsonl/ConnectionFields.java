package io.tlsfloor.report.form.jsonl;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
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

/** The fields of a line of dataset {@code tlsfloor.connection} that ECS has names for. */
final class ConnectionFields {
  private ConnectionFields() {}

  static void write(
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
    end(json, "source", ends.client(), ends.clientMac(), Optional.empty());
    end(json, "destination", ends.server(), ends.serverMac(), result.route().host());
    EcsFields.related(json, connection);
    network(json, judgement);
    TlsFields.write(json, connection);
    json.object("tlsfloor");
    WatchFields.of(json, watch);
    FactFields.write(json, connection);
    JudgementFields.write(json, judgement);
    FactFields.capture(json, connection, named);
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

  private static void end(
      JsonLine json, String name, Peer end, Optional<MacAddress> mac, Optional<String> domain)
      throws IOException {
    json.object(name);
    json.address("ip", end.address());
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
    json.plain("type", EcsFields.type(connection.client().address()));
    json.word("transport", connection.transport());
    json.word("protocol", connection.protocol());
    json.word("direction", judgement.direction());
    json.plain(
        "community_id",
        CommunityId.of(connection.transport(), connection.client(), connection.server()));
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
}
