package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientBehaviour.SpeaksFloor;
import io.tlsfloor.report.model.ClientDay.Counts;
import io.tlsfloor.report.model.ClientDay.Period;
import io.tlsfloor.report.model.ClientDay.Who;
import io.tlsfloor.rules.Basis;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a client did with a service on a day, connection by connection: what a {@link
 * ClientDay} is made of. There are many, so that each is one object that refers to few, what most
 * do not have is in others, and its times are numbers: an object that changes in many old ones is
 * what a collector has to look for.
 */
final class DayTally {
  /** Stacks at one address from which on they are hardly those of one device. */
  private static final int SEVERAL_STACKS = 5;

  /** Attempts that begin closer together than this are one: programs try several addresses. */
  private static final long BURST_NANOS = 1_000_000_000L;

  /** A program that falls back does so at once. */
  private static final long FALLBACK_NANOS = 30_000_000_000L;

  private static final long MAX_NANOS = Long.MAX_VALUE - 60_000_000_000L; // so that a span fits
  private static final long NEVER = Long.MIN_VALUE; // in place of a time
  private static final long NO_MAC = -1;
  private static final int HOURS = 24;
  private static final long HOUR_NANOS = 3_600_000_000_000L;
  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final List<Map<Outcome, Long>> ONCE = // by outcome
      Arrays.stream(OUTCOMES).map(outcome -> Map.of(outcome, 1L)).toList();

  private long mac = NO_MAC;
  private int connections;
  private int below;
  private int good;
  private @Nullable Outcome outcome; // of all connections, while they have one in common
  private int @Nullable [] outcomes; // else
  private VersionCounts offered = VersionCounts.NONE;
  private VersionCounts negotiated = VersionCounts.NONE;
  private List<String> stacks = List.of();
  private @Nullable FindingTally findings; // of a client without findings nothing
  private int hour = -1; // of all connections, while they have one in common
  private int @Nullable [] hours; // else
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  // How it behaves.
  private @Nullable Tries tries; // of a client that never failed nothing
  private long firstSuccess = NEVER;
  private long lastSuccess = NEVER;
  private boolean fallback;
  private boolean high;
  private boolean highSucceeded;

  // What it is counted by, and its places in the tally.
  final IpAddress client;
  final Optional<ServiceName> service;
  final int day;
  private final int daysBefore; // that a report is about, too
  final int hash;
  private @Nullable DayTally next; // of those that meet in one place of the table
  private boolean used;
  private boolean news; // is to be reported soon
  private @Nullable DayTally before; // in its queue
  private @Nullable DayTally after;

  /** Holds what was found. */
  private static final class FindingTally {
    private int flagged;
    private int excepted;
    private int belowExcepted;
    private int leftOut;
    private List<Found> found = List.of();

    private void count(boolean areExcepted, boolean old, long times) {
      flagged = plus(flagged, areExcepted ? 0 : times);
      excepted = plus(excepted, areExcepted ? times : 0);
      belowExcepted = plus(belowExcepted, areExcepted && old ? times : 0);
    }

    /** Adds what was found on a connection. */
    private void add(Found one, Found.Finder finder) {
      for (int i = 0; i < found.size(); i++) {
        if (found.get(i).isOfOneKind(one)) {
          put(i, finder.kept(found.get(i).and(one)));
          return;
        }
      }
      if (found.size() == ClientDay.MAX_FINDINGS) {
        Found last = Collections.max(found, Found.IN_ORDER);
        boolean stays = Found.IN_ORDER.compare(one, last) > 0;
        leftOut = plus(leftOut, stays ? one.times() : last.times());
        if (stays) {
          return;
        }
        found.remove(last);
      }
      put(found.size(), finder.kept(one));
    }

    /** Most have one, in a list that takes the least room. */
    private void put(int at, Found one) {
      if (at == 0 && found.size() < 2) {
        found = List.of(one);
        return;
      }
      found = found.size() == 1 ? new ArrayList<>(found) : found;
      if (at == found.size()) {
        found.add(one);
      } else {
        found.set(at, one);
      }
    }
  }

  /** Attempts that failed, and those that came after. */
  private static final class Tries {
    private long failedAt = NEVER; // and not tried again since
    private long highFailedAt = NEVER;
    private Retries retries = Retries.NONE;

    private void failed(long start, boolean offeredHigh) {
      again(start);
      failedAt = failedAt == NEVER ? start : failedAt;
      highFailedAt = offeredHigh ? start : highFailedAt;
    }

    private void succeeded(long start) {
      again(start);
      failedAt = NEVER;
    }

    private void again(long start) {
      if (failedAt != NEVER && start >= failedAt + BURST_NANOS) {
        retries = retries.and(Retries.of(TimeUnit.NANOSECONDS.toMillis(start - failedAt)));
        failedAt = NEVER;
      }
    }

    private boolean isSoonAfterHigh(long start) {
      return highFailedAt != NEVER
          && start >= highFailedAt
          && start < highFailedAt + FALLBACK_NANOS;
    }
  }

  /** None yet, of a client, a service, a day and those before that a report is about, too. */
  DayTally(IpAddress client, Optional<ServiceName> service, int day, int daysBefore, int hash) {
    this.client = client;
    this.service = service;
    this.day = day;
    this.daysBefore = daysBefore;
    this.hash = hash;
  }

  /** Returns what it is counted by, on any day. */
  ClientAndService pair() {
    return new ClientAndService(client, service);
  }

  // Its places in the tally, which are here so that they take no object for each.

  @Nullable DayTally next() {
    return next;
  }

  /** Is before another one of those that meet in one place of the table. */
  void meets(@Nullable DayTally another) {
    next = another;
  }

  @Nullable DayTally before() {
    return before;
  }

  @Nullable DayTally after() {
    return after;
  }

  /** Goes behind the last of a queue, if there is one. */
  void follow(@Nullable DayTally last) {
    before = last;
    if (last != null) {
      last.after = this;
    }
  }

  void leaveQueue() {
    if (before != null) {
      before.after = after;
    }
    if (after != null) {
      after.before = before;
    }
    before = null;
    after = null;
  }

  // What is counted.

  /** Returns whether it is that of a client, a service, a day and those before it. */
  boolean isOf(IpAddress otherClient, Optional<Service> other, int otherDay, int otherDaysBefore) {
    return day == otherDay
        && daysBefore == otherDaysBefore
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
   * @param policy versions before its floor are low
   * @param stack the name of its stack, in a list that many share
   * @param finder what is kept of a connection on which something was found
   */
  void add(Judgement judgement, Policy policy, List<String> stack, Found.Finder finder) {
    TlsConnection connection = judgement.connection();
    TlsVersion floor = policy.floor(judgement.service());
    long times = connection.times();
    used = connections > 0;
    became(connection.outcome(), times);
    countHour(connection, times);
    connections = plus(connections, times);
    Basis.Proof proof = Basis.proof(connection, floor);
    boolean old = proof == Basis.Proof.BELOW;
    good = plus(good, proof == Basis.Proof.GOOD ? times : 0);
    behave(connection, floor);
    if (judgement.ends().clientMac().isPresent()) {
      long bits = judgement.ends().clientMac().get().bits();
      mac = mac == NO_MAC ? bits : Math.min(mac, bits);
    }
    if (connection.offer().isPresent()) {
      offered = offered.plus(connection.offer().get().max(), times);
    }
    if (connection.choice().isPresent()) {
      negotiated = negotiated.plus(connection.choice().get().version(), times);
    }
    if (stacks.isEmpty()) {
      stacks = stack;
    } else if (!stack.isEmpty()) {
      note(stack.get(0));
    }
    first = Math.min(first, nanos(connection.evidence().first()));
    last = Math.max(last, nanos(connection.evidence().last()));
    boolean excepted = !judgement.flagged() && judgement.excepted();
    if (judgement.flagged() || excepted) {
      below = plus(below, old ? times : 0); // what is not sure enough to be flagged accuses nobody
      findings = findings == null ? new FindingTally() : findings;
      findings.count(excepted, old, times);
      Optional<Found> found = finder.find(judgement, policy);
      if (found.isPresent()) {
        findings.add(found.get(), finder);
      }
    }
  }

  /** A sum that stays at the most there is: a report may count any number of messages. */
  private static int plus(int count, long more) {
    return (int) Math.min(Integer.MAX_VALUE, count + more);
  }

  private void countHour(TlsConnection connection, long times) {
    int next =
        Math.floorMod(Math.floorDiv(nanos(connection.evidence().first()), HOUR_NANOS), HOURS);
    if (hours == null) {
      if (connections == 0 || next == hour) {
        hour = next;
        return;
      }
      hours = new int[HOURS];
      hours[hour] = connections;
    }
    hours[next] = plus(hours[next], times);
  }

  private void became(Outcome next, long times) {
    if (outcomes == null) {
      if (connections == 0 || next == outcome) {
        outcome = next;
        return;
      }
      outcomes = new int[OUTCOMES.length];
      outcomes[Objects.requireNonNull(outcome).ordinal()] = connections;
    }
    outcomes[next.ordinal()] = plus(outcomes[next.ordinal()], times);
  }

  private int count(Outcome one) {
    return outcomes != null ? outcomes[one.ordinal()] : one == outcome ? connections : 0;
  }

  private void note(String stack) {
    if (stacks.size() == ClientDay.MAX_STACKS || stacks.contains(stack)) {
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
      fallback |= offer.get().fallbackScsv();
      fallback |= tries != null && tries.isSoonAfterHigh(start);
    }
    switch (connection.outcome()) {
      case ESTABLISHED -> {
        if (tries != null) {
          tries.succeeded(start);
        }
        highSucceeded |= highNow;
        firstSuccess = firstSuccess == NEVER ? start : Math.min(start, firstSuccess);
        lastSuccess = Math.max(start, lastSuccess);
      }
      case REFUSED, RESET, CLOSED, UNANSWERED -> {
        tries = tries == null ? new Tries() : tries;
        tries.failed(start, highNow);
      }
      default -> {
        // Neither got through nor was refused.
      }
    }
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

  /** Is to be reported soon; whether that was not so before. */
  boolean becomesNews() {
    boolean was = news;
    news = true;
    return !was;
  }

  /** Returns whether it is to be reported soon. */
  boolean isNews() {
    return news;
  }

  /** Is reported. */
  void isToldNews() {
    news = false;
  }

  /** Returns whether a hello offered the floor or more. */
  boolean speaksFloor() {
    return high;
  }

  /** Returns whether any connection is flagged. */
  boolean isFlagged() {
    return findings != null && findings.flagged > 0;
  }

  /** Returns whether any connection is flagged, or only by an exception is not. */
  boolean hasFindings() {
    return findings != null;
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
   * Holds what is known of the client besides.
   *
   * @param names that it gave itself
   * @param device the address that all of its addresses are counted by
   * @param stacks that it looked like, with all services
   * @param speaksFloor whether it offered the floor or more to any server
   */
  record Known(List<ClientName> names, IpAddress device, int stacks, boolean speaksFloor) {}

  /** All of it; {@code within} are the times that were looked at. */
  ClientDay day(Period within, Known known) {
    FindingTally what = findings == null ? new FindingTally() : findings;
    Instant from = instant(first);
    Instant to = last == first ? from : instant(last);
    return new ClientDay(
        Optional.empty(),
        new Who(client, mac(), known.names, known.device),
        service,
        new Counts(
            connections,
            what.flagged,
            what.excepted,
            below,
            what.belowExcepted,
            good,
            offered.byVersion(),
            negotiated.byVersion(),
            byOutcome(),
            byHour()),
        what.found,
        what.leftOut,
        stacks,
        behaviour(known, from),
        daysBefore > 0 ? Period.ofReport(day, daysBefore) : within.of(day, from, to),
        from,
        to);
  }

  private Map<Outcome, Long> byOutcome() {
    if (outcomes == null) {
      return outcome == null
          ? Map.of()
          : connections == 1 ? ONCE.get(outcome.ordinal()) : Map.of(outcome, (long) connections);
    }
    Map<Outcome, Long> all = new EnumMap<>(Outcome.class);
    for (Outcome each : OUTCOMES) {
      if (count(each) > 0) {
        all.put(each, (long) count(each));
      }
    }
    return all;
  }

  private Map<Integer, Long> byHour() {
    if (hours == null) {
      return connections == 0 ? Map.of() : Found.inHour(hour, connections);
    }
    Map<Integer, Long> all = new TreeMap<>();
    for (int i = 0; i < HOURS; i++) {
      if (hours[i] > 0) {
        all.put(i, (long) hours[i]);
      }
    }
    return all;
  }

  private ClientBehaviour behaviour(Known known, Instant from) {
    Optional<Instant> success =
        firstSuccess == first ? Optional.of(from) : time(firstSuccess); // as of most
    return new ClientBehaviour(
        success,
        lastSuccess == firstSuccess ? success : time(lastSuccess),
        tries == null ? Retries.NONE : tries.retries,
        fallback,
        highSucceeded,
        high ? SpeaksFloor.HERE : known.speaksFloor ? SpeaksFloor.ELSEWHERE : SpeaksFloor.NO,
        known.stacks >= SEVERAL_STACKS ? known.stacks : 0,
        ClientNameBook.several(known.names));
  }
}
