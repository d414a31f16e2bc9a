package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.MergedCapture;
import io.tlsfloor.capture.record.FrameKeeper;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.evidence.EvidenceWriter;
import io.tlsfloor.cli.metrics.MetricsServer;
import io.tlsfloor.cli.metrics.Snapshot;
import io.tlsfloor.cli.policy.CatalogueLoader;
import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Tally;
import io.tlsfloor.report.output.Ledger;
import io.tlsfloor.report.output.Outputs;
import io.tlsfloor.rules.ExemptionUse;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.PolicyInForce;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.ListVersion;
import io.tlsfloor.rules.judge.Judge;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The part of a watch that judges and reports: connections from the {@link PacketLoop} to the judge
 * and the output, and now and then a look at everything else. One thread does all of it, and none
 * of it can hold up the one that reads packets.
 */
final class Watch implements Closeable {
  private static final long NANOS = 1_000_000_000L;
  private static final long LOOK_NANOS = 100_000_000L;
  private static final long PUBLISH_NANOS = NANOS;

  /** News of clients waits for so long at most, and in the first minutes for less. */
  private static final long NEWS_NANOS = 30 * NANOS;

  private static final long FIRST_NEWS_NANOS = 2 * NANOS;

  /** The age of the endpoint list is pointed out so often, however often it is read. */
  private static final long DAY_NANOS = 86_400 * NANOS;

  private static final long ALIVE_NANOS = 5 * NANOS; // since the reading thread gave a sign

  /** So long after the end began it is over, whatever is left: systemd gives half as much again. */
  private static final long END_NANOS = 60 * NANOS;

  /** So long after the end began, connections are no longer reported, but counted. */
  private static final long TELL_NANOS = END_NANOS / 2;

  private final WatchOptions options;
  private final Outputs outputs;
  private final Screen screen;
  private final Console console;
  private final Optional<MetricsServer> metrics;
  private final Heartbeat heartbeat;
  private final Reload reload;
  private volatile Policy policy;
  private Judge judge;
  private ListVersion list;
  private final Tally tally;
  private final Ledger ledger;
  private ExemptionUse exemptions;
  private final PacketLoop loop;
  private final Every every;
  private final @Nullable EvidenceWriter evidence;
  private final List<Handover.Told> taken = new ArrayList<>(Handover.BATCH);
  private final WatchRun self;
  private final WatchClock clock;
  private final long begunNanos;
  private Snapshot snapshot = Snapshot.NONE;
  private long lookedAt;
  private long publishedAt;
  private long clientsAt;
  private long newsAt;
  private long statedAt;
  private long loggedAt;
  private long agedAt; // its age was looked at, before the watch began
  private boolean clientsDue;
  private boolean newsDue;
  private @Nullable Judging next; // that waits for what was counted by the last one to be written
  private Instant clientsSince;
  private long rotations;
  private Instant countedAt;
  private long endsSince; // 0: goes on
  private final boolean hearsHangups;
  private int hangups;
  private int statusRequests;

  /**
   * How often a watch says what it says again and again.
   *
   * @param clients days of clients, all that came since
   * @param state how it is doing and how its days stand: in lines for programs and, where no
   *     terminal shows it, in a sentence
   */
  record Every(Duration clients, Duration state) {
    static final Every STANDARD = new Every(Duration.ofHours(1), Duration.ofMinutes(10));
  }

  /** Reads again by what connections are judged. */
  @FunctionalInterface
  interface Reload {
    /**
     * Reads the configuration, policy, exceptions and endpoint list; says what has changed besides.
     *
     * @throws CommandException if one of them cannot be used
     */
    Judging read() throws CommandException;
  }

  /**
   * By what connections are judged.
   *
   * @param waiting names of options that have changed too, and that need a new start
   */
  record Judging(Policy policy, Catalogue catalogue, SortedSet<String> waiting) {}

  /**
   * A watch that has not begun.
   *
   * @param reload is asked for at each SIGHUP
   * @param clock that tells when they are due
   */
  Watch(
      WatchOptions options,
      MergedCapture capture,
      Catalogue catalogue,
      Reload reload,
      Outputs outputs,
      Screen screen,
      @Nullable EvidenceWriter evidence,
      @Nullable MetricsServer metrics,
      Heartbeat heartbeat,
      Every every,
      WatchClock clock,
      Console console) {
    this.options = options;
    this.clock = clock;
    begunNanos = clock.nanos();
    lookedAt = begunNanos;
    publishedAt = begunNanos;
    clientsAt = begunNanos;
    newsAt = begunNanos;
    statedAt = begunNanos;
    loggedAt = begunNanos;
    agedAt = begunNanos;
    clientsSince = clock.now();
    countedAt = clientsSince;
    self = new WatchRun(options, clock);
    this.reload = reload;
    this.outputs = outputs;
    this.screen = screen;
    this.evidence = evidence;
    this.metrics = Optional.ofNullable(metrics);
    this.heartbeat = heartbeat;
    this.console = console;
    this.every = every;
    policy = options.judging().policy();
    judge = new Judge(policy, catalogue);
    list = catalogue.version();
    this.metrics.ifPresent(server -> server.metrics().list(catalogue.version()));
    tally = new Tally(options.judging().policy(), outputs::shown);
    ledger = new Ledger(tally, outputs, Ledger.Seen.LIVE, each -> exemptions.count(each));
    exemptions = new ExemptionUse(options.judging().policy());
    loop =
        new PacketLoop(
            capture,
            options.analyzer(address -> policy.homeNetworks().contains(address)),
            evidence == null ? null : new FrameKeeper(Room.of(FrameKeeper.DEFAULT_MAX_BYTES)),
            options.capturing().count(),
            clock);
    statusRequests = console.statusRequests(); // begins to listen
    hearsHangups = options.outputs().output().isPresent() || !console.errIsTerminal();
    hangups = hearsHangups ? console.hangups() : 0; // else a terminal that goes ends the watch
  }

  /**
   * Watches until a signal, {@code --duration}, {@code --count}, or a failure of capture or of an
   * output ends it, and reports the end.
   *
   * @throws CaptureException if capture broke off by itself, after the closing record
   * @throws IOException if the output is over with
   */
  Run run() throws IOException {
    screen.catchUp();
    publish(clock.nanos(), loop.reading());
    loop.start();
    outputs.watch(self.state(tally, snapshot, list).atStart());
    heartbeat.ready();
    while (!loop.isOver()) {
      long now = clock.nanos();
      tell();
      if (now - lookedAt >= LOOK_NANOS) {
        lookedAt = now;
        look(now);
      }
      if (ends(now)) {
        loop.stop();
        beginEnd(System.nanoTime());
        if (System.nanoTime() - endsSince > TELL_NANOS) {
          loop.abandon();
        }
      }
    }
    loop.rethrow();
    heartbeat.stopping();
    lookAtClock();
    Optional<CaptureException> broken = loop.broken();
    broken.ifPresent(e -> screen.event(String.valueOf(e.getMessage())));
    loop.letGo();
    if (evidence != null) {
      evidence.commit();
    }
    beginEnd(System.nanoTime());
    publish(clock.nanos(), loop.end());
    state(clock.nanos());
    lookedUpToNow();
    ledger.end(loop.clientNames());
    publish(clock.nanos(), loop.end());
    Losses undelivered = outputs.settle();
    if (evidence != null) {
      undelivered = undelivered.and(LossKind.LOST_EVIDENCE, evidence.lost());
    }
    Run run = self.end(tally, snapshot, list, loop, undelivered);
    screen.catchUp();
    outputs.run(run);
    exemptions.unused().forEach(console::warn);
    if (broken.isPresent() && broken.get().kind() != CaptureException.Obstacle.NO_INTERFACE) {
      throw broken.get();
    }
    return run;
  }

  /** From here on there is one time by which all outputs have what they take. */
  private void beginEnd(long now) {
    if (endsSince == 0) {
      endsSince = now | 1;
      outputs.endBy(now + END_NANOS);
    }
  }

  private boolean ends(long now) {
    return console.interrupted()
        || outputs.failure().isPresent()
        || options.capturing().duration().isPresent()
            && now - begunNanos >= options.capturing().duration().get().toNanos();
  }

  private void tell() throws IOException {
    taken.clear();
    loop.handover().take(taken);
    for (Handover.Told told : taken) {
      Judgement judgement = judge.judge(told.connection());
      ledger
          .tell(judgement)
          .ifPresent(
              entry -> metrics.ifPresent(server -> server.metrics().count(judgement, entry)));
      if (judgement.flagged() && evidence != null && told.frames().isPresent()) {
        evidence.add(judgement, told.frames().get());
      }
    }
  }

  /** Everything but connections. */
  private void look(long now) throws IOException {
    screen.catchUp();
    if (now - publishedAt >= PUBLISH_NANOS) {
      publish(now, loop.reading());
    }
    lookAtClock();
    outputs.tick();
    if (outputs.rotations() != rotations || now - statedAt >= every.state().toNanos()) {
      rotations = outputs.rotations();
      state(now);
    }
    log(now);
    screen.show(snapshot);
    if (evidence != null) {
      evidence.tick();
    }
    if (isAlive(loop.reading())) {
      heartbeat.beat(Screen.state(snapshot));
    }
    signals();
    ledger.readUpTo(clock.now());
    days(now);
  }

  /** Writes days of clients: what is new within two minutes, all of it now and then. */
  private void days(long now) throws IOException {
    if (now - clientsAt >= every.clients().toNanos()) {
      clientsAt = now;
      clientsDue = true;
      loop.askForNames();
    } else if (now - newsAt >= pause(now) && tally.clients().hasNews()) {
      newsAt = now;
      newsDue = true;
      loop.askForNames();
    }
    @Nullable List<ClientName> names = clientsDue || newsDue ? loop.names() : null;
    if (names == null) {
      return;
    }
    lookedUpToNow();
    if (next != null) {
      ledger.partOfAll(names);
      clientsSince = clock.now();
      judgeBy(next);
      next = null;
      state(now); // from here on lines say the new floor
    } else if (clientsDue) {
      ledger.part(names);
      clientsSince = clock.now();
      outputs.soFar(self.soFar(tally, snapshot, list));
    } else {
      ledger.news(names);
    }
    clientsDue = false;
    newsDue = false;
  }

  /** Between two writings of news: a tenth of the time that it runs. */
  private long pause(long now) {
    return Math.min(NEWS_NANOS, Math.max(FIRST_NEWS_NANOS, (now - begunNanos) / 10));
  }

  private void lookedUpToNow() {
    ledger.lookedAt(clientsSince, clock.now());
  }

  /** Says how the watch is doing: if it is killed, it counts to here. */
  private void state(long now) throws IOException {
    statedAt = now;
    outputs.watch(self.state(tally, snapshot, list));
  }

  /** What a service's log has where nothing happens: that it works, and how much. */
  private void log(long now) {
    if (now - loggedAt >= every.state().toNanos()) {
      loggedAt = now;
      if (!console.errIsTerminal() && !options.quiet()) {
        screen.note("so far: " + Screen.totals(snapshot));
      }
    }
    if (now - agedAt >= DAY_NANOS) {
      agedAt = now;
      Instant today = clock.now();
      CatalogueLoader.notice(list, today, today).ifPresent(screen::event);
    }
  }

  private void lookAtClock() {
    if (loop.wasClockSetBack()) {
      screen.event("the clock was set back: undecided connections are reported as they stand");
    }
  }

  private void signals() throws IOException {
    int asked = console.statusRequests();
    if (asked != statusRequests) {
      statusRequests = asked;
      publish(clock.nanos(), loop.reading());
      screen.note("status: " + Screen.state(snapshot));
    }
    int hung = hearsHangups ? console.hangups() : hangups;
    if (hung != hangups) {
      hangups = hung;
      outputs.reopen();
      judgeAnew();
    }
  }

  /** From here on by what is configured now; if that cannot be used, as before. */
  private void judgeAnew() throws IOException {
    heartbeat.reloading();
    boolean whole = false;
    try {
      Judging judging = reload.read();
      whole = judging.waiting().isEmpty();
      if (judging.policy().floors().equals(policy.floors())) {
        next = null;
        judgeBy(judging);
      } else { // a line has one floor
        next = judging;
        clientsDue = true;
        loop.askForNames();
      }
    } catch (CommandException e) {
      screen.event("not read again, the old configuration stays: " + e.getMessage());
    }
    boolean success = whole;
    metrics.ifPresent(server -> server.metrics().reloaded(success));
    heartbeat.ready();
  }

  private void judgeBy(Judging judging) throws IOException {
    PolicyInForce before = PolicyInForce.of(policy);
    policy = judging.policy();
    judge = new Judge(policy, judging.catalogue());
    list = judging.catalogue().version();
    tally.judgeBy(policy);
    outputs.judgeBy(policy);
    exemptions = new ExemptionUse(policy);
    metrics.ifPresent(server -> server.metrics().list(list));
    changed(before);
    String read = "policy, exceptions and endpoint list were read again";
    if (judging.waiting().isEmpty()) {
      screen.note(read);
    } else {
      screen.event(read + "; but " + Restart.needed(judging.waiting()));
    }
  }

  /** Says in the results by what they are judged from here on. */
  private void changed(PolicyInForce before) throws IOException {
    PolicyInForce after = PolicyInForce.of(policy);
    List<String> changed = after.changes(before);
    if (!changed.isEmpty()) {
      outputs.watch(self.state(tally, snapshot, list).changed(changed, after));
    }
  }

  private void publish(long now, Snapshot.Reading reading) {
    long elapsed = Math.max(1, now - publishedAt);
    Snapshot before = snapshot;
    snapshot =
        new Snapshot(
            reading,
            Math.round((reading.packets() - before.reading().packets()) * (double) NANOS / elapsed),
            tally.connections(),
            loop.handover().size(),
            tally.flagged(),
            outputs.lost(),
            evidence == null ? 0 : evidence.lost(),
            away());
    publishedAt = now;
    countDay(before);
    if (isAlive(reading)) {
      metrics.ifPresent(server -> server.publish(snapshot));
    }
    screen.losses(now, snapshot.live(), snapshot.lostLines());
  }

  /** Returns whether the reading thread gave a sign of late. */
  private static boolean isAlive(Snapshot.Reading reading) {
    return System.nanoTime() - reading.atNanos() < ALIVE_NANOS;
  }

  private List<String> away() {
    List<String> away = new ArrayList<>(outputs.away());
    if (evidence != null) {
      evidence.away().ifPresent(away::add);
    }
    return away;
  }

  /** Counts for this day what came since {@code before}, and what was lost of it. */
  private void countDay(Snapshot before) {
    Instant at = clock.now();
    tally
        .days()
        .watched(
            countedAt,
            at,
            snapshot.reading().packets() - before.reading().packets(),
            Math.max(0, snapshot.live().drops() - before.live().drops()),
            Math.max(0, snapshot.blindSeconds() - before.blindSeconds()));
    tally.days().lost(at, lost(snapshot) - lost(before));
    countedAt = at;
  }

  private static long lost(Snapshot snapshot) {
    return snapshot.reading().evictedFlows() + snapshot.lostLines();
  }

  /** Ends the thread that reads packets, if it still does. */
  @Override
  public void close() {
    loop.close();
  }
}
