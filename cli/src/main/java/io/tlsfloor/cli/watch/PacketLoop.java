package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.chain.FrameLoop;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.InterfaceCapture;
import io.tlsfloor.capture.live.LiveOptions;
import io.tlsfloor.capture.live.MergedCapture;
import io.tlsfloor.capture.live.Priority;
import io.tlsfloor.capture.record.FrameKeeper;
import io.tlsfloor.cli.command.FullMemory;
import io.tlsfloor.cli.metrics.Snapshot;
import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.model.Run;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The thread that reads packets, and does nothing else: frames to the analyzer, and connections
 * into a bounded queue. When they are not taken it waits, the kernel's buffer fills, and what that
 * loses is counted.
 */
final class PacketLoop implements Closeable {
  private static final long NANOS = 1_000_000_000L;
  private static final int BATCH = 256; // frames between looks at the clock
  private static final long LOOK_NANOS = 100_000_000L;
  private static final long WAIT_NANOS = 50_000_000L;

  /** A frame may still be on its way, or be held by the order of interfaces, that long. */
  private static final long LATE_NANOS = LiveOptions.SETTLED_NANOS + 200_000_000L;

  /** Reading what waits at the end takes no longer: the kernel's buffer is read in far less. */
  private static final long DRAIN_NANOS = NANOS / 2;

  private static final Coverage NO_LOSS = new Coverage(Map.of(), new TreeMap<>());

  private final MergedCapture capture;
  private final OptionalLong count;
  private final @Nullable FrameKeeper keeper;
  private final AnalyzerOptions options;
  private Analyzer analyzer;
  private Coverage before = NO_LOSS; // of those before, until the clock was set back
  private String source = ""; // of the frame that came last
  private final Handover handover = new Handover();
  private final Thread thread = new Thread(this::run, "packets");

  private volatile boolean clockSetBack;
  private final PacketTimes times;
  private long busyNanos;
  private long lookedAt = System.nanoTime();
  private long pausedAt;
  private long drainBegun;
  private long drainUntil;
  private long idleSince;
  private boolean ending;
  private volatile Snapshot.Reading reading;
  private volatile boolean stopping;
  private volatile boolean abandoned;
  private volatile boolean ended;
  private volatile boolean namesAsked;
  private final AtomicLong untold = new AtomicLong();
  private volatile @Nullable List<ClientName> names;
  private volatile @Nullable CaptureException broken;
  private volatile @Nullable Throwable failure;

  /**
   * A loop that has not begun.
   *
   * @param keeper of the frames of undecided connections; null for none
   * @param count of packets after which it ends by itself
   * @param clock that tells how long undecided connections have waited
   */
  PacketLoop(
      MergedCapture capture,
      AnalyzerOptions options,
      @Nullable FrameKeeper keeper,
      OptionalLong count,
      WatchClock clock) {
    this.keeper = keeper;
    times = new PacketTimes(clock);
    this.capture = capture;
    this.count = count;
    this.options = options;
    analyzer = analyzer();
    reading = look(System.nanoTime());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  // ---- the thread's own

  private void run() {
    Priority.raise();
    Priority.raiseSession();
    Priority.raiseCollector(); // whose threads the warm-up has started
    try {
      read();
      ending = true;
      analyzer.end(); // what is undecided is reported as it stands
    } catch (Abandoned e) {
      another(
          new Coverage(
              Map.of(Loss.EVICTED_FLOWS, (long) Math.max(1, analyzer.flows())), new TreeMap<>()));
    } catch (OutOfMemoryError e) {
      FullMemory.end(e);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    ended = true;
  }

  /** Leads out of an analyzer that has to end, and has more to report than there is time for. */
  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Abandoned() {
      super("abandoned", null, false, false);
    }
  }

  private void read() {
    long most = count.orElse(Long.MAX_VALUE);
    try {
      pausedAt = System.nanoTime();
      FrameLoop.run(capture, BATCH, most, this::take, this::pause);
      drainBegun = System.nanoTime();
      idleSince = drainBegun;
      drainUntil = times.wallNanos();
      FrameLoop.run(capture, BATCH, most, this::take, this::drain);
    } catch (CaptureException e) {
      broken = e;
    } catch (IOException e) {
      throw new UncheckedIOException("only capture itself fails", e);
    }
  }

  private void take(Frame frame) {
    String name = capture.name();
    if (!name.equals(source)) {
      source = name;
      analyzer.begin(name);
    }
    if (times.take(frame)) {
      analyzer.end(); // what is undecided would wait until the clock is there again
      another(NO_LOSS);
      clockSetBack = true;
    }
    analyzer.frame(frame);
  }

  /** Goes on with an analyzer that has seen nothing; what was lost so far still counts. */
  private void another(Coverage given) {
    before = before.plus(analyzer.coverage()).plus(given);
    analyzer = analyzer();
    analyzer.begin(source);
  }

  private Analyzer analyzer() {
    Analyzer made = new Analyzer(options, this::handOn, keeper);
    made.waitForQuiet();
    return made;
  }

  private boolean pause(boolean any) {
    long now = System.nanoTime();
    if (any) {
      busyNanos += now - pausedAt;
    } else {
      capture.await(WAIT_NANOS);
      analyzer.tick(times.wallNanos() - LATE_NANOS);
      analyzer.quiet();
      now = System.nanoTime();
    }
    if (now - lookedAt >= LOOK_NANOS) {
      lookedAt = now;
      check();
      reading = look(now);
    }
    pausedAt = System.nanoTime();
    return !stopping;
  }

  /** Goes on with what came until the end and is not read yet. */
  private boolean drain(boolean any) {
    long now = System.nanoTime();
    if (any) {
      idleSince = now;
    } else if (now - idleSince < LiveOptions.SETTLED_NANOS) {
      capture.await(WAIT_NANOS);
    } else {
      return false;
    }
    return !abandoned && times.isBefore(drainUntil) && now - drainBegun < DRAIN_NANOS;
  }

  private void check() {
    capture.check();
    if (namesAsked) {
      namesAsked = false;
      names = analyzer.clientNames();
    }
  }

  private Snapshot.Reading look(long now) {
    return new Snapshot.Reading(
        now,
        capture.packets(),
        capture.bytes(),
        analyzer.flows(),
        coverage().count(Loss.EVICTED_FLOWS),
        busyNanos,
        capture.interfaces().stream().map(InterfaceCapture::state).toList());
  }

  private void handOn(TlsConnection connection) {
    Handover.Told told =
        keeper == null
            ? new Handover.Told(connection, Optional.empty())
            : handover.told(connection, keeper.told());
    try {
      boolean taken = false;
      while (!taken && !abandoned) { // its taker is busy: packets wait in the kernel
        taken = handover.offer(told);
      }
      if (!taken) {
        untold.incrementAndGet();
        if (ending) {
          throw new Abandoned();
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts this thread", e);
    }
  }

  // ---- for the thread that reports

  /** Connections that wait to be taken. */
  Handover handover() {
    return handover;
  }

  /** How far it was a moment ago. */
  Snapshot.Reading reading() {
    return reading;
  }

  /** Asks for the names of clients, which {@link #names} will give. */
  void askForNames() {
    names = null;
    namesAsked = true;
  }

  /** Names of clients as they were after the last {@link #askForNames}; null until then. */
  @Nullable List<ClientName> names() {
    return names;
  }

  /** Returns whether the clock was set back since this was last asked. */
  boolean wasClockSetBack() {
    boolean was = clockSetBack;
    clockSetBack = false;
    return was;
  }

  /** Lets it end: what is undecided is still reported. */
  void stop() {
    stopping = true;
  }

  /** Lets it end at once: what was not taken so far is not reported, and counted. */
  void abandon() {
    stopping = true;
    abandoned = true;
  }

  /** Returns whether it has ended, and everything was taken that is to be. */
  boolean isOver() {
    return ended && (abandoned || handover.size() == 0);
  }

  /** Returns what broke capture off, if something did. */
  Optional<CaptureException> broken() {
    return Optional.ofNullable(broken);
  }

  /** Ends it, whether or not somebody takes what it still has. */
  @Override
  public void close() {
    abandon();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- once it is over

  /** Lets go of connections that nobody takes any more, counted. */
  void letGo() {
    untold.addAndGet(handover.clear());
  }

  /** Throws what ended it, if that was a bug. */
  void rethrow() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException fault) {
      throw fault;
    }
  }

  /** How far it came. */
  Snapshot.Reading end() {
    reading = look(System.nanoTime());
    return reading;
  }

  /** Returns what was lost; connections that were not taken among it. */
  Coverage coverage() {
    Coverage all = before.plus(analyzer.coverage());
    long left = ended ? untold.get() + (abandoned ? handover.size() : 0) : 0;
    return left == 0
        ? all
        : all.plus(new Coverage(Map.of(Loss.BUDGET_EXCEEDED, left), new TreeMap<>()));
  }

  List<ClientName> clientNames() {
    return analyzer.clientNames();
  }

  List<Run.Input> inputs() {
    return reading.interfaces().stream()
        .map(one -> Run.Input.live(one.name(), one.packets(), one.bytes(), one.blindSeconds()))
        .toList();
  }

  PacketTimes times() {
    return times;
  }
}
