package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.Fixes;
import io.tlsfloor.report.model.Fixes.Fix;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Standing;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.RuleId;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The line of dataset {@code tlsfloor.run}, written and read. */
final class RunLine {
  /**
   * Bounds the inputs that are named: a line of all captures of a month may be longer than is read
   * again.
   */
  private static final long MAX_BYTES = 1 << 20;

  private static final int INPUT_BYTES = 100; // that an input takes besides its texts

  private RunLine() {}

  /**
   * Writes the line's fields.
   *
   * @param site name of the sensor
   * @param fixes what to do, where that is asked for
   */
  static void write(JsonLine json, Run run, Optional<String> site, Optional<Fixes> fixes)
      throws IOException {
    Run.Course course = run.course();
    json.time("@timestamp", course.ended());
    EcsFields.ecs(json);
    json.object("event");
    json.text("kind", "event");
    json.texts("category", List.of("network"));
    json.texts("type", List.of("end"));
    json.text("dataset", "tlsfloor.run");
    json.time("start", course.ended().minus(course.duration()));
    json.time("end", course.ended());
    json.number("duration", course.duration().toNanos());
    json.endObject();
    EcsFields.observer(json, site, Optional.empty());
    json.object("tlsfloor");
    json.object("run");
    json.text("id", course.id());
    json.flag("interrupted", course.interrupted());
    read(json, run.read());
    found(json, run.found());
    missed(json, run.missed());
    days(json, run.read().days());
    terms(json, run.terms());
    if (fixes.isPresent()) {
      fixes(json, fixes.get().all());
    }
    json.endObject();
    json.endObject();
  }

  private static void read(JsonLine json, Run.Read read) throws IOException {
    json.list("inputs");
    long written = 0;
    List<Run.Input> rest = new ArrayList<>();
    for (Run.Input input : read.inputs()) {
      long bytes = written + INPUT_BYTES + bytes(input);
      if (bytes > (input.damage().isPresent() ? 2 * MAX_BYTES : MAX_BYTES)) {
        rest.add(input);
      } else {
        written = bytes;
        input(json, input);
      }
    }
    if (!rest.isEmpty()) {
      input(json, together(rest));
    }
    json.endList();
    json.number("packets", read.packets());
    json.number("bytes", read.bytes());
    if (read.first().isPresent()) {
      json.time("first_packet", read.first().get());
    }
    if (read.last().isPresent()) {
      json.time("last_packet", read.last().get());
    }
  }

  private static void input(JsonLine json, Run.Input input) throws IOException {
    json.element();
    json.text("file", input.file());
    json.number("packets", input.packets());
    if (input.entries().isPresent()) {
      json.number("entries", input.entries().getAsLong());
    }
    json.number("bytes", input.bytes());
    json.text("damage", input.damage());
    json.endObject();
  }

  /** Returns the bytes of its texts in JSON. */
  private static long bytes(Run.Input input) throws IOException {
    return JsonLine.written(List.of(input.file(), input.damage().orElse(""))).length;
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

  private static void found(JsonLine json, Run.Found found) throws IOException {
    json.number("connections", found.connections());
    json.number("clients", found.clients());
    json.number("both_sides", found.bothSides());
    json.number("flagged", found.flagged());
    json.number("excepted", found.excepted());
    json.number("below_threshold", found.belowThreshold());
    json.object("findings");
    for (RuleId rule : RuleId.values()) {
      Long count = found.rules().get(rule);
      if (count != null) {
        json.number(rule.id(), count);
      }
    }
    json.endObject();
  }

  private static void missed(JsonLine json, Run.Missed missed) throws IOException {
    json.object("coverage");
    for (LossCount loss : missed.counts()) {
      json.number(loss.name(), loss.count());
    }
    json.endObject();
    if (missed.reports().isPresent()) {
      reports(json, missed.reports().get());
    }
    if (missed.unsupported().isEmpty()) {
      return;
    }
    json.list("unsupported");
    for (Map.Entry<String, Long> kind : missed.unsupported().entrySet()) {
      json.element();
      json.text("kind", kind.getKey());
      json.number("packets", kind.getValue());
      json.endObject();
    }
    json.endList();
  }

  private static void reports(JsonLine json, Run.Reports reports) throws IOException {
    json.object("reports");
    json.number("sign_ins", reports.signIns());
    json.number("senders", reports.senders());
    json.number("inspected", reports.inspected());
    if (reports.first().isPresent()) {
      json.time("first", reports.first().get());
    }
    if (reports.last().isPresent()) {
      json.time("last", reports.last().get());
    }
    json.number("refused", reports.refused());
    json.number("through", reports.through());
    json.endObject();
  }

  private static void days(JsonLine json, List<Run.Day> days) throws IOException {
    json.list("days");
    for (Run.Day day : days) {
      json.element();
      json.plain("day", LocalDate.ofEpochDay(day.day()).toString());
      json.number("watched_seconds", day.watchedSeconds());
      json.number("connections", day.connections());
      json.number("lost", day.lost());
      json.number("packets", day.packets());
      json.number("dropped", day.dropped());
      json.endObject();
    }
    json.endList();
  }

  private static List<Run.Day> daysOf(Fields run) {
    List<Run.Day> days = new ArrayList<>();
    for (Fields day : run.objects("days")) {
      days.add(
          new Run.Day(
              (int) day.neededDay("day").toEpochDay(),
              day.number("watched_seconds"),
              day.number("connections"),
              day.number("lost"),
              day.number("packets"),
              day.number("dropped")));
    }
    return days;
  }

  private static void terms(JsonLine json, Run.Terms terms) throws IOException {
    json.text("floor", terms.floor().toString());
    json.flag("any_service", terms.anyService());
    json.object("catalogue");
    json.text("version", terms.list());
    json.text("date", terms.listDate());
    json.endObject();
    if (!terms.limits().isEmpty()) {
      json.texts("limits", terms.limits());
    }
    if (terms.leftOut().isPresent()) {
      Run.LeftOut leftOut = terms.leftOut().get();
      json.object("left_aside");
      json.number("connections", leftOut.connections());
      json.number("flagged", leftOut.flagged());
      json.texts("by", leftOut.by());
      json.endObject();
    }
    json.text("pseudonym_key", terms.pseudonymKey());
  }

  /** Writes what to do. */
  private static void fixes(JsonLine json, List<Fix> fixes) throws IOException {
    json.list("fixes");
    for (Fix fix : fixes) {
      json.element();
      json.object("remedy");
      json.text("text", fix.remedy().text());
      json.text("reference", fix.remedy().reference());
      json.endObject();
      json.flag("below_floor", fix.below());
      json.word("severity", fix.severity());
      json.texts("client_stacks", fix.stacks());
      json.texts(
          "clients",
          fix.clients().keySet().stream()
              .filter(client -> !Reported.isStandIn(client))
              .map(IpAddress::toString)
              .toList());
      json.number("got_through", fix.count(Standing.Kind.THROUGH));
      json.number("refused", fix.count(Standing.Kind.REFUSED));
      json.number("need_another_change", fix.others());
      json.number("connections", fix.times());
      json.endObject();
    }
    json.endList();
  }

  /**
   * Reads a line of dataset {@code tlsfloor.run}.
   *
   * @throws SavedLineException if it is none
   */
  static Run of(Fields line) {
    Fields run = line.object("tlsfloor").object("run");
    Fields event = line.object("event");
    return new Run(
        new Run.Course(
            run.text("id").orElse(""),
            event.neededTime("end"),
            Duration.ofNanos(event.number("duration")),
            run.flag("interrupted")),
        readOf(run),
        foundOf(run),
        missedOf(run),
        termsOf(run));
  }

  private static Run.Read readOf(Fields run) {
    List<Run.Input> inputs = new ArrayList<>();
    for (Fields input : run.objects("inputs")) {
      inputs.add(
          new Run.Input(
              input.needed("file"),
              input.number("packets"),
              input.has("entries")
                  ? OptionalLong.of(input.number("entries"))
                  : OptionalLong.empty(),
              input.number("bytes"),
              input.text("damage"),
              Optional.empty()));
    }
    return new Run.Read(
        inputs,
        run.number("packets"),
        run.number("bytes"),
        run.time("first_packet"),
        run.time("last_packet"),
        daysOf(run));
  }

  private static Run.Found foundOf(Fields run) {
    Map<RuleId, Long> rules = new EnumMap<>(RuleId.class);
    for (RuleId rule : RuleId.values()) {
      if (run.object("findings").has(rule.id())) {
        rules.put(rule, run.object("findings").number(rule.id()));
      }
    }
    return new Run.Found(
        run.number("connections"),
        run.number("clients"),
        run.number("both_sides"),
        run.number("flagged"),
        run.number("excepted"),
        run.number("below_threshold"),
        rules);
  }

  private static Run.Missed missedOf(Fields run) {
    Map<String, Long> counts = run.object("coverage").counts();
    Map<String, Long> kinds = new TreeMap<>();
    for (Fields kind : run.objects("unsupported")) {
      kinds.merge(kind.needed("kind"), kind.number("packets"), Long::sum);
    }
    return new Run.Missed(
        Losses.named(counts, kinds),
        kinds,
        run.object("reports")
            .ifAny(
                reports ->
                    new Run.Reports(
                        reports.number("sign_ins"),
                        reports.number("senders"),
                        reports.number("inspected"),
                        reports.time("first"),
                        reports.time("last"),
                        reports.number("refused"),
                        reports.number("through"))));
  }

  private static Run.Terms termsOf(Fields run) {
    Fields list = run.object("catalogue");
    return new Run.Terms(
        run.version("floor").orElse(TlsVersion.TLS_1_2),
        run.flag("any_service"),
        list.text("version").orElse("unknown"),
        list.text("date"),
        run.texts("limits"),
        run.object("left_aside")
            .ifAny(
                left ->
                    new Run.LeftOut(
                        left.number("connections"), left.number("flagged"), left.texts("by"))),
        run.text("pseudonym_key"));
  }
}
