package io.tlsfloor.report.form.jsonl;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientBehaviour;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.LowHellos;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.JsonLine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of a line of dataset {@code tlsfloor.client}. */
final class ClientFields {
  private ClientFields() {}

  static void write(
      JsonLine json, ClientSummary client, Optional<String> site, Optional<String> watch)
      throws IOException {
    json.time("@timestamp", client.lastSeen());
    EcsFields.ecs(json);
    EcsFields.observer(json, site, Optional.empty());
    json.object("event");
    json.text("kind", "event");
    json.texts("category", List.of("network"));
    json.texts("type", List.of("info"));
    json.text("dataset", "tlsfloor.client");
    json.time("start", client.firstSeen());
    json.time("end", client.lastSeen());
    json.endObject();
    json.object("source");
    json.address("ip", client.client());
    json.text("mac", client.mac().map(MacAddress::toString));
    json.endObject();
    EcsFields.related(json, client);
    json.object("network");
    json.text("type", EcsFields.type(client.client()));
    json.endObject();
    json.object("tlsfloor");
    WatchFields.of(json, watch);
    json.time("from", client.period().from());
    json.time("to", client.period().to());
    if (client.service().isPresent()) {
      service(json, client.service().get());
    } else {
      json.nothing("service");
    }
    json.object("client");
    json.number("connections", client.connections());
    json.number("flagged", client.flagged());
    if (client.excepted() > 0) {
      json.number("excepted", client.excepted());
    }
    versions(json, "offered", client.offered());
    versions(json, "negotiated", client.negotiated());
    if (client.severity().isPresent()) {
      json.word("severity", client.severity().get());
    }
    if (client.exceptedSeverity().isPresent()) {
      json.word("excepted_severity", client.exceptedSeverity().get());
    }
    json.texts("stacks", client.stacks());
    names(json, client.names());
    behaviour(json, client.behaviour());
    json.endObject();
    json.endObject();
  }

  private static void names(JsonLine json, List<ClientName> names) throws IOException {
    json.list("names");
    for (ClientName name : names) {
      json.element();
      json.text("name", name.name());
      json.word("from", name.from());
      json.text("file", name.frame().file());
      json.number("frame", name.frame().number());
      json.endObject();
    }
    json.endList();
  }

  private static void behaviour(JsonLine json, ClientBehaviour behaviour) throws IOException {
    json.object("behaviour");
    json.number("succeeded", behaviour.succeeded());
    json.number("failed", behaviour.failed());
    if (behaviour.firstSuccess().isPresent()) {
      json.time("first_success", behaviour.firstSuccess().get());
    }
    if (behaviour.lastSuccess().isPresent()) {
      json.time("last_success", behaviour.lastSuccess().get());
    }
    if (behaviour.retryInterval().isPresent()) {
      json.number("retry_interval_ms", behaviour.retryInterval().get().toMillis());
    }
    if (behaviour.lowHellos() != LowHellos.NONE) {
      json.word("low_hellos", behaviour.lowHellos());
    }
    json.word("speaks_floor", behaviour.speaksFloor());
    json.flag("several_behind", behaviour.severalBehind());
    json.texts("text", behaviour.text());
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
