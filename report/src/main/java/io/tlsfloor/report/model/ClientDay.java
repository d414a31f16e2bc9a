package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.Timestamps.Dated;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.rule.Facts;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds what one client did with one service on one UTC day, or in a part of it: the one fact that
 * all answers about clients are folds over. It answers who is left, and lets gone be told from
 * fixed. Several of them, of several days too, are added up by {@link #and}.
 *
 * @param site name of the sensor; empty where it has none, and before a line gives it one
 * @param who the client
 * @param service the service; empty for connections to none, under {@code --any-service}
 * @param counts its connections
 * @param severity the worst severity among flagged connections
 * @param exceptedSeverity the worst severity among excepted connections
 * @param proof where the worst finding is, of a flagged connection
 * @param stacks what the client looks like, without repeats, at most {@link DayTally#MAX_STACKS}
 * @param behaviour what it did over time
 * @param period the times that are counted here
 * @param firstSeen time of the first connection's first packet
 * @param lastSeen time of the last packet that a verdict used
 */
public record ClientDay(
    Optional<String> site,
    Who who,
    Optional<ServiceName> service,
    Counts counts,
    Optional<Severity> severity,
    Optional<Severity> exceptedSeverity,
    Optional<Proof> proof,
    List<String> stacks,
    ClientBehaviour behaviour,
    Period period,
    Instant firstSeen,
    Instant lastSeen) {
  /** By client, service and time; what is of no service comes first. */
  static final Comparator<ClientDay> IN_ORDER =
      Comparator.comparing(ClientDay::client)
          .thenComparing(ClientDay::service, ClientDay::inOrder)
          .thenComparing(ClientDay::firstSeen);

  private static final long DAY_SECONDS = 86_400;
  private static final long DAY_NANOS = DAY_SECONDS * 1_000_000_000L;

  /** Copies the list. */
  public ClientDay {
    stacks = List.copyOf(stacks);
  }

  /**
   * The client, as far as it is known.
   *
   * @param address that is counted here
   * @param mac the link address its frames came from, where the link has one
   * @param names that the client gave itself, the latest first
   * @param device the address that stands for all addresses of the client; its own if it has one
   */
  public record Who(
      IpAddress address, Optional<MacAddress> mac, List<ClientName> names, IpAddress device) {
    /** Copies the list. */
    public Who {
      names = List.copyOf(names);
    }

    private Who and(Who later) {
      Set<ClientName> called = new LinkedHashSet<>(later.names);
      called.addAll(names);
      return new Who(address, later.mac.or(() -> mac), List.copyOf(called), later.device);
    }
  }

  /**
   * Connections, by what they have.
   *
   * @param connections how many
   * @param flagged how many of them are flagged
   * @param excepted how many an exception kept from being flagged
   * @param below how many are below the floor: {@link ClientDay#isBelow}
   * @param belowExcepted how many of those are excepted
   * @param good how many were seen whole and established at or above the floor
   * @param offered by the highest version offered, lowest version first
   * @param negotiated by the version that the server chose, lowest version first
   * @param outcomes by what became of them
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
      Map<Outcome, Long> outcomes) {
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

    /** Both, added up. */
    public Counts and(Counts other) {
      return new Counts(
          connections + other.connections,
          flagged + other.flagged,
          excepted + other.excepted,
          below + other.below,
          belowExcepted + other.belowExcepted,
          good + other.good,
          sum(new TreeMap<>(offered), other.offered),
          sum(new TreeMap<>(negotiated), other.negotiated),
          sum(copy(outcomes), other.outcomes));
    }

    private static Map<Outcome, Long> copy(Map<Outcome, Long> outcomes) {
      Map<Outcome, Long> copy = new EnumMap<>(Outcome.class);
      copy.putAll(outcomes);
      return copy;
    }

    private static <K> Map<K, Long> sum(Map<K, Long> sum, Map<K, Long> other) {
      other.forEach((key, count) -> sum.merge(key, count, Long::sum));
      return sum;
    }

    /** Leaves out connections that are known to be counted elsewhere. */
    public Counts without(long all, long theirFlagged, long theirExcepted) {
      return new Counts(
          Math.max(0, connections - all),
          Math.max(0, flagged - theirFlagged),
          Math.max(0, excepted - theirExcepted),
          below,
          belowExcepted,
          good,
          offered,
          negotiated,
          outcomes);
    }
  }

  /**
   * Where a finding is.
   *
   * @param rule that found it
   * @param file its capture, or interface; empty where that is not said
   * @param frame number of a frame that shows it
   */
  public record Proof(RuleId rule, String file, long frame) {}

  /**
   * Returns whether a connection is below the floor: the best version that it offered, or the
   * chosen or inferred one, or that a report calls old. The same in every command; other findings
   * are counted as such.
   */
  public static boolean isBelow(TlsConnection connection, TlsVersion floor) {
    Optional<Offer> offer = connection.offer();
    return offer.isPresent() && offer.get().max().isBefore(floor)
        || connection.choice().isPresent() && connection.choice().get().version().isBefore(floor)
        || connection.inferred().isPresent() && connection.inferred().get().isBefore(floor)
        || Facts.isReportedOld(connection, floor);
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
   * Times that were looked at.
   *
   * @param from the first of them
   * @param to the end of them; of a whole day the next midnight
   */
  public record Period(Instant from, Instant to) {
    /** Whatever the packets say. */
    static final Period ALL = new Period(Instant.MAX, Instant.MIN);

    /** Returns what of a day these times cover, at least what was seen there. */
    Period of(long day, Instant first, Instant last) {
      Instant midnight = Instant.ofEpochSecond(day * DAY_SECONDS);
      Instant next = midnight.plusSeconds(DAY_SECONDS);
      Instant begin = from.isBefore(first) ? from : first;
      Instant end = to.isAfter(last) ? to : last;
      return new Period(
          begin.isBefore(midnight) ? midnight : begin, end.isAfter(next) ? next : end);
    }

    /** From the beginning of the earlier to the end of the later. */
    Period and(Period other) {
      return new Period(
          from.isBefore(other.from) ? from : other.from, to.isAfter(other.to) ? to : other.to);
    }
  }

  /**
   * The same client and service in this part of the time and another: counts added up, the
   * behaviour not yet {@linkplain #inWords in words}.
   */
  public ClientDay and(ClientDay other) {
    boolean first = !other.firstSeen.isBefore(firstSeen);
    ClientDay earlier = first ? this : other;
    ClientDay later = first ? other : this;
    Set<String> looks = new LinkedHashSet<>(earlier.stacks);
    looks.addAll(later.stacks);
    Optional<Severity> worst = Severity.worse(earlier.severity, later.severity);
    return new ClientDay(
        site,
        earlier.who.and(later.who),
        service,
        counts.and(other.counts),
        worst,
        Severity.worse(exceptedSeverity, other.exceptedSeverity),
        worst.equals(earlier.severity) ? earlier.proof : later.proof,
        List.copyOf(looks),
        earlier.behaviour.then(later.behaviour),
        period.and(other.period),
        earlier.firstSeen,
        lastSeen.isAfter(other.lastSeen) ? lastSeen : other.lastSeen);
  }

  /**
   * The same with its behaviour in words.
   *
   * @param floor versions before it are low
   * @param dated whether times of one day name it
   */
  ClientDay inWords(TlsVersion floor, Dated dated) {
    return with(who, counts, behaviour.inWords(counts.offered, floor, dated), proof);
  }

  private ClientDay with(
      Who other, Counts others, ClientBehaviour words, Optional<Proof> otherProof) {
    return new ClientDay(
        site,
        other,
        service,
        others,
        severity,
        exceptedSeverity,
        otherProof,
        stacks,
        words,
        period,
        firstSeen,
        lastSeen);
  }

  /** The same of a client that is called otherwise, with its proof where that one says. */
  public ClientDay of(Who other, Optional<Proof> otherProof) {
    return with(other, counts, behaviour, otherProof);
  }

  /** The same of a client that another address stands for. */
  ClientDay ofDevice(IpAddress device) {
    return device.equals(who.device)
        ? this
        : of(new Who(who.address, who.mac, who.names, device), proof);
  }

  /** The same with other counts. */
  public ClientDay of(Counts others) {
    return with(who, others, behaviour, proof);
  }

  /** The same for the same connections, whatever was found on them. */
  public String sight() {
    return client() + "|" + service + "|" + firstSeen + "|" + lastSeen;
  }

  /** Returns what it is counted by. */
  public ClientAndService key() {
    return new ClientAndService(client(), service);
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
      if (!name.isOfPeople()) {
        return Optional.of(name.name());
      }
    }
    return Optional.empty();
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
    return String.join(
        ", ", names().stream().filter(n -> n.from() == kind).map(ClientName::name).toList());
  }

  /** The address of a client, or its user where a report gives no address. */
  public static String shown(IpAddress client, Optional<ClientDay> known) {
    return Reported.isStandIn(client)
        ? known.map(ClientDay::users).filter(users -> !users.isEmpty()).orElse("no address")
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
