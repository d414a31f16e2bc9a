package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.InputSummary;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.rules.RuleId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Adds up the run lines of one or more saved results. */
final class SavedRuns {
  private static final String NO_RUN_LINE = "no_run_line";

  private final List<InputSummary> inputs = new ArrayList<>();
  private final Map<RuleId, Long> findings = new EnumMap<>(RuleId.class);
  private final Losses losses = new Losses();
  private final Map<String, Long> others = new TreeMap<>();
  private long packets;
  private long bytes;
  private long connections;
  private long bothSides;
  private long flagged;
  private long excepted;
  private long belowThreshold;
  private long withoutRunLine;
  private String catalogueVersion = "unknown";
  private Optional<String> catalogueDate = Optional.empty();
  private Optional<Instant> firstPacket = Optional.empty();
  private Optional<Instant> lastPacket = Optional.empty();
  private Instant ended = Instant.EPOCH;
  private Duration duration = Duration.ZERO;
  private boolean interrupted;
  private Optional<TlsVersion> floor = Optional.empty();
  private boolean anyService;
  private Optional<String> pseudonymKey = Optional.empty();

  /**
   * Adds a line of dataset {@code tlsfloor.run}.
   *
   * @throws SavedLineException if it is none
   */
  void add(Fields line) {
    Fields run = line.object("tlsfloor").object("run");
    Fields event = line.object("event");
    for (Fields input : run.objects("inputs")) {
      inputs.add(
          new InputSummary(
              input.needed("file"),
              input.number("packets"),
              input.has("entries")
                  ? OptionalLong.of(input.number("entries"))
                  : OptionalLong.empty(),
              input.number("bytes"),
              input.text("damage"),
              Optional.empty()));
    }
    packets += run.number("packets");
    bytes += run.number("bytes");
    connections += run.number("connections");
    bothSides += run.number("both_sides");
    flagged += run.number("flagged");
    excepted += run.number("excepted");
    belowThreshold += run.number("below_threshold");
    for (RuleId rule : RuleId.values()) {
      if (run.object("findings").has(rule.id())) {
        findings.merge(rule, run.object("findings").number(rule.id()), Long::sum);
      }
    }
    coverage(run);
    catalogueVersion = run.object("catalogue").text("version").orElse(catalogueVersion);
    catalogueDate = run.object("catalogue").text("date").or(() -> catalogueDate);
    earliest(run.time("first_packet"));
    latest(run.time("last_packet"));
    Instant end = event.neededTime("end");
    ended = end.isAfter(ended) ? end : ended;
    duration = duration.plusNanos(event.number("duration"));
    interrupted |= event.texts("type").contains("error");
    Optional<TlsVersion> its = run.version("floor");
    if (floor.isEmpty() || its.isPresent() && floor.get().isBefore(its.get())) {
      floor = its;
    }
    anyService |= run.flag("any_service");
    pseudonymKey = run.text("pseudonym_key").or(() -> pseudonymKey);
  }

  private void coverage(Fields run) {
    Fields coverage = run.object("coverage");
    Map<String, Long> counts = new TreeMap<>();
    for (Object name : coverage.values().keySet()) {
      counts.put((String) name, coverage.number((String) name));
    }
    Map<String, Long> kinds = new TreeMap<>();
    for (Fields kind : run.objects("unsupported")) {
      kinds.merge(kind.needed("kind"), kind.number("packets"), Long::sum);
    }
    losses.add(counts, kinds).forEach((name, count) -> others.merge(name, count, Long::sum));
  }

  private void earliest(Optional<Instant> time) {
    if (time.isPresent() && (firstPacket.isEmpty() || time.get().isBefore(firstPacket.get()))) {
      firstPacket = time;
    }
  }

  private void latest(Optional<Instant> time) {
    if (time.isPresent() && (lastPacket.isEmpty() || time.get().isAfter(lastPacket.get()))) {
      lastPacket = time;
    }
  }

  /** Notes saved results that end without a run line: nobody knows what they could not see. */
  void addUnfinished() {
    withoutRunLine++;
  }

  /**
   * All of them as one run.
   *
   * @param clients that the client lines tell of
   * @param alerts lines of flagged connections: more of them than the run lines count shows that a
   *     run line is missing
   */
  RunSummary summary(long clients, long alerts) {
    List<LossCount> coverage =
        losses.counts(
            others.getOrDefault(LossCount.DAMAGED_INPUTS, 0L),
            others.getOrDefault(Losses.HALF_SEEN, 0L),
            others.getOrDefault(Losses.FORGOTTEN, 0L));
    others.forEach(
        (name, count) -> {
          if (coverage.stream().noneMatch(known -> known.name().equals(name))) {
            String text = count + " " + name.replace('_', ' ');
            coverage.add(
                LossCount.besides(name, count)
                    .orElseGet(() -> new LossCount(name, text, count, true)));
          }
        });
    if (withoutRunLine > 0) {
      String text =
          withoutRunLine == 1
              ? "1 file ends without a run line: what it could not see is not known"
              : withoutRunLine
                  + " files end without a run line: what they could not see is not known";
      coverage.add(new LossCount(NO_RUN_LINE, text, withoutRunLine, true));
    }
    return new RunSummary(
        inputs,
        packets,
        bytes,
        Math.max(connections, alerts),
        clients,
        bothSides,
        Math.max(flagged, alerts),
        excepted,
        belowThreshold,
        findings,
        coverage,
        losses.unsupported(),
        catalogueVersion,
        catalogueDate,
        firstPacket,
        lastPacket,
        ended,
        duration,
        interrupted,
        floor.orElse(TlsVersion.TLS_1_2),
        anyService,
        pseudonymKey);
  }
}
