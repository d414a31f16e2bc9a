package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.retention.FrameKeeper;
import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The analyzer of a watch. Where memory runs out, or the clock is set back, another one goes on in
 * its place, and what both saw and lost adds up.
 *
 * <p>Confined to the thread that reads packets, but for {@link #askForRoom} and {@link
 * #wasCrowded}, and for all of it once that thread has ended.
 */
final class RenewedAnalyzer {
  private static final int RESERVE_BYTES = 4 << 20; // more than an analyzer begins with
  private static final byte[] NOTHING = {};
  private static final long ROOM_NANOS = 10_000_000_000L; // to make room in memory
  private static final long ROOM_PAUSE_NANOS = 20_000_000; // for others who do
  private static final Coverage NO_LOSS = new Coverage(Map.of(), new TreeMap<>());

  private final AnalyzerOptions options;
  private final Consumer<TlsConnection> sink;
  private final @Nullable FrameKeeper keeper;
  private Analyzer analyzer;
  private Coverage before = NO_LOSS; // of those before
  private String source = "";

  @SuppressWarnings("UnusedVariable") // held, not read
  private byte[] reserve = new byte[RESERVE_BYTES]; // let go to begin again where memory is full

  private long packetsBefore = -1; // when memory last ran out
  private long fullAt;
  private volatile boolean roomAsked;
  private volatile boolean crowded;

  /**
   * An analyzer that has seen nothing.
   *
   * @param keeper of the frames of undecided connections; null for none
   */
  RenewedAnalyzer(
      AnalyzerOptions options, Consumer<TlsConnection> sink, @Nullable FrameKeeper keeper) {
    this.options = options;
    this.sink = sink;
    this.keeper = keeper;
    analyzer = new Analyzer(options, sink, keeper);
  }

  /** Frames come from {@code from}, until said otherwise. */
  void begin(String from) {
    if (!from.equals(source)) {
      source = from;
      analyzer.begin(from);
    }
  }

  void frame(Frame frame) {
    analyzer.frame(frame);
  }

  void tick(long nanos) {
    analyzer.tick(nanos);
  }

  /** Reports what is undecided as it stands. */
  void end() {
    analyzer.end();
  }

  /** Reports what is undecided as it stands, and goes on with nothing. */
  void endAndBeginAgain() {
    analyzer.end();
    another(NO_LOSS);
  }

  int flows() {
    return analyzer.flows();
  }

  List<ClientName> clientNames() {
    return analyzer.clientNames();
  }

  /** What was lost, by those before as well. */
  Coverage coverage() {
    return before.plus(analyzer.coverage());
  }

  /**
   * Gives up all connections that are followed, counted, and goes on with the next packet. Where
   * that is not enough the judging thread makes room as well; memory that is still full seconds
   * later has another reason.
   *
   * @param packets read so far
   */
  void startAgain(OutOfMemoryError e, long packets) {
    reserve = NOTHING; // what follows takes some memory
    roomAsked = true;
    long now = System.nanoTime();
    if (packets != packetsBefore) {
      packetsBefore = packets;
      fullAt = now;
    } else if (now - fullAt > ROOM_NANOS) {
      throw e;
    } else {
      crowded = true;
      LockSupport.parkNanos(ROOM_PAUSE_NANOS);
    }
    makeRoomIfAsked();
  }

  /** Asks for the connections that are followed to be given up, by any thread. */
  void askForRoom() {
    roomAsked = true;
  }

  /** Gives up the connections that are followed, counted, if that was asked for. */
  void makeRoomIfAsked() {
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

  /** Whether memory stayed full without the connections, since this was last asked; any thread. */
  boolean wasCrowded() {
    boolean was = crowded;
    crowded = false;
    return was;
  }

  /** Lets go of the memory that was kept back. */
  void letGo() {
    reserve = NOTHING;
  }

  private void another(Coverage given) {
    Coverage sum = before.plus(analyzer.coverage()).plus(given);
    Analyzer next = new Analyzer(options, sink, keeper);
    next.begin(source);
    before = sum;
    analyzer = next;
  }
}
