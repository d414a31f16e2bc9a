package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.ADDRESS;
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
import io.tlsfloor.report.model.ClientBehaviour.LowHellos;
import io.tlsfloor.report.model.ClientBehaviour.SpeaksFloor;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientDay.Counts;
import io.tlsfloor.report.model.ClientDay.Period;
import io.tlsfloor.report.model.ClientDay.Who;
import io.tlsfloor.report.model.Fares;
import io.tlsfloor.report.model.Faring;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.model.Retries;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.saved.Fields.Codec;
import io.tlsfloor.report.saved.SavedLine.OfClient;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Timestamps.Dated;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** A line of dataset {@code tlsfloor.client}: what a client did on a day. */
final class ClientLine {
  static final String DATASET = "tlsfloor.client";

  private static final Scalar<Outcome> OUTCOME = Scalar.dashed(Outcome.class);
  private static final Scalar<Integer> HOUR =
      Scalar.number(hour -> hour, hour -> hour < 0 || hour > 23 ? null : (Integer) hour.intValue());
  private static final Scalar<ClientNameSource> FROM = Scalar.word(ClientNameSource.class);
  private static final Scalar<SpeaksFloor> SPEAKS_FLOOR = Scalar.word(SpeaksFloor.class);

  private static final Codec<Map.Entry<TlsVersion, Long>, Map.Entry<TlsVersion, Long>> BY_VERSION =
      object(each -> sum(each, "version", VERSION));
  private static final Codec<Map.Entry<Outcome, Long>, Map.Entry<Outcome, Long>> BY_OUTCOME =
      object(each -> sum(each, "outcome", OUTCOME));
  private static final Codec<Map.Entry<Integer, Long>, Map.Entry<Integer, Long>> BY_HOUR =
      object(each -> sum(each, "hour", HOUR));

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
    long part = own.any("part", NUMBER, each -> part(each)).orElseThrow(ClientLine::earlier);
    Period period =
        new Period(
            part,
            own.needed("from", TIME, each -> each.client().period().from()),
            own.needed("to", TIME, each -> each.client().period().to()));
    Optional<TlsVersion> floor = own.any("floor", VERSION, each -> each.origin().floor());
    Optional<ServiceName> service =
        own.anyOrNull("service", object(ClientLine::service), each -> each.client().service());
    Fields<OfClient> whole = own.begin("client");
    Fields<ClientDay> client = whole.of(OfClient::client);
    Optional<IpAddress> device = client.any("device", ADDRESS, ClientLine::device);
    Counts counts = counts(client.of(ClientDay::counts));
    client.also(ClientLine::answer);
    List<Found> findings =
        client.anyList("findings", object(address, FoundFields::fields), ClientDay::findings);
    long leftOut = client.anyNumber("findings_left_out", ClientDay::leftOut);
    List<String> stacks = client.list("stacks", TEXT, ClientDay::stacks);
    List<ClientName> names =
        client.list("names", object(address, ClientLine::name), ClientDay::names);
    ClientBehaviour behaviour = whole.within("behaviour", each -> each, ClientLine::behaviour);
    whole.end();
    own.end();
    if (line.isWritten()) {
      return line.from();
    }
    return new OfClient(
        new Origin(site, watch, false, floor),
        new ClientDay(
            site,
            new Who(address, mac, names, device.orElse(address)),
            service,
            counts,
            findings,
            leftOut,
            stacks,
            behaviour,
            period,
            first,
            last));
  }

  private static Optional<Long> part(OfClient line) {
    return Optional.of(line.client().period().part());
  }

  private static SavedLineException earlier() {
    return SavedLineException.ofEarlierVersion();
  }

  private static Optional<IpAddress> device(ClientDay day) {
    return Optional.of(day.who().device()).filter(device -> !device.equals(day.client()));
  }

  /** What the part comes to by itself, as of its day. */
  private static void answer(JsonLine json, ClientDay day) throws IOException {
    json.text("severity", day.severity().map(Words::constant));
    json.text("excepted_severity", day.exceptedSeverity().map(Words::constant));
    Faring faring =
        Faring.of(
            List.of(new Faring.OfDay(day.day(), day.findings())),
            day.counts().below() > 0,
            LocalDate.ofEpochDay(day.day()),
            Optional.empty());
    json.plain("fares", faring.kind().word());
    if (faring.kind() != Fares.GOOD) {
      json.text("fares_text", faring.text());
    }
  }

  /** A client that a report gives no address of is known by its user. */
  private static Optional<String> user(Fields<OfClient> line) throws IOException {
    if (line.ahead("source").has("ip", none -> false)) {
      return Optional.empty();
    }
    Fields.Codec<ClientName, ClientName> name = object(Reported.nowhere(), ClientLine::name);
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
            client.list("outcomes", BY_OUTCOME, each -> list(each.outcomes()))),
        hours(client, Counts::hours));
  }

  /** Connections by the hour in which they began. */
  static <T> Map<Integer, Long> hours(Fields<T> of, Function<T, Map<Integer, Long>> get)
      throws IOException {
    return sums(new TreeMap<>(), of.list("hours", BY_HOUR, each -> list(get.apply(each))));
  }

  /** How many connections are of one kind. */
  static <K> Map.Entry<K, Long> sum(Fields<Map.Entry<K, Long>> sum, String name, Scalar<K> kind)
      throws IOException {
    return Map.entry(
        sum.needed(name, kind, Map.Entry::getKey), sum.number("connections", Map.Entry::getValue));
  }

  /** A list, as a version's name with its dot would be two levels to an ECS store. */
  static <K> List<Map.Entry<K, Long>> list(Map<K, Long> sums) {
    return new ArrayList<>(sums.entrySet());
  }

  /** The same as a map again. */
  static <K> Map<K, Long> sums(Map<K, Long> sums, List<Map.Entry<K, Long>> list) {
    for (Map.Entry<K, Long> each : list) {
      sums.merge(each.getKey(), each.getValue(), Long::sum);
    }
    return sums;
  }

  private static ServiceName service(Fields<ServiceName> service) throws IOException {
    return new ServiceName(
        service.needed("instance", TEXT, ServiceName::instance),
        service.needed("area", TEXT, ServiceName::area),
        service.needed("name", TEXT, ServiceName::name));
  }

  private static ClientName name(Fields<ClientName> name, IpAddress client) throws IOException {
    return new ClientName(
        client,
        name.needed("name", TEXT, ClientName::name),
        name.needed("from", FROM, ClientName::from),
        new FrameRef(
            name.any("file", TEXT, each -> Optional.of(each.frame().file())).orElse(""),
            name.number("frame", each -> each.frame().number()),
            name.needed("at", TIME, each -> each.frame().time())));
  }

  private static ClientBehaviour behaviour(Fields<OfClient> of) throws IOException {
    Fields<ClientBehaviour> behaviour = of.of(each -> each.client().behaviour());
    Optional<Instant> firstSuccess =
        behaviour.any("first_success", TIME, ClientBehaviour::firstSuccess);
    Optional<Instant> lastSuccess =
        behaviour.any("last_success", TIME, ClientBehaviour::lastSuccess);
    Retries retries =
        Retries.of(
            behaviour.anyList(
                "retries",
                object(ClientLine::some),
                each -> List.copyOf(each.retries().byMagnitude().values())));
    boolean fallsBack = behaviour.anyFlag("falls_back", ClientBehaviour::fallsBack);
    boolean succeedsHigh = behaviour.anyFlag("succeeds_high", ClientBehaviour::succeedsHigh);
    SpeaksFloor speaks =
        behaviour
            .any("speaks_floor", SPEAKS_FLOOR, each -> Optional.of(each.speaksFloor()))
            .orElse(SpeaksFloor.NO);
    int stacks = (int) behaviour.anyNumber("several_stacks", ClientBehaviour::stacks);
    int names = (int) behaviour.anyNumber("several_names", ClientBehaviour::names);
    of.also(ClientLine::inWords);
    return new ClientBehaviour(
        firstSuccess, lastSuccess, retries, fallsBack, succeedsHigh, speaks, stacks, names);
  }

  private static Retries.Some some(Fields<Retries.Some> some) throws IOException {
    long count = some.number("count", Retries.Some::count);
    long millis = some.number("sum_ms", Retries.Some::millis);
    if (count < 1 || millis < 0) {
      throw some.wrong("count");
    }
    return new Retries.Some(count, millis);
  }

  /** What needs counts or the floor, and is written for people. */
  private static void inWords(JsonLine json, OfClient line) throws IOException {
    ClientDay day = line.client();
    json.number("succeeded", day.counts().succeeded());
    json.number("failed", day.counts().failed());
    Optional<Duration> usual = day.behaviour().retries().usual();
    if (usual.isPresent()) {
      json.number("retry_interval_ms", usual.get().toMillis());
    }
    json.flag("several_behind", day.behaviour().severalBehind());
    if (line.origin().floor().isPresent()) {
      TlsVersion floor = line.origin().floor().get();
      LowHellos low = day.behaviour().lowHellos(day.counts().offeredBelow(floor));
      if (low != LowHellos.NONE) {
        json.plain("low_hellos", Words.constant(low));
      }
      json.texts("text", day.behaviourText(floor, Dated.IF_NEEDED));
    }
  }
}
