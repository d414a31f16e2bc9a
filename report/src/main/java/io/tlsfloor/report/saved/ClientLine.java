package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.listOf;
import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.ADDRESS;
import static io.tlsfloor.report.saved.Scalar.ECS_TIME;
import static io.tlsfloor.report.saved.Scalar.FILE;
import static io.tlsfloor.report.saved.Scalar.FLAG;
import static io.tlsfloor.report.saved.Scalar.MAC;
import static io.tlsfloor.report.saved.Scalar.MILLIS;
import static io.tlsfloor.report.saved.Scalar.NUMBER;
import static io.tlsfloor.report.saved.Scalar.SOME;
import static io.tlsfloor.report.saved.Scalar.STACK;
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
import io.tlsfloor.report.saved.Description.ValueType;
import io.tlsfloor.report.saved.Fields.Codec;
import io.tlsfloor.report.saved.SavedLine.OfClient;
import io.tlsfloor.report.text.Timestamps.Dated;
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
      Scalar.number(
          ValueType.number("", 0, 9).with("maximum", 23),
          hour -> hour,
          hour -> hour < 0 || hour > 23 ? null : (Integer) hour.intValue());
  private static final Scalar<ClientNameSource> FROM = Scalar.word(ClientNameSource.class);
  private static final Scalar<SpeaksFloor> SPEAKS_FLOOR = Scalar.word(SpeaksFloor.class);

  private static final Codec<Map.Entry<TlsVersion, Long>, Map.Entry<TlsVersion, Long>> BY_VERSION =
      object(each -> sum(each, "version", "Which version.", VERSION));
  private static final Codec<Map.Entry<Outcome, Long>, Map.Entry<Outcome, Long>> BY_OUTCOME =
      object(each -> sum(each, "outcome", "What became of them.", OUTCOME));
  private static final Codec<Map.Entry<Integer, Long>, Map.Entry<Integer, Long>> BY_HOUR =
      object(each -> sum(each, "hour", "Of the day.", HOUR));

  private static final Scalar<LowHellos> LOW_HELLOS = Scalar.wordBut(LowHellos.NONE);
  private static final Scalar<Fares> FARES = Scalar.word(Fares.class, Fares::word);
  private static final Scalar<String> FARES_TEXT = Scalar.text("stops on 2026-12-31");
  private static final Codec<List<String>, List<String>> BEHAVIOUR =
      listOf(Scalar.text("never offers TLS 1.2 or later"));
  private static final Scalar<String> NAME = Scalar.text("mfp-2nd-floor");
  private static final List<String> INFO = List.of("info");
  private static final Codec<List<String>, List<String>> TYPES = EcsFields.types("info");

  private ClientLine() {}

  /** Its fields. An origin without a site is that of the day. */
  static OfClient fields(Fields<OfClient> line) throws IOException {
    Fields<ClientDay> day = line.of(OfClient::client);
    day.also(
        "@timestamp",
        "When the client was last seen with this service.",
        ECS_TIME,
        ClientDay::lastSeen);
    EcsFields.ecs(line);
    Optional<String> site =
        EcsFields.site(line, each -> each.origin().site().or(each.client()::site));
    Fields<ClientDay> event = day.begin("event", "As in ECS.");
    event.also("kind", "As in ECS.", "event");
    EcsFields.event(event, TYPES, each -> INFO);
    event.also("dataset", "What the line is of.", DATASET);
    Instant first = event.needed("start", "First seen.", ECS_TIME, ClientDay::firstSeen);
    Instant last = event.needed("end", "Last seen.", ECS_TIME, ClientDay::lastSeen);
    event.end();
    Fields<ClientDay> source = day.begin("source", "The client.");
    IpAddress address = EcsFields.address(source, ClientDay::client, named(line));
    Optional<MacAddress> mac = source.any("mac", FoundFields.MAC_LEFT_OUT, MAC, ClientDay::mac);
    source.end();
    EcsFields.client(day);
    day.any(
        "user",
        "The account, as a report of Microsoft's names it; left out for a client.",
        object(ClientLine::account),
        ClientDay::account);
    Fields<OfClient> own = line.begin("tlsfloor", "What ECS has no field for.");
    Optional<String> watch =
        own.any(
            "run",
            "The watch that counted it; left out for a scan.",
            object(EcsFields::watch),
            each -> each.origin().watch());
    long part =
        own.always(
                "part",
                "Number of this part of the run: a line of the same run, client, service, day and"
                    + " part replaces, others add up, in any order. Of a report on several days how"
                    + " many come before its last one.",
                NUMBER,
                each -> each.client().period().part())
            .orElseThrow(ClientLine::earlier);
    Period period =
        new Period(
            part,
            own.needed(
                "from",
                "Beginning of the part of a UTC day that is counted here; of a report on several days"
                    + " that of the first one.",
                TIME,
                each -> each.client().period().from()),
            own.needed(
                "to",
                "End of the part of a UTC day that is counted here; of a whole day the next"
                    + " midnight.",
                TIME,
                each -> each.client().period().to()));
    Optional<TlsVersion> floor =
        own.any(
            "floor",
            "Versions before this one are below; left out where it is not known.",
            VERSION,
            each -> each.origin().floor());
    Optional<ServiceName> service =
        own.anyOrNull(
            "service",
            "null for connections to no service, under --any-service.",
            object(ClientLine::service),
            each -> each.client().service());
    Fields<OfClient> whole = own.begin("client", "What it did.");
    Fields<ClientDay> client = whole.of(OfClient::client);
    client.any(
        "device_name",
        "The device, as a report of Microsoft's names it; left out where it has an address.",
        NAME,
        ClientDay::device);
    Optional<IpAddress> device =
        client.any(
            "device",
            "The address that stands for all addresses of the client; left out where it is this"
                + " one.",
            ADDRESS,
            ClientLine::device);
    Counts counts = counts(client.of(ClientDay::counts));
    answer(client);
    List<Found> findings =
        client.anyList(
            "findings",
            "What one rule found on connections from one stack: the fields of the worst finding,"
                + " and what all of them come to. Left out for none.",
            object(address, FoundFields::fields),
            ClientDay::findings);
    long leftOut =
        client.anyNumber(
            "findings_left_out",
            "Connections with findings that had no room among those; left out for none.",
            ClientDay::leftOut);
    List<String> stacks =
        client.list("stacks", "What the client looks like.", STACK, ClientDay::stacks);
    List<ClientName> names =
        client.list(
            "names",
            "Names that the client gave itself, the latest first. Anybody may give himself any"
                + " name.",
            object(address, ClientLine::name),
            ClientDay::names);
    ClientBehaviour behaviour =
        whole.within(
            "behaviour",
            "What the client did with this service over time.",
            each -> each,
            ClientLine::behaviour);
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

  private static SavedLineException earlier() {
    return SavedLineException.ofEarlierVersion();
  }

  private static Optional<IpAddress> device(ClientDay day) {
    return Optional.of(day.who().device()).filter(device -> !device.equals(day.client()));
  }

  /** What the part comes to by itself, as of its day. */
  private static void answer(Fields<ClientDay> client) throws IOException {
    client.alsoAny(
        "severity",
        "Worst of the flagged connections; left out without one.",
        VerdictFields.SEVERITY,
        ClientDay::severity);
    client.alsoAny(
        "excepted_severity",
        "Worst of the excepted connections; left out without one.",
        VerdictFields.SEVERITY,
        ClientDay::exceptedSeverity);
    Fields<Faring> faring = client.of(ClientLine::faring);
    faring.also("fares", "How the client fares by this part alone.", FARES, Faring::kind);
    faring.alsoAny(
        "fares_text",
        "The same in words, with its date; left out for good.",
        FARES_TEXT,
        each -> each.kind() == Fares.GOOD ? Optional.empty() : Optional.of(each.text()));
  }

  private static Faring faring(ClientDay day) {
    return Faring.of(
        List.of(new Faring.OfDay(day.day(), day.findings())),
        day.counts().below() > 0,
        LocalDate.ofEpochDay(day.day()),
        Optional.empty());
  }

  /** What stands for a client without an address: an account, or a device that a report names. */
  private static Optional<IpAddress> named(Fields<OfClient> line) throws IOException {
    if (line.ahead("source").has("ip")) {
      return Optional.empty();
    }
    Optional<String> account =
        line.ahead("user").any("name", "", ConnectionLine.USER, none -> Optional.empty());
    return account.isPresent()
        ? account.map(Reported::ofAccount)
        : line.ahead("tlsfloor", "client")
            .any("device_name", "", NAME, none -> Optional.empty())
            .map(Reported::ofDevice);
  }

  private static String account(Fields<String> user) throws IOException {
    return user.needed("name", "As in ECS.", ConnectionLine.USER, name -> name);
  }

  private static Counts counts(Fields<Counts> client) throws IOException {
    return new Counts(
        client.number("connections", "How many.", SOME, Counts::connections),
        client.number("flagged", "How many of them are flagged.", Counts::flagged),
        client.anyNumber(
            "excepted",
            "How many of them an exception kept from being flagged; left out for none.",
            Counts::excepted),
        client.number(
            "below",
            "How many are below the floor: by the best version that they offer, or by the one that"
                + " was chosen or inferred.",
            Counts::below),
        client.anyNumber(
            "below_excepted",
            "How many of those are excepted; left out for none.",
            Counts::belowExcepted),
        client.number(
            "good",
            "How many were seen whole, and established at or above the floor.",
            Counts::good),
        sums(
            new TreeMap<>(),
            client.list(
                "offered",
                "By the highest version offered, the lowest first.",
                BY_VERSION,
                each -> list(each.offered()))),
        sums(
            new TreeMap<>(),
            client.list(
                "negotiated",
                "By the version that was chosen, the lowest first.",
                BY_VERSION,
                each -> list(each.negotiated()))),
        sums(
            new EnumMap<>(Outcome.class),
            client.list(
                "outcomes", "By what became of them.", BY_OUTCOME, each -> list(each.outcomes()))),
        hours(client, Counts::hours));
  }

  /** Connections by the hour in which they began. */
  static <T> Map<Integer, Long> hours(Fields<T> of, Function<T, Map<Integer, Long>> get)
      throws IOException {
    return sums(
        new TreeMap<>(),
        of.list(
            "hours",
            "By the hour of the UTC day in which they began.",
            BY_HOUR,
            each -> list(get.apply(each))));
  }

  /** How many connections are of one kind. */
  static <K> Map.Entry<K, Long> sum(
      Fields<Map.Entry<K, Long>> sum, String name, String about, Scalar<K> kind)
      throws IOException {
    return Map.entry(
        sum.needed(name, about, kind, Map.Entry::getKey),
        sum.number("connections", "How many.", SOME, Map.Entry::getValue));
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
        service.needed(
            "instance", "Of the endpoint list.", VerdictFields.INSTANCE, ServiceName::instance),
        service.needed("area", "Microsoft's service area.", VerdictFields.AREA, ServiceName::area),
        service.needed(
            "name", "The service, for people.", VerdictFields.SERVICE, ServiceName::name));
  }

  private static ClientName name(Fields<ClientName> name, IpAddress client) throws IOException {
    return new ClientName(
        client,
        name.needed("name", "As sent.", NAME, ClientName::name),
        name.needed(
            "from",
            "The protocol that brought it; of a report of Microsoft's the device, who uses it, and"
                + " what for; or a guess, of who used it, or of an account's machine.",
            FROM,
            ClientName::from),
        new FrameRef(
            name.always(
                    "file",
                    "Capture file or interface of the frame.",
                    FILE,
                    each -> each.frame().file())
                .orElse(""),
            name.number(
                "frame",
                "The frame that brought it last, counted from 1.",
                each -> each.frame().number()),
            name.needed("at", "Time of that frame.", TIME, each -> each.frame().time())));
  }

  private static ClientBehaviour behaviour(Fields<OfClient> of) throws IOException {
    Fields<ClientBehaviour> behaviour = of.of(each -> each.client().behaviour());
    Optional<Instant> firstSuccess =
        behaviour.any(
            "first_success",
            "Beginning of the first established connection; left out for none.",
            TIME,
            ClientBehaviour::firstSuccess);
    Optional<Instant> lastSuccess =
        behaviour.any(
            "last_success",
            "Beginning of the last established connection; left out for none.",
            TIME,
            ClientBehaviour::lastSuccess);
    Retries retries =
        Retries.of(
            behaviour.anyList(
                "retries",
                "Times from an attempt that failed to the next one, by their magnitude (powers of"
                    + " two); attempts within a second count as one. Left out for none.",
                object(ClientLine::some),
                each -> List.copyOf(each.retries().byMagnitude().values())));
    boolean fallsBack =
        behaviour.anyFlag(
            "falls_back",
            "Whether a hello below the floor says that it is a fallback (RFC 7507), or followed at"
                + " once on a failed attempt with more; left out where not.",
            ClientBehaviour::fallsBack);
    boolean succeedsHigh =
        behaviour.anyFlag(
            "succeeds_high",
            "Whether a hello with the floor or more got through; left out where not.",
            ClientBehaviour::succeedsHigh);
    SpeaksFloor speaks =
        behaviour
            .always(
                "speaks_floor",
                "Whether the client's address also offers the floor or more: here, elsewhere (to"
                    + " others only), no.",
                SPEAKS_FLOOR,
                ClientBehaviour::speaksFloor)
            .orElse(SpeaksFloor.NO);
    int stacks =
        (int)
            behaviour.anyNumber(
                "several_stacks",
                "Stacks that are too many for one device, with all services; left out where they"
                    + " are not.",
                ClientBehaviour::stacks);
    int names =
        (int)
            behaviour.anyNumber(
                "several_names",
                "Names that are too many for one device; left out where they are not.",
                ClientBehaviour::names);
    inWords(of);
    return new ClientBehaviour(
        firstSuccess, lastSuccess, retries, fallsBack, succeedsHigh, speaks, stacks, names);
  }

  private static Retries.Some some(Fields<Retries.Some> some) throws IOException {
    long count = some.number("count", "How many.", SOME, Retries.Some::count);
    long millis = some.number("sum_ms", "All of them together.", MILLIS, Retries.Some::millis);
    if (count < 1 || millis < 0) {
      throw some.wrong("count");
    }
    return new Retries.Some(count, millis);
  }

  /** What needs counts or the floor, and is written for people. */
  private static void inWords(Fields<OfClient> of) throws IOException {
    of.also(
        "succeeded",
        "Connections that were established.",
        NUMBER,
        each -> each.client().counts().succeeded());
    of.also(
        "failed",
        "Connections that were refused, reset, closed or not answered.",
        NUMBER,
        each -> each.client().counts().failed());
    of.alsoAny(
        "retry_interval_ms",
        "The usual of the times between retries; left out for none.",
        MILLIS,
        each -> each.client().behaviour().retries().usual().map(Duration::toMillis));
    of.also(
        "several_behind",
        "Whether many stacks or names point to several devices or users behind the address.",
        FLAG,
        each -> each.client().behaviour().severalBehind());
    of.alsoAny(
        "low_hellos",
        "Why there are hellos below the floor: legacy, as there are no others to this service;"
            + " fallback, as they say so (RFC 7507) or follow at once on a failed attempt with"
            + " more; mixed, as others get through. Left out without such hellos.",
        LOW_HELLOS,
        ClientLine::lowHellos);
    of.alsoAny(
        "text",
        "The same for people; left out where the floor is not known.",
        BEHAVIOUR,
        each ->
            each.origin()
                .floor()
                .map(floor -> each.client().behaviourText(floor, Dated.IF_NEEDED)));
  }

  private static Optional<LowHellos> lowHellos(OfClient line) {
    if (line.origin().floor().isEmpty()) {
      return Optional.empty();
    }
    ClientDay day = line.client();
    TlsVersion floor = line.origin().floor().get();
    LowHellos low = day.behaviour().lowHellos(day.counts().offeredBelow(floor));
    return low == LowHellos.NONE ? Optional.empty() : Optional.of(low);
  }
}
