package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.listOf;
import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.ADDRESS;
import static io.tlsfloor.report.saved.Scalar.BYTES;
import static io.tlsfloor.report.saved.Scalar.DATE;
import static io.tlsfloor.report.saved.Scalar.DAY;
import static io.tlsfloor.report.saved.Scalar.ECS_TIME;
import static io.tlsfloor.report.saved.Scalar.FILE;
import static io.tlsfloor.report.saved.Scalar.FLAG;
import static io.tlsfloor.report.saved.Scalar.NANOS;
import static io.tlsfloor.report.saved.Scalar.NUMBER;
import static io.tlsfloor.report.saved.Scalar.RUN_ID;
import static io.tlsfloor.report.saved.Scalar.SECONDS;
import static io.tlsfloor.report.saved.Scalar.SOME;
import static io.tlsfloor.report.saved.Scalar.STACK;
import static io.tlsfloor.report.saved.Scalar.TIME;
import static io.tlsfloor.report.saved.Scalar.VERSION;

import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.Fares;
import io.tlsfloor.report.model.Fixes.Fix;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.saved.Description.ValueType;
import io.tlsfloor.report.saved.Fields.Codec;
import io.tlsfloor.report.saved.SavedLine.OfRun;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The line of dataset {@code tlsfloor.run}. */
final class RunLine {
  static final String DATASET = "tlsfloor.run";

  /**
   * Bounds the inputs that are named: a line of all captures of a month may be longer than is read
   * again.
   */
  private static final long MAX_BYTES = 1 << 20;

  private static final int INPUT_BYTES = 100; // that an input takes besides its texts
  private static final List<String> END = List.of("end");
  private static final Codec<List<String>, List<String>> TYPES = EcsFields.types("end");
  private static final Codec<Map<RuleId, Long>, Map<RuleId, Long>> RULES =
      Scalar.counts(List.of(RuleId.values()), RuleId::id);
  private static final Codec<Map<Contradiction, Long>, Map<Contradiction, Long>> CONTRADICTIONS =
      Scalar.counts(List.of(Contradiction.values()), Contradiction::id);
  private static final Codec<List<Fix>, List<Fix>> FIXES = listOf(object(RunLine::fix));
  private static final Scalar<String> LOSS = Scalar.text("half_seen_hellos");
  private static final Scalar<String> DAMAGE = Scalar.text("ends inside a packet");
  private static final Scalar<String> UNSUPPORTED = Scalar.text("link-type 187");
  private static final Scalar<String> KEY =
      Scalar.text(ValueType.pattern("", "^[0-9a-f]{8}$", "1f0c2d9a"));

  /** The digest of a policy. */
  static final Scalar<String> POLICY =
      Scalar.text(ValueType.pattern("", "^[0-9a-f]{32}$", "f0e1d2c3b4a5968778695a4b3c2d1e0f"));

  /** An option, as it is typed. */
  static final Scalar<String> OPTION = Scalar.text("min-severity=high");

  /** The version of an endpoint list. */
  static final Scalar<String> LIST = Scalar.text("2026081100");

  static final String LIST_VERSION =
      "Microsoft's number for the endpoint list, or the file it was read from.";
  static final String LIST_DATE = "Its date; left out where it is not known.";

  /** Losses by the names that they have, those of a later version too. */
  private static final Codec<Map<String, Long>, Map<String, Long>> LOSSES =
      new Codec<>() {
        @Override
        Map<String, Long> write(JsonLine json, Map<String, Long> counts) throws IOException {
          json.element();
          for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.number(count.getKey(), count.getValue());
          }
          json.endObject();
          return counts;
        }

        @Override
        @Nullable Map<String, Long> read(Object json, ReadFields<?> in, String field)
            throws IOException {
          return json instanceof Map<?, ?> map
              ? new ReadFields<Map<String, Long>>(in.name(field), map)
                  .counts(Set.of(), List.of(), each -> each)
              : null;
        }

        @Override
        Fields.Sample<Map<String, Long>> describe() {
          List<String> names = Stream.of(LossKind.values()).map(LossKind::id).toList();
          return new Fields.Sample<>(new Description.Numbers(names, 0), Map.of(names.get(0), 7L));
        }
      };

  private RunLine() {}

  /** Its fields. */
  static OfRun fields(Fields<OfRun> line) throws IOException {
    Fields<Run.Course> course = line.of(each -> each.run().course());
    course.also(
        "@timestamp",
        "When the run ended, by the clock of the machine.",
        ECS_TIME,
        Run.Course::ended);
    EcsFields.ecs(line);
    Fields<Run.Course> event = course.begin("event", "As in ECS.");
    event.also("kind", "As in ECS.", "event");
    EcsFields.event(event, TYPES, each -> END);
    event.also("dataset", "What the line is of.", DATASET);
    event.also("start", "When it began.", ECS_TIME, each -> each.ended().minus(each.duration()));
    Instant ended = event.needed("end", "When it ended.", ECS_TIME, Run.Course::ended);
    long nanos =
        event.number("duration", "How long it took.", NANOS, each -> each.duration().toNanos());
    event.end();
    Optional<String> site = EcsFields.site(line, each -> each.origin().site());
    Fields<OfRun> own =
        line.begin("tlsfloor", "What ECS has no field for.").begin("run", "The run.");
    Optional<String> id =
        own.always(
            "id",
            "Of a scan the same for the same captures and options, wherever the captures lie; of a"
                + " watch its own.",
            RUN_ID,
            each -> each.run().course().id());
    boolean interrupted =
        own.flag(
            "interrupted",
            "Whether a signal ended it early.",
            each -> each.run().course().interrupted());
    own.also(
        "complete",
        "Whether it ran to its end, and nothing was lost that could hide a finding. Scans without"
            + " a finding that are not complete end with 3.",
        FLAG,
        each -> !each.run().missed().hides() && !each.run().course().interrupted());
    own.alsoAnyList(
        "could_hide",
        "Counts of coverage that could hide a finding; left out for none.",
        LOSS,
        each -> each.run().missed().couldHide());
    Run run = run(own.of(OfRun::run), id.orElse(""), ended, nanos, interrupted);
    Fields<OfRun> accounts =
        own.begin(
            "accounts",
            "Accounts that reports of Microsoft's name, and of which no machine is known: no"
                + " clients.");
    accounts.also( // which is read with the rest
        "all", "How many.", NUMBER, each -> each.run().found().accounts());
    long below =
        accounts.number(
            "below",
            "How many are below the floor, excepted ones too.",
            each -> each.clients().accountsBelow());
    accounts.end();
    ClientCounts clients = ClientCounts.fields(own.of(OfRun::clients), below);
    Optional<List<Fix>> fixes =
        own.any(
            "fixes",
            "What to do, change by change; what clears most of those that got through comes first."
                + " Left out without --group fix.",
            FIXES,
            OfRun::fixes);
    own.end();
    line.end();
    return new OfRun(new Origin(site, id, false), run, clients, fixes);
  }

  private static Run run(Fields<Run> run, String id, Instant ended, long nanos, boolean interrupted)
      throws IOException {
    Fields<Run.Read> read = run.of(Run::read);
    List<Run.Input> inputs =
        read.list(
            "inputs",
            "Up to about a megabyte; the last one adds up those beyond that.",
            object(RunLine::input),
            RunLine::named);
    long packets = read.number("packets", "Read, of all inputs.", Run.Read::packets);
    long bytes = read.number("bytes", "Read, of all inputs.", BYTES, Run.Read::bytes);
    Optional<Instant> first =
        read.any(
            "first_packet",
            "Time of the earliest packet; left out without packets.",
            TIME,
            Run.Read::first);
    Optional<Instant> last =
        read.any(
            "last_packet",
            "Time of the latest packet; left out without packets.",
            TIME,
            Run.Read::last);
    Run.Totals found = found(run.of(Run::found));
    Run.Missed missed = missed(run.of(Run::missed));
    List<Run.Day> days =
        read.list(
            "days",
            "What the run saw of each UTC day, the earliest first.",
            object(RunLine::day),
            Run.Read::days);
    return new Run(
        new Run.Course(id, ended, Duration.ofNanos(nanos), interrupted),
        new Run.Read(inputs, packets, bytes, first, last, days),
        found,
        missed,
        terms(run.of(Run::terms)));
  }

  /** As many inputs as the line has room for, those that are damaged first of all. */
  private static List<Run.Input> named(Run.Read read) {
    List<Run.Input> named = new ArrayList<>();
    long written = 0;
    List<Run.Input> rest = new ArrayList<>();
    for (Run.Input input : read.inputs()) {
      long bytes = written + INPUT_BYTES + bytes(input);
      if (bytes > (input.damage().isPresent() ? 2 * MAX_BYTES : MAX_BYTES)) {
        rest.add(input);
      } else {
        written = bytes;
        named.add(input);
      }
    }
    if (!rest.isEmpty()) {
      named.add(together(rest));
    }
    return named;
  }

  /** Returns the bytes of its texts in JSON. */
  private static long bytes(Run.Input input) {
    try {
      return JsonLine.written(List.of(input.file(), input.damage().orElse(""))).length;
    } catch (IOException e) { // of memory: never
      throw new UncheckedIOException(e);
    }
  }

  /** Many inputs as one, for which the line has room. */
  private static Run.Input together(List<Run.Input> inputs) {
    long damaged = inputs.stream().filter(input -> input.damage().isPresent()).count();
    return Run.Input.capture(
        Words.count(inputs.size(), "more input"),
        inputs.stream().mapToLong(Run.Input::packets).sum(),
        inputs.stream().mapToLong(Run.Input::bytes).sum(),
        damaged == 0 ? Optional.empty() : Optional.of(damaged + " of them are damaged"),
        Optional.empty());
  }

  private static Run.Input input(Fields<Run.Input> input) throws IOException {
    String file = input.needed("file", "As given or found.", FILE, Run.Input::file);
    long packets = input.number("packets", "Read.", Run.Input::packets);
    Optional<Long> entries =
        input.any(
            "entries",
            "Read, of a log; left out for a capture.",
            NUMBER,
            log ->
                log.entries().isPresent()
                    ? Optional.of(log.entries().getAsLong())
                    : Optional.empty());
    return new Run.Input(
        file,
        packets,
        entries.isPresent() ? OptionalLong.of(entries.get()) : OptionalLong.empty(),
        input.number("bytes", "Read, of the file as it is stored.", BYTES, Run.Input::bytes),
        input.any(
            "damage",
            "Why it was not read to its end, or not at all; left out where it was.",
            DAMAGE,
            Run.Input::damage),
        Optional.empty());
  }

  private static Run.Totals found(Fields<Run.Totals> found) throws IOException {
    return new Run.Totals(
        found.number("connections", "All, flagged or not.", Run.Totals::connections),
        found.number(
            "clients", "That speak to the service in a chosen direction.", Run.Totals::clients),
        found.ahead("accounts").number("all", "", Run.Totals::accounts),
        found.number(
            "both_sides", "Connections of which both sides were seen.", Run.Totals::bothSides),
        found.number("flagged", "Connections that are alerts.", Run.Totals::flagged),
        found.number(
            "excepted",
            "Connections that only an exception kept from being alerts.",
            Run.Totals::excepted),
        found.number(
            "below_threshold",
            "Connections that only severity or confidence kept from being flagged.",
            Run.Totals::belowThreshold),
        found
            .always(
                "findings", "Findings of flagged connections, by rule.", RULES, Run.Totals::rules)
            .orElse(Map.of()));
  }

  private static Run.Missed missed(Fields<Run.Missed> missed) throws IOException {
    Map<String, Long> counts =
        missed
            .always(
                "coverage",
                "A count for each kind of loss that was looked for.",
                LOSSES,
                each -> each.losses().byName())
            .orElse(Map.of());
    Optional<Run.Reports> reports =
        missed.any(
            "reports",
            "What is on one side only, of Microsoft's reports and the wire; left out where nothing"
                + " was compared.",
            object(RunLine::reports),
            Run.Missed::reports);
    SortedMap<String, Long> kinds = new TreeMap<>();
    missed
        .anyList(
            "unsupported",
            "What could not be read; left out when there is none.",
            object(RunLine::unsupported),
            each -> List.copyOf(each.losses().unsupported().entrySet()))
        .forEach(kind -> kinds.merge(kind.getKey(), kind.getValue(), Long::sum));
    Map<Contradiction, Long> conflicts =
        missed
            .any(
                "conflicts",
                "Connections with each contradiction; left out when there is none.",
                CONTRADICTIONS,
                each ->
                    Optional.of(each.losses().contradictions()).filter(names -> !names.isEmpty()))
            .orElse(Map.of());
    return new Run.Missed(Losses.of(counts, kinds, conflicts), reports);
  }

  private static Map.Entry<String, Long> unsupported(Fields<Map.Entry<String, Long>> kind)
      throws IOException {
    return Map.entry(
        kind.needed("kind", "A type of link, or a tunnel.", UNSUPPORTED, Map.Entry::getKey),
        kind.number("packets", "Packets of it.", SOME, Map.Entry::getValue));
  }

  private static Run.Reports reports(Fields<Run.Reports> reports) throws IOException {
    return new Run.Reports(
        reports.number(
            "sign_ins",
            "Sign-ins over old TLS that nothing on the wire fits.",
            Run.Reports::signIns),
        reports.number("senders", "The same of senders of mail.", Run.Reports::senders),
        reports.number(
            "inspected", "The same of connections that Defender saw.", Run.Reports::inspected),
        reports.any(
            "first",
            "Where the time that both cover begins; left out for none.",
            TIME,
            Run.Reports::first),
        reports.any(
            "last",
            "Where the time that both cover ends; left out for none.",
            TIME,
            Run.Reports::last),
        reports.number(
            "refused",
            "Clients below the floor on the wire that no report names, and that got nowhere.",
            Run.Reports::refused),
        reports.number("through", "The same of those that got through.", Run.Reports::through));
  }

  /** The fields of a day. */
  static Run.Day day(Fields<Run.Day> day) throws IOException {
    return new Run.Day(
        (int) day.needed("day", "UTC.", DAY, each -> LocalDate.ofEpochDay(each.day())).toEpochDay(),
        day.number(
            "watched_seconds",
            "In which something was captured, without those in which an interface was down.",
            SECONDS,
            Run.Day::watchedSeconds),
        day.number(
            "connections",
            "Of the service, in the directions that were asked for.",
            Run.Day::connections),
        day.number("lost", "How many of these a loss hit.", Run.Day::lost),
        day.number("packets", "Packets that were read.", Run.Day::packets),
        day.number("dropped", "Packets that were lost before they were read.", Run.Day::dropped));
  }

  private static Run.Terms terms(Fields<Run.Terms> terms) throws IOException {
    Optional<TlsVersion> floor =
        terms.always("floor", "Versions before this one were flagged.", VERSION, Run.Terms::floor);
    List<TlsVersion> others =
        terms.anyList(
            "other_floors",
            "By which a part was judged instead: those of single services, and those before a"
                + " reload. Left out for none.",
            VERSION,
            Run.Terms::otherFloors);
    boolean anyService =
        terms.flag(
            "any_service",
            "Whether connections to other services were flagged too.",
            Run.Terms::anyService);
    Fields<Run.Terms> catalogue = terms.begin("catalogue", "The endpoint list.");
    Optional<String> list = catalogue.always("version", LIST_VERSION, LIST, Run.Terms::list);
    Optional<String> date = catalogue.any("date", LIST_DATE, DATE, Run.Terms::listDate);
    catalogue.end();
    return new Run.Terms(
        floor.orElse(TlsVersion.TLS_1_2),
        others,
        anyService,
        list.orElse(Run.Terms.UNKNOWN),
        date,
        terms.anyList(
            "limits",
            "Options and policy that keep findings from being flagged, as they are typed; left out"
                + " without any.",
            OPTION,
            Run.Terms::limits),
        terms.any(
            "left_aside",
            "What options kept the run from looking at; left out unless they narrowed it.",
            object(RunLine::leftOut),
            Run.Terms::leftOut),
        terms.any(
            "pseudonym_key",
            "Which key the pseudonyms of clients were made with; left out where there are none.",
            KEY,
            Run.Terms::pseudonymKey),
        terms.any(
            "policy",
            "Digest of the policy that was in force at the end; left out where it is not known.",
            POLICY,
            Run.Terms::policy));
  }

  private static Run.LeftOut leftOut(Fields<Run.LeftOut> left) throws IOException {
    return new Run.LeftOut(
        left.number("connections", "How many.", Run.LeftOut::connections),
        left.number("flagged", "How many of them have findings.", Run.LeftOut::flagged),
        left.list("by", "Names of the options.", OPTION, Run.LeftOut::by));
  }

  private static Fix fix(Fields<Fix> fix) throws IOException {
    Remedy remedy = fix.needed("remedy", "The change.", object(VerdictFields::remedy), Fix::remedy);
    boolean below =
        fix.flag(
            "below_floor",
            "Whether the change clears clients below the floor; if not, other findings.",
            Fix::below);
    Severity severity =
        fix.needed(
            "severity",
            "Of the worst finding that it clears.",
            VerdictFields.SEVERITY,
            Fix::severity);
    List<String> stacks =
        fix.list(
            "client_stacks",
            "What the clients look like, the most frequent first.",
            STACK,
            Fix::stacks);
    List<IpAddress> clients =
        fix.list("clients", "Addresses of the clients that need it.", ADDRESS, RunLine::known);
    Map<Fares, Long> fares =
        fix.always("fares", "How many of them fare how.", ClientCounts.BY_FARES, Fix::fares)
            .orElse(Map.of());
    return new Fix(
        remedy,
        below,
        severity,
        stacks,
        clients,
        fares,
        fix.number(
            "need_another_change",
            "Clients among them that need another change, too.",
            Fix::others),
        fix.number(
            "connections", "Connections with the findings that it clears.", SOME, Fix::times));
  }

  private static List<IpAddress> known(Fix fix) {
    return fix.clients().stream().filter(client -> !Reported.isStandIn(client)).toList();
  }
}
