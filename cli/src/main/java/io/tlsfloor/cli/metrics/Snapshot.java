package io.tlsfloor.cli.metrics;

import io.tlsfloor.capture.live.InterfaceState;
import io.tlsfloor.capture.live.LiveStats;
import java.util.List;

/**
 * How a watch is doing at one moment.
 *
 * @param reading how far the thread that reads packets was
 * @param packetsPerSecond of late
 * @param connections judged so far
 * @param waiting connections that wait to be judged
 * @param flagged of those judged
 * @param lostLines lines that an output could not take
 * @param lostEvidence findings whose evidence could not be written
 * @param away what keeps results from where they go, an entry for each such output
 */
public record Snapshot(
    Reading reading,
    long packetsPerSecond,
    long connections,
    long waiting,
    long flagged,
    long lostLines,
    long lostEvidence,
    List<String> away) {
  /** Before anything was read. */
  public static final Snapshot NONE =
      new Snapshot(new Reading(0, 0, 0, 0, 0, 0, List.of()), 0, 0, 0, 0, 0, 0, List.of());

  /**
   * How far the thread that reads packets was.
   *
   * @param atNanos when, by {@link System#nanoTime}
   * @param packets read so far
   * @param bytes of them on the wire
   * @param flows entries in the flow tables
   * @param evictedFlows flows given up for lack of room
   * @param busyNanos time spent with packets, and not waiting for them
   * @param interfaces how each of them is doing
   */
  public record Reading(
      long atNanos,
      long packets,
      long bytes,
      long flows,
      long evictedFlows,
      long busyNanos,
      List<InterfaceState> interfaces) {
    /** Copies the list. */
    public Reading {
      interfaces = List.copyOf(interfaces);
    }
  }

  /** Copies the list. */
  public Snapshot {
    away = List.copyOf(away);
  }

  /** What the interfaces delivered and lost, all together. */
  public LiveStats live() {
    return reading.interfaces.stream()
        .map(InterfaceState::stats)
        .reduce(LiveStats.NONE, LiveStats::plus);
  }

  /** Names of the interfaces that are waited for. */
  public List<String> waitedFor() {
    return reading.interfaces.stream()
        .filter(each -> !each.up())
        .map(InterfaceState::name)
        .toList();
  }

  /** Seconds in which interfaces could not be captured, all together. */
  public long blindSeconds() {
    return reading.interfaces.stream().mapToLong(InterfaceState::blindSeconds).sum();
  }
}
