package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientBehaviour.SpeaksFloor;
import io.tlsfloor.report.model.ClientDay.Counts;
import io.tlsfloor.report.model.ClientDay.Period;
import io.tlsfloor.report.model.ClientDay.Proof;
import io.tlsfloor.report.model.ClientDay.Who;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a client did with a service on a day, connection by connection: what a {@link
 * ClientDay} is made of. There are many, so that each is one object that refers to few, what most
 * do not have is in others, and its times are numbers: an object that changes in many old ones is
 * what a collector has to look for.
 */
final class DayTally {
  /** Stacks that are kept; a client with more is a NAT or a proxy. */
  static final int MAX_STACKS = 8;

  /** Intervals that the median is taken of: the latest. */
  static final int MAX_INTERVALS = 64;

  /** Stacks at one address from which on they are hardly those of one device. */
  private static final int SEVERAL_STACKS = 5;

  /** Attempts that begin closer together than this are one: programs try several addresses. */
  private static final long BURST_NANOS = 1_000_000_000L;

  /** A program that falls back does so at once. */
  private static final long FALLBACK_NANOS = 30_000_000_000L;

  private static final long MAX_NANOS = Long.MAX_VALUE - 60_000_000_000L; // so that a span fits
  private static final long NEVER = Long.MIN_VALUE; // in place of a time
  private static final long NO_MAC = -1;
  private static final long[] NO_INTERVALS = {};
  private static final Outcome[] OUTCOMES = Outcome.values();

  private long mac = NO_MAC;
  private int connections;
  private int below;
  private int good;
  private @Nullable Outcome outcome; // of all connections, while they have one in common
  private int @Nullable [] outcomes; // else
  private VersionCounts offered = VersionCounts.NONE;
  private VersionCounts negotiated = VersionCounts.NONE;
  private List<String> stacks = List.of();
  private @Nullable Found found; // of a client without findings nothing
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  // How it behaves.
  private @Nullable Tries tries; // of a client that never failed nothing
  private long firstSuccess = NEVER;
  private long lastSuccess = NEVER;
  private int low; // hellos below the floor
  private boolean fallback;
  private boolean high;
  private boolean highSucceeded;

  // What it is counted by, and its places in the tally.
  final IpAddress client;
  final Optional<ServiceName> service;
  final int day;
  final int hash;
  @Nullable DayTally next; // of those that meet in one place of the table
  private boolean used;
  @Nullable DayTally before; // in its queue
  @Nullable DayTally after;

  /** Holds what was found. */
  private static final class Found {
    private int flagged;
    private int excepted;
    private int belowExcepted;
    private Optional<Severity> severity = Optional.empty();
    private Optional<Severity> exceptedSeverity = Optional.empty();
    private @Nullable RuleId worst; // of those flagged, and where it was found
    private @Nullable String file;
    private long frame;

    private void prove(Judgement judgement) {
      List<Finding> findings = judgement.findings();
      boolean worse =
          severity.isEmpty()
              || judgement.severity().orElse(Severity.LOW).compareTo(severity.get()) > 0;
      if (worse && !findings.isEmpty()) {
        FrameRef at = judgement.connection().evidence().first();
        worst = findings.get(0).rule();
        file = at.file();
        frame =
            findings.get(0).evidence().isEmpty()
                ? at.number()
                : findings.get(0).evidence().get(0).frame();
      }
    }

    private Optional<Proof> proof() {
      return worst == null || file == null
          ? Optional.empty()
          : Optional.of(new Proof(worst, file, frame));
    }
  }

  /** Attempts that failed, and those that came after. */
  private static final class Tries {
    private long failedAt = NEVER; // and not tried again since
    private long highFailedAt = NEVER;
    private long[] intervals = NO_INTERVALS;
    private int intervalCount;

    private void again(long start) {
      if (failedAt == NEVER || start < failedAt + BURST_NANOS) {
        return;
      }
      if (intervalCount >= intervals.length && intervals.length < MAX_INTERVALS) {
        intervals = Arrays.copyOf(intervals, Math.max(4, intervals.length * 2));
      }
      intervals[intervalCount % MAX_INTERVALS] = TimeUnit.NANOSECONDS.toMillis(start - failedAt);
      intervalCount++;
      failedAt = NEVER;
    }

    private boolean isSoonAfterHigh(long start) {
      return highFailedAt != NEVER
          && start >= highFailedAt
          && start < highFailedAt + FALLBACK_NANOS;
    }

    /** The median; of an even number the lower of the two in the middle. */
    private Optional<Duration> interval() {
      int count = Math.min(intervalCount, MAX_INTERVALS);
      if (count == 0) {
        return Optional.empty();
      }
      long[] sorted = Arrays.copyOf(intervals, count);
      Arrays.sort(sorted);
      return Optional.of(Duration.ofMillis(sorted[(count - 1) / 2]));
    }
  }

  /** None yet, of a client, a service and a day with this hash. */
  DayTally(IpAddress client, Optional<ServiceName> service, int day, int hash) {
    this.client = client;
    this.service = service;
    this.day = day;
    this.hash = hash;
  }

  /** Returns what it is counted by, on any day. */
  ClientAndService pair() {
    return new ClientAndService(client, service);
  }

  /** Returns whether it is that of a client, a service and a day. */
  boolean isOf(IpAddress otherClient, Optional<Service> other, int otherDay) {
    return day == otherDay
        && client.equals(otherClient)
        && service.isPresent() == other.isPresent()
        && (service.isEmpty() || service.get().isOf(other.get()));
  }

  /** Returns whether a connection's hello offers the floor or more. */
  static boolean speaks(TlsConnection connection, TlsVersion floor) {
    Optional<Offer> offer = connection.offer();
    return offer.isPresent() && offer.get().max().isKnown() && !offer.get().max().isBefore(floor);
  }

  /**
   * Counts a connection.
   *
   * @param floor versions before it are low
   * @param stack the name of its stack, in a list that many share
   */
  void add(Judgement judgement, TlsVersion floor, List<String> stack) {
    TlsConnection connection = judgement.connection();
    used = connections > 0;
    count(judgement, floor, 1);
    behave(connection, floor);
    if (mac == NO_MAC && judgement.ends().clientMac().isPresent()) {
      mac = judgement.ends().clientMac().get().bits();
    }
    if (connection.offer().isPresent()) {
      offered = offered.plus(connection.offer().get().max());
    }
    if (connection.choice().isPresent()) {
      negotiated = negotiated.plus(connection.choice().get().version());
    }
    if (found != null && judgement.flagged()) {
      found.prove(judgement);
      found.severity = Severity.worse(found.severity, judgement.severity());
    } else if (found != null && judgement.excepted()) {
      found.exceptedSeverity = Severity.worse(found.exceptedSeverity, judgement.severity());
    }
    if (stacks.isEmpty()) {
      stacks = stack;
    } else if (!stack.isEmpty()) {
      note(stack.get(0));
    }
    first = Math.min(first, nanos(connection.evidence().first()));
    last = Math.max(last, nanos(connection.evidence().last()));
  }

  private void count(Judgement judgement, TlsVersion floor, int by) {
    TlsConnection connection = judgement.connection();
    count(connection.outcome(), by);
    connections += by;
    boolean old = ClientDay.isBelow(connection, floor);
    below += old ? by : 0;
    good += !old && isGood(connection, floor) ? by : 0;
    boolean excepted = !judgement.flagged() && judgement.excepted();
    if (judgement.flagged() || excepted) {
      found = found == null ? new Found() : found;
      found.flagged += excepted ? 0 : by;
      found.excepted += excepted ? by : 0;
      found.belowExcepted += excepted && old ? by : 0;
    }
  }

  private void count(Outcome next, int by) {
    if (outcomes == null) {
      if (connections == 0 || next == outcome) {
        outcome = next;
        return;
      }
      outcomes = new int[OUTCOMES.length];
      outcomes[Objects.requireNonNull(outcome).ordinal()] = connections;
    }
    outcomes[next.ordinal()] += by;
  }

  private int count(Outcome one) {
    return outcomes != null ? outcomes[one.ordinal()] : one == outcome ? connections : 0;
  }

  /**
   * Returns whether it is evidence by itself that the client can do better: established, and seen
   * whole.
   */
  private static boolean isGood(TlsConnection connection, TlsVersion floor) {
    Optional<TlsVersion> version =
        connection.choice().isPresent()
            ? Optional.of(connection.choice().get().version())
            : connection.inferred();
    boolean whole =
        connection.log().isPresent()
            || connection.evidence().sides() == Sides.BOTH && connection.evidence().holes() == 0;
    return connection.outcome() == Outcome.ESTABLISHED
        && whole
        && version.isPresent()
        && version.get().isKnown()
        && !version.get().isBefore(floor);
  }

  private void note(String stack) {
    if (stacks.size() == MAX_STACKS || stacks.contains(stack)) {
      return;
    }
    List<String> more = new ArrayList<>(stacks);
    more.add(stack);
    stacks = List.copyOf(more);
  }

  private void behave(TlsConnection connection, TlsVersion floor) {
    long start = nanos(connection.evidence().first());
    boolean highNow = speaks(connection, floor);
    Optional<Offer> offer = connection.offer();
    boolean lowNow = offer.isPresent() && offer.get().max().isBefore(floor);
    high |= highNow;
    if (lowNow) {
      low++;
      fallback |= offer.get().fallbackScsv();
      fallback |= tries != null && tries.isSoonAfterHigh(start);
    }
    switch (connection.outcome()) {
      case ESTABLISHED -> {
        if (tries != null) {
          tries.again(start);
          tries.failedAt = NEVER;
        }
        highSucceeded |= highNow;
        firstSuccess = firstSuccess == NEVER ? start : Math.min(start, firstSuccess);
        lastSuccess = Math.max(start, lastSuccess);
      }
      case REFUSED, RESET, CLOSED, UNANSWERED -> {
        tries = tries == null ? new Tries() : tries;
        tries.again(start);
        tries.failedAt = tries.failedAt == NEVER ? start : tries.failedAt;
        tries.highFailedAt = highNow ? start : tries.highFailedAt;
      }
      default -> {
        // Neither got through nor was refused.
      }
    }
  }

  /**
   * Takes a connection back that was counted, as far as it was not weighed with others.
   *
   * @return how many are left; with none it is to be let go
   */
  long takeBack(Judgement judgement, TlsVersion floor) {
    TlsConnection connection = judgement.connection();
    count(judgement, floor, -1);
    if (connections == 0) {
      return 0;
    }
    long start = nanos(connection.evidence().first());
    if (connection.offer().isPresent()) {
      low -= connection.offer().get().max().isBefore(floor) ? 1 : 0;
      offered = offered.minus(connection.offer().get().max());
    }
    if (connection.choice().isPresent()) {
      negotiated = negotiated.minus(connection.choice().get().version());
    }
    if (connection.outcome() == Outcome.UNANSWERED && tries != null) {
      tries.failedAt = start == tries.failedAt ? NEVER : tries.failedAt;
      tries.highFailedAt = start == tries.highFailedAt ? NEVER : tries.highFailedAt;
    }
    return connections;
  }

  /** Nanoseconds since 1970; a time outside the years 1678 to 2261 is the nearest inside. */
  private static long nanos(FrameRef frame) {
    return Math.max(-MAX_NANOS, Math.min(frame.timeNanos(), MAX_NANOS));
  }

  private static Optional<Instant> time(long nanos) {
    return nanos == NEVER ? Optional.empty() : Optional.of(instant(nanos));
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  /** Returns whether it was used again since it came, or since {@link #rest}. */
  boolean isUsed() {
    return used;
  }

  void rest() {
    used = false;
  }

  /** Returns whether a hello offered the floor or more. */
  boolean speaksFloor() {
    return high;
  }

  /** Returns whether any connection is flagged. */
  boolean isFlagged() {
    return found != null && found.flagged > 0;
  }

  /** Returns whether any connection is flagged, or only by an exception is not. */
  boolean hasFindings() {
    return found != null && found.flagged + found.excepted > 0;
  }

  /** Nanoseconds of the first connection. */
  long first() {
    return first;
  }

  /** Names of the stacks that the client looked like. */
  List<String> stacks() {
    return stacks;
  }

  /** The link address that its frames came from, where the link has one. */
  Optional<MacAddress> mac() {
    return mac == NO_MAC ? Optional.empty() : Optional.of(new MacAddress(mac));
  }

  /**
   * Holds what else is known of the client.
   *
   * @param names that it gave itself
   * @param device the address that all of its addresses are counted by
   * @param stacks that it looked like, with all services
   * @param speaksFloor whether it offered the floor or more to any server
   */
  record Else(List<ClientName> names, IpAddress device, int stacks, boolean speaksFloor) {}

  /** All of it, not yet in words; {@code within} are the times that were looked at. */
  ClientDay day(Period within, Else known) {
    Found what = found == null ? new Found() : found;
    Instant from = instant(first);
    Instant to = instant(last);
    Map<Outcome, Long> byOutcome = new EnumMap<>(Outcome.class);
    for (Outcome each : OUTCOMES) {
      if (count(each) > 0) {
        byOutcome.put(each, (long) count(each));
      }
    }
    Counts counts =
        new Counts(
            connections,
            what.flagged,
            what.excepted,
            below,
            what.belowExcepted,
            good,
            offered.byVersion(),
            negotiated.byVersion(),
            byOutcome);
    return new ClientDay(
        Optional.empty(),
        new Who(client, mac(), known.names, known.device),
        service,
        counts,
        what.severity,
        what.exceptedSeverity,
        what.proof(),
        stacks,
        behaviour(known, counts),
        within.of(day, from, to),
        from,
        to);
  }

  private ClientBehaviour behaviour(Else known, Counts counts) {
    SpeaksFloor speaks =
        high ? SpeaksFloor.HERE : known.speaksFloor ? SpeaksFloor.ELSEWHERE : SpeaksFloor.NO;
    int severalNames = ClientNameBook.several(known.names);
    List<String> several = new ArrayList<>(2);
    if (known.stacks >= SEVERAL_STACKS) {
      several.add(known.stacks + " stacks");
    }
    if (severalNames > 0) {
      several.add(severalNames + " names");
    }
    return new ClientBehaviour(
        counts.succeeded(),
        counts.failed(),
        time(firstSuccess),
        time(lastSuccess),
        tries == null ? Optional.empty() : tries.interval(),
        lowHellos(),
        speaks,
        !several.isEmpty(),
        ClientBehaviour.several(several));
  }

  private LowHellos lowHellos() {
    if (low == 0) {
      return LowHellos.NONE;
    }
    if (fallback) {
      return LowHellos.FALLBACK;
    }
    return highSucceeded ? LowHellos.MIXED : LowHellos.LEGACY;
  }
}
