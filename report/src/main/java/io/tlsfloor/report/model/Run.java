package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Timestamps.Dated;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Basis;
import io.tlsfloor.rules.RuleId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.stream.Stream;

/**
 * A run as a whole: what it read, what it found, what it could not see, and on whose terms.
 *
 * @param course when and how it ran
 * @param read what went in
 * @param found what came out
 * @param missed what it could not see
 * @param terms what it was asked
 */
public record Run(Course course, Read read, Totals found, Missed missed, Terms terms) {

  /** The run of no line at all. */
  public static final Run NOTHING =
      new Run(
          new Course("", Instant.EPOCH, Duration.ZERO, false),
          Read.NOTHING,
          Totals.NOTHING,
          Missed.NOTHING,
          new Terms(
              TlsVersion.TLS_1_2,
              List.of(),
              false,
              Terms.UNKNOWN,
              Optional.empty(),
              List.of(),
              Optional.empty(),
              Optional.empty()));

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

  /** Both as one run. */
  public Run and(Run other) {
    return new Run(
        course.and(other.course),
        read.and(other.read),
        found.and(other.found),
        missed.and(other.missed),
        terms.and(other.terms));
  }

  /** Both as one run, where they looked at the same time: the larger of each count. */
  public Run larger(Run other) {
    return new Run(
        course.and(other.course),
        read.larger(other.read),
        found.larger(other.found),
        missed.and(other.missed),
        terms.and(other.terms));
  }

  /** The same run under another id. */
  public Run withId(String id) {
    Course renamed = new Course(id, course.ended(), course.duration(), course.interrupted());
    return new Run(renamed, read, found, missed, terms);
  }

  /** The same run, had it read this. */
  public Run with(Read other) {
    return new Run(course, other, found, missed, terms);
  }

  /** The same run, had it found this. */
  public Run with(Totals other) {
    return new Run(course, read, other, missed, terms);
  }

  /** The same run, had it missed this. */
  public Run with(Missed other) {
    return new Run(course, read, found, other, terms);
  }

  /** The same run, had it been asked this. */
  public Run with(Terms other) {
    return new Run(course, read, found, missed, other);
  }

  private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
    return a.map(one -> b.filter(one::isAfter).orElse(one)).or(() -> b);
  }

  private static Optional<Instant> later(Optional<Instant> a, Optional<Instant> b) {
    return a.map(one -> b.filter(one::isBefore).orElse(one)).or(() -> b);
  }

  /**
   * When and how a run ran.
   *
   * @param id of a scan the same for the same captures and options, of a watch its own; 32
   *     hexadecimal digits, empty for several runs together
   * @param ended when it ended, by the clock of this machine
   * @param duration of the run
   * @param interrupted whether a signal ended it early
   */
  public record Course(String id, Instant ended, Duration duration, boolean interrupted) {
    /** Both, which have no id together. */
    Course and(Course other) {
      return new Course(
          "",
          ended.isBefore(other.ended) ? other.ended : ended,
          duration.plus(other.duration),
          interrupted || other.interrupted);
    }
  }

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
    /** Of a run that read nothing. */
    public static final Read NOTHING =
        new Read(List.of(), 0, 0, Optional.empty(), Optional.empty(), List.of());

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

    /** Both, added up: days by their date. */
    public Read and(Read other) {
      return both(other, Day::and);
    }

    /** Both, of the same time: what was read adds up, and of each day the larger counts hold. */
    Read larger(Read other) {
      return both(other, Day::larger);
    }

    private Read both(Read other, BinaryOperator<Day> count) {
      SortedMap<Integer, Day> all = new TreeMap<>();
      Stream.concat(days.stream(), other.days.stream())
          .forEach(each -> all.merge(each.day(), each, count));
      return new Read(
          Stream.concat(inputs.stream(), other.inputs.stream()).toList(),
          packets + other.packets,
          bytes + other.bytes,
          earlier(first, other.first),
          later(last, other.last),
          List.copyOf(all.values()));
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
      return first.isEmpty() || last.isEmpty()
          ? Optional.empty()
          : Optional.of(Duration.between(first.get(), last.get()));
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
    /** Seconds of a day that have to be watched, so that it counts as covered. */
    private static final long COVERED_SECONDS = 8 * 3600;

    /** Returns whether it was watched for long enough, and at most one of a hundred was lost. */
    public boolean isCovered() {
      return watchedSeconds >= COVERED_SECONDS && hasLittleLoss();
    }

    /** Returns whether at most one of a hundred was lost. */
    boolean hasLittleLoss() {
      return 100 * lost <= connections && 100 * dropped <= packets + dropped;
    }

    /** The same day in two runs that looked at the same time. */
    Day larger(Day other) {
      return new Day(
          day,
          Math.max(watchedSeconds, other.watchedSeconds),
          Math.max(connections, other.connections),
          Math.max(lost, other.lost),
          Math.max(packets, other.packets),
          Math.max(dropped, other.dropped));
    }

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

    /** A log that is known, and not read. */
    public static Input unreadLog(String file, String damage, String advice) {
      return new Input(file, 0, OptionalLong.of(0), 0, Optional.of(damage), Optional.of(advice));
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
   * @param accounts that reports name, and of which no machine is known
   * @param bothSides connections of which both sides were seen
   * @param flagged connections
   * @param excepted connections that only an exception kept from being flagged
   * @param belowThreshold connections that only severity or confidence kept from being flagged
   * @param rules findings of flagged connections, by rule
   */
  public record Totals(
      long connections,
      long clients,
      long accounts,
      long bothSides,
      long flagged,
      long excepted,
      long belowThreshold,
      Map<RuleId, Long> rules) {
    /** Of a run that found nothing. */
    public static final Totals NOTHING = new Totals(0, 0, 0, 0, 0, 0, 0, Map.of());

    /** Copies the map. */
    public Totals {
      rules = Map.copyOf(rules);
    }

    /** Both, added up. */
    public Totals and(Totals other) {
      return both(other, Long::sum);
    }

    /** The larger of each count. */
    public Totals larger(Totals other) {
      return both(other, Math::max);
    }

    private Totals both(Totals other, LongBinaryOperator count) {
      Map<RuleId, Long> both = new EnumMap<>(RuleId.class);
      both.putAll(rules);
      other.rules.forEach((rule, more) -> both.merge(rule, more, count::applyAsLong));
      return new Totals(
          count.applyAsLong(connections, other.connections),
          count.applyAsLong(clients, other.clients),
          count.applyAsLong(accounts, other.accounts),
          count.applyAsLong(bothSides, other.bothSides),
          count.applyAsLong(flagged, other.flagged),
          count.applyAsLong(excepted, other.excepted),
          count.applyAsLong(belowThreshold, other.belowThreshold),
          both);
    }
  }

  /**
   * Holds what a run could not see.
   *
   * @param losses by kind
   * @param reports what Microsoft's reports and the wire have not in common; empty where there is
   *     nothing to compare
   */
  public record Missed(Losses losses, Optional<Reports> reports) {
    /** Where nothing was looked for. */
    public static final Missed NOTHING = new Missed(Losses.NONE);

    /** Where nothing was compared. */
    public Missed(Losses losses) {
      this(losses, Optional.empty());
    }

    /** Both, added up. */
    public Missed and(Missed other) {
      return new Missed(
          losses.and(other.losses),
          reports.map(these -> other.reports.map(these::and).orElse(these)).or(other::reports));
    }

    /** Returns whether something was lost that could hide a finding. */
    public boolean hides() {
      return losses.hides();
    }

    /** Returns the names of what was lost that could hide a finding; empty for nothing. */
    public List<String> couldHide() {
      return losses.said().stream().filter(LossCount::hides).map(LossCount::name).toList();
    }

    /** Returns what was lost that could hide a finding, in words; empty for nothing. */
    public List<String> hiding() {
      return losses.said().stream().filter(LossCount::hides).map(LossCount::text).toList();
    }

    /** Returns whether reports of Microsoft's were read, be there entries in them or not. */
    public boolean isReported() {
      return losses.counts().containsKey(LossKind.REPORT_ENTRA)
          || losses.counts().containsKey(LossKind.REPORT_EXCHANGE)
          || losses.counts().containsKey(LossKind.REPORT_DEFENDER);
    }

    /** Connections that were read from logs, which show less than packets. */
    public long fromLogs() {
      return count(LossKind.LOG_CONNECTIONS);
    }

    /** What logs never show, as a clause, and what those leave out that were read. */
    public String logsNeverShow() {
      return Basis.ZEEK.limits()
          + (count(LossKind.EVE_CONNECTIONS) == 0 ? "" : "; " + Basis.EVE.limits());
    }

    /** How often something was lost. */
    public long count(LossKind kind) {
      return losses.count(kind);
    }

    /** How often something was lost that analyzers count. */
    public long count(Loss loss) {
      return losses.count(LossKind.of(loss));
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
    /** Both, added up. */
    public Reports and(Reports other) {
      return new Reports(
          signIns + other.signIns,
          senders + other.senders,
          inspected + other.inspected,
          earlier(first, other.first),
          later(last, other.last),
          refused + other.refused,
          through + other.through);
    }

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
   * @param otherFloors by which a part was judged instead, in order
   * @param anyService whether connections to other services were flagged too
   * @param list version of the endpoint list, or where it was read from
   * @param listDate of the endpoint list, where known
   * @param limits options and policy that keep findings from being flagged, as they are typed:
   *     {@code --min-severity high}; empty where every finding on outbound connections is
   * @param leftOut what the options kept it from looking at; empty for a run that was not narrowed
   * @param pseudonymKey identifies the key that the clients' pseudonyms were made with; empty
   *     without any
   * @param policy digest of the policy that was in force at its end; empty where it is not known,
   *     and for runs of several
   */
  public record Terms(
      TlsVersion floor,
      List<TlsVersion> otherFloors,
      boolean anyService,
      String list,
      Optional<String> listDate,
      List<String> limits,
      Optional<LeftOut> leftOut,
      Optional<String> pseudonymKey,
      Optional<String> policy) {
    /** Instead of the version of a list that no line names. */
    public static final String UNKNOWN = "unknown";

    /** Copies the list. */
    public Terms {
      otherFloors = List.copyOf(otherFloors);
      limits = List.copyOf(limits);
    }

    /** Where the policy is not known. */
    public Terms(
        TlsVersion floor,
        List<TlsVersion> otherFloors,
        boolean anyService,
        String list,
        Optional<String> listDate,
        List<String> limits,
        Optional<LeftOut> leftOut,
        Optional<String> pseudonymKey) {
      this(
          floor,
          otherFloors,
          anyService,
          list,
          listDate,
          limits,
          leftOut,
          pseudonymKey,
          Optional.empty());
    }

    /**
     * Both: what either was asked and whatever one of them kept out. Of two lists the newer one is
     * named, of two keys the first.
     */
    public Terms and(Terms other) {
      Terms newest = isOlderThan(other) ? other : this;
      TlsVersion highest = floor.isBefore(other.floor) ? other.floor : floor;
      SortedSet<TlsVersion> all = all();
      all.addAll(other.all());
      all.remove(highest);
      return new Terms(
          highest,
          List.copyOf(all),
          anyService || other.anyService,
          newest.list,
          newest.listDate,
          Stream.concat(limits.stream(), other.limits.stream()).distinct().toList(),
          leftOut.map(left -> other.leftOut.map(left::and).orElse(left)).or(other::leftOut),
          pseudonymKey.or(other::pseudonymKey),
          policy.filter(digest -> other.policy.equals(policy)));
    }

    /** By the date of its endpoint list, else by what is known of the list. */
    private boolean isOlderThan(Terms other) {
      int order = listDate.orElse("").compareTo(other.listDate.orElse(""));
      return order < 0 || order == 0 && list.compareTo(other.list) < 0;
    }

    private SortedSet<TlsVersion> all() {
      SortedSet<TlsVersion> all = new TreeSet<>(otherFloors);
      all.add(floor);
      return all;
    }

    /** The same where it is known by which floors all of it was judged. */
    public Terms judgedBy(SortedSet<TlsVersion> floors) {
      TlsVersion main = floors.contains(floor) ? floor : floors.last();
      return new Terms(
          main,
          floors.stream().filter(each -> !each.equals(main)).toList(),
          anyService,
          list,
          listDate,
          limits,
          leftOut,
          pseudonymKey,
          policy);
    }

    /** What clients are below: {@code TLS 1.2}, or that it is not the same for all of them. */
    public String floors() {
      return otherFloors.isEmpty()
          ? floor.toString()
          : "the floor that they were judged by (" + floorNames() + ")";
    }

    /** The floors alone: {@code TLS 1.2, TLS 1.3}. */
    public String floorNames() {
      return String.join(", ", all().stream().map(TlsVersion::toString).toList());
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

    /** Both, added up. */
    LeftOut and(LeftOut other) {
      return new LeftOut(
          connections + other.connections,
          flagged + other.flagged,
          Stream.concat(by.stream(), other.by.stream()).distinct().toList());
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
