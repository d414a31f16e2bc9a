package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientBehaviour;
import io.tlsfloor.report.model.ClientBehaviour.SpeaksFloor;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientDay.Counts;
import io.tlsfloor.report.model.ClientDay.Period;
import io.tlsfloor.report.model.ClientDay.Proof;
import io.tlsfloor.report.model.ClientDay.Who;
import io.tlsfloor.report.model.LowHellos;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A line of dataset {@code tlsfloor.client}, written and read: what a client did on a day. */
final class ClientLine {
  private ClientLine() {}

  /**
   * Writes the line's fields.
   *
   * @param origin without a site for the one that the day has
   */
  static void write(JsonLine json, ClientDay client, Origin origin) throws IOException {
    json.time("@timestamp", client.lastSeen());
    EcsFields.ecs(json);
    EcsFields.observer(json, origin.site().or(client::site), Optional.empty());
    json.object("event");
    json.text("kind", "event");
    json.texts("category", List.of("network"));
    json.texts("type", List.of("info"));
    json.text("dataset", "tlsfloor.client");
    json.time("start", client.firstSeen());
    json.time("end", client.lastSeen());
    json.endObject();
    json.object("source");
    if (!Reported.isStandIn(client.client())) {
      json.address("ip", client.client());
    }
    json.text("mac", client.mac().map(MacAddress::toString));
    json.endObject();
    EcsFields.related(json, client);
    json.object("network");
    EcsFields.type(json, client.client());
    json.endObject();
    json.object("tlsfloor");
    WatchLine.of(json, origin.watch());
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
    json.number("below", client.counts().below());
    if (client.counts().belowExcepted() > 0) {
      json.number("below_excepted", client.counts().belowExcepted());
    }
    json.number("good", client.counts().good());
    versions(json, "offered", client.offered());
    versions(json, "negotiated", client.negotiated());
    outcomes(json, client.counts().outcomes());
    if (client.severity().isPresent()) {
      json.word("severity", client.severity().get());
    }
    if (client.exceptedSeverity().isPresent()) {
      json.word("excepted_severity", client.exceptedSeverity().get());
    }
    if (client.proof().isPresent()) {
      proof(json, client.proof().get());
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

  private static void outcomes(JsonLine json, Map<Outcome, Long> counts) throws IOException {
    json.list("outcomes");
    for (Map.Entry<Outcome, Long> count : counts.entrySet()) {
      json.element();
      json.plain("outcome", JsonLine.word(count.getKey()).replace('_', '-'));
      json.number("connections", count.getValue());
      json.endObject();
    }
    json.endList();
  }

  private static void proof(JsonLine json, Proof proof) throws IOException {
    json.object("worst");
    json.plain("rule", proof.rule().id());
    if (!proof.file().isEmpty()) {
      json.text("file", proof.file());
    }
    json.number("frame", proof.frame());
    json.endObject();
  }

  /**
   * Reads a line of dataset {@code tlsfloor.client}.
   *
   * @throws SavedLineException if it is none
   */
  static ClientDay of(Fields line) {
    Fields source = line.object("source");
    Fields own = line.object("tlsfloor");
    Fields client = own.object("client");
    Fields event = line.object("event");
    IpAddress address = address(source, client);
    Instant first = event.neededTime("start");
    Instant last = event.neededTime("end");
    return new ClientDay(
        line.object("observer").text("name"),
        new Who(
            address,
            source.mac("mac"),
            client.objects("names").stream().map(name -> name(name, address, first)).toList(),
            address),
        own.has("service") ? Optional.of(serviceName(own.object("service"))) : Optional.empty(),
        counts(client),
        client.word("severity", Severity.class),
        client.word("excepted_severity", Severity.class),
        client.object("worst").ifAny(ClientLine::proof),
        client.texts("stacks"),
        behaviourOf(client.object("behaviour")),
        new Period(own.time("from").orElse(first), own.time("to").orElse(last)),
        first,
        last);
  }

  /** A client that a report gives no address of is known by its user. */
  private static IpAddress address(Fields source, Fields client) {
    if (!source.has("ip")) {
      for (Fields name : client.objects("names")) {
        if (name.text("from").equals(Optional.of("user"))) {
          return Reported.standIn(name.needed("name"));
        }
      }
    }
    return source.address("ip");
  }

  private static Counts counts(Fields client) {
    return new Counts(
        client.number("connections"),
        client.number("flagged"),
        client.number("excepted"),
        client.number("below"),
        client.number("below_excepted"),
        client.number("good"),
        versionsOf(client.objects("offered")),
        versionsOf(client.objects("negotiated")),
        outcomes(client.objects("outcomes")));
  }

  private static Map<Outcome, Long> outcomes(List<Fields> counts) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    for (Fields count : counts) {
      outcomes.merge(
          count.neededWord("outcome", Outcome.class), count.number("connections"), Long::sum);
    }
    return outcomes;
  }

  private static Proof proof(Fields worst) {
    return new Proof(
        worst.neededWord("rule", RuleId.class),
        worst.text("file").orElse(""),
        worst.number("frame"));
  }

  private static ServiceName serviceName(Fields service) {
    return new ServiceName(
        service.needed("instance"), service.needed("area"), service.needed("name"));
  }

  private static Map<TlsVersion, Long> versionsOf(List<Fields> counts) {
    Map<TlsVersion, Long> versions = new TreeMap<>();
    for (Fields count : counts) {
      Optional<TlsVersion> version = count.version("version");
      version.ifPresent(v -> versions.merge(v, count.number("connections"), Long::sum));
    }
    return versions;
  }

  private static ClientName name(Fields name, IpAddress client, Instant time) {
    return new ClientName(
        client,
        name.needed("name"),
        name.neededWord("from", ClientNameSource.class),
        new FrameRef(name.text("file").orElse(""), name.number("frame"), time));
  }

  private static ClientBehaviour behaviourOf(Fields behaviour) {
    return new ClientBehaviour(
        behaviour.number("succeeded"),
        behaviour.number("failed"),
        behaviour.time("first_success"),
        behaviour.time("last_success"),
        behaviour.has("retry_interval_ms")
            ? Optional.of(Duration.ofMillis(behaviour.number("retry_interval_ms")))
            : Optional.empty(),
        behaviour.word("low_hellos", LowHellos.class).orElse(LowHellos.NONE),
        behaviour.word("speaks_floor", SpeaksFloor.class).orElse(SpeaksFloor.NO),
        behaviour.flag("several_behind"),
        behaviour.texts("text"));
  }
}
