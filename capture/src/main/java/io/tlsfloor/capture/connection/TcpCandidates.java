package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.packet.PacketView;
import org.jspecify.annotations.Nullable;

/**
 * The candidates between two ends, in a chain that begins at the flow in the table: which of them a
 * segment belongs to.
 */
final class TcpCandidates {
  private static final int MAX_CANDIDATES = 4;

  private final TcpWindow window;

  TcpCandidates(TcpWindow window) {
    this.window = window;
  }

  /**
   * The candidate that began after the connection in the table was silent, if a segment is next.
   */
  @Nullable TcpFlow beganAfterSilence(TcpFlow flow, PacketView packet, int direction) {
    for (TcpFlow each = flow.candidate; each != null; each = each.candidate) {
      if (each.afterSilence
          && window.fits(each, packet, direction)
          && (flow.done && flow.ended && flow.beyondPayload(direction, packet.sequence()) > 0
              || each.startKnown(0) && each.startKnown(1)
              || each.synSeen(1 - direction)
                  && flow.initiator != direction
                  && TcpWindow.acknowledges(packet)
                  && TcpWindow.isBehindHole(flow, packet, direction)
              || TcpWindow.isNewTo(each, packet, direction)
                  && !TcpWindow.isNewTo(flow, packet, direction)
              || TcpWindow.distance(each, packet, direction)
                  <= TcpWindow.distance(flow, packet, direction))) {
        return each;
      }
    }
    return null;
  }

  /** The candidate whose next byte in a direction a segment brings, as that one's SYN says. */
  @Nullable TcpFlow beginsAt(TcpFlow flow, PacketView packet, int direction) {
    for (TcpFlow each = flow.candidate; each != null; each = each.candidate) {
      if (each.synSeen(direction)
          && each.next(direction) == packet.sequence()
          && window.fits(each, packet, direction)) {
        return each;
      }
    }
    return null;
  }

  /** The candidate whose numbers a segment is at, and nearest to, if it is nearer than that. */
  @Nullable TcpFlow nearest(TcpFlow flow, PacketView packet, int direction, long far) {
    TcpFlow nearest = null;
    long least = far;
    for (TcpFlow each = flow.candidate; each != null; each = each.candidate) {
      long distance = TcpWindow.distance(each, packet, direction);
      if (distance < least
          && window.fits(each, packet, direction)
          && (!flow.done || TcpWindow.begins(flow, each, packet, direction))) {
        nearest = each;
        least = distance;
      }
    }
    return nearest;
  }

  /** Whether there are as many as are followed. */
  static boolean isFull(TcpFlow flow) {
    int count = 0;
    for (TcpFlow each = flow.candidate; each != null; each = each.candidate) {
      count++;
    }
    return count == MAX_CANDIDATES;
  }

  /** Adds one at the end. */
  static void add(TcpFlow flow, TcpFlow candidate) {
    TcpFlow last = flow;
    for (TcpFlow each = flow.candidate; each != null; each = each.candidate) {
      last = each;
    }
    last.candidate = candidate;
  }

  /** Takes one out. */
  static void detach(TcpFlow flow, TcpFlow candidate) {
    TcpFlow before = flow;
    for (TcpFlow each = flow; each != null; each = each.candidate) {
      before = each.candidate == candidate ? each : before;
    }
    before.candidate = candidate.candidate;
    candidate.candidate = null;
  }
}
