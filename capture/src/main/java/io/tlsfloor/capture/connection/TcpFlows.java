package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.flow.FlowKey;
import io.tlsfloor.capture.flow.FlowTable;
import io.tlsfloor.capture.flow.FlowTable.Age;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.TcpFlags;
import java.util.ArrayDeque;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which TCP connection a segment belongs to. Two ends can have several in turn: the one in the
 * table, the one before it while it is undecided, and candidates, which a SYN or SYN-ACK with other
 * numbers or a hello out of the window may have begun. A candidate takes the place of the one in
 * the table once the other end answers it, or once bytes follow at its numbers; until then it
 * changes no other.
 */
final class TcpFlows {
  private static final int MAX_FREE = 1 << 10; // 200 bytes each

  private final FlowTable<TcpFlow> table;
  private final ArrayDeque<TcpFlow> free = new ArrayDeque<>(); // put away, to be used again
  private final FlowKey key = new FlowKey();
  private final Views views;
  private final FrameMark frame;
  private final TcpWindow window;
  private final TcpCandidates candidates;
  private final TcpSetUp setUp;
  private final BiConsumer<TcpFlow, TcpFlow> replaced;
  private final EarlySegments early = new EarlySegments();
  private boolean made;
  private @Nullable TcpFlow before; // the connection that the new one is another than

  /**
   * Makes an empty table.
   *
   * @param frame of the segment that is looked at
   * @param replaced called with a flow and with the one that takes its place
   * @param evicted called for each flow that the cap drives out
   */
  TcpFlows(
      int maxFlows,
      Views views,
      FrameMark frame,
      BiConsumer<TcpFlow, TcpFlow> replaced,
      Consumer<TcpFlow> evicted) {
    this.table = new FlowTable<>(maxFlows, evicted, new TcpFlowNumbers());
    this.views = views;
    this.frame = frame;
    this.window = new TcpWindow(frame);
    this.candidates = new TcpCandidates(window);
    this.setUp = new TcpSetUp(window);
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

  /**
   * Whether a segment changes nothing but perhaps that its connection, which is told and put away,
   * has ended.
   */
  boolean isPutAway(PacketView packet) {
    boolean ends = TcpWindow.isEndAlone(packet);
    if (TcpFlags.isSyn(packet.flags())
        || TcpWindow.bytes(packet) > 0
        || !table.isPutAway(key, ends)) {
      return false;
    }
    if (ends) {
      early.replace(key, packet, frame); // it may be of the next connection, and overtake its SYN
    }
    return true;
  }

  /** Keeps the numbers alone of a flow that was told, unless another one depends on it. */
  void putAway(TcpFlow flow) {
    if (flow.candidate == null
        && flow.older == null
        && table.putAway(flow)
        && free.size() < MAX_FREE) {
      free.addLast(flow);
    }
  }

  /** Whether {@link #find} made a connection. */
  boolean isNew() {
    return made;
  }

  /** The next of the segments that were captured before it; null for no more. */
  EarlySegments.@Nullable Early early() {
    EarlySegments.Early next = early.next(key, frame);
    while (next != null && before != null && !next.isApart(before)) {
      next = early.next(key, frame);
    }
    return next;
  }

  /** The connection that a segment belongs to; null for none, or for one that it cannot change. */
  @Nullable TcpFlow find(PacketView packet, boolean timeKnown) {
    int flags = packet.flags();
    boolean syn = TcpFlags.isSyn(flags);
    TcpFlow flow = table.find(key);
    made = false;
    before = null;
    if (flow == null) {
      if (TcpWindow.bytes(packet) == 0 && !syn) {
        early.note(key, packet, frame); // it tells nothing, unless it has overtaken what follows
        return null;
      }
      TcpFlow first = make(timeKnown);
      table.add(key, first, frame.timeNanos());
      made = true;
      return first;
    }
    window.look(flow);
    table.touch(flow, frame.timeNanos());
    if (flow.candidate != null) {
      dropOld(flow);
    }
    int direction = key.direction();
    TcpFlow owner =
        syn ? ownerOfSyn(flow, packet, direction) : owner(flow, packet, direction, timeKnown);
    if (owner == null && (syn || mayBegin(flow, packet))) {
      return candidate(flow, packet, timeKnown);
    }
    boolean over = flow.done && flow.ended && window.isStale(); // what comes may be of another
    if (owner == flow && !over && TcpWindow.isInPlace(flow, packet, direction)) {
      flow.lastNanos = frame.timeNanos();
    }
    if ((owner == null || owner == flow && flow.done) && TcpWindow.isEndAlone(packet)) {
      early.replace(key, packet, frame);
    }
    if (owner != null && owner.isTentative()) {
      return followed(flow, owner, packet, direction);
    }
    return owner;
  }

  private TcpFlow make(boolean timeKnown) {
    TcpFlow used = free.pollLast();
    TcpFlow flow = used == null ? new TcpFlow() : used;
    flow.begin();
    flow.firstDirection = key.direction();
    flow.first(frame);
    flow.timeKnown = timeKnown;
    return flow;
  }

  /** The connection whose set-up a SYN or SYN-ACK is part of. */
  private @Nullable TcpFlow ownerOfSyn(TcpFlow flow, PacketView packet, int direction) {
    boolean answer = (packet.flags() & TcpFlags.ACK) != 0;
    TcpFlow answered = answer ? setUp.answered(flow, packet, direction) : null;
    if (answered != null) {
      return answered;
    }
    for (TcpFlow each = flow; each != null; each = each.candidate) {
      if (answer ? setUp.answers(each, direction, packet) : setUp.began(each, direction, packet)) {
        return each;
      }
    }
    TcpFlow older = flow.older;
    boolean late =
        older != null
            && (answer
                ? setUp.answers(older, direction, packet)
                : setUp.began(older, direction, packet));
    return late ? older : null;
  }

  private @Nullable TcpFlow owner(
      TcpFlow flow, PacketView packet, int direction, boolean timeKnown) {
    TcpFlow exact = candidates.beganAfterSilence(flow, packet, direction);
    if (exact != null) {
      return exact;
    }
    boolean over =
        flow.done ? flow.ended : flow.isEnded() && !window.isReadNow(flow, packet, direction);
    boolean again = over && isNewHello(flow, packet);
    boolean another = !again && !flow.done && isAnother(flow, packet);
    boolean near = !flow.done && !again && !another && window.holds(flow, packet, direction);
    if (near && !flow.isEnded()) {
      TcpFlow next =
          TcpWindow.mayBeOfAnother(flow, packet, direction)
              ? candidates.beginsAt(flow, packet, direction)
              : null;
      return next == null ? window.nearerOfOlder(flow, packet, direction) : next;
    }
    long far = near ? TcpWindow.distance(flow, packet, direction) : Long.MAX_VALUE;
    TcpFlow nearest = candidates.nearest(flow, packet, direction, far);
    if (nearest != null) {
      return nearest;
    }
    if (near) {
      return window.nearerOfOlder(flow, packet, direction);
    }
    if (again) { // no end goes on where it ended: a hello there needs an answer
      return flow.isRightBehindPayload(direction, packet.sequence())
          ? null
          : begin(flow, timeKnown);
    }
    if (another) {
      return null;
    }
    if (flow.done) {
      return TcpWindow.bytes(packet) > 0 && mayBegin(flow, packet) ? null : flow;
    }
    TcpFlow older = flow.older;
    if (older != null
        && (older.done
            ? older.isNearPayload(direction, packet.sequence())
            : window.holds(older, packet, direction))) {
      return older;
    }
    if (!isNewHello(flow, packet)) {
      return window.isSentAgain(flow, packet, direction) ? flow : null;
    }
    boolean alone = !flow.isSeen(1 - direction) && !window.hasRecentSyn(flow, direction);
    return alone ? begin(flow, timeKnown) : null;
  }

  /**
   * Whether a segment begins with another hello than the connection did, and too late to be of it:
   * after a silence, or long after the first one and not behind it; where that one is missing,
   * after a silence and amid what followed it.
   */
  private boolean isAnother(TcpFlow flow, PacketView packet) {
    if (!flow.helloKnown()) {
      return window.isOld(flow)
          && flow.isBehindPayload(key.direction(), packet.sequence())
          && mark(packet) != HelloMark.NONE;
    }
    return flow.isComparable(HelloMark.isWhole(packet))
        && isNewHello(flow, packet)
        && (window.isOld(flow)
            || flow.isHelloBefore(frame.timeNanos() - TcpWindow.STALE_NANOS)
                && !flow.isBehindHello(key.direction(), packet.sequence()));
  }

  /** Whether a segment that belongs to no connection may be of one that begins unseen. */
  private boolean mayBegin(TcpFlow flow, PacketView packet) {
    if (!flow.done) {
      return TcpWindow.bytes(packet) > 0;
    }
    int direction = key.direction();
    return flow.ended
        ? isNewHello(flow, packet)
            || TcpWindow.bytes(packet) > 0
                && (window.isStale() || TcpWindow.isApart(flow, packet, direction))
        : isNewHello(flow, packet)
            && (isInPlaceOfHello(flow, packet) || TcpWindow.isHalfApart(flow, packet, direction));
  }

  /** Whether another hello comes after a silence, or exactly where the first one was. */
  private boolean isInPlaceOfHello(TcpFlow told, PacketView packet) {
    return told.isComparable(HelloMark.isWhole(packet))
        && (window.isStale() || told.isHelloAt(key.direction(), packet.sequence()));
  }

  private TcpFlow candidate(TcpFlow flow, PacketView packet, boolean timeKnown) {
    TcpFlow first = flow.candidate;
    if (first != null && TcpCandidates.isFull(flow)) {
      unlink(flow, first);
    }
    TcpFlow candidate = make(timeKnown);
    candidate.tentative(true);
    candidate.besideKnown = flow.fromStart();
    candidate.afterSilence = window.isOld(flow) || isAnother(flow, packet);
    candidate.mayBeLate =
        flow.done && !isNewHello(flow, packet) && !TcpWindow.isApart(flow, packet, key.direction());
    key.copyTo(candidate);
    TcpCandidates.add(flow, candidate);
    table.quiet(flow, false);
    made = true;
    before = flow;
    return candidate;
  }

  /** A segment follows a candidate: bytes, or anything from the other end, make it a connection. */
  private TcpFlow followed(TcpFlow flow, TcpFlow candidate, PacketView packet, int direction) {
    boolean syn = TcpFlags.isSyn(packet.flags());
    if (flow.done && !candidate.fromStart() && !candidate.helloKnown() && !syn) {
      return candidate; // bytes that overtook a set-up, or late ones of what was told
    }
    if (candidate.afterSilence
        && flow.helloKnown()
        && !candidate.helloKnown()
        && candidate.mayBeginLike(flow)) {
      long mark = mark(packet);
      if (flow.isMarked(mark)) { // all of it is a copy that comes late
        candidate.afterSilence = false;
        unlink(flow, candidate);
        return flow;
      }
      if (mark == HelloMark.NONE) {
        return candidate;
      }
    }
    boolean ends = (packet.flags() & TcpFlags.FIN) != 0 && candidate.conversation != null;
    boolean follows = TcpWindow.bytes(packet) > 0 || ends;
    if (follows || direction != candidate.firstDirection) {
      TcpCandidates.detach(flow, candidate);
      replace(flow, candidate);
    }
    return candidate;
  }

  private void dropOld(TcpFlow flow) {
    TcpFlow each = flow.candidate;
    while (each != null) {
      TcpFlow next = each.candidate;
      if (frame.timeNanos() - each.firstNanos() > TcpTracker.NEW_IDLE_NANOS) {
        unlink(flow, each);
      }
      each = next;
    }
  }

  private void unlink(TcpFlow flow, TcpFlow candidate) {
    TcpCandidates.detach(flow, candidate);
    replaced.accept(candidate, candidate);
  }

  private TcpFlow begin(TcpFlow flow, boolean timeKnown) {
    TcpFlow next = make(timeKnown);
    next.besideKnown = flow.fromStart();
    replace(flow, next);
    return next;
  }

  private void replace(TcpFlow flow, TcpFlow next) {
    next.tentative(false);
    next.candidate = flow.candidate;
    flow.candidate = null;
    table.remove(flow);
    table.add(key, next, frame.timeNanos());
    if (next.conversation != null) {
      table.age(next, Age.OPEN);
    }
    replaced.accept(flow, next);
  }

  private boolean isNewHello(TcpFlow flow, PacketView packet) {
    if (packet.payloadLength() == 0) {
      return false;
    }
    long mark = mark(packet);
    int direction = key.direction();
    int sequence = packet.sequence();
    boolean late = flow.done && window.isStale();
    boolean piece = // of a copy
        !late
            && flow.isHelloAt(direction, sequence)
            && !flow.isComparable(HelloMark.isWhole(packet));
    return mark != HelloMark.NONE && !piece && !flow.isHello(direction, sequence, mark, late);
  }

  /** What distinguishes a segment that begins with a ClientHello from others. */
  long mark(PacketView packet) {
    return HelloMark.of(
        packet.buffer(), packet.payloadStart(), packet.payloadLength(), views.sslV2ClientHello);
  }
}
