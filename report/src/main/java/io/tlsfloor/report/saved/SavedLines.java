package io.tlsfloor.report.saved;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientBook;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.model.IdSet;
import io.tlsfloor.report.model.KnownClient;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.rules.RuleId;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reports saved results again: those of one run, or of several. Lines of clients are what is
 * counted; lines of connections are handed on to forms that show single ones, of one that was
 * amended the last. What stands in two inputs counts once: a run by its id, a part of a watch by
 * its number, a connection by its event id. Confined to one thread.
 *
 * <p>A line of a watch names it. Others belong to the run whose line follows.
 */
public final class SavedLines implements SavedReader.ResultsHandler {
  /** Connections that wait for a line which amends them; about 2 KB each. */
  private static final int MAX_WAITING = 50_000;

  /** Ids that are known again; 16 bytes each. */
  private static final int MAX_IDS = Room.entries(1 << 24);

  private final Report report;
  private final LocalDate asOf;
  private final Map<IpAddress, KnownClient> people;
  private final Map<String, Result> waiting = new LinkedHashMap<>();
  private final IdSet known = new IdSet(MAX_IDS); // connections
  private final IdSet parts = new IdSet(MAX_IDS); // of watches
  private final SavedRuns runs = new SavedRuns();
  private final SavedDays days = new SavedDays();
  private final ClientBook book = new ClientBook();
  private final SavedWatches watches = new SavedWatches();
  private final Map<String, Flagged> flagged = new HashMap<>(); // by run
  private final OnDays onDays = new OnDays();
  private final NavigableSet<TlsVersion> floors = new TreeSet<>(); // by which they were judged
  private long unnamed; // runs whose id is not known
  private long withoutRunLine;
  private long emptyInputs;
  private boolean emptyInput = true;
  private long torn;
  private boolean ofWatch; // whether the input has lines of a watch
  private boolean empty = true;

  // Of the run whose lines are being read, where they do not name it.
  private final SavedDays itsDays = new SavedDays();
  private final IdSet itsParts = new IdSet(MAX_IDS);
  private long itsFlagged;
  private @Nullable String itsName; // where some of its days had to be put away

  /** Flagged connections of a run. */
  private static final class Flagged {
    private long onDays; // by lines of clients
    private long inAll; // by its own line

    private void addOnDays(long connections) {
      onDays += connections;
    }

    private void setInAll(long connections) {
      inAll = connections;
    }

    private long missing() {
      return Math.max(0, inAll - onDays);
    }
  }

  /** What days say of their runs, for those whose own line is missing. */
  private static final class OnDays {
    private long connections;
    private long flagged;
    private long excepted;
    private final Map<RuleId, Long> rules = new EnumMap<>(RuleId.class);

    private void add(ClientDay day) {
      connections += day.connections();
      flagged += day.flagged();
      excepted += day.excepted();
      for (Found each : day.findings()) {
        if (each.flagged()) {
          rules.merge(each.rule(), each.times(), Long::sum);
        }
      }
    }

    private Run.Totals found() {
      return new Run.Totals(connections, 0, 0, 0, flagged, excepted, 0, rules);
    }
  }

  /**
   * Gives them to {@code report}.
   *
   * @param asOf the day of asking
   * @param people what people know of clients, by address
   */
  public SavedLines(Report report, LocalDate asOf, Map<IpAddress, KnownClient> people) {
    this.report = report;
    this.asOf = asOf;
    this.people = Map.copyOf(people);
  }

  @Override
  public void connection(Origin origin, Result result) throws IOException {
    takes(origin, result.end());
    if (known.add(IdSet.of(result.id())) || waiting.containsKey(result.id())) {
      waiting.put(result.id(), result);
    }
    if (waiting.size() > MAX_WAITING) {
      Iterator<Result> oldest = waiting.values().iterator();
      report.connection(oldest.next());
      oldest.remove();
    }
  }

  @Override
  public void client(Origin origin, ClientDay client) throws IOException {
    takes(origin, client.lastSeen());
    origin.floor().ifPresent(floors::add);
    if (origin.watch().isEmpty()) {
      if (itsParts.add(part("", client))) {
        itsFlagged += client.flagged();
        makeRoom();
        itsDays.add("", client);
      }
    } else if (parts.add(part(origin.watch().get(), client))) {
      flagged(origin.watch().get()).addOnDays(client.flagged());
      makeRoom();
      days.add(origin.watch().get(), client);
    }
  }

  private static long part(String run, ClientDay day) {
    long client = KeyedHash.of(day.client().high(), day.client().low(), day.client().v4() ? 1 : 0);
    long when = KeyedHash.of(client, day.day(), day.period().part());
    return KeyedHash.of(when, IdSet.of(run), day.service().hashCode());
  }

  /** Hands days on where there are too many to wait for others of the same time. */
  private void makeRoom() throws IOException {
    if (itsDays.isFull()) {
      itsName = itsName == null ? unnamed() : itsName;
      days.take(itsName, itsDays);
    }
    if (days.isFull()) {
      handOn();
    }
  }

  private String unnamed() {
    return "#" + unnamed++;
  }

  private void handOn() throws IOException {
    List<ClientDay> all = days.taken();
    book.add(all);
    all.forEach(onDays::add);
    report.clients(all);
  }

  private void takes(Origin origin, Instant seen) {
    emptyInput = false;
    empty = false;
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
    floors.add(state.floor());
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
    String id = run.course().id();
    watches.end(run.course());
    floors.add(run.terms().floor());
    floors.addAll(run.terms().otherFloors());
    if (runs.isNew(id)) {
      runs.add(run);
      String name = id.isEmpty() ? unnamed() : id;
      takeIts(name);
      flagged(name).setInAll(run.found().flagged());
    }
    forgetIts();
  }

  private Flagged flagged(String run) {
    return flagged.computeIfAbsent(run, name -> new Flagged());
  }

  /** Takes what was read of a run that is known by now. */
  private void takeIts(String run) {
    flagged(run).addOnDays(itsFlagged);
    days.take(itsName == null ? run : itsName, itsDays);
  }

  private void forgetIts() {
    itsDays.clear();
    itsParts.clear();
    itsFlagged = 0;
    itsName = null;
  }

  @Override
  public void end(boolean finished) {
    emptyInputs += emptyInput ? 1 : 0;
    if (!finished && !emptyInput) {
      withoutRunLine += ofWatch ? 0 : 1; // a part of a watch, whose end may be elsewhere
      takeIts(unnamed());
      forgetIts();
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
      report.connection(result);
    }
    waiting.clear();
    handOn();
    Run run = summary();
    report.run(run, ClientStates.of(book, new ClientStates.Asked(asOf, run.read().days(), people)));
    return run;
  }

  private Run summary() {
    Run run =
        judged(
            Stream.concat(runs.sum().stream(), watches.open().stream())
                .reduce(Run::and)
                .orElse(Run.NOTHING));
    Losses losses = watches.losses();
    if (torn > 0) {
      losses = losses.and(LossKind.TORN_LINES, torn);
    }
    long missing = flagged.values().stream().mapToLong(Flagged::missing).sum();
    if (missing > 0) {
      losses = losses.and(LossKind.MISSING_LINES, missing);
    }
    // An empty file next to those of a watch is one that others have just rotated.
    long unended = withoutRunLine + (watches.isEmpty() ? emptyInputs : 0);
    if (unended > 0) {
      losses = losses.and(LossKind.NO_RUN_LINE, unended);
    }
    long clients = run.found().clients() + run.found().accounts();
    if (book.isEmpty() && clients > 0) {
      losses = losses.and(LossKind.NO_CLIENT_LINES, clients);
    }
    Run.Totals all = run.found().larger(onDays.found());
    return run.with(
            new Run.Totals(
                all.connections(),
                book.clients(),
                book.accounts(),
                all.bothSides(),
                all.flagged(),
                all.excepted(),
                all.belowThreshold(),
                all.rules()))
        .with(run.missed().and(new Run.Missed(losses)));
  }

  /** Lines say by which floors they were judged. */
  private Run judged(Run run) {
    return floors.isEmpty() ? run : run.with(run.terms().judgedBy(floors));
  }
}
