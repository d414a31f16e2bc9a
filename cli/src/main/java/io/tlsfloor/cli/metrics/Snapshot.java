package io.tlsfloor.cli.metrics;

import io.tlsfloor.capture.live.InterfaceState;
import io.tlsfloor.capture.live.LiveStats;
import java.util.List;

/**
 * How a watch is doing at one moment.
 *
 * @param packets read so far
 * @param bytes of them on the wire
 * @param packetsPerSecond of late
 * @param flows entries in the flow tables
 * @param evictedFlows flows given up for lack of room
 * @param connections judged so far
 * @param waiting connections that wait to be judged
 * @param flagged of those judged
 * @param busyNanos time spent with packets so far, and not waiting for them
 * @param lostLines lines that an output could not take
 * @param lostEvidence findings whose evidence could not be written
 * @param interfaces how each of them is doing
 * @param away what keeps results from where they go, an entry for each such output
 */
public record Snapshot(
    long packets,
    long bytes,
    long packetsPerSecond,
    long flows,
    long evictedFlows,
    long connections,
    long waiting,
    long flagged,
    long busyNanos,
    long lostLines,
    long lostEvidence,
    List<InterfaceState> interfaces,
    List<String> away) {
  /** Before anything was read. */
  public static final Snapshot NONE =
      new Snapshot(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of());

  /** Copies the lists. */
  public Snapshot {
    interfaces = List.copyOf(interfaces);
    away = List.copyOf(away);
  }

  /** What the interfaces delivered and lost, all together. */
  public LiveStats live() {
    return interfaces.stream().map(InterfaceState::stats).reduce(LiveStats.NONE, LiveStats::plus);
  }

  /** Names of the interfaces that are waited for. */
  public List<String> waitedFor() {
    return interfaces.stream().filter(each -> !each.up()).map(InterfaceState::name).toList();
  }

  /** Seconds in which interfaces could not be captured, all together. */
  public long blindSeconds() {
    return interfaces.stream().mapToLong(InterfaceState::blindSeconds).sum();
  }
}
