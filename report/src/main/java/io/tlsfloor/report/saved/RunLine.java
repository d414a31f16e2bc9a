package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.ADDRESS;
import static io.tlsfloor.report.saved.Scalar.DAY;
import static io.tlsfloor.report.saved.Scalar.NUMBER;
import static io.tlsfloor.report.saved.Scalar.TEXT;
import static io.tlsfloor.report.saved.Scalar.TIME;
import static io.tlsfloor.report.saved.Scalar.VERSION;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.Fixes.Fix;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Standing;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** The line of dataset {@code tlsfloor.run}. */
final class RunLine {
  static final String DATASET = "tlsfloor.run";

  /**
   * Bounds the inputs that are named: a line of all captures of a month may be longer than is read
   * again.
   */
  private static final long MAX_BYTES = 1 << 20;

  private static final int INPUT_BYTES = 100; // that an input takes besides its texts
  private static final Scalar<Severity> SEVERITY = Scalar.word(Severity.class);

  private RunLine() {}

  /** Its fields. */
  static OfRun fields(Fields<OfRun> line) throws IOException {
    Fields<Run.Course> course = line.of(each -> each.run().course());
    course.also("@timestamp", TIME, Run.Course::ended);
    EcsFields.ecs(line);
    Fields<Run.Course> event = course.begin("event");
    event.also("kind", "event");
    event.also((json, each) -> EcsFields.event(json, "end"));
    event.also("dataset", DATASET);
    event.also("start", TIME, each -> each.ended().minus(each.duration()));
    Instant ended = event.needed("end", TIME, Run.Course::ended);
    long nanos = event.number("duration", each -> each.duration().toNanos());
    event.end();
    Optional<String> site = EcsFields.site(line, each -> each.origin().site());
    Fields<OfRun> own = line.begin("tlsfloor").begin("run");
    Optional<String> id = own.any("id", TEXT, each -> Optional.of(each.run().course().id()));
    boolean interrupted = own.flag("interrupted", each -> each.run().course().interrupted());
    Run run = run(own.of(OfRun::run), id.orElse(""), ended, nanos, interrupted);
    Optional<List<Fix>> fixes =
        own.has("fixes", each -> each.fixes().isPresent())
            ? Optional.of(
                own.list("fixes", object(RunLine::fix), each -> each.fixes().orElseThrow()))
            : Optional.empty();
    own.end();
    line.end();
    return new OfRun(new Origin(site, id, false), run, fixes);
  }

  private static Run run(Fields<Run> run, String id, Instant ended, long nanos, boolean interrupted)
      throws IOException {
    Fields<Run.Read> read = run.of(Run::read);
    List<Run.Input> inputs = read.list("inputs", object(RunLine::input), RunLine::named);
    long packets = read.number("packets", Run.Read::packets);
    long bytes = read.number("bytes", Run.Read::bytes);
    Optional<Instant> first = read.any("first_packet", TIME, Run.Read::first);
    Optional<Instant> last = read.any("last_packet", TIME, Run.Read::last);
    Run.Found found = found(run.of(Run::found));
    Run.Missed missed = missed(run.of(Run::missed));
    List<Run.Day> days = read.list("days", object(RunLine::day), Run.Read::days);
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
    String file = input.needed("file", TEXT, Run.Input::file);
    long packets = input.number("packets", Run.Input::packets);
    Optional<Long> entries =
        input.any(
            "entries",
            NUMBER,
            log ->
                log.entries().isPresent()
                    ? Optional.of(log.entries().getAsLong())
                    : Optional.empty());
    return new Run.Input(
        file,
        packets,
        entries.isPresent() ? OptionalLong.of(entries.get()) : OptionalLong.empty(),
        input.number("bytes", Run.Input::bytes),
        input.any("damage", TEXT, Run.Input::damage),
        Optional.empty());
  }

  private static Run.Found found(Fields<Run.Found> found) throws IOException {
    return new Run.Found(
        found.number("connections", Run.Found::connections),
        found.number("clients", Run.Found::clients),
        found.number("both_sides", Run.Found::bothSides),
        found.number("flagged", Run.Found::flagged),
        found.number("excepted", Run.Found::excepted),
        found.number("below_threshold", Run.Found::belowThreshold),
        found.within("findings", Run.Found::rules, RunLine::rules));
  }

  private static Map<RuleId, Long> rules(Fields<Map<RuleId, Long>> findings) throws IOException {
    Map<RuleId, Long> rules = new EnumMap<>(RuleId.class);
    for (RuleId rule : RuleId.values()) {
      findings
          .any(rule.id(), NUMBER, counts -> Optional.ofNullable(counts.get(rule)))
          .ifPresent(count -> rules.put(rule, count));
    }
    return rules;
  }

  private static Run.Missed missed(Fields<Run.Missed> missed) throws IOException {
    Map<String, Long> counts =
        missed.within(
            "coverage", each -> each, each -> each.counts("", run -> run.losses().byName()));
    Optional<Run.Reports> reports =
        missed.any("reports", object(RunLine::reports), Run.Missed::reports);
    SortedMap<String, Long> kinds = new TreeMap<>();
    missed
        .anyList(
            "unsupported",
            object(RunLine::unsupported),
            each -> List.copyOf(each.losses().unsupported().entrySet()))
        .forEach(kind -> kinds.merge(kind.getKey(), kind.getValue(), Long::sum));
    return new Run.Missed(Losses.of(counts, kinds), reports);
  }

  private static Map.Entry<String, Long> unsupported(Fields<Map.Entry<String, Long>> kind)
      throws IOException {
    return Map.entry(
        kind.needed("kind", TEXT, Map.Entry::getKey), kind.number("packets", Map.Entry::getValue));
  }

  private static Run.Reports reports(Fields<Run.Reports> reports) throws IOException {
    return new Run.Reports(
        reports.number("sign_ins", Run.Reports::signIns),
        reports.number("senders", Run.Reports::senders),
        reports.number("inspected", Run.Reports::inspected),
        reports.any("first", TIME, Run.Reports::first),
        reports.any("last", TIME, Run.Reports::last),
        reports.number("refused", Run.Reports::refused),
        reports.number("through", Run.Reports::through));
  }

  /** What was seen of a day; lines of watches have it, too. */
  static Run.Day day(Fields<Run.Day> day) throws IOException {
    return new Run.Day(
        (int) day.needed("day", DAY, each -> LocalDate.ofEpochDay(each.day())).toEpochDay(),
        day.number("watched_seconds", Run.Day::watchedSeconds),
        day.number("connections", Run.Day::connections),
        day.number("lost", Run.Day::lost),
        day.number("packets", Run.Day::packets),
        day.number("dropped", Run.Day::dropped));
  }

  private static Run.Terms terms(Fields<Run.Terms> terms) throws IOException {
    Optional<TlsVersion> floor = terms.any("floor", VERSION, each -> Optional.of(each.floor()));
    boolean anyService = terms.flag("any_service", Run.Terms::anyService);
    Fields<Run.Terms> catalogue = terms.begin("catalogue");
    Optional<String> list = catalogue.any("version", TEXT, each -> Optional.of(each.list()));
    Optional<String> date = catalogue.any("date", TEXT, Run.Terms::listDate);
    catalogue.end();
    return new Run.Terms(
        floor.orElse(TlsVersion.TLS_1_2),
        anyService,
        list.orElse(Run.Terms.UNKNOWN),
        date,
        terms.anyList("limits", TEXT, Run.Terms::limits),
        terms.any("left_aside", object(RunLine::leftOut), Run.Terms::leftOut),
        terms.any("pseudonym_key", TEXT, Run.Terms::pseudonymKey));
  }

  private static Run.LeftOut leftOut(Fields<Run.LeftOut> left) throws IOException {
    return new Run.LeftOut(
        left.number("connections", Run.LeftOut::connections),
        left.number("flagged", Run.LeftOut::flagged),
        left.list("by", TEXT, Run.LeftOut::by));
  }

  private static Fix fix(Fields<Fix> fix) throws IOException {
    Remedy remedy = fix.needed("remedy", object(VerdictFields::remedy), Fix::remedy);
    boolean below = fix.flag("below_floor", Fix::below);
    Severity severity = fix.needed("severity", SEVERITY, Fix::severity);
    List<String> stacks = fix.list("client_stacks", TEXT, Fix::stacks);
    List<IpAddress> clients = fix.list("clients", ADDRESS, RunLine::known);
    Map<Standing.Kind, Long> fares = new EnumMap<>(Standing.Kind.class);
    fares.put(
        Standing.Kind.THROUGH,
        fix.number("got_through", each -> each.count(Standing.Kind.THROUGH)));
    fares.put(
        Standing.Kind.REFUSED, fix.number("refused", each -> each.count(Standing.Kind.REFUSED)));
    return new Fix(
        remedy,
        below,
        severity,
        stacks,
        clients,
        fares,
        fix.number("need_another_change", Fix::others),
        fix.number("connections", Fix::times));
  }

  private static List<IpAddress> known(Fix fix) {
    return fix.clients().stream().filter(client -> !Reported.isStandIn(client)).toList();
  }
}
