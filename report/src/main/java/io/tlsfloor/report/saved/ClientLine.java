package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.MAC;
import static io.tlsfloor.report.saved.Scalar.NUMBER;
import static io.tlsfloor.report.saved.Scalar.TEXT;
import static io.tlsfloor.report.saved.Scalar.TIME;
import static io.tlsfloor.report.saved.Scalar.VERSION;

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
import io.tlsfloor.report.saved.Fields.Codec;
import io.tlsfloor.report.saved.SavedLine.OfClient;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A line of dataset {@code tlsfloor.client}: what a client did on a day. */
final class ClientLine {
  static final String DATASET = "tlsfloor.client";

  private static final Scalar<Severity> SEVERITY = Scalar.word(Severity.class);
  private static final Scalar<Outcome> OUTCOME = Scalar.dashed(Outcome.class);
  private static final Scalar<ClientNameSource> FROM = Scalar.word(ClientNameSource.class);
  private static final Scalar<LowHellos> LOW_HELLOS = Scalar.word(LowHellos.class);
  private static final Scalar<SpeaksFloor> SPEAKS_FLOOR = Scalar.word(SpeaksFloor.class);

  private static final Codec<Map.Entry<TlsVersion, Long>, Map.Entry<TlsVersion, Long>> BY_VERSION =
      object(each -> sum(each, "version", VERSION));
  private static final Codec<Map.Entry<Outcome, Long>, Map.Entry<Outcome, Long>> BY_OUTCOME =
      object(each -> sum(each, "outcome", OUTCOME));

  private ClientLine() {}

  /** Its fields. An origin without a site is that of the day. */
  static OfClient fields(Fields<OfClient> line) throws IOException {
    Fields<ClientDay> day = line.of(OfClient::client);
    day.also("@timestamp", TIME, ClientDay::lastSeen);
    EcsFields.ecs(line);
    Optional<String> site =
        EcsFields.site(line, each -> each.origin().site().or(each.client()::site));
    Fields<ClientDay> event = day.begin("event");
    event.also("kind", "event");
    event.also((json, each) -> EcsFields.event(json, "info"));
    event.also("dataset", DATASET);
    Instant first = event.needed("start", TIME, ClientDay::firstSeen);
    Instant last = event.needed("end", TIME, ClientDay::lastSeen);
    event.end();
    Fields<ClientDay> source = day.begin("source");
    IpAddress address =
        EcsFields.address(source, ClientDay::client, user(line).map(Reported::standIn));
    Optional<MacAddress> mac = source.any("mac", MAC, ClientDay::mac);
    source.end();
    day.also(EcsFields::client);
    Fields<OfClient> own = line.begin("tlsfloor");
    Optional<String> watch =
        own.any("run", object(EcsFields::watch), each -> each.origin().watch());
    Optional<Instant> from =
        own.any("from", TIME, each -> Optional.of(each.client().period().from()));
    Optional<Instant> to = own.any("to", TIME, each -> Optional.of(each.client().period().to()));
    Period period = new Period(from.orElse(first), to.orElse(last));
    Optional<ServiceName> service =
        own.anyOrNull("service", object(ClientLine::service), each -> each.client().service());
    Fields<ClientDay> client = own.of(OfClient::client).begin("client");
    Counts counts = counts(client.of(ClientDay::counts));
    Optional<Severity> severity = client.any("severity", SEVERITY, ClientDay::severity);
    Optional<Severity> excepted =
        client.any("excepted_severity", SEVERITY, ClientDay::exceptedSeverity);
    Optional<Proof> proof = client.any("worst", object(ClientLine::proof), ClientDay::proof);
    List<String> stacks = client.list("stacks", TEXT, ClientDay::stacks);
    List<ClientName> names =
        client.list("names", object(new Seen(address, first), ClientLine::name), ClientDay::names);
    ClientBehaviour behaviour =
        client.within("behaviour", ClientDay::behaviour, ClientLine::behaviour);
    client.end();
    own.end();
    return new OfClient(
        new Origin(site, watch, false),
        new ClientDay(
            site,
            new Who(address, mac, names, address),
            service,
            counts,
            severity,
            excepted,
            proof,
            stacks,
            behaviour,
            period,
            first,
            last));
  }

  /** A client that a report gives no address of is known by its user. */
  private static Optional<String> user(Fields<OfClient> line) throws IOException {
    if (line.ahead("source").has("ip", none -> false)) {
      return Optional.empty();
    }
    Fields.Codec<ClientName, ClientName> name =
        object(new Seen(Reported.nowhere(), Instant.EPOCH), ClientLine::name);
    return line.ahead("tlsfloor", "client").list("names", name, none -> List.of()).stream()
        .filter(each -> each.from() == ClientNameSource.USER)
        .map(ClientName::name)
        .findFirst();
  }

  private static Counts counts(Fields<Counts> client) throws IOException {
    return new Counts(
        client.number("connections", Counts::connections),
        client.number("flagged", Counts::flagged),
        client.anyNumber("excepted", Counts::excepted),
        client.number("below", Counts::below),
        client.anyNumber("below_excepted", Counts::belowExcepted),
        client.number("good", Counts::good),
        sums(new TreeMap<>(), client.list("offered", BY_VERSION, each -> list(each.offered()))),
        sums(
            new TreeMap<>(),
            client.list("negotiated", BY_VERSION, each -> list(each.negotiated()))),
        sums(
            new EnumMap<>(Outcome.class),
            client.list("outcomes", BY_OUTCOME, each -> list(each.outcomes()))));
  }

  private static <K> Map.Entry<K, Long> sum(
      Fields<Map.Entry<K, Long>> sum, String name, Scalar<K> kind) throws IOException {
    return Map.entry(
        sum.needed(name, kind, Map.Entry::getKey), sum.number("connections", Map.Entry::getValue));
  }

  /** A list, as a version's name with its dot would be two levels to an ECS store. */
  private static <K> List<Map.Entry<K, Long>> list(Map<K, Long> sums) {
    return new ArrayList<>(sums.entrySet());
  }

  private static <K> Map<K, Long> sums(Map<K, Long> sums, List<Map.Entry<K, Long>> list) {
    for (Map.Entry<K, Long> each : list) {
      sums.merge(each.getKey(), each.getValue(), Long::sum);
    }
    return sums;
  }

  private static Proof proof(Fields<Proof> worst) throws IOException {
    return new Proof(
        worst.needed("rule", VerdictFields.RULE, Proof::rule),
        worst
            .any("file", TEXT, proof -> Optional.of(proof.file()).filter(file -> !file.isEmpty()))
            .orElse(""),
        worst.number("frame", Proof::frame));
  }

  private static ServiceName service(Fields<ServiceName> service) throws IOException {
    return new ServiceName(
        service.needed("instance", TEXT, ServiceName::instance),
        service.needed("area", TEXT, ServiceName::area),
        service.needed("name", TEXT, ServiceName::name));
  }

  /** Which client a name is of, and since when. */
  private record Seen(IpAddress client, Instant first) {}

  private static ClientName name(Fields<ClientName> name, Seen seen) throws IOException {
    return new ClientName(
        seen.client(),
        name.needed("name", TEXT, ClientName::name),
        name.needed("from", FROM, ClientName::from),
        new FrameRef(
            name.any("file", TEXT, each -> Optional.of(each.frame().file())).orElse(""),
            name.number("frame", each -> each.frame().number()),
            seen.first()));
  }

  private static ClientBehaviour behaviour(Fields<ClientBehaviour> behaviour) throws IOException {
    return new ClientBehaviour(
        behaviour.number("succeeded", ClientBehaviour::succeeded),
        behaviour.number("failed", ClientBehaviour::failed),
        behaviour.any("first_success", TIME, ClientBehaviour::firstSuccess),
        behaviour.any("last_success", TIME, ClientBehaviour::lastSuccess),
        behaviour
            .any("retry_interval_ms", NUMBER, each -> each.retryInterval().map(Duration::toMillis))
            .map(Duration::ofMillis),
        behaviour
            .any(
                "low_hellos",
                LOW_HELLOS,
                each -> Optional.of(each.lowHellos()).filter(low -> low != LowHellos.NONE))
            .orElse(LowHellos.NONE),
        behaviour
            .any("speaks_floor", SPEAKS_FLOOR, each -> Optional.of(each.speaksFloor()))
            .orElse(SpeaksFloor.NO),
        behaviour.flag("several_behind", ClientBehaviour::severalBehind),
        behaviour.list("text", TEXT, ClientBehaviour::text));
  }
}
