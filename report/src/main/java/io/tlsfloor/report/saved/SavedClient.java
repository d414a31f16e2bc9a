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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    return new ClientSummary(
        address,
        source.mac("mac"),
        own.has("service") ? Optional.of(service(own.object("service"))) : Optional.empty(),
        client.number("connections"),
        client.number("flagged"),
        versions(client.objects("offered")),
        versions(client.objects("negotiated")),
        client.word("severity", Severity.class),
        client.texts("stacks"),
        client.objects("names").stream().map(name -> name(name, address, first)).toList(),
        behaviour(client.object("behaviour")),
        first,
        event.neededTime("end"));
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

  /** A client without flagged connections that another run told of already. */
  static ClientSummary without(ClientSummary client, long repeats) {
    return new ClientSummary(
        client.client(),
        client.mac(),
        client.service(),
        Math.max(0, client.connections() - repeats),
        Math.max(0, client.flagged() - repeats),
        client.offered(),
        client.negotiated(),
        client.severity(),
        client.stacks(),
        client.names(),
        client.behaviour(),
        client.firstSeen(),
        client.lastSeen());
  }

  /** The same client and service in two runs: counts added up, the later behaviour kept. */
  static ClientSummary together(ClientSummary one, ClientSummary other) {
    ClientSummary later = other.lastSeen().isBefore(one.lastSeen()) ? one : other;
    ClientSummary earlier = later.equals(one) ? other : one;
    Set<String> stacks = new LinkedHashSet<>(one.stacks());
    stacks.addAll(other.stacks());
    Set<ClientName> names = new LinkedHashSet<>(later.names());
    names.addAll(earlier.names());
    return new ClientSummary(
        one.client(),
        later.mac().or(earlier::mac),
        one.service(),
        one.connections() + other.connections(),
        one.flagged() + other.flagged(),
        sum(one.offered(), other.offered()),
        sum(one.negotiated(), other.negotiated()),
        worse(one.severity(), other.severity()),
        new ArrayList<>(stacks),
        new ArrayList<>(names),
        later.behaviour(),
        one.firstSeen().isBefore(other.firstSeen()) ? one.firstSeen() : other.firstSeen(),
        later.lastSeen());
  }

  private static Map<TlsVersion, Long> sum(Map<TlsVersion, Long> a, Map<TlsVersion, Long> b) {
    Map<TlsVersion, Long> sum = new TreeMap<>();
    sum.putAll(a);
    b.forEach((version, count) -> sum.merge(version, count, Long::sum));
    return sum;
  }

  private static Optional<Severity> worse(Optional<Severity> a, Optional<Severity> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.or(() -> b);
    }
    return a.get().compareTo(b.get()) >= 0 ? a : b;
  }
}
