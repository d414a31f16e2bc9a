package io.tlsfloor.report.output;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.parser.observation.Weight;
import io.tlsfloor.report.model.ClientTally;
import io.tlsfloor.report.model.EventId;
import io.tlsfloor.report.model.IdSet;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Tally;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of judged connections, the same in a scan, a watch and an archive, of packets, logs
 * and reports: each is written at once, and counted once, in the day of its client. Confined to one
 * thread.
 *
 * <p>A connection that may still be seen otherwise waits for a minute of packet time before it is
 * counted: what changes in that time amends its line and is counted as it is then. What changes
 * later amends the line alone, and is counted as such. So nothing that was counted is taken back.
 */
public final class Ledger {
  /** Packet time for which a connection may change before it is counted. */
  private static final long WAIT_NANOS = 60_000_000_000L;

  /** Memory with a heap of 1 GB for those that wait: twenty thousand of the usual kind. */
  private static final long MAX_BYTES = 20_000L * Weight.CONNECTION_BYTES;

  private static final int MAX_IDS = Room.entries(1 << 22); // 16 bytes each

  private final Outputs outputs;
  private final Tally tally;
  private final Seen seen;
  private final Consumer<Judgement> counted;
  private final Map<String, Judgement> waiting = new LinkedHashMap<>();
  private final long maxBytes;
  private long bytes;
  private long now = Long.MIN_VALUE; // time of the packets that are read
  private long nextCapture = Long.MAX_VALUE; // of several: until then none else shows a connection
  private final IdSet ranks = new IdSet(MAX_IDS); // of several captures: the worst seen of each
  private Instant from = Instant.MAX;
  private Instant to = Instant.MIN;

  /** How a connection may be seen again. */
  public enum Seen {
    /** Not at all: in one capture, of which no part is read elsewhere. */
    ONCE,
    /** In another capture, which may show more of it. */
    IN_SEVERAL,
    /** Live: an answer may come after it was given up. */
    LIVE
  }

  /**
   * What became of a connection.
   *
   * @param written its line; empty where nobody wanted one
   * @param earlier what this replaces and was not counted yet
   * @param late whether it was counted before as it was then
   */
  public record Entry(Optional<Result> written, Optional<Judgement> earlier, boolean late) {
    private static final Optional<Entry> COUNTED =
        Optional.of(new Entry(Optional.empty(), Optional.empty(), false));
  }

  /**
   * An empty ledger.
   *
   * @param counted is given each connection as it is counted
   */
  public Ledger(Tally tally, Outputs outputs, Seen seen, Consumer<Judgement> counted) {
    this(tally, outputs, seen, counted, Room.of(MAX_BYTES));
  }

  /** Lets connections wait in so much memory. */
  Ledger(Tally tally, Outputs outputs, Seen seen, Consumer<Judgement> counted, long maxBytes) {
    this.tally = tally;
    this.outputs = outputs;
    this.seen = seen;
    this.counted = counted;
    this.maxBytes = maxBytes;
    if (seen == Seen.LIVE) {
      tally.clients().noteNews();
    }
    if (!outputs.readDetails()) {
      tally.clients().leaveOutDetails();
    }
  }

  /**
   * Writes a connection, and counts it now or later.
   *
   * @return what became of it; empty for one that was seen before as it is
   * @throws IOException if an output fails
   */
  public Optional<Entry> tell(Judgement judgement) throws IOException {
    if (judgement.connection().evidence().timeKnown()) {
      now = judgement.connection().evidence().last().timeNanos();
      count(now);
    }
    return switch (seen) {
      case ONCE -> write(judgement, null, false);
      case IN_SEVERAL -> tellOfSeveral(judgement);
      case LIVE -> tellLive(judgement);
    };
  }

  private Optional<Entry> tellLive(Judgement judgement) throws IOException {
    if (!judgement.connection().evidence().amends()) {
      return write(judgement, null, false);
    }
    Judgement earlier = forget(EventId.of(judgement.connection()));
    return write(judgement, earlier, earlier == null);
  }

  /** A second sight that shows more than the first one counts instead of it. */
  private Optional<Entry> tellOfSeveral(Judgement judgement) throws IOException {
    if (!judgement.connection().evidence().timeKnown()) {
      return write(judgement, null, false); // nothing but times identifies it
    }
    String event = EventId.of(judgement.connection());
    long id = IdSet.of(event);
    int rank = judgement.flagged() ? 1 + judgement.severity().orElse(Severity.LOW).ordinal() : 0;
    int known = ranks.number(id, -1);
    boolean waits = waiting.containsKey(event);
    boolean showsMore = rank > known || waits && isDecided(judgement);
    if (known >= 0 && !showsMore) {
      return Optional.empty();
    }
    ranks.put(id, Math.max(rank, known));
    if (known < 0) {
      return write(judgement, null, false);
    }
    Judgement earlier = forget(event);
    return write(judgement.amending(), earlier, earlier == null);
  }

  private Optional<Entry> write(Judgement judgement, @Nullable Judgement earlier, boolean late)
      throws IOException {
    Optional<Judgement> before = Optional.ofNullable(earlier);
    Optional<Result> written = outputs.connection(judgement, before);
    if (written.isPresent()) {
      tally.told(written.get());
    }
    if (late) {
      tally.amendLate();
    } else if (mayChange(judgement)) {
      await(judgement);
    } else {
      count(judgement);
    }
    return written.isEmpty() && before.isEmpty() && !late
        ? Entry.COUNTED // as most
        : Optional.of(new Entry(written, before, late));
  }

  private boolean mayChange(Judgement judgement) {
    return switch (seen) {
      case ONCE -> false;
      case IN_SEVERAL -> !isDecided(judgement) && judgement.connection().evidence().timeKnown();
      case LIVE ->
          judgement
              .connection()
              .ending()
              .map(ending -> ending.how() == EndedHow.TIMEOUT)
              .orElse(false);
    };
  }

  /** Returns whether another capture of the same connection could hardly show more. */
  private static boolean isDecided(Judgement judgement) {
    Outcome outcome = judgement.connection().outcome();
    return outcome != Outcome.INCOMPLETE
        && outcome != Outcome.UNANSWERED
        && outcome != Outcome.NEGOTIATED;
  }

  private void await(Judgement judgement) throws IOException {
    String event = EventId.of(judgement.connection());
    forget(event);
    waiting.put(event, judgement);
    bytes += Weight.of(judgement.connection());
    while (bytes > maxBytes && waiting.size() > 1) {
      count(requireKnown(forget(waiting.keySet().iterator().next())));
    }
  }

  private static Judgement requireKnown(@Nullable Judgement judgement) {
    if (judgement == null) {
      throw new IllegalStateException("it waited");
    }
    return judgement;
  }

  private @Nullable Judgement forget(String event) {
    Judgement known = waiting.remove(event);
    if (known != null) {
      bytes -= Weight.of(known.connection());
    }
    return known;
  }

  /** Packets are read up to a time: counts what has waited for long enough. */
  public void readUpTo(Instant time) throws IOException {
    count(Math.max(now, time.getEpochSecond() * 1_000_000_000L + time.getNano()));
  }

  private void count(long upTo) throws IOException {
    if (waiting.isEmpty()) {
      return; // as in one capture
    }
    long last = Math.min(upTo, nextCapture) - WAIT_NANOS;
    for (Iterator<Judgement> each = waiting.values().iterator(); each.hasNext(); ) {
      Judgement first = each.next();
      if (first.connection().evidence().last().timeNanos() > last) {
        return;
      }
      each.remove();
      bytes -= Weight.of(first.connection());
      count(first);
    }
  }

  private void count(Judgement judgement) throws IOException {
    ClientTally clients = tally.clients();
    if (clients.isFull()) {
      outputs.clients(clients.earliestDays(outputs.wantsEveryClient(), from, to));
    }
    tally.add(judgement);
    counted.accept(judgement);
  }

  /**
   * Notes that the captures which are still to be read begin at a time: what was seen before that
   * is in none of them.
   */
  public void nextCaptureAt(Optional<Instant> first) {
    nextCapture =
        first
            .map(time -> time.getEpochSecond() * 1_000_000_000L + time.getNano())
            .orElse(Long.MAX_VALUE);
  }

  /** Notes which times were looked at so far: a day of a client counts no more than these. */
  public void lookedAt(Instant first, Instant last) {
    from = first;
    to = last;
  }

  /**
   * All that was judged is told: counts what waits, and writes the days of clients.
   *
   * @param names that clients gave themselves, learned since
   */
  public void end(List<ClientName> names) throws IOException {
    countWaiting();
    tally.clients().named(names);
    outputs.clients(
        seen == Seen.LIVE
            ? tally.clients().part(from, to)
            : tally.clients().rest(outputs.wantsEveryClient(), from, to));
  }

  /**
   * Writes what was counted since the last part as a part of its days.
   *
   * @param names that clients gave themselves, learned since
   */
  public void part(List<ClientName> names) throws IOException {
    tally.clients().named(names);
    outputs.clients(tally.clients().part(from, to));
  }

  /**
   * Counts what still waits, and writes all that was counted as a part of its days: what comes
   * after it is judged otherwise.
   *
   * @param names that clients gave themselves, learned since
   */
  public void partOfAll(List<ClientName> names) throws IOException {
    countWaiting();
    part(names);
  }

  private void countWaiting() throws IOException {
    for (Judgement each : waiting.values()) {
      count(each);
    }
    waiting.clear();
    bytes = 0;
  }

  /**
   * Writes, as a part, what was counted of clients of which there is news: that the run sees first,
   * or with a finding or an answer that it has not written yet.
   *
   * @param names that clients gave themselves, learned since
   */
  public void news(List<ClientName> names) throws IOException {
    tally.clients().named(names);
    outputs.clients(tally.clients().news(from, to));
  }
}
