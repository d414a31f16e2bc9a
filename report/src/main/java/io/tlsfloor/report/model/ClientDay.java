package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.Timestamps.Dated;
import io.tlsfloor.rules.Basis;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.rule.KnownDevices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * Holds what one client did with one service on one UTC day, or in a part of it, and what was found
 * on it: the one fact that all answers about clients are folds over. It answers who is left, and
 * lets gone be told from fixed. Parts, and days, are added up by {@link #and} in any order.
 *
 * @param site name of the sensor; empty where it has none, and before a line gives it one
 * @param who the client
 * @param service the service; empty for connections to none, under {@code --any-service}
 * @param counts its connections
 * @param findings what was found on those that are flagged or excepted, by rule, stack and
 *     exception, in their order; at most {@link #MAX_FINDINGS}
 * @param leftOut connections with findings for which there was no room in {@code findings}
 * @param stacks what the client looks like, in order, at most {@link #MAX_STACKS}
 * @param behaviour what it did over time
 * @param period the part of the time that is counted here
 * @param firstSeen time of the first connection's first packet
 * @param lastSeen time of the last packet that a verdict used
 */
public record ClientDay(
    Optional<String> site,
    Who who,
    Optional<ServiceName> service,
    Counts counts,
    List<Found> findings,
    long leftOut,
    List<String> stacks,
    ClientBehaviour behaviour,
    Period period,
    Instant firstSeen,
    Instant lastSeen) {
  /** Kinds of findings that are kept; a client with more is a NAT or a proxy. About 1 KB each. */
  public static final int MAX_FINDINGS = 16;

  /** Stacks that are kept; a client with more is a NAT or a proxy. */
  public static final int MAX_STACKS = 8;

  /** Names that are kept. */
  static final int MAX_NAMES = 8;

  /** By client, service and time; what is of no service comes first. */
  public static final Comparator<ClientDay> IN_ORDER = ClientDay::inOrder;

  private static final long DAY_SECONDS = 86_400;
  private static final long DAY_NANOS = DAY_SECONDS * 1_000_000_000L;

  /** Keeps as many findings and stacks as there is room for. */
  public ClientDay {
    if (findings.size() > 1) {
      List<Found> inOrder = new ArrayList<>(findings);
      inOrder.sort(Found.IN_ORDER);
      for (Found each : inOrder.subList(Math.min(MAX_FINDINGS, inOrder.size()), inOrder.size())) {
        leftOut += each.times();
      }
      findings = inOrder.subList(0, Math.min(MAX_FINDINGS, inOrder.size()));
    }
    findings = fitted(findings, who);
    stacks =
        stacks.size() < 2
            ? List.copyOf(stacks)
            : new TreeSet<>(stacks).stream().limit(MAX_STACKS).toList();
  }

  /** What helps depends on what the client is known to be. */
  private static List<Found> fitted(List<Found> findings, Who who) {
    return findings.isEmpty() || !KnownDevices.isPrinter(who.names, who.mac)
        ? List.copyOf(findings)
        : findings.stream().map(Found::ofPrinter).toList();
  }

  /**
   * The client, as far as it is known.
   *
   * @param address that is counted here
   * @param mac the link address its frames came from, where the link has one; of several the least
   * @param names that the client gave itself, the latest first
   * @param device the address that stands for all addresses of the client; its own if it has one
   */
  public record Who(
      IpAddress address, Optional<MacAddress> mac, List<ClientName> names, IpAddress device) {
    private static int latestFirst(ClientName one, ClientName other) {
      int order = Long.compare(other.frame().timeNanos(), one.frame().timeNanos());
      if (order == 0) {
        order = one.from().compareTo(other.from());
      }
      if (order == 0) {
        order = one.name().compareTo(other.name());
      }
      if (order == 0) {
        order = one.frame().file().compareTo(other.frame().file());
      }
      return order != 0 ? order : Long.compare(one.frame().number(), other.frame().number());
    }

    /** Copies the list. */
    public Who {
      names = List.copyOf(names);
    }

    private Who and(Who other) {
      return new Who(
          address,
          mac.isPresent() && (other.mac.isEmpty() || mac.get().bits() <= other.mac.get().bits())
              ? mac
              : other.mac,
          names.equals(other.names) ? names : both(other.names),
          Devices.comesFirst(device, other.device) ? device : other.device);
    }

    /** The name that is all by which it is known; empty for what has an address. */
    private Optional<ClientName> own(List<ClientName> all) {
      return all.stream()
          .filter(
              name ->
                  switch (name.from()) {
                    case USER -> Reported.isAccount(address);
                    case DEVICE -> Reported.isDevice(address);
                    default -> false;
                  })
          .findFirst();
    }

    private List<ClientName> both(List<ClientName> more) {
      List<ClientName> all = new ArrayList<>(names);
      all.addAll(more);
      all.sort(Who::latestFirst);
      Map<String, ClientName> latest = new LinkedHashMap<>();
      own(all).ifPresent(each -> latest.put(each.from() + " " + each.name(), each));
      all.forEach(each -> latest.putIfAbsent(each.from() + " " + each.name(), each));
      return latest.values().stream().limit(MAX_NAMES).toList();
    }
  }

  /**
   * Connections, by what they have.
   *
   * @param connections how many
   * @param flagged how many of them are flagged
   * @param excepted how many an exception kept from being flagged
   * @param below how many of those flagged or excepted are below the floor: {@link
   *     Basis.Proof#BELOW}
   * @param belowExcepted how many of those are excepted
   * @param good how many prove that it can do better: {@link Basis.Proof#GOOD}
   * @param offered by the highest version offered, lowest version first
   * @param negotiated by the version that the server chose, lowest version first
   * @param outcomes by what became of them
   * @param hours by the hour of the day in which they began, UTC, from 0
   */
  public record Counts(
      long connections,
      long flagged,
      long excepted,
      long below,
      long belowExcepted,
      long good,
      Map<TlsVersion, Long> offered,
      Map<TlsVersion, Long> negotiated,
      Map<Outcome, Long> outcomes,
      Map<Integer, Long> hours) {
    /** How many were established. */
    public long succeeded() {
      return outcomes.getOrDefault(Outcome.ESTABLISHED, 0L);
    }

    /** How many were refused, reset, closed or not answered. */
    public long failed() {
      return outcomes.getOrDefault(Outcome.REFUSED, 0L)
          + outcomes.getOrDefault(Outcome.RESET, 0L)
          + outcomes.getOrDefault(Outcome.CLOSED, 0L)
          + outcomes.getOrDefault(Outcome.UNANSWERED, 0L);
    }

    /** How many offered less than a version at best. */
    public long offeredBelow(TlsVersion floor) {
      long low = 0;
      for (Map.Entry<TlsVersion, Long> each : offered.entrySet()) {
        low += each.getKey().isBefore(floor) ? each.getValue() : 0;
      }
      return low;
    }

    private Counts both(Counts other, LongBinaryOperator count) {
      Map<Outcome, Long> became = new EnumMap<>(Outcome.class);
      became.putAll(outcomes);
      other.outcomes.forEach((outcome, more) -> became.merge(outcome, more, count::applyAsLong));
      return new Counts(
          count.applyAsLong(connections, other.connections),
          count.applyAsLong(flagged, other.flagged),
          count.applyAsLong(excepted, other.excepted),
          count.applyAsLong(below, other.below),
          count.applyAsLong(belowExcepted, other.belowExcepted),
          count.applyAsLong(good, other.good),
          Found.both(offered, other.offered, count),
          Found.both(negotiated, other.negotiated, count),
          became,
          Found.both(hours, other.hours, count));
    }
  }

  /**
   * Whom a connection counts for: a machine's address, or that which stands for a device or an
   * account that a report names. A sign-in or a message that names no machine is an account's: what
   * is behind one address in a report may be many.
   */
  public static IpAddress clientOf(Judgement judgement) {
    IpAddress address = judgement.ends().client().address();
    Optional<LogEntry> log = judgement.connection().log();
    return log.isPresent() ? log.get().countsFor(address) : address;
  }

  private static int inOrder(ClientDay one, ClientDay other) {
    int order = one.client().compareTo(other.client());
    if (order == 0) {
      order = inOrder(one.service, other.service);
    }
    return order != 0 ? order : one.firstSeen.compareTo(other.firstSeen);
  }

  /** By service; none comes first. */
  static int inOrder(Optional<ServiceName> a, Optional<ServiceName> b) {
    return a.isPresent() && b.isPresent()
        ? a.get().compareTo(b.get())
        : Boolean.compare(a.isPresent(), b.isPresent());
  }

  /** The UTC day of a packet's time, from 1970-01-01 on. */
  static int day(FrameRef frame) {
    return (int) Math.floorDiv(frame.timeNanos(), DAY_NANOS);
  }

  /**
   * A part of the time in which a run looked.
   *
   * @param part its number in the run, from 0: the same run and part replaces, others add up. Of a
   *     report on several days how many come before its last one: the same range replaces
   * @param from the first of these times; of a report on several days the midnight before the first
   * @param to the end of them; of a whole day the next midnight
   */
  public record Period(long part, Instant from, Instant to) {
    private static final int MEETING = 10; // a tenth of one is met by the next

    /** Whatever the packets say. */
    static final Period ALL = new Period(0, Instant.MAX, Instant.MIN);

    /** Returns what of a day these times cover, at least what was seen there. */
    Period of(long day, Instant first, Instant last) {
      if (isIn(day) && !from.isAfter(first) && !to.isBefore(last)) {
        return this; // as of a capture of less than a day: all share it
      }
      Instant midnight = Instant.ofEpochSecond(day * DAY_SECONDS);
      Instant next = midnight.plusSeconds(DAY_SECONDS);
      Instant begin = from.isBefore(first) ? from : first;
      Instant end = to.isAfter(last) ? to : last;
      return new Period(
          part, begin.isBefore(midnight) ? midnight : begin, end.isAfter(next) ? next : end);
    }

    private boolean isIn(long day) {
      return Math.floorDiv(from.getEpochSecond(), DAY_SECONDS) == day
          && Math.floorDiv(to.getEpochSecond(), DAY_SECONDS) == day;
    }

    /** The days that a report is about: one, and some before it. */
    static Period ofReport(long day, int daysBefore) {
      return new Period(
          daysBefore,
          Instant.ofEpochSecond((day - daysBefore) * DAY_SECONDS),
          Instant.ofEpochSecond((day + 1) * DAY_SECONDS));
    }

    /**
     * Returns whether both looked at the same time. Those that meet for no more than a part of the
     * shorter one follow each other: clocks differ.
     */
    public boolean overlaps(Period other) {
      Instant begin = from.isBefore(other.from) ? other.from : from;
      Instant end = to.isBefore(other.to) ? to : other.to;
      Duration one = Duration.between(from, to);
      Duration two = Duration.between(other.from, other.to);
      Duration shorter = one.compareTo(two) < 0 ? one : two;
      return shorter.isZero()
          ? !end.isBefore(begin)
          : Duration.between(begin, end).compareTo(shorter.dividedBy(MEETING)) > 0;
    }

    /** From the beginning of the earlier to the end of the later. */
    Period and(Period other) {
      return new Period(
          Math.max(part, other.part),
          from.isBefore(other.from) ? from : other.from,
          to.isAfter(other.to) ? to : other.to);
    }
  }

  /** The same client and service in this part of the time and another: added up. */
  public ClientDay and(ClientDay other) {
    return both(other, Long::sum, Found::and, behaviour.and(other.behaviour));
  }

  /**
   * The same client and service in the same time, as two runs saw it: the larger of each count, and
   * all that either found.
   */
  public ClientDay larger(ClientDay other) {
    return both(other, Math::max, Found::larger, behaviour.larger(other.behaviour));
  }

  private ClientDay both(
      ClientDay other,
      LongBinaryOperator count,
      BinaryOperator<Found> found,
      ClientBehaviour behaved) {
    List<String> looks = new ArrayList<>(stacks);
    looks.addAll(other.stacks);
    return new ClientDay(
        site.or(other::site),
        who.and(other.who),
        service,
        counts.both(other.counts, count),
        Found.united(findings, other.findings, found),
        count.applyAsLong(leftOut, other.leftOut),
        looks,
        behaved,
        period.and(other.period),
        firstSeen.isAfter(other.firstSeen) ? other.firstSeen : firstSeen,
        lastSeen.isBefore(other.lastSeen) ? other.lastSeen : lastSeen);
  }

  /** What it did over time, in words. */
  public List<String> behaviourText(TlsVersion floor, Dated dated) {
    return behaviour.text(counts, floor, dated);
  }

  private ClientDay with(Who other, List<Found> found) {
    return new ClientDay(
        site, other, service, counts, found, leftOut, stacks, behaviour, period, firstSeen,
        lastSeen);
  }

  /** The same of a client that is called otherwise, with what was found said otherwise. */
  public ClientDay of(Who other, List<Found> found) {
    return with(other, found);
  }

  /** The same of a client that another address stands for. */
  ClientDay ofDevice(IpAddress device) {
    return device.equals(who.device)
        ? this
        : with(new Who(who.address, who.mac, who.names, device), findings);
  }

  /** Returns what it is counted by. */
  public ClientAndService key() {
    return new ClientAndService(client(), service);
  }

  /** The UTC day that it is of, from 1970-01-01 on. */
  public int day() {
    return (int) Math.floorDiv(firstSeen.getEpochSecond(), DAY_SECONDS);
  }

  /** The first day that it is of: earlier than its own for a report on several days. */
  public int firstDay() {
    return isRange() ? (int) Math.floorDiv(period.from.getEpochSecond(), DAY_SECONDS) : day();
  }

  /**
   * Returns whether a report on several days says it, which is of the last of them: what others say
   * of the same days is counted there, too.
   */
  public boolean isRange() {
    return isAccount() && period.from.getEpochSecond() < day() * DAY_SECONDS;
  }

  /** Its address. */
  public IpAddress client() {
    return who.address;
  }

  /** How many connections. */
  public long connections() {
    return counts.connections;
  }

  /** How many of them are flagged. */
  public long flagged() {
    return counts.flagged;
  }

  /** How many an exception kept from being flagged. */
  public long excepted() {
    return counts.excepted;
  }

  /** Returns whether anything was found that counts. */
  public boolean hasFindings() {
    return counts.flagged + counts.excepted > 0;
  }

  /** The worst severity of alerts; empty for none. */
  public Optional<Severity> severity() {
    return worst(true);
  }

  /** The worst severity among excepted connections. */
  public Optional<Severity> exceptedSeverity() {
    return worst(false);
  }

  private Optional<Severity> worst(boolean flagged) {
    Optional<Severity> worst = Optional.empty();
    for (int i = 0; i < findings.size(); i++) { // no iterator: a table asks three times a client
      if (findings.get(i).flagged() == flagged) {
        worst = Severity.worse(worst, Optional.of(findings.get(i).severity()));
      }
    }
    return worst;
  }

  /**
   * Hours in which each stack was below the floor, UTC, a bit each from 0; by the name of the
   * stack, empty where that is not known. None on a day on which the client was not below.
   */
  public Map<String, Integer> lowHours() {
    if (counts.below == 0) {
      return Map.of();
    }
    Map<String, Integer> low = Map.of();
    for (Found each : findings) {
      if (each.showsBelow()) {
        int of = each.hours().isEmpty() ? hours() : hours(each.hours());
        if (low.isEmpty()) {
          low = Map.of(each.stackName(), of); // as of most
        } else {
          low = low.size() == 1 ? new TreeMap<>(low) : low;
          low.merge(each.stackName(), of, (one, other) -> one | other);
        }
      }
    }
    return low.isEmpty() ? Map.of("", hours()) : low;
  }

  /** Hours in which it had connections, UTC, a bit each from 0. */
  public int hours() {
    return hours(counts.hours);
  }

  private static int hours(Map<Integer, Long> counts) {
    int hours = 0;
    for (Map.Entry<Integer, Long> each : counts.entrySet()) {
      hours |= 1 << each.getKey();
    }
    return hours;
  }

  /** The link address its frames came from, where the link has one. */
  public Optional<MacAddress> mac() {
    return who.mac;
  }

  /** Names that it gave itself, the latest first. */
  public List<ClientName> names() {
    return who.names;
  }

  /** Returns what it is called: by itself, or by a report; not who uses it. */
  public Optional<String> calledBy() {
    for (ClientName name : names()) {
      if (name.isOfClient()) {
        return Optional.of(name.name());
      }
    }
    return Optional.empty();
  }

  /** Who may use it, with what, as reports say: a guess, in one text; empty where none does. */
  public String perhapsUsers() {
    return people(ClientNameSource.PERHAPS_USER);
  }

  /** Which machines an account may have used: a guess, in one text; empty for none. */
  public String perhapsMachines() {
    return people(ClientNameSource.PERHAPS_MACHINE);
  }

  /** Who uses it, as reports say, in one text; empty where none does. */
  public String users() {
    return people(ClientNameSource.USER);
  }

  /** Returns what it is used for, as reports say, in one text; empty where none does. */
  public String applications() {
    return people(ClientNameSource.APPLICATION);
  }

  private String people(ClientNameSource kind) {
    return names().isEmpty() // as of most
        ? ""
        : String.join(
            ", ", names().stream().filter(n -> n.from() == kind).map(ClientName::name).toList());
  }

  /** Returns whether it is of an account, and of no machine that anybody knows. */
  public boolean isAccount() {
    return Reported.isAccount(who.address);
  }

  /** The account as a report spells it; empty for a machine. */
  public Optional<String> account() {
    return isAccount() ? Optional.of(called(ClientNameSource.USER)) : Optional.empty();
  }

  /** The device by whose name it is counted, wherever it was; empty for what has an address. */
  public Optional<String> device() {
    return Reported.isDevice(who.address)
        ? Optional.of(called(ClientNameSource.DEVICE))
        : Optional.empty();
  }

  /** The name by which it is known; where there was no room for it, what stands for it. */
  private String called(ClientNameSource kind) {
    return named(kind).orElseGet(() -> who.address.toString());
  }

  private Optional<String> named(ClientNameSource kind) {
    return names().stream().filter(n -> n.from() == kind).map(ClientName::name).findFirst();
  }

  /** The address of a client; an account's name; nothing for a device that has a name alone. */
  public static String shown(IpAddress client, Optional<ClientDay> known) {
    return Reported.isStandIn(client)
        ? known.flatMap(ClientDay::account).orElse("")
        : client.toString();
  }

  /** Connections by the highest version offered, lowest version first. */
  public Map<TlsVersion, Long> offered() {
    return counts.offered;
  }

  /** Connections by the version that the server chose, lowest version first. */
  public Map<TlsVersion, Long> negotiated() {
    return counts.negotiated;
  }
}
