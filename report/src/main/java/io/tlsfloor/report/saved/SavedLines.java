package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.report.model.ClientAndService;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientSums;
import io.tlsfloor.report.model.EventId;
import io.tlsfloor.report.model.IdSet;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.WatchState;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reports saved results again: those of one run, or of several added up. What stands in two of them
 * counts once: a connection by its event id, a run by its own id. Of a connection that was amended
 * the last line counts. Confined to one thread.
 */
public final class SavedLines implements SavedReader.Taker {

  /** Connections that wait for a line which amends them; about 2 KB each. */
  private static final int MAX_WAITING = 50_000;

  /** Ids that are known again; 16 bytes each. */
  private static final int MAX_IDS = Room.entries(1 << 24);

  private final Report report;
  private final Map<String, Result> waiting = new LinkedHashMap<>();
  private final IdSet known = new IdSet(MAX_IDS);
  private final ClientSums clients = new ClientSums();
  private final Set<String> runs = new HashSet<>(); // their ids
  private final Set<String> reads = new HashSet<>(); // what they read
  private final IdSet sights = new IdSet(MAX_IDS); // of clients, by their first and last packets
  private @Nullable Run sum;
  private long alerts;
  private long withoutRunLine;
  private long emptyInputs;
  private boolean emptyInput = true;
  private long torn;
  private final SavedWatches watches = new SavedWatches();
  private boolean ofWatch; // whether the input has lines of a watch
  private boolean empty = true;

  /** Holds those of the run whose lines are being read. */
  private final Map<ClientAndService, Parts> itsClients = new LinkedHashMap<>();

  private final IdSet itsIds = new IdSet(MAX_IDS);
  private final Map<ClientAndService, Run.Found> itsRepeats = new HashMap<>(); // in another too

  /** Gives them to {@code report}. */
  public SavedLines(Report report) {
    this.report = report;
  }

  @Override
  public void connection(Origin origin, Result result) throws IOException {
    ofWatch(origin, result.end());
    emptyInput = false;
    empty = false;
    long id = IdSet.of(result.id());
    boolean isNew = known.add(id);
    if (itsIds.add(id) && !isNew && !result.connection().evidence().amends()) {
      itsRepeats.merge(
          new ClientAndService(result.ends().client().address(), result.service()),
          Run.Found.of(result),
          Run.Found::and);
    }
    if (isNew || waiting.containsKey(result.id())) {
      waiting.put(result.id(), result);
    }
    if (waiting.size() > MAX_WAITING) {
      Iterator<Result> oldest = waiting.values().iterator();
      tell(oldest.next());
      oldest.remove();
    }
  }

  private void tell(Result result) throws IOException {
    alerts += result.flagged() ? 1 : 0;
    report.connection(result);
  }

  @Override
  public void client(Origin origin, ClientDay client) {
    ofWatch(origin, client.lastSeen());
    emptyInput = false;
    empty = false;
    itsClients.merge(client.key(), new Parts(client), (parts, more) -> parts.add(client));
  }

  private void ofWatch(Origin origin, Instant seen) {
    if (origin.watch().isPresent()) {
      watches.line(origin.watch().get(), seen);
      ofWatch = true;
    }
  }

  @Override
  public void watch(Origin origin, WatchState state) {
    emptyInput = false;
    empty = false;
    watches.state(state);
    ofWatch = true;
  }

  @Override
  public void torn() {
    emptyInput = false;
    empty = false;
    torn++;
  }

  @Override
  public void run(Origin origin, Run run) {
    emptyInput = false;
    empty = false;
    watches.end(run.course());
    if (run.course().id().isEmpty() || runs.add(run.course().id())) {
      mergeClients();
      Run.Found repeats = itsRepeats.values().stream().reduce(Run.Found.NOTHING, Run.Found::and);
      boolean sameAgain = run.read().packets() > 0 && !reads.add(read(run.read()));
      Run once = run.with(run.found().minus(repeats));
      Run added = sameAgain ? more(once) : once;
      sum = sum == null ? added : sum.and(added);
    }
    forgetThisRun();
  }

  /** Returns what a run adds that read the same packets as another: what it flagged more. */
  private static Run more(Run again) {
    Run.Found found = again.found();
    return again
        .with(Run.Read.NOTHING)
        .with(new Run.Found(0, 0, 0, found.flagged(), 0, 0, found.rules()))
        .with(Run.Missed.NOTHING);
  }

  /** Holds what lines of one run say of a client and service, part by part of the time. */
  private static final class Parts {
    private @Nullable ClientDay sum;
    private ClientDay last;

    Parts(ClientDay first) {
      last = first;
    }

    /**
     * A line of the same beginnings is the same part again: older watches reported all each hour.
     */
    Parts add(ClientDay part) {
      boolean again =
          part.firstSeen().equals(last.firstSeen())
              && part.period().from().equals(last.period().from());
      sum = again ? sum : all();
      last = part;
      return this;
    }

    ClientDay all() {
      return sum == null ? last : sum.and(last);
    }
  }

  private void mergeClients() {
    itsClients.forEach(
        (key, parts) -> {
          ClientDay client = parts.all();
          boolean isNew = sights.add(IdSet.of(EventId.hash(client.sight())));
          Run.Found repeats = itsRepeats.get(key);
          if (isNew) { // else of the same packets, by other options
            clients.add(
                repeats == null
                    ? client
                    : client.of(
                        client
                            .counts()
                            .without(
                                repeats.connections(), repeats.flagged(), repeats.excepted())));
          }
        });
  }

  /** The same for the same captures, wherever they lie. */
  private static String read(Run.Read read) {
    return read.packets() + "|" + read.bytes() + "|" + read.first() + "|" + read.last();
  }

  private void forgetThisRun() {
    itsClients.clear();
    itsIds.clear();
    itsRepeats.clear();
  }

  @Override
  public void end(boolean finished) {
    emptyInputs += emptyInput ? 1 : 0;
    if (!finished && !emptyInput) {
      withoutRunLine += ofWatch ? 0 : 1; // a part of a watch, whose end may be elsewhere
      mergeClients();
      forgetThisRun();
    }
    ofWatch = false;
    emptyInput = true;
  }

  /** Returns whether no line was read. */
  public boolean isEmpty() {
    return empty;
  }

  /**
   * All is read: reports what still waits, the clients and the run.
   *
   * @throws IOException if the report cannot be written
   */
  public Run finish() throws IOException {
    for (Result result : waiting.values()) {
      tell(result);
    }
    waiting.clear();
    Run run = summary(clients.clients());
    report.clients(clients.all(run));
    report.run(run);
    return run;
  }

  /** More alerts than the run lines count show that a run line is missing. */
  private Run summary(long distinctClients) {
    Run run =
        Stream.concat(Optional.ofNullable(sum).stream(), watches.open().stream())
            .reduce(Run::and)
            .orElse(Run.NOTHING);
    Run.Found found = run.found();
    Losses losses = watches.losses();
    if (torn > 0) {
      losses = losses.and(LossKind.TORN_LINES, torn);
    }
    long missing = found.flagged() - alerts;
    if (missing > 0) {
      losses = losses.and(LossKind.MISSING_LINES, missing);
    }
    // An empty file next to those of a watch is one that others have just rotated.
    long unended = withoutRunLine + (watches.isEmpty() ? emptyInputs : 0);
    if (unended > 0) {
      losses = losses.and(LossKind.NO_RUN_LINE, unended);
    }
    if (distinctClients == 0 && found.clients() > 0) {
      losses = losses.and(LossKind.NO_CLIENT_LINES, found.clients());
    }
    return run.with(
            new Run.Found(
                Math.max(found.connections(), alerts),
                distinctClients,
                found.bothSides(),
                Math.max(found.flagged(), alerts),
                found.excepted(),
                found.belowThreshold(),
                found.rules()))
        .with(run.missed().and(new Run.Missed(losses)));
  }
}
