package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientBehaviour;
import io.tlsfloor.report.model.ClientBehaviour.SpeaksFloor;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.LowHellos;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.rules.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a client did with a service, from its line. */
final class SavedClient {
  private SavedClient() {}

  /**
   * Reads a line of dataset {@code tlsfloor.client}.
   *
   * @throws SavedLineException if it is none
   */
  static ClientSummary of(Fields line) {
    Fields source = line.object("source");
    Fields own = line.object("tlsfloor");
    Fields client = own.object("client");
    Fields event = line.object("event");
    IpAddress address = source.address("ip");
    Instant first = event.neededTime("start");
    Instant last = event.neededTime("end");
    return new ClientSummary(
        address,
        source.mac("mac"),
        own.has("service") ? Optional.of(service(own.object("service"))) : Optional.empty(),
        client.number("connections"),
        client.number("flagged"),
        client.number("excepted"),
        versions(client.objects("offered")),
        versions(client.objects("negotiated")),
        client.word("severity", Severity.class),
        client.word("excepted_severity", Severity.class),
        client.texts("stacks"),
        client.objects("names").stream().map(name -> name(name, address, first)).toList(),
        behaviour(client.object("behaviour")),
        new ClientSummary.Period(own.time("from").orElse(first), own.time("to").orElse(last)),
        first,
        last);
  }

  private static ServiceName service(Fields service) {
    return new ServiceName(
        service.needed("instance"), service.needed("area"), service.needed("name"));
  }

  private static Map<TlsVersion, Long> versions(List<Fields> counts) {
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

  private static ClientBehaviour behaviour(Fields behaviour) {
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

  /** A client without connections that another run reported already. */
  static ClientSummary without(ClientSummary client, SavedLines.Repeated repeats) {
    return new ClientSummary(
        client.client(),
        client.mac(),
        client.service(),
        Math.max(0, client.connections() - repeats.all()),
        Math.max(0, client.flagged() - repeats.flagged()),
        Math.max(0, client.excepted() - repeats.excepted()),
        client.offered(),
        client.negotiated(),
        client.severity(),
        client.exceptedSeverity(),
        client.stacks(),
        client.names(),
        client.behaviour(),
        client.period(),
        client.firstSeen(),
        client.lastSeen());
  }
}
