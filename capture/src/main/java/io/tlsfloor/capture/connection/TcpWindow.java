package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.TcpFlags;
import org.jspecify.annotations.Nullable;

/**
 * Whether a segment may be one of a connection, by its numbers and by how far taps may be out of
 * step: what a connection began with is not captured much later than what followed it.
 */
final class TcpWindow {
  /** Bytes after a candidate's beginning at which a segment follows it: a first window. */
  static final int FOLLOWS_BYTES = 1 << 16;

  /** Nothing is captured that late behind what follows it; the time is a second off at most. */
  static final long STALE_NANOS = EarlySegments.WITHIN_NANOS + 1_000_000_000L;

  private final FrameMark frame;
  private boolean stale;

  /**
   * Looks at windows.
   *
   * @param frame of the segment that is looked at
   */
  TcpWindow(FrameMark frame) {
    this.frame = frame;
  }

  /** Looks how long nothing of the connection in the table was seen. */
  void look(TcpFlow flow) {
    long last = flow.lastNanos == TcpFlow.NOT_SEEN ? flow.touchedNanos() : flow.lastNanos;
    flow.lastNanos = last;
    stale = frame.timeNanos() - last > STALE_NANOS;
  }

  /** Whether nothing of the connection in the table was seen for a while. */
  boolean isStale() {
    return stale;
  }

  /**
   * Whether a connection got beyond its set-up, and nothing of it was seen for a while; of a
   * candidate, whether it began so long ago.
   */
  boolean isOld(TcpFlow flow) {
    boolean silent =
        flow.isTentative() ? frame.timeNanos() - flow.firstNanos() > STALE_NANOS : stale;
    return silent && (flow.hasPayload() || flow.ended || flow.isSetUp());
  }

  /** Whether bytes are missing between what a connection has and a segment. */
  static boolean isBehindHole(TcpFlow flow, PacketView packet, int direction) {
    if (!flow.nextKnown(direction)) {
      return false;
    }
    int other = 1 - direction;
    int next = flow.next(direction);
    int known = flow.acknowledgmentSeen(other) ? later(next, flow.acknowledgment(other)) : next;
    return packet.sequence() - known > 0 && flow.beyondPayload(direction, packet.sequence()) > 0;
  }

  /**
   * Whether a segment shows that a connection goes on: a SYN, FIN or RST without bytes only at the
   * number that it must have, and one of what was told, if it has no bytes, not behind that.
   */
  static boolean isInPlace(TcpFlow flow, PacketView packet, int direction) {
    int flags = packet.flags();
    if (flow.done) {
      return flow.isNearPayload(direction, packet.sequence())
          && (bytes(packet) > 0 || !flow.isBehindPayload(direction, packet.sequence()));
    }
    if (TcpFlags.isSyn(flags)) {
      return !flow.synSeen(direction) || flow.firstSequence(direction) == packet.sequence() + 1;
    }
    return (flags & (TcpFlags.FIN | TcpFlags.RST)) == 0
        || bytes(packet) > 0
        || flow.nextKnown(direction) && packet.sequence() == flow.next(direction);
  }

  /**
   * Whether a segment may be one of this connection's: its bytes in the window, and what it
   * acknowledges neither long ago nor not sent (RFC 9293 §3.10.7.4, RFC 5961 §5).
   */
  boolean holds(TcpFlow flow, PacketView packet, int direction) {
    return isAbout(flow, packet, direction)
        && !isBeforeStart(flow, direction, packet.sequence() + 1);
  }

  /**
   * Whether a segment brings again what a connection had sent when its capture began: the other end
   * has all of it, or it goes over the first bytes that were captured. Its set-up was not seen.
   */
  boolean isSentAgain(TcpFlow flow, PacketView packet, int direction) {
    int other = 1 - direction;
    int end = packet.sequence() + bytes(packet);
    boolean received = flow.acknowledgmentSeen(other) && flow.acknowledgment(other) - end >= 0;
    return !stale
        && bytes(packet) > 0
        && !flow.synSeen(direction)
        && flow.begunKnown(direction)
        && (received || end - flow.begun(direction) > 0)
        && isAbout(flow, packet, direction);
  }

  /** The same as {@link #holds}, of any bytes before or behind those of the connection. */
  private boolean isAbout(TcpFlow flow, PacketView packet, int direction) {
    int other = 1 - direction;
    if (flow.nextKnown(direction)) {
      int base = flow.next(direction);
      if (flow.acknowledgmentSeen(other)) {
        base = later(base, flow.acknowledgment(other));
      }
      int ahead = packet.sequence() - base;
      if (ahead > flow.window(other) || ahead < -TcpFlow.USUAL_WINDOW) {
        return false;
      }
    }
    boolean known = flow.nextKnown(other);
    boolean seen = flow.acknowledgmentSeen(direction);
    if (!acknowledges(packet) || !known && !seen) {
      return true;
    }
    int base = known ? flow.next(other) : flow.acknowledgment(direction);
    if (seen) {
      base = later(base, flow.acknowledgment(direction));
    }
    boolean answersAnother =
        flow.otherSyn
            && !seen
            && flow.nextKnown(direction)
            && packet.sequence() == flow.next(direction);
    int most = flow.hasPayload() || flow.synSeen(direction) ? TcpFlow.USUAL_WINDOW : FOLLOWS_BYTES;
    return Math.abs((long) (packet.acknowledgment() - base)) <= most // of a SYN alone: less
        && (answersAnother || !isBeforeStart(flow, other, packet.acknowledgment()));
  }

  /**
   * Whether a segment that a connection's window holds is not its next one, so that a candidate may
   * begin there: the connection may be no more than what somebody else sent. Not once a hello was
   * seen, nor among bytes that were, where the other end is there.
   */
  static boolean mayBeOfAnother(TcpFlow flow, PacketView packet, int direction) {
    if (!flow.nextKnown(direction)) {
      return true;
    }
    int ahead = packet.sequence() - flow.next(direction);
    boolean among = ahead < 0 && packet.sequence() - flow.begun(direction) >= 0;
    return ahead != 0
        && (!flow.hasPayload() || !flow.helloKnown() && !(among && flow.isSeen(1 - direction)));
  }

  /** Of the two connections whose windows a segment may be in, the one whose numbers are nearer. */
  TcpFlow nearerOfOlder(TcpFlow flow, PacketView packet, int direction) {
    TcpFlow older = flow.older;
    if (older == null || older.done || flow.afterSilence || !holds(older, packet, direction)) {
      return flow;
    }
    long here = distance(flow, packet, direction);
    return distance(older, packet, direction) < here ? older : flow;
  }

  /**
   * Whether a number is before the first byte of a direction, as its SYN says, or as its bytes say
   * once it is too late for ones that were overtaken; a keep-alive may be one before.
   */
  private boolean isBeforeStart(TcpFlow flow, int direction, int number) {
    if (flow.synSeen(direction) && flow.start(direction) == flow.firstSequence(direction)) {
      return number - flow.firstSequence(direction) < 0;
    }
    return !isRecent(flow) && flow.begunKnown(direction) && number - flow.begun(direction) < 0;
  }

  /** Whether the set-up of a connection may still be captured, behind what followed it. */
  boolean mayBeBeginning(TcpFlow flow) {
    return isRecent(flow) && !flow.isEnded();
  }

  /** Whether taps that are out of step may still bring what came before a connection's first. */
  boolean isRecent(TcpFlow flow) {
    return frame.timeNanos() - flow.firstNanos() <= EarlySegments.WITHIN_NANOS;
  }

  /**
   * Whether a segment begins among bytes that were just read: the end behind them may be forged.
   */
  boolean isReadNow(TcpFlow flow, PacketView packet, int direction) {
    return flow.begunKnown(direction)
        && packet.sequence() - flow.begun(direction) >= 0
        && packet.sequence() - flow.next(direction) < 0
        && !flow.isHelloBefore(frame.timeNanos() - EarlySegments.WITHIN_NANOS);
  }

  /** Whether a SYN-ACK acknowledges no less close to the SYN of a connection than of another. */
  static boolean isNearer(TcpFlow flow, @Nullable TcpFlow other, PacketView packet, int client) {
    return other == null || ahead(flow, packet, client) <= ahead(other, packet, client);
  }

  private static int ahead(TcpFlow flow, PacketView packet, int client) {
    return acknowledges(packet) ? packet.acknowledgment() - flow.firstSequence(client) : 0;
  }

  /** Whether a SYN of {@code direction} was just seen: what is far from it is not of that end. */
  boolean hasRecentSyn(TcpFlow flow, int direction) {
    return flow.synSeen(direction) && isRecent(flow);
  }

  /** Whether a segment brings bytes behind those that a connection has, from its SYN on. */
  static boolean isNewTo(TcpFlow flow, PacketView packet, int direction) {
    return flow.synSeen(direction)
        && bytes(packet) > 0
        && packet.sequence() - flow.next(direction) >= 0;
  }

  /** How far a segment's number is from the next one of a connection, or from the latest bytes. */
  static long distance(TcpFlow flow, PacketView packet, int direction) {
    return flow.nextKnown(direction)
        ? Math.min(
            Math.abs((long) (packet.sequence() - flow.next(direction))),
            flow.beyondPayload(direction, packet.sequence()))
        : 1L << 29;
  }

  /** Whether a segment is at the numbers of a candidate. */
  boolean fits(TcpFlow candidate, PacketView packet, int direction) {
    boolean known = candidate.nextKnown(direction);
    if (known && !isNear(packet.sequence() - candidate.next(direction))) {
      return false;
    }
    if (!acknowledges(packet) || !candidate.nextKnown(1 - direction)) {
      return known && holds(candidate, packet, direction);
    }
    return isNear(packet.acknowledgment() - candidate.next(1 - direction))
        && holds(candidate, packet, direction);
  }

  /** Whether a segment follows a candidate, and cannot be of what was reported and goes on. */
  static boolean begins(TcpFlow told, TcpFlow candidate, PacketView packet, int direction) {
    if (goesOnLike(told, candidate)) {
      int begun = candidate.firstDirection;
      return direction != begun && candidate.isAllAcknowledged(begun, packet);
    }
    boolean first =
        candidate.startKnown(direction) && candidate.start(direction) == packet.sequence();
    return first
        || !told.mayGoOnAt(direction, packet.sequence())
        || acknowledges(packet) && !told.mayGoOnAt(1 - direction, packet.acknowledgment());
  }

  /** Whether a candidate began with bytes at the very number with which what was told goes on. */
  private static boolean goesOnLike(TcpFlow told, TcpFlow candidate) {
    int begun = candidate.firstDirection;
    if (!candidate.hasPayload()) {
      return false;
    }
    int first = candidate.synSeen(begun) ? candidate.firstSequence(begun) : candidate.begun(begun);
    return told.isRightBehindPayload(begun, first);
  }

  /** Whether a number of a segment is far from those of a connection that was told. */
  static boolean isApart(TcpFlow told, PacketView packet, int direction) {
    return acknowledges(packet)
        && (told.isFarFromPayload(direction, packet.sequence())
            || told.isFarFromPayload(1 - direction, packet.acknowledgment())
            || !told.mayGoOnAt(direction, packet.sequence())
                && !told.mayGoOnAt(1 - direction, packet.acknowledgment()));
  }

  /** Whether one of the numbers is none of that connection, which tells enough of a hello. */
  static boolean isHalfApart(TcpFlow told, PacketView packet, int direction) {
    return acknowledges(packet)
        && (!told.mayGoOnAt(direction, packet.sequence())
            || !told.mayGoOnAt(1 - direction, packet.acknowledgment()));
  }

  /**
   * Whether a packet acknowledges anything; programs that make packets often write 0 for nothing.
   */
  static boolean acknowledges(PacketView packet) {
    return (packet.flags() & TcpFlags.ACK) != 0 && packet.acknowledgment() != 0;
  }

  /** Whether a segment is a FIN or RST without bytes. */
  static boolean isEndAlone(PacketView packet) {
    return (packet.flags() & (TcpFlags.FIN | TcpFlags.RST)) != 0 && bytes(packet) == 0;
  }

  /** Bytes of payload that were sent. */
  static int bytes(PacketView packet) {
    return packet.payloadLength() + packet.missing();
  }

  private static boolean isNear(int distance) {
    return Math.abs((long) distance) <= FOLLOWS_BYTES;
  }

  private static int later(int a, int b) {
    return b - a > 0 ? b : a;
  }
}
