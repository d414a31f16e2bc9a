package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Loss;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A table of flows, and who makes room in it: at a cap one of a few that lie where a hand points
 * goes, that which costs least. The hand also finds flows that were idle for long.
 */
final class Flows {
  private static final long EMPTY_NANOS = 60_000_000_000L; // a flow without payload is forgotten
  private static final long DONE_NANOS = 10_000_000_000L; // one that is done may go after it
  private static final long SWEEP_NANOS = 1_000_000_000L;
  private static final int SWEEPS = 60; // in which each row is looked at once
  private static final int MAX_LOOKED = 32; // rows of which one makes room
  private static final int MAX_FREE = 1 << 13;

  final FlowTable table;
  private final Tracker tracker;
  private final Teller teller;
  private final LossCounter losses;
  private final Views views;
  private final FrameMark frame;
  private final int maxFlows;
  private final long idleNanos;
  private final ArrayDeque<Connection> free = new ArrayDeque<>();
  private int hand; // the row that is looked at next
  private long nextSweep = Long.MIN_VALUE;

  Flows(
      Tracker tracker,
      Teller teller,
      LossCounter losses,
      Views views,
      FrameMark frame,
      int maxFlows,
      long idleNanos) {
    this.tracker = tracker;
    this.teller = teller;
    this.losses = losses;
    this.views = views;
    this.frame = frame;
    this.maxFlows = maxFlows;
    this.table = new FlowTable(maxFlows);
    this.idleNanos = idleNanos;
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
  Connection begin(int row, int direction, boolean timeKnown) {
    Connection connection = free.pollLast();
    if (connection == null) {
      connection = new Connection(tracker, views, frame);
    }
    connection.begin(direction, timeKnown);
    table.begin(row, connection);
    return connection;
  }

  /** Takes a connection that nobody asks for any more. */
  void reuse(Connection connection) {
    if (free.size() < MAX_FREE) {
      free.addLast(connection);
    }
  }

  /** Lets connections go until all hold no more than they may; never the current one. */
  void limit(Connection current) {
    while (!teller.fits()) {
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
      teller.conclude(each, EndedHow.CAPTURE_END);
    }
    forget(row);
  }

  private void forget(int row) {
    if (table.isTaken(row)) { // else its connections left nothing
      table.remove(row);
    }
  }

  /**
   * Chooses of a few rows that which costs least: the least known, and of those the longest silent.
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
      boolean holds = current == null ? table.isTaken(row) : latest != null && row != current.row;
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
      return age > DONE_NANOS ? 0 : 3;
    }
    if (latest.next == null && !latest.isPayloadSeen()) {
      return 1;
    }
    return latest.next != null || latest.besides ? 2 : 4;
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
    if (each == null) {
      if (table.isIdle(row, now, now - SWEEPS * SWEEP_NANOS, idleNanos)) {
        table.remove(row);
      }
      return;
    }
    while (each != null) {
      Connection older = each.next;
      if (now - each.lastNanos > (each.isPayloadSeen() ? idleNanos : EMPTY_NANOS)) {
        teller.conclude(each, EndedHow.TIMEOUT);
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
  void endLater(long nanos, long now) {
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
      teller.conclude(each, EndedHow.CAPTURE_END);
    }
  }
}
