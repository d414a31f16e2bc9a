package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.Timestamps.Dated;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one client did with one service in one part of a UTC day: answers who is left, and lets gone
 * be distinguished from fixed. Several parts, whole days too, are added up by {@link #and}.
 *
 * @param client its address
 * @param mac the link address its frames came from, where the link has one
 * @param service the service; empty for connections to none, under {@code --any-service}
 * @param connections how many
 * @param flagged how many of them are flagged
 * @param excepted how many an exception kept from being flagged
 * @param offered connections by the highest version offered, lowest version first
 * @param negotiated connections by the version that the server chose, lowest version first
 * @param severity the worst severity among flagged connections
 * @param exceptedSeverity the worst severity among excepted connections
 * @param stacks what the client looks like, without repeats, at most {@link ClientDay#MAX_STACKS}
 * @param names that the client gave itself, the latest first
 * @param behaviour what it did over time
 * @param period the times that are counted here
 * @param firstSeen time of the first connection's first packet
 * @param lastSeen time of the last packet that a verdict used
 */
public record ClientSummary(
    IpAddress client,
    Optional<MacAddress> mac,
    Optional<ServiceName> service,
    long connections,
    long flagged,
    long excepted,
    Map<TlsVersion, Long> offered,
    Map<TlsVersion, Long> negotiated,
    Optional<Severity> severity,
    Optional<Severity> exceptedSeverity,
    List<String> stacks,
    List<ClientName> names,
    ClientBehaviour behaviour,
    Period period,
    Instant firstSeen,
    Instant lastSeen) {
  /** By client, service and time; what is of no service comes first. */
  static final Comparator<ClientSummary> IN_ORDER =
      Comparator.comparing(ClientSummary::client)
          .thenComparing(ClientSummary::service, ClientSummary::inOrder)
          .thenComparing(ClientSummary::firstSeen);

  private static final long DAY_SECONDS = 86_400;

  /** By service; none comes first. */
  static int inOrder(Optional<ServiceName> a, Optional<ServiceName> b) {
    return a.isPresent() && b.isPresent()
        ? a.get().compareTo(b.get())
        : Boolean.compare(a.isPresent(), b.isPresent());
  }

  /** The UTC day of a packet's time, from 1970-01-01 on. */
  static int day(Instant time) {
    return (int) Math.floorDiv(time.getEpochSecond(), DAY_SECONDS); // a long of nanoseconds made it
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

    /** What of a day these times cover, at least what was seen there. */
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
  public ClientSummary and(ClientSummary other) {
    boolean first = !other.firstSeen.isBefore(firstSeen);
    ClientSummary earlier = first ? this : other;
    ClientSummary later = first ? other : this;
    Set<String> looks = new LinkedHashSet<>(earlier.stacks);
    looks.addAll(later.stacks);
    Set<ClientName> called = new LinkedHashSet<>(later.names);
    called.addAll(earlier.names);
    return new ClientSummary(
        client,
        later.mac.or(earlier::mac),
        service,
        connections + other.connections,
        flagged + other.flagged,
        excepted + other.excepted,
        sum(offered, other.offered),
        sum(negotiated, other.negotiated),
        Severity.worse(severity, other.severity),
        Severity.worse(exceptedSeverity, other.exceptedSeverity),
        List.copyOf(looks),
        List.copyOf(called),
        earlier.behaviour.then(later.behaviour),
        period.and(other.period),
        earlier.firstSeen,
        lastSeen.isAfter(other.lastSeen) ? lastSeen : other.lastSeen);
  }

  private static Map<TlsVersion, Long> sum(Map<TlsVersion, Long> a, Map<TlsVersion, Long> b) {
    Map<TlsVersion, Long> sum = new TreeMap<>();
    sum.putAll(a);
    b.forEach((version, count) -> sum.merge(version, count, Long::sum));
    return sum;
  }

  /**
   * The same with its behaviour in words.
   *
   * @param floor versions before it are low
   * @param dated whether times of one day name it
   */
  ClientSummary inWords(TlsVersion floor, Dated dated) {
    return new ClientSummary(
        client,
        mac,
        service,
        connections,
        flagged,
        excepted,
        offered,
        negotiated,
        severity,
        exceptedSeverity,
        stacks,
        names,
        behaviour.inWords(offered, floor, dated),
        period,
        firstSeen,
        lastSeen);
  }

  /** The same for the same connections, whatever was found on them. */
  public String sight() {
    return client + "|" + service + "|" + firstSeen + "|" + lastSeen;
  }

  /** What it is counted by. */
  public ClientAndService key() {
    return new ClientAndService(client, service);
  }
}
