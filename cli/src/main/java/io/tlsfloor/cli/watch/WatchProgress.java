package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.live.InterfaceState;
import io.tlsfloor.capture.live.LiveStats;
import java.util.List;

/**
 * How far the thread that reads packets was.
 *
 * @param atNanos when, by {@link System#nanoTime}
 * @param packets read so far
 * @param bytes of them on the wire
 * @param live what the interfaces delivered and lost
 * @param flows entries in the flow tables
 * @param evictedFlows flows given up for lack of room
 * @param busyNanos time spent with packets, and not waiting for them
 * @param interfaces how each of them is doing
 */
record WatchProgress(
    long atNanos,
    long packets,
    long bytes,
    LiveStats live,
    long flows,
    long evictedFlows,
    long busyNanos,
    List<InterfaceState> interfaces) {
  /** Copies the list. */
  WatchProgress {
    interfaces = List.copyOf(interfaces);
  }
}
