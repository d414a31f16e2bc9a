package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.record.Recorder;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Loss;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The table of flows of both transports, and who makes room in it: at a cap one of a few that lie
 * where a hand points goes, that which costs least. The hand also finds flows that were idle for
 * long.
 */
final class Flows {
  private static final long SWEEP_NANOS = 1_000_000_000L; // of a part of the rows
  private static final int SWEEPS = 60; // in which each row is looked at once
  private static final int MAX_LOOKED = 32; // rows of which one makes room
  private static final int MAX_FREE = 1 << 13;

  final FlowTable table;
  private final Deadlines deadlines;
  private final LossCounter losses;
  private final Views views;
  private final FrameMark frame;
  private final Recorder recorder;
  private final int maxFlows;
  private final long maxHeldBytes;
  private final ArrayDeque<Connection> free = new ArrayDeque<>();
  private int hand; // the row that is looked at next
  private long nextSweep = Long.MIN_VALUE;
  private long held; // bytes of memory for connections
  private boolean clockBehind;

  Flows(
      AnalyzerOptions options,
      Deadlines deadlines,
      LossCounter losses,
      Views views,
      FrameMark frame,
      Recorder recorder) {
    this.deadlines = deadlines;
    this.recorder = recorder;
    this.maxHeldBytes = options.maxHeldBytes();
    this.losses = losses;
    this.views = views;
    this.frame = frame;
    this.maxFlows = options.maxFlows();
    this.table = new FlowTable(options.maxFlows());
  }

  /** Adds two ends, of which another two may have to go; returns their row. */
  int add(FlowKey key) {
    if (table.size() >= maxFlows) {
      int victim = victim(null);
      if (victim >= 0) {
        evict(victim);
      }
    }
    return table.add(key);
  }

  /** Begins a connection in a row, with the frame that is being read. */
  Connection begin(int row, int direction, boolean timeKnown, long network) {
    Connection connection = free.pollLast();
    if (connection == null) {
      connection = new Connection(this, views, frame);
    }
    connection.begin(direction, timeKnown, recorder.begin());
    connection.path.begin(network);
    table.begin(row, connection);
    return connection;
  }

  /** The clock was set back: a frame or two with a wrong time move no connection back. */
  void clockIsBehind(boolean behind) {
    clockBehind = behind;
  }

  /** The time to which a packet takes its connection; one with a wrong time to none. */
  long timeOf(Connection connection, long now) {
    return now > connection.lastNanos() || clockBehind ? now : connection.lastNanos();
  }

  /**
   * Returns whether it is the same, with the same numbers, as one of the same ends that finished.
   */
  boolean isCopy(Connection connection) {
    int row = connection.row();
    if (!connection.isTcp()
        || !table.isFinished(row)
        || connection.facts.hello.mark() == 0
        || connection.mark() != table.mark(row)) {
      return false;
    }
    int client = connection.client();
    int distance = table.expected(row, client) - connection.side(client).next();
    return Math.abs((long) distance) < SegmentDistance.WINDOW;
  }

  /** Notes whether the server answered another connection between the same ends. */
  void noteNeighbours(Connection connection) {
    for (Connection each = table.latest(connection.row()); each != null; each = each.next()) {
      if (isAnsweredNeighbour(connection, each)) {
        connection.noteAnsweredNeighbour();
      }
    }
  }

  /** Returns whether the server answered another connection at about the time of one. */
  private static boolean isAnsweredNeighbour(Connection connection, Connection other) {
    long before = other.first().timeNanos() - connection.first().timeNanos();
    long behind = connection.first().timeNanos() - other.lastNanos();
    return connection != other
        && other.facts.handshakeSeen()
        && other.isAnswered()
        && Math.max(before, behind) < Wait.NEIGHBOUR.nanos;
  }

  /** The verdict is found: packets that come are of no interest, or of another connection. */
  void finish(Connection connection) {
    for (Connection each = table.latest(connection.row()); each != null; each = each.next()) {
      if (isAnsweredNeighbour(each, connection)) {
        each.noteAnsweredNeighbour();
      }
    }
    table.finish(connection);
    connection.finish();
    held -= connection.releaseHeldBytes();
    if (free.size() < MAX_FREE) {
      free.addLast(connection);
    }
  }

  /** A packet of a connection was read: others may have to go for what it holds now. */
  void account(Connection connection) {
    held += connection.countHeldBytes();
    limit(connection);
  }

  /** Bytes of memory for connections. */
  long heldBytes() {
    return held;
  }

  /** Lets connections go until all hold no more than they may; never the current one. */
  private void limit(Connection current) {
    while (held > maxHeldBytes) {
      int victim = victim(current);
      if (victim < 0) {
        return;
      }
      evict(victim);
    }
  }

  private void evict(int row) {
    for (Connection each = table.oldest(row); each != null; each = table.oldest(row)) {
      losses.add(Loss.EVICTED_FLOWS, each.isPayloadSeen() ? 1 : 0); // else a hello shows all
      deadlines.conclude(each, EndedHow.CAPTURE_END);
    }
    forget(row);
  }

  private void forget(int row) {
    if (table.isTaken(row)) { // else its connections left nothing
      table.remove(row);
    }
  }

  /**
   * Chooses of a few rows that which costs least: the least known, and of those the longest idle.
   */
  private int victim(@Nullable Connection current) {
    long now = frame.timeNanos();
    int victim = -1;
    int least = Integer.MAX_VALUE;
    long oldest = Long.MIN_VALUE;
    int looked = 0;
    for (int i = 0; i < table.rows() && looked < MAX_LOOKED; i++) {
      int row = hand;
      hand = hand + 1 >= table.rows() ? 0 : hand + 1;
      Connection latest = table.isTaken(row) ? table.latest(row) : null;
      boolean holds = current == null ? table.isTaken(row) : latest != null && row != current.row();
      if (!holds) {
        continue;
      }
      looked++;
      long age = table.age(row, now);
      int worth = worth(latest, age);
      if (worth < least || worth == least && age > oldest) {
        least = worth;
        oldest = age;
        victim = row;
      }
    }
    return victim;
  }

  private static int worth(@Nullable Connection latest, long age) {
    if (latest == null) {
      return age > Wait.FINISHED.nanos ? 0 : 3;
    }
    if (latest.next() == null && !latest.isPayloadSeen()) {
      return 1;
    }
    return latest.next() != null || latest.isNeighbour() ? 2 : 4;
  }

  /** Lets packet time pass: idle flows are forgotten. */
  void advance(long now) {
    if (now < nextSweep) {
      return;
    }
    nextSweep = now + SWEEP_NANOS;
    int rows = table.rows();
    int until = Math.min(rows, hand + rows / SWEEPS + 1);
    for (int row = Math.min(hand, rows); row < until; row++) {
      if (table.isTaken(row)) {
        sweep(row, now);
      }
    }
    hand = until >= rows ? 0 : until;
  }

  private void sweep(int row, long now) {
    Connection each = table.latest(row);
    long idle = table.isTcp(row) ? Wait.IDLE.nanos : Wait.IDLE_UDP.nanos;
    if (each == null) {
      if (table.isIdle(row, now, now - SWEEPS * SWEEP_NANOS, idle)) {
        table.remove(row);
      }
      return;
    }
    while (each != null) {
      Connection older = each.next();
      if (now - each.lastNanos() > (each.isPayloadSeen() ? idle : Wait.EMPTY.nanos)) {
        deadlines.conclude(each, EndedHow.TIMEOUT);
      }
      each = older;
    }
  }

  /** Reports what is undecided as it stands, and forgets all. */
  void end() {
    for (int row = 0; row < table.rows(); row++) {
      concludeAll(row);
    }
    table.clear();
    nextSweep = Long.MIN_VALUE;
    hand = 0;
  }

  /** Reports what was used at {@code nanos} or later as it stands, and forgets it. */
  void endLater(long nanos) {
    long now = frame.timeNanos();
    for (int row = 0; row < table.rows(); row++) {
      if (table.isTaken(row) && now - table.age(row, now) >= nanos) {
        concludeAll(row);
        forget(row);
      }
    }
    nextSweep = Long.MIN_VALUE;
  }

  private void concludeAll(int row) {
    for (Connection each = table.oldest(row); each != null; each = table.oldest(row)) {
      deadlines.conclude(each, EndedHow.CAPTURE_END);
    }
  }
}
