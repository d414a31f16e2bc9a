package io.tlsfloor.cli.report.jsonl;

import io.tlsfloor.cli.report.ClientSummary;
import io.tlsfloor.cli.report.ServiceName;
import io.tlsfloor.cli.report.Timestamps;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The fields of a line of dataset {@code tlsfloor.client}. */
final class ClientFields {
  private ClientFields() {}

  static void write(JsonLine json, ClientSummary client) throws IOException {
    json.text("@timestamp", Timestamps.iso(client.lastSeen()));
    ConnectionFields.ecs(json);
    json.object("event");
    json.text("kind", "event");
    json.texts("category", List.of("network"));
    json.texts("type", List.of("info"));
    json.text("dataset", "tlsfloor.client");
    json.text("start", Timestamps.iso(client.firstSeen()));
    json.text("end", Timestamps.iso(client.lastSeen()));
    json.endObject();
    json.object("source");
    json.text("ip", client.client().toString());
    json.text("mac", client.mac().map(MacAddress::toString));
    json.endObject();
    json.object("tlsfloor");
    if (client.service().isPresent()) {
      service(json, client.service().get());
    } else {
      json.nothing("service");
    }
    json.object("client");
    json.number("connections", client.connections());
    json.number("flagged", client.flagged());
    versions(json, "offered", client.offered());
    versions(json, "negotiated", client.negotiated());
    if (client.severity().isPresent()) {
      json.word("severity", client.severity().get());
    }
    json.texts("stacks", client.stacks());
    json.endObject();
    json.endObject();
  }

  private static void service(JsonLine json, ServiceName service) throws IOException {
    json.object("service");
    json.text("instance", service.instance());
    json.text("area", service.area());
    json.text("name", service.name());
    json.endObject();
  }

  /** A list, as a version's name with its dot would be two levels to an ECS store. */
  private static void versions(JsonLine json, String name, Map<TlsVersion, Long> counts)
      throws IOException {
    json.list(name);
    for (Map.Entry<TlsVersion, Long> count : counts.entrySet()) {
      json.element();
      json.text("version", count.getKey().toString());
      json.number("connections", count.getValue());
      json.endObject();
    }
    json.endList();
  }
}
