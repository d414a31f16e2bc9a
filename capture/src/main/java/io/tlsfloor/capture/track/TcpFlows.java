package io.tlsfloor.capture.track;

import io.tlsfloor.capture.flow.FlowKey;
import io.tlsfloor.capture.flow.FlowTable;
import io.tlsfloor.capture.flow.FlowTable.Age;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Stream;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.TcpFlags;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which TCP connection a segment belongs to. Two ends can have several in turn: the one in the
 * table, the one before it while it is undecided, and a candidate, which a SYN with other numbers
 * or a hello out of the window may have begun. It takes the place of the one in the table once the
 * other end acknowledges it, or once bytes follow at its numbers; until then nobody but it is
 * changed.
 */
final class TcpFlows {
  /** Bytes after a candidate's beginning at which a segment follows it: a first window. */
  private static final int FOLLOWS_BYTES = 1 << 16;

  private static final int MAX_BEHIND = 1 << 30; // half of all numbers, with care (RFC 9293 §3.4)

  private final FlowTable<TcpFlow> table;
  private final FlowKey key = new FlowKey();
  private final Views views;
  private final FrameMark frame;
  private final BiConsumer<TcpFlow, TcpFlow> replaced;

  /**
   * Makes an empty table.
   *
   * @param frame of the segment that is looked at
   * @param replaced told of a flow and of the one that takes its place
   * @param evicted told of each flow that the cap drives out
   */
  TcpFlows(
      int maxFlows,
      Views views,
      FrameMark frame,
      BiConsumer<TcpFlow, TcpFlow> replaced,
      Consumer<TcpFlow> evicted) {
    this.table = new FlowTable<>(maxFlows, evicted);
    this.views = views;
    this.frame = frame;
    this.replaced = replaced;
  }

  FlowTable<TcpFlow> table() {
    return table;
  }

  /** Sets the ends of the segment that {@link #find} and {@link #isQuiet} are about. */
  void at(PacketView packet) {
    key.set(
        packet.v4(),
        packet.sourceHigh(),
        packet.sourceLow(),
        packet.sourcePort(),
        packet.destinationHigh(),
        packet.destinationLow(),
        packet.destinationPort());
  }

  int direction() {
    return key.direction();
  }

  /** Whether nothing is wanted of these ends' segments. */
  boolean isQuiet() {
    return table.isQuiet(key);
  }

  /** The connection that a segment belongs to; null for none, or for one that it cannot change. */
  @Nullable TcpFlow find(PacketView packet, boolean timeKnown) {
    int flags = packet.flags();
    boolean syn = (flags & TcpFlags.SYN) != 0;
    TcpFlow flow = table.find(key);
    if (flow == null) {
      if (bytes(packet) == 0 && !syn) {
        return null; // an acknowledgment or an end of something that was not seen tells nothing
      }
      TcpFlow first = make(timeKnown);
      table.add(key, first, frame.timeNanos());
      return first;
    }
    table.touch(flow, frame.timeNanos());
    int direction = key.direction();
    if (syn && (flags & TcpFlags.ACK) == 0) {
      return initiated(flow, packet, direction, timeKnown);
    }
    TcpFlow candidate = liveCandidate(flow);
    if (candidate != null && confirms(flow, candidate, packet, direction)) {
      replace(flow, candidate);
      return candidate;
    }
    if (syn) {
      return answers(flow, packet, direction) ? flow : null;
    }
    return owner(flow, packet, direction, timeKnown);
  }

  private TcpFlow make(boolean timeKnown) {
    TcpFlow flow = new TcpFlow();
    flow.firstDirection = key.direction();
    flow.first(frame);
    flow.timeKnown = timeKnown;
    return flow;
  }

  private @Nullable TcpFlow liveCandidate(TcpFlow flow) {
    TcpFlow candidate = flow.candidate;
    if (candidate != null
        && frame.timeNanos() - candidate.firstNanos() > TcpTracker.NEW_IDLE_NANOS) {
      dropCandidate(flow);
      return null;
    }
    return candidate;
  }

  /** A SYN without ACK: of this connection, or of one that may begin. */
  private @Nullable TcpFlow initiated(
      TcpFlow flow, PacketView packet, int direction, boolean timeKnown) {
    int first = packet.sequence() + 1;
    if (isSetUpOf(flow, direction, first)) {
      return flow;
    }
    TcpFlow older = flow.older;
    if (older != null && isSetUpOf(older, direction, first)) {
      return null; // a copy that comes late
    }
    TcpFlow candidate = flow.candidate;
    if (candidate != null && isSetUpOf(candidate, direction, first)) {
      return candidate;
    }
    return candidate(flow, timeKnown);
  }

  private static boolean isSetUpOf(TcpFlow flow, int direction, int first) {
    if (flow.synSeen(direction)) {
      return flow.firstSequence(direction) == first;
    }
    TcpConversation conversation = TcpTracker.conversation(flow);
    if (conversation == null) {
      return !flow.done
          && (!flow.acknowledgmentSeen(1 - direction)
              || isWithin(flow.acknowledgment(1 - direction) - first, FOLLOWS_BYTES));
    }
    Stream stream = conversation.stream(direction);
    return stream.isStarted() && isWithin(stream.next() - first, FOLLOWS_BYTES);
  }

  private TcpFlow candidate(TcpFlow flow, boolean timeKnown) {
    dropCandidate(flow);
    TcpFlow candidate = make(timeKnown);
    candidate.tentative(true);
    key.copyTo(candidate);
    flow.candidate = candidate;
    table.quiet(flow, false);
    return candidate;
  }

  /** Whether a segment shows that the candidate is a connection. */
  private static boolean confirms(
      TcpFlow flow, TcpFlow candidate, PacketView packet, int direction) {
    int opener = candidate.opener();
    if (!candidate.startKnown(opener)) { // it began with a hello
      TcpConversation conversation = TcpTracker.conversation(candidate);
      if (conversation == null) {
        return false;
      }
      int end = conversation.stream(opener).next();
      return direction == opener
          ? bytes(packet) > 0 && isWithin(packet.sequence() - end, FOLLOWS_BYTES)
          : isAcknowledged(flow, packet, direction, end);
    }
    int start = candidate.start(opener);
    if (direction != opener) {
      return isAcknowledged(flow, packet, direction, start);
    }
    return bytes(packet) > 0
        && isWithin(packet.sequence() - start, FOLLOWS_BYTES)
        && !isInWindow(flow, packet, direction);
  }

  private static boolean isAcknowledged(
      TcpFlow flow, PacketView packet, int direction, int sequence) {
    return (packet.flags() & TcpFlags.ACK) != 0
        && isWithin(packet.acknowledgment() - sequence, FOLLOWS_BYTES)
        && !isOf(flow, packet, direction);
  }

  /** Whether a packet of a server, by its numbers, answers the connection in the table. */
  private static boolean isOf(TcpFlow flow, PacketView packet, int direction) {
    if (flow.done) {
      return (packet.flags() & TcpFlags.SYN) == 0;
    }
    if ((packet.flags() & TcpFlags.SYN) != 0) {
      return answers(flow, packet, direction) && flow.startKnown(1 - direction);
    }
    return isInWindow(flow, packet, direction)
        && isWithin(
            packet.acknowledgment() - flow.next(1 - direction) + MAX_BEHIND,
            MAX_BEHIND + FOLLOWS_BYTES);
  }

  /** Whether a SYN-ACK acknowledges the beginning of this connection (RFC 9293, RFC 7413). */
  private static boolean answers(TcpFlow flow, PacketView packet, int direction) {
    int client = 1 - direction;
    int acknowledged = packet.acknowledgment();
    if (flow.synSeen(client)) {
      return isWithin(acknowledged - flow.firstSequence(client), FOLLOWS_BYTES);
    }
    TcpConversation conversation = TcpTracker.conversation(flow);
    if (conversation == null || !conversation.stream(client).isStarted()) {
      return !flow.done;
    }
    int behind = conversation.stream(client).next() - acknowledged;
    return isWithin(behind, FOLLOWS_BYTES);
  }

  private @Nullable TcpFlow owner(
      TcpFlow flow, PacketView packet, int direction, boolean timeKnown) {
    if ((flow.done ? flow.ended : flow.isEnded()) && isNewHello(flow, packet)) {
      return begin(flow, timeKnown);
    }
    if (flow.done || isInWindow(flow, packet, direction)) {
      return ownerOfOlder(flow, packet, direction);
    }
    TcpFlow older = flow.older;
    if (older != null && !older.done && isInWindow(older, packet, direction)) {
      return older;
    }
    if (!isNewHello(flow, packet)) {
      return null;
    }
    return flow.isSeen(1 - direction) ? candidate(flow, timeKnown) : begin(flow, timeKnown);
  }

  /** Of the two connections whose windows a segment may be in, the one whose numbers are nearer. */
  private static TcpFlow ownerOfOlder(TcpFlow flow, PacketView packet, int direction) {
    TcpFlow older = flow.older;
    if (older == null || older.done) {
      return flow;
    }
    long here = distance(flow, packet, direction);
    return distance(older, packet, direction) < here ? older : flow;
  }

  private static long distance(TcpFlow flow, PacketView packet, int direction) {
    return flow.nextKnown(direction)
        ? Math.abs((long) (packet.sequence() - flow.next(direction)))
        : 1L << 29;
  }

  private TcpFlow begin(TcpFlow flow, boolean timeKnown) {
    TcpFlow next = make(timeKnown);
    replace(flow, next);
    return next;
  }

  private void replace(TcpFlow flow, TcpFlow next) {
    if (flow.candidate == next) {
      flow.candidate = null;
    }
    next.tentative(false);
    table.remove(flow);
    table.add(key, next, frame.timeNanos());
    if (next.conversation != null) {
      table.age(next, Age.OPEN);
    }
    replaced.accept(flow, next);
  }

  private void dropCandidate(TcpFlow flow) {
    TcpFlow candidate = flow.candidate;
    if (candidate != null) {
      flow.candidate = null;
      replaced.accept(candidate, candidate);
    }
  }

  private boolean isNewHello(TcpFlow flow, PacketView packet) {
    if (packet.payloadLength() == 0) {
      return false;
    }
    long mark = mark(packet);
    return mark != HelloMark.NONE && !flow.isHello(packet.sequence(), mark);
  }

  /** What tells a segment that begins with a ClientHello from another. */
  long mark(PacketView packet) {
    return HelloMark.of(
        packet.buffer(), packet.payloadStart(), packet.payloadLength(), views.sslV2ClientHello);
  }

  /** Whether a segment may be one of this connection's: RFC 9293 §3.10.7.4, from outside. */
  private static boolean isInWindow(TcpFlow flow, PacketView packet, int direction) {
    if (!flow.nextKnown(direction)) {
      return true;
    }
    int base = flow.next(direction);
    if (flow.acknowledgmentSeen(1 - direction)) {
      int acknowledged = flow.acknowledgment(1 - direction);
      base = acknowledged - base > 0 ? acknowledged : base;
    }
    int ahead = packet.sequence() - base;
    return ahead <= flow.window(1 - direction) && ahead >= -MAX_BEHIND;
  }

  private static int bytes(PacketView packet) {
    return packet.payloadLength() + packet.missing();
  }

  private static boolean isWithin(int distance, int bound) {
    return distance >= 0 && distance <= bound;
  }
}
