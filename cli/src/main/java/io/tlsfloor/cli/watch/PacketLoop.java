package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.chain.FrameLoop;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.InterfaceCapture;
import io.tlsfloor.capture.live.InterfaceState;
import io.tlsfloor.capture.live.LiveStats;
import io.tlsfloor.capture.live.MergedCapture;
import io.tlsfloor.capture.live.Priority;
import io.tlsfloor.capture.retention.FrameKeeper;
import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.model.Run;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The thread that reads packets, and does nothing else: frames to the analyzer, and connections
 * into a bounded queue. When they are not taken it waits, the kernel's buffer fills, and what that
 * loses is counted.
 */
final class PacketLoop implements Closeable {
  private static final int RESERVE_BYTES = 4 << 20; // more than an analyzer begins with
  private static final byte[] NOTHING = {};
  private static final long ROOM_NANOS = 10_000_000_000L; // to make room in memory
  private static final long ROOM_PAUSE_NANOS = 20_000_000; // for others who do
  private static final long NANOS = 1_000_000_000L;
  private static final int BATCH = 256; // frames between looks at the clock
  private static final long LOOK_NANOS = 100_000_000L;
  private static final long WAIT_NANOS = 50_000_000L;
  private static final long LATE_NANOS = 400_000_000L; // a frame may still be on its way that long

  /** At the end, packets that came before it may still be on their way so long. */
  private static final long LAST_NANOS = 300_000_000L;

  /** Reading what waits at the end takes no longer: the kernel's buffer is read in far less. */
  private static final long DRAIN_NANOS = NANOS / 2;

  private final MergedCapture capture;
  private final OptionalLong count;
  private final AnalyzerOptions options;
  private final @Nullable FrameKeeper keeper;
  private Analyzer analyzer; // another one when memory ran out
  private Coverage before = new Coverage(Map.of(), new TreeMap<>()); // of those before
  private long packetsBefore = -1; // when memory last ran out
  private final Handover handover = new Handover();
  private final Thread thread = new Thread(this::run, "packets");

  @SuppressWarnings("UnusedVariable") // held, not read
  private byte[] reserve = new byte[RESERVE_BYTES]; // let go to begin again where memory is full

  private long fullAt;
  private volatile boolean crowded;
  private volatile boolean clockSetBack;
  private String source = "";
  private final PacketTimes times = new PacketTimes();
  private long busyNanos;
  private long lookedAt = System.nanoTime();
  private long pausedAt;
  private long drainBegun;
  private long drainUntil;
  private long idleSince;
  private boolean ending;
  private volatile WatchProgress progress;
  private volatile boolean stopping;
  private volatile boolean abandoned;
  private volatile boolean ended;
  private volatile boolean namesAsked;
  private volatile boolean roomAsked;
  private final AtomicLong crowdedOut = new AtomicLong();
  private final AtomicLong untold = new AtomicLong();
  private volatile @Nullable List<ClientName> names;
  private volatile @Nullable CaptureException broken;
  private volatile @Nullable Throwable failure;

  /**
   * A loop that has not begun.
   *
   * @param keeper of the frames of undecided connections; null for none
   * @param count of packets after which it ends by itself
   */
  PacketLoop(
      MergedCapture capture,
      AnalyzerOptions options,
      @Nullable FrameKeeper keeper,
      OptionalLong count) {
    this.options = options;
    this.keeper = keeper;
    this.capture = capture;
    this.count = count;
    analyzer = new Analyzer(options, this::handOn, keeper);
    progress = look(System.nanoTime());
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
      tellUndecided();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    ended = true;
  }

  /** What is undecided is reported as it stands, unless there is no time or no memory for it. */
  private void tellUndecided() {
    try {
      ending = true;
      analyzer.end();
    } catch (OutOfMemoryError | Abandoned e) {
      roomAsked = true;
      makeRoomIfAsked();
    }
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
      frames(most, this::pause);
      drainBegun = System.nanoTime();
      idleSince = drainBegun;
      drainUntil = PacketTimes.wallNanos();
      frames(most, this::drain);
    } catch (CaptureException e) {
      broken = e;
    } catch (IOException e) {
      throw new UncheckedIOException("only capture itself fails", e);
    }
  }

  private void frames(long most, FrameLoop.Pause between) throws IOException {
    boolean over = false;
    while (!over) {
      try {
        FrameLoop.run(capture, BATCH, most, this::take, between);
        over = true;
      } catch (OutOfMemoryError e) {
        startAgain(e);
      }
    }
  }

  /**
   * Gives up all connections that are followed, counted, and goes on with the next packet. Where
   * that is not enough the judging thread makes room as well; memory that is still full seconds
   * later has another reason.
   */
  private void startAgain(OutOfMemoryError e) {
    reserve = NOTHING; // what follows takes some memory
    roomAsked = true;
    long now = System.nanoTime();
    if (capture.packets() != packetsBefore) {
      packetsBefore = capture.packets();
      fullAt = now;
    } else if (now - fullAt > ROOM_NANOS) {
      throw e;
    } else {
      crowded = true;
      LockSupport.parkNanos(ROOM_PAUSE_NANOS);
    }
    makeRoomIfAsked();
  }

  private void makeRoomIfAsked() {
    if (!roomAsked) {
      return;
    }
    try {
      giveUp();
      roomAsked = false;
    } catch (OutOfMemoryError stillFull) {
      crowded = true; // asked again at the next look
    }
  }

  /**
   * All or nothing: what is given up counts once. The old analyzer is held until a new one is
   * there.
   */
  private void giveUp() {
    reserve = NOTHING;
    Map<Loss, Long> given = Map.of(Loss.EVICTED_FLOWS, (long) Math.max(1, analyzer.flows()));
    another(new Coverage(given, new TreeMap<>()));
    reserve = new byte[RESERVE_BYTES];
  }

  private void another(Coverage given) {
    Coverage sum = before.plus(analyzer.coverage()).plus(given);
    Analyzer next = new Analyzer(options, this::handOn, keeper);
    next.begin(source);
    before = sum;
    analyzer = next;
  }

  /** What is undecided is reported as it stands: it would wait until the clock is there again. */
  private void clockWasSetBack() {
    analyzer.end();
    another(new Coverage(Map.of(), new TreeMap<>()));
    clockSetBack = true;
  }

  private void take(Frame frame) {
    String from = capture.name();
    if (!from.equals(source)) {
      source = from;
      analyzer.begin(from);
    }
    if (times.take(frame)) {
      clockWasSetBack();
    }
    analyzer.frame(frame);
  }

  private boolean pause(boolean any) {
    long now = System.nanoTime();
    if (any) {
      busyNanos += now - pausedAt;
    } else {
      capture.await(WAIT_NANOS);
      analyzer.tick(PacketTimes.wallNanos() - LATE_NANOS);
      now = System.nanoTime();
    }
    if (now - lookedAt >= LOOK_NANOS) {
      lookedAt = now;
      check();
      progress = look(now);
    }
    pausedAt = System.nanoTime();
    return !stopping;
  }

  /** Goes on with what came until the end and is not read yet. */
  private boolean drain(boolean any) {
    long now = System.nanoTime();
    if (any) {
      idleSince = now;
    } else if (now - idleSince < LAST_NANOS) {
      capture.await(WAIT_NANOS);
    } else {
      return false;
    }
    return !abandoned && times.isBefore(drainUntil) && now - drainBegun < DRAIN_NANOS;
  }

  private void check() {
    capture.check();
    makeRoomIfAsked();
    if (namesAsked) {
      namesAsked = false;
      names = analyzer.clientNames();
    }
  }

  private WatchProgress look(long now) {
    List<InterfaceState> interfaces = new ArrayList<>();
    LiveStats live = LiveStats.NONE;
    for (InterfaceCapture one : capture.interfaces()) {
      InterfaceState state = one.state();
      interfaces.add(state);
      live = live.plus(state.stats());
    }
    return new WatchProgress(
        now,
        capture.packets(),
        capture.bytes(),
        live,
        analyzer.flows(),
        coverage().count(Loss.EVICTED_FLOWS),
        busyNanos,
        interfaces);
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
  WatchProgress progress() {
    return progress;
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

  /**
   * Gives up the connections that are followed, for memory has run out elsewhere; counted, and one
   * that was being reported.
   */
  void makeRoom() {
    crowdedOut.incrementAndGet();
    roomAsked = true;
  }

  /** Whether memory stayed full without the connections, since this was last asked. */
  boolean wasCrowded() {
    boolean was = crowded;
    crowded = false;
    return was;
  }

  /** Whether the clock was set back since this was last asked. */
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

  /** Whether it has ended, and everything was taken that is to be. */
  boolean isOver() {
    return ended && (abandoned || handover.size() == 0);
  }

  /** What broke capture off, if something did. */
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

  /** Lets go of connections that nobody takes any more, counted, and of memory kept back. */
  void letGo() {
    untold.addAndGet(handover.clear());
    reserve = NOTHING;
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

  /** The last progress. */
  WatchProgress end() {
    progress = look(System.nanoTime());
    return progress;
  }

  /** What was lost; connections that were not taken among it. */
  Coverage coverage() {
    Coverage all = before.plus(analyzer.coverage());
    long left = ended ? untold.get() + (abandoned ? handover.size() : 0) : 0;
    long crowded = crowdedOut.get();
    return left + crowded == 0
        ? all
        : all.plus(
            new Coverage(
                Map.of(Loss.BUDGET_EXCEEDED, left, Loss.EVICTED_FLOWS, crowded), new TreeMap<>()));
  }

  List<ClientName> clientNames() {
    return analyzer.clientNames();
  }

  List<Run.Input> inputs() {
    List<Run.Input> inputs = new ArrayList<>();
    for (InterfaceState one : progress.interfaces()) {
      inputs.add(Run.Input.live(one.name(), one.packets(), one.bytes(), one.blindSeconds()));
    }
    return inputs;
  }

  PacketTimes times() {
    return times;
  }
}
