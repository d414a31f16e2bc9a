package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Timestamps.Dated;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.RuleId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run as a whole: what it read, what it found, what it could not see, and on whose terms.
 *
 * @param course when and how it ran
 * @param read what went in
 * @param found what came out
 * @param missed what it could not see
 * @param terms what it was asked
 */
public record Run(Course course, Read read, Found found, Missed missed, Terms terms) {

  /** Returns whether times of one day name it: they do where packets are of several. */
  public Dated dated() {
    boolean oneDay =
        read.first()
            .flatMap(
                first ->
                    read.last().map(last -> Timestamps.day(first).equals(Timestamps.day(last))))
            .orElse(true);
    return oneDay ? Dated.IF_NEEDED : Dated.ALWAYS;
  }

  /**
   * Returns whether all that was there was looked at, and nothing lost that could hide a finding.
   */
  public boolean isComplete() {
    return !missed.hides()
        && !hasLogs()
        && missed.count(LossKind.FILTERED_FRAMES) == 0
        && terms.leftOut().isEmpty()
        && terms.limits().isEmpty()
        && !course.interrupted();
  }

  /**
   * Returns whether each finding counts, so that a client without one that does is not below the
   * floor.
   */
  public boolean countsAll() {
    return found.belowThreshold() == 0 && terms.limits().isEmpty();
  }

  /**
   * Returns whether logs were read, which show less than packets, also if no connection was in
   * them.
   */
  public boolean hasLogs() {
    return read.entries().isPresent() || missed.fromLogs() > 0;
  }

  /** The same run under another id. */
  public Run withId(String id) {
    return new Run(
        new Course(id, course.ended(), course.duration(), course.interrupted()),
        read,
        found,
        missed,
        terms);
  }

  /**
   * When and how a run ran.
   *
   * @param id of a scan the same for the same captures and options, of a watch its own; 32
   *     hexadecimal digits, empty for lines of a version that wrote none
   * @param ended when it ended, by the clock of this machine
   * @param duration of the run
   * @param interrupted whether a signal ended it early
   */
  public record Course(String id, Instant ended, Duration duration, boolean interrupted) {}

  /**
   * Holds what a run read.
   *
   * @param inputs in order
   * @param packets of all of them
   * @param bytes of all of them
   * @param first time of the earliest packet; empty when none has a time
   * @param last time of the latest packet; empty when none has a time
   * @param days what was seen of each UTC day, the earliest first
   */
  public record Read(
      List<Input> inputs,
      long packets,
      long bytes,
      Optional<Instant> first,
      Optional<Instant> last,
      List<Day> days) {
    /** Copies the lists. */
    public Read {
      inputs = List.copyOf(inputs);
      days = List.copyOf(days);
    }

    /** Where days are not known. */
    public Read(
        List<Input> inputs,
        long packets,
        long bytes,
        Optional<Instant> first,
        Optional<Instant> last) {
      this(inputs, packets, bytes, first, last, List.of());
    }

    /** Entries of logs that were read; empty if no input was a log. */
    public OptionalLong entries() {
      return inputs.stream()
          .map(Input::entries)
          .filter(OptionalLong::isPresent)
          .mapToLong(OptionalLong::getAsLong)
          .reduce(Long::sum);
    }

    /** {@code 41,207 packets}; {@code 310 log entries}; or both. */
    public String amount() {
      String read = Words.count(packets, "packet");
      long logged = entries().orElse(0);
      String logs = Words.number(logged) + (logged == 1 ? " log entry" : " log entries");
      return entries().isEmpty() ? read : packets == 0 ? logs : read + ", " + logs;
    }

    /** How long was watched; from the first packet to the last where no day tells. */
    public Optional<Duration> time() {
      long watched = days.stream().mapToLong(Day::watchedSeconds).sum();
      if (watched > 0 && inputs.size() > 1) {
        return Optional.of(Duration.ofSeconds(watched)); // captures leave time between them
      }
      return first.flatMap(from -> last.map(to -> Duration.between(from, to)));
    }

    /** From the first packet to the last, in words; empty when they have no times. */
    public Optional<String> span() {
      return first.flatMap(from -> last.map(to -> Timestamps.span(from, to, Dated.ALWAYS)));
    }
  }

  /**
   * Holds what a run saw of a day.
   *
   * @param day since 1970-01-01, UTC
   * @param watchedSeconds in which something was captured
   * @param connections of the service, or that may be
   * @param lost how many of these a loss hit
   * @param packets that were read
   * @param dropped packets that were lost before they were read
   */
  public record Day(
      int day, long watchedSeconds, long connections, long lost, long packets, long dropped) {
    /** The same day in two runs. */
    public Day and(Day other) {
      return new Day(
          day,
          Math.min(86_400, watchedSeconds + other.watchedSeconds),
          connections + other.connections,
          lost + other.lost,
          packets + other.packets,
          dropped + other.dropped);
    }
  }

  /**
   * One input of a run.
   *
   * @param file as given or found
   * @param packets read
   * @param entries read, of a log; empty for a capture
   * @param bytes read, of the file as it is stored
   * @param damage why it was not read to its end, or not at all; empty for a sound file
   * @param advice what to do about that, as an imperative clause; empty where there is none
   */
  public record Input(
      String file,
      long packets,
      OptionalLong entries,
      long bytes,
      Optional<String> damage,
      Optional<String> advice) {
    private static final String NOT_CAPTURED = "not captured for ";

    /** A capture. */
    public static Input capture(
        String file, long packets, long bytes, Optional<String> damage, Optional<String> advice) {
      return new Input(file, packets, OptionalLong.empty(), bytes, damage, advice);
    }

    /** An interface that could not be captured for so many seconds. */
    public static Input live(String name, long packets, long bytes, long blindSeconds) {
      Optional<String> damage =
          blindSeconds == 0
              ? Optional.empty()
              : Optional.of(NOT_CAPTURED + Words.count(blindSeconds, "second"));
      return new Input(name, packets, OptionalLong.empty(), bytes, damage, Optional.empty());
    }

    /** A log of {@code entries} entries. */
    public static Input log(String file, long entries, long bytes, Optional<String> damage) {
      return new Input(file, 0, OptionalLong.of(entries), bytes, damage, Optional.empty());
    }

    /** Returns whether it is an interface that could not be captured all the time. */
    public boolean wasBlind() {
      return damage.isPresent() && damage.get().startsWith(NOT_CAPTURED);
    }

    /** Returns whether anything of it could be read, if only its header. */
    public boolean isRead() {
      return bytes > 0 || entries.orElse(0) > 0 || damage.isEmpty();
    }
  }

  /**
   * Holds what a run found.
   *
   * @param connections all TLS connections, and mail connections without TLS
   * @param clients that speak to a service of the catalogue in a chosen direction
   * @param bothSides connections of which both sides were seen
   * @param flagged connections
   * @param excepted connections that only an exception kept from being flagged
   * @param belowThreshold connections that only severity or confidence kept from being flagged
   * @param rules findings of flagged connections, by rule
   */
  public record Found(
      long connections,
      long clients,
      long bothSides,
      long flagged,
      long excepted,
      long belowThreshold,
      Map<RuleId, Long> rules) {
    /** Copies the map. */
    public Found {
      rules = Map.copyOf(rules);
    }

    /** One connection. */
    public static Found of(Result result) {
      Map<RuleId, Long> rules = new EnumMap<>(RuleId.class);
      if (result.flagged()) {
        result.findings().forEach(finding -> rules.merge(finding.rule(), 1L, Long::sum));
      }
      boolean excepted = !result.flagged() && result.excepted();
      return new Found(1, 0, 1, result.flagged() ? 1 : 0, excepted ? 1 : 0, 0, rules);
    }

    /** Both, added up. */
    public Found and(Found other) {
      return plus(other, 1);
    }

    /** The same without what is counted elsewhere. */
    public Found minus(Found other) {
      return plus(other, -1);
    }

    private Found plus(Found other, int sign) {
      Map<RuleId, Long> sums = new EnumMap<>(RuleId.class);
      sums.putAll(rules);
      other.rules.forEach(
          (rule, count) -> {
            if (sign > 0 || sums.containsKey(rule)) {
              sums.merge(rule, sign * count, Long::sum);
            }
          });
      return new Found(
          Math.max(0, connections + sign * other.connections),
          Math.max(0, clients + sign * other.clients),
          Math.max(0, bothSides + sign * other.bothSides),
          Math.max(0, flagged + sign * other.flagged),
          Math.max(0, excepted + sign * other.excepted),
          Math.max(0, belowThreshold + sign * other.belowThreshold),
          sums);
    }
  }

  /**
   * Holds what a run could not see.
   *
   * @param counts every kind of loss, with its count, zero included
   * @param unsupported frames by what kept them from being read, such as {@code link-type 105}
   * @param contradictions connections with each
   * @param reports what Microsoft's reports and the wire have not in common; empty where there is
   *     nothing to compare
   */
  public record Missed(
      List<LossCount> counts,
      Map<String, Long> unsupported,
      Map<Contradiction, Long> contradictions,
      Optional<Reports> reports) {
    /** Copies what is listed. */
    public Missed {
      counts = List.copyOf(counts);
      contradictions = Map.copyOf(contradictions);
    }

    /** Where nothing was compared, and nothing contradicts itself. */
    public Missed(List<LossCount> counts, Map<String, Long> unsupported) {
      this(counts, unsupported, Map.of(), Optional.empty());
    }

    /** The same with other counts. */
    public Missed with(List<LossCount> others) {
      return new Missed(others, unsupported, contradictions, reports);
    }

    /** Returns whether something was lost that could hide a finding. */
    public boolean hides() {
      return counts.stream().anyMatch(LossCount::hidesNow);
    }

    /** Returns what was lost that could hide a finding, in words; empty for nothing. */
    public List<String> hiding() {
      return counts.stream().filter(LossCount::hidesNow).map(LossCount::text).toList();
    }

    /** Returns whether reports of Microsoft's were read. */
    public boolean isReported() {
      return count(LossKind.REPORT_ENTRA)
              + count(LossKind.REPORT_EXCHANGE)
              + count(LossKind.REPORT_DEFENDER)
          > 0;
    }

    /** Connections that were read from logs, which show less than packets. */
    public long fromLogs() {
      return count(LossKind.LOG_CONNECTIONS);
    }

    /** How often something was lost. */
    public long count(LossKind kind) {
      return count(kind.id());
    }

    /** How often something was lost; 0 for a name that is not there. */
    public long count(String name) {
      return counts.stream()
          .filter(loss -> loss.name().equals(name))
          .mapToLong(LossCount::count)
          .sum();
    }
  }

  /**
   * Holds what is on one side only, of Microsoft's reports and what was seen on the wire.
   *
   * @param signIns over old TLS that nothing on the wire fits
   * @param senders of mail over old TLS that nothing on the wire fits
   * @param inspected connections that Defender saw and nothing on the wire fits
   * @param first time of the earliest of them; empty where none has one
   * @param last time of the latest of them
   * @param refused clients below the floor on the wire that no report names, and that got nowhere
   * @param through clients below the floor on the wire that no report names, and that got through
   */
  public record Reports(
      long signIns,
      long senders,
      long inspected,
      Optional<Instant> first,
      Optional<Instant> last,
      long refused,
      long through) {
    /** In words. */
    public List<String> sentences() {
      List<String> kinds = new ArrayList<>();
      if (signIns > 0) {
        kinds.add(Words.count(signIns, "sign-in"));
      }
      if (senders > 0) {
        kinds.add(Words.count(senders, "sender") + " of mail");
      }
      if (inspected > 0) {
        kinds.add(Words.count(inspected, "inspected connection"));
      }
      List<String> sentences = new ArrayList<>();
      if (!kinds.isEmpty()) {
        String when =
            first
                .flatMap(
                    from ->
                        last.map(
                            to ->
                                ", first and last at "
                                    + Timestamps.seconds(from)
                                    + " and "
                                    + Timestamps.seconds(to)))
                .orElse("");
        sentences.add(
            "Microsoft saw "
                + String.join(", ", kinds)
                + " over old TLS that no capture shows: clients outside of your captures"
                + when
                + ".");
      }
      if (refused > 0) {
        sentences.add(
            Words.count(refused, "client") + " on the wire that Microsoft never saw: refused.");
      }
      if (through > 0) {
        sentences.add(
            Words.count(through, "client")
                + " on the wire got through below the floor, and no report names "
                + (through == 1 ? "it" : "them")
                + ": export the same days.");
      }
      return sentences;
    }
  }

  /**
   * Holds what a run was asked.
   *
   * @param floor versions before this one were flagged
   * @param anyService whether connections to other services were flagged too
   * @param list version of the endpoint list, or where it was read from
   * @param listDate of the endpoint list, where known
   * @param limits options and policy that keep findings from being flagged, as they are typed:
   *     {@code --min-severity high}; empty where every finding on outbound connections is
   * @param leftOut what the options kept it from looking at; empty for a run that was not narrowed
   * @param pseudonymKey identifies the key that the clients' pseudonyms were made with; empty
   *     without any
   */
  public record Terms(
      TlsVersion floor,
      boolean anyService,
      String list,
      Optional<String> listDate,
      List<String> limits,
      Optional<LeftOut> leftOut,
      Optional<String> pseudonymKey) {
    /** Copies the list. */
    public Terms {
      limits = List.copyOf(limits);
    }

    /** That not all was looked at or flagged, and by what options; empty for a run of all. */
    public List<String> narrowed() {
      List<String> narrowed = new ArrayList<>();
      leftOut.ifPresent(left -> narrowed.add(left.text()));
      if (!limits.isEmpty()) {
        narrowed.add("Flagged only what " + String.join(", ", limits) + " lets through");
      }
      return narrowed;
    }
  }

  /**
   * Holds what options kept a run from looking at.
   *
   * @param connections that were seen and left out
   * @param flagged how many of them would be flagged
   * @param by names of the options, without dashes
   */
  public record LeftOut(long connections, long flagged, List<String> by) {
    /** Copies the list. */
    public LeftOut {
      by = List.copyOf(by);
    }

    /** The options as they are typed: {@code --client, --from}. */
    public String options() {
      return String.join(", ", by.stream().map(option -> "--" + option).toList());
    }

    /** {@code 205 connections left out by --client; 49 of them have findings}. */
    public String text() {
      if (by.equals(List.of("filter"))) { // which knows of frames alone
        return "What --filter kept out was not looked at";
      }
      return Words.count(connections, "connection")
          + " left out by "
          + options()
          + (flagged == 0
              ? ""
              : "; "
                  + Words.number(flagged)
                  + " of them "
                  + (flagged == 1 ? "has" : "have")
                  + " findings");
    }
  }
}
