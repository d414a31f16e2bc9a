package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Finding.Waiver;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Sentence;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.rule.KnownDevices;
import io.tlsfloor.rules.rule.RefusalInside;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one rule found on a client's connections to one service, from one stack: on a UTC day, or in
 * a part of it. A connection counts for one rule alone, the worst that makes it an alert; the
 * others are named. Several are added up by {@link #and}, in any order.
 *
 * @param worst the worst finding, and the first of those
 * @param sight the connection that it is about
 * @param also what other rules found on the same connections
 * @param offered the lowest of the highest versions that were offered
 * @param chosen the lowest version that was chosen or inferred
 * @param inferred whether some were known by their records and not by a ServerHello
 * @param answers what became of them
 * @param outcomes the same in words
 * @param hosts {@code host:port}, as sent
 * @param hours how many began in each hour of the day, UTC, from 0
 * @param times how many connections, messages or sign-ins
 * @param first time of the first packet of the first
 * @param last time of the last packet that a verdict used
 */
public record Found(
    Finding worst,
    Sight sight,
    Set<RuleId> also,
    Optional<TlsVersion> offered,
    Optional<TlsVersion> chosen,
    boolean inferred,
    Answers answers,
    KindCounts outcomes,
    KindCounts hosts,
    Map<Integer, Long> hours,
    long times,
    Instant first,
    Instant last) {
  /** In which several are kept: by rule, stack and exception. */
  static final Comparator<Found> IN_ORDER = Found::inOrder;

  private static final List<Map<Integer, Long>> ONCE = // by hour
      IntStream.range(0, 24).mapToObj(hour -> Map.of(hour, 1L)).toList();

  private static int inOrder(Found one, Found other) {
    int order = one.rule().compareTo(other.rule());
    if (order == 0) {
      order = one.stackName().compareTo(other.stackName());
    }
    return order != 0 ? order : one.waiverText().compareTo(other.waiverText());
  }

  private String waiverText() {
    return waiver().map(Waiver::toString).orElse("");
  }

  /** The worse finding comes first, of two alike the earlier. */
  private static int worstFirst(Found one, Found other) {
    FrameRef frame = one.sight.frame;
    FrameRef others = other.sight.frame;
    int order = other.worst.severity().compareTo(one.worst.severity());
    if (order == 0) {
      order = Long.compare(frame.timeNanos(), others.timeNanos());
    }
    if (order == 0) {
      order = frame.file().compareTo(others.file());
    }
    return order != 0 ? order : Long.compare(frame.number(), others.number());
  }

  /** The same with what helps for a printer. */
  Found ofPrinter() {
    boolean mail = KnownDevices.isMail(sight.ends.server().port(), sight.prefaces);
    return of(KnownDevices.ofPrinter(worst, mail), sight);
  }

  /** Copies the set. */
  public Found {
    also = also.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(also));
  }

  /**
   * A connection that shows it.
   *
   * @param frame of its first hello, else its first frame: where to look first
   * @param transport that it used
   * @param ends of it
   * @param stack what its client looks like
   * @param issuer who signed the certificate that it was shown, where that was seen
   * @param prefaces dialogues before TLS, in order: {@code starttls-smtp}
   */
  public record Sight(
      FrameRef frame,
      Transport transport,
      Ends ends,
      Optional<ClientStack> stack,
      Optional<String> issuer,
      List<String> prefaces) {
    /** Copies the list. */
    public Sight {
      prefaces = List.copyOf(prefaces);
    }

    private static Sight of(Result result, Ends ends) {
      return new Sight(
          result.hello(),
          result.connection().transport(),
          ends,
          result.stack(),
          result.connection().certificate().map(ServerCertificate::issuer),
          result.prefaces());
    }
  }

  /**
   * What became of connections.
   *
   * @param through how many came about
   * @param refused how many were refused, reset or closed
   * @param refusedInside how many of those that came about look as if the mail service refused
   *     inside TLS: {@link RefusalInside}
   * @param refusedSince first packet of the first that was refused
   */
  public record Answers(
      long through, long refused, long refusedInside, Optional<Instant> refusedSince) {
    private static final Answers NONE = new Answers(0, 0, 0, Optional.empty());
    private static final Answers THROUGH = new Answers(1, 0, 0, Optional.empty());

    private static Answers of(TlsConnection connection, Optional<Service> service) {
      Outcome outcome = connection.outcome();
      boolean through = outcome == Outcome.ESTABLISHED || connection.inferred().isPresent();
      boolean refused =
          outcome == Outcome.REFUSED || outcome == Outcome.RESET || outcome == Outcome.CLOSED;
      boolean inside = through && RefusalInside.isLikely(connection, service);
      long times = connection.times();
      if (!refused && !inside && (!through || times == 1)) {
        return through ? THROUGH : NONE; // as of most, which share it
      }
      return new Answers(
          through ? times : 0,
          refused ? times : 0,
          inside ? times : 0,
          refused ? Optional.of(connection.evidence().first().time()) : Optional.empty());
    }

    private Answers both(Answers other, LongBinaryOperator count) {
      return new Answers(
          count.applyAsLong(through, other.through),
          count.applyAsLong(refused, other.refused),
          count.applyAsLong(refusedInside, other.refusedInside),
          earlier(refusedSince, other.refusedSince));
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
      if (one.isEmpty() || other.isEmpty()) {
        return one.isEmpty() ? other : one;
      }
      return one.get().isAfter(other.get()) ? other : one;
    }
  }

  /**
   * Makes what is kept of connections. There are many, and most say what others do: what is the
   * same is the same object. Confined to one thread.
   */
  static final class Finder {
    private static final int SERVERS = 64;

    private final UnaryOperator<Judgement> shown;
    private final KindCounts.Singles counts = new KindCounts.Singles();
    private final Map<RuleId, Finding> bare = new EnumMap<>(RuleId.class); // the latest of each
    private final Map<RuleId, Sentence> said = new EnumMap<>(RuleId.class); // likewise
    private final @Nullable Peer[] servers = new Peer[SERVERS];
    private boolean details = true;

    /**
     * Keeps what findings say.
     *
     * @param shown makes of a judgement what is told of it
     */
    Finder(UnaryOperator<Judgement> shown) {
      this.shown = shown;
    }

    /** From here on leaves out what findings say, and where to look: nobody reads it. */
    void leaveOutDetails() {
      details = false;
    }

    /**
     * Returns what is kept of a connection; empty where nothing that counts was found on it. It
     * holds the connection until it is {@linkplain #kept kept}.
     */
    Optional<Found> find(Judgement judged, Policy policy) {
      Judgement judgement = shown.apply(judged);
      Optional<Finding> decisive = decisive(judgement, policy);
      if (decisive.isEmpty()) {
        return Optional.empty();
      }
      Result result = new Result("", judgement); // whose id nobody asks for
      Set<RuleId> also = EnumSet.noneOf(RuleId.class);
      for (Finding other : judgement.findings()) {
        if (other.rule() != decisive.get().rule()) {
          also.add(other.rule());
        }
      }
      Instant first = result.first().time();
      Instant last = result.end();
      long times = judgement.connection().times();
      return Optional.of(
          new Found(
              decisive.get(),
              Sight.of(result, shared(result.ends())),
              also,
              result.offered(),
              result.chosen().or(result::inferred),
              result.inferred().isPresent(),
              Answers.of(judgement.connection(), judgement.service()),
              counts.of(result.outcome(), times),
              counts.of(host(result), times),
              inHour((int) Math.floorMod(Math.floorDiv(first.getEpochSecond(), 3600L), 24L), times),
              times,
              first,
              last.equals(first) ? first : last));
    }

    private Ends shared(Ends ends) {
      Peer server = ends.server();
      int place = (server.hashCode() & Integer.MAX_VALUE) % SERVERS;
      Peer known = servers[place];
      if (known == null || !known.equals(server)) {
        servers[place] = server;
        return ends;
      }
      return new Ends(ends.client(), known, ends.clientMac(), ends.serverMac());
    }

    /** The same to be kept: what its finding says holds the connection no longer. */
    Found kept(Found found) {
      if (details) {
        return found.of(saidLike(found.worst), found.sight);
      }
      Finding known = bare.get(found.rule());
      if (known == null || !known.isBareOf(found.worst)) {
        known = found.worst.bare();
        bare.put(found.rule(), known);
      }
      return found.of(known, found.sight);
    }

    /** The same with its sentence put together, in less room where the latest ended alike. */
    private Finding saidLike(Finding finding) {
      Sentence latest = said.getOrDefault(finding.rule(), finding.sentence());
      Sentence kept = finding.sentence().endingLike(latest);
      said.put(finding.rule(), kept);
      return finding.withSentence(kept);
    }
  }

  /** How many began in one hour. */
  static Map<Integer, Long> inHour(int hour, long times) {
    return times == 1 ? ONCE.get(hour) : Map.of(hour, times);
  }

  /** The worst finding that makes it an alert; else the worst that is excepted. */
  private static Optional<Finding> decisive(Judgement judgement, Policy policy) {
    boolean excepted = !judgement.flagged() && judgement.excepted();
    if (!judgement.flagged() && !excepted) {
      return Optional.empty();
    }
    for (Finding finding : judgement.findings()) {
      boolean counts =
          finding.severity().compareTo(policy.minSeverity()) >= 0
              && finding.confidence().compareTo(policy.minConfidence()) >= 0;
      if (excepted ? finding.exception().isPresent() : counts && finding.exception().isEmpty()) {
        return Optional.of(finding);
      }
    }
    return Optional.of(judgement.findings().get(0)); // of a policy that was another then
  }

  private static String host(Result result) {
    String host = result.hostOrAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + result.port();
  }

  /** The same, found on another connection of the same kind: one with pseudonyms, say. */
  public Found of(Finding finding, Sight other) {
    return new Found(
        finding, other, also, offered, chosen, inferred, answers, outcomes, hosts, hours, times,
        first, last);
  }

  /** Both, added up: of one rule, stack and exception. */
  public Found and(Found other) {
    return both(other, Long::sum);
  }

  /** Both, of the same connections as two runs saw them: the larger of each count. */
  Found larger(Found other) {
    return both(other, Math::max);
  }

  private Found both(Found other, LongBinaryOperator count) {
    Found worse = worstFirst(this, other) <= 0 ? this : other;
    Set<RuleId> rules = EnumSet.noneOf(RuleId.class);
    rules.addAll(also);
    rules.addAll(other.also);
    return new Found(
        worse.worst,
        worse.sight,
        rules,
        lower(offered, other.offered),
        lower(chosen, other.chosen),
        inferred || other.inferred,
        answers.both(other.answers, count),
        outcomes.both(other.outcomes, count),
        hosts.both(other.hosts, count),
        both(hours, other.hours, count),
        count.applyAsLong(times, other.times),
        first.isAfter(other.first) ? other.first : first,
        last.isBefore(other.last) ? other.last : last);
  }

  private static Optional<TlsVersion> lower(Optional<TlsVersion> one, Optional<TlsVersion> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return other.get().isBefore(one.get()) ? other : one;
  }

  /** Counts by key: of each both, as {@code count} has it. The first is not changed. */
  static <K extends Comparable<K>> Map<K, Long> both(
      Map<K, Long> one, Map<K, Long> other, LongBinaryOperator count) {
    if (one.size() == 1 && one.keySet().equals(other.keySet())) { // as of most
      Map.Entry<K, Long> only = one.entrySet().iterator().next();
      long more = other.getOrDefault(only.getKey(), 0L);
      return Map.of(only.getKey(), count.applyAsLong(only.getValue(), more));
    }
    Map<K, Long> all = new TreeMap<>(one);
    other.forEach((key, more) -> all.merge(key, more, count::applyAsLong));
    return all;
  }

  /** What two days, or parts of one, found: those of one kind are added up. */
  public static List<Found> united(List<Found> one, List<Found> other) {
    return united(one, other, Found::and);
  }

  /** The same, where those of one kind come to what {@code both} makes of them. */
  static List<Found> united(List<Found> one, List<Found> other, BinaryOperator<Found> both) {
    List<Found> all = new ArrayList<>(one);
    for (Found more : other) {
      int at = 0;
      while (at < all.size() && !all.get(at).isOfOneKind(more)) {
        at++;
      }
      if (at < all.size()) {
        all.set(at, both.apply(all.get(at), more));
      } else {
        all.add(more);
      }
    }
    return all;
  }

  /** Returns whether both are of one rule, stack and exception, and may be added up. */
  boolean isOfOneKind(Found other) {
    return rule() == other.rule()
        && stackName().equals(other.stackName())
        && waiver().equals(other.waiver());
  }

  /** Which rule found it. */
  public RuleId rule() {
    return worst.rule();
  }

  /** The name of the stack; empty where it is not known. */
  public String stackName() {
    return sight.stack.map(ClientStack::name).orElse("");
  }

  /** Returns what excepts them, where an exception is all that keeps them from being alerts. */
  public Optional<Waiver> waiver() {
    return worst.exception();
  }

  /** Returns whether they are alerts. */
  public boolean flagged() {
    return waiver().isEmpty();
  }

  /** The worst severity. */
  public Severity severity() {
    return worst.severity();
  }

  /** Returns whether they are below the floor by the rule, or by another that found them too. */
  public boolean isBelow() {
    return isBelow(rule()) || rule() == RuleId.DOWNGRADE && also.stream().anyMatch(Found::isBelow);
  }

  /** Returns whether any rule found on them that they are below the floor. */
  boolean showsBelow() {
    return isBelow(rule()) || also.stream().anyMatch(Found::isBelow);
  }

  private static boolean isBelow(RuleId rule) {
    return switch (rule) {
      case NEGOTIATED_BELOW_FLOOR,
          OFFERED_BELOW_FLOOR,
          INFERRED_BELOW_FLOOR,
          REPORTED_BELOW_FLOOR ->
          true;
      default -> false; // about something else than what was chosen or offered at best
    };
  }

  /** Returns whether a report of Microsoft's calls it old, and does not tell the version. */
  public boolean isReportedOld() {
    return chosen.isEmpty() && rule() == RuleId.REPORTED_BELOW_FLOOR;
  }
}
