package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.flow.FlowTable;
import io.tlsfloor.capture.flow.FlowTable.Age;
import io.tlsfloor.capture.names.NameReader;
import io.tlsfloor.capture.retention.FrameKeeper;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Stream;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.PlainTcp;
import io.tlsfloor.parser.packet.TcpFlags;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows TCP connections (RFC 9293): gives each segment to its conversation, and says when its
 * verdict is due. A segment of a finished flow costs one look-up.
 */
final class TcpTracker {
  /** A flow without payload is forgotten after this: SYNs without an answer. */
  static final long NEW_IDLE_NANOS = 60_000_000_000L;

  /** Any flow is forgotten after an hour of silence. */
  static final long IDLE_NANOS = 3_600_000_000_000L;

  private static final int EVENTS = TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST;
  private static final long SWEEP_NANOS = 1_000_000_000L;

  private final LossCounter losses;
  private final Teller teller;
  private final FrameMark frame;
  private final Views views = new Views();
  private final ConversationPool conversations;
  private final PlainTcp plain = new PlainTcp();
  private final TcpFlows flows;
  private final HeldBytes held;
  private final HeldLimit limit;
  private final @Nullable FrameKeeper keeper;
  private long nextSweep = Long.MIN_VALUE;

  TcpTracker(
      AnalyzerOptions options,
      Teller teller,
      HeldBytes held,
      LossCounter losses,
      FrameMark frame,
      NameReader names,
      @Nullable FrameKeeper keeper) {
    this.keeper = keeper;
    this.held = held;
    this.losses = losses;
    this.teller = teller;
    this.frame = frame;
    this.conversations = new ConversationPool(views, names);
    this.limit = new HeldLimit(teller, options.maxHeldBytes(), this::evicted);
    this.flows = new TcpFlows(options.maxFlows(), views, frame, this::replaced, this::evicted);
  }

  /**
   * Whether a frame is a segment of which nothing is wanted, decided from a few fields of the
   * common form of packet. Most frames of a capture end here.
   */
  boolean isOfNoInterest(ByteBuffer buffer, int start, int length) {
    return plain.wrap(buffer, start, length)
        && (plain.flags() & EVENTS) == 0
        && flows.table().isQuietV4(plain.addresses(), plain.ports())
        && !plain.mayBeginHello();
  }

  /** Takes a segment. */
  void segment(PacketView packet, boolean timeKnown, boolean conflict) {
    flows.at(packet);
    int flags = packet.flags();
    if ((flags & EVENTS) == 0
        && flows.isQuiet()
        && !PlainTcp.mayBeginHello(
            packet.buffer(), packet.payloadStart(), packet.payloadLength())) {
      return;
    }
    if (flows.isPutAway(packet)) {
      return;
    }
    TcpFlow flow = flows.find(packet, timeKnown);
    if (flow == null) {
      return;
    }
    if (flow.done) {
      flow.ended |= (flags & (TcpFlags.FIN | TcpFlags.RST)) != 0;
    } else {
      int payload = packet.payloadLength() + packet.missing();
      boolean unread = flow.isUnread(flows.direction(), packet);
      if (unread || Padding.mayBe(packet) && flow.conversation == null) {
        payload = 0;
      }
      if (keeper != null) {
        keep(keeper, flow, flags, payload);
      }
      track(flow, packet, flows.direction(), payload, conflict);
      if (flows.isNew()) {
        for (EarlySegments.Early early = flows.early(); early != null; early = flows.early()) {
          recall(flow, early);
        }
      }
    }
    tidy(flow);
  }

  /** Keeps the frame, unless it is of no interest but for its flags. */
  private static void keep(FrameKeeper keeper, TcpFlow flow, int flags, int payload) {
    TcpConversation conversation = conversation(flow);
    boolean event = (flags & EVENTS) != 0;
    if (event
        || conversation == null
        || !conversation.telling.isDecided() && conversation.wantsBytes()) {
      keeper.keep(flow, payload, event);
    }
  }

  /** A flow whose verdict was reported holds nothing more. */
  private void tidy(TcpFlow flow) {
    if (flow.done) {
      flows.table().age(flow, flow.ended ? Age.ENDED : Age.DONE);
      flows.table().quiet(flow, !flow.ended && flow.candidate == null);
      if (keeper == null) { // which knows flows by what they are
        flows.putAway(flow);
      }
    }
  }

  private void track(
      TcpFlow flow, PacketView packet, int direction, int payload, boolean conflict) {
    int flags = packet.flags();
    int sequence = packet.sequence();
    if ((flags & TcpFlags.RST) == 0) { // else if it counts
      flow.seen(direction, packet);
    }
    if (TcpFlags.isSyn(flags)) {
      if (!flow.syn(direction, packet)) {
        return;
      }
      sequence++;
    }
    if (TcpWindow.acknowledges(packet) && flow.trustsAcknowledgment(direction, packet)) {
      flow.acknowledge(direction, packet);
    }
    TcpConversation conversation = conversation(flow);
    if (conversation == null && payload > 0) {
      conversation = begin(flow, packet);
    }
    if (conversation == null) {
      flow.withoutPayload(direction, packet.sequence(), flags);
      flow.end(direction, packet, sequence + payload, frame);
      return;
    }
    conversation.numbers().learn();
    if (payload > 0 && !conversation.holdsPadding(packet, direction, sequence, frame)) {
      payload(conversation, packet, direction, sequence, conflict);
    }
    flow.end(direction, packet, sequence + payload, frame);
    checkGaps(conversation);
    settleEnds(conversation);
    limit.keep(flows.table(), flow);
  }

  /** Takes a segment that overtook the first one of its connection. */
  private void recall(TcpFlow flow, EarlySegments.Early early) {
    early.noteIn(flow);
    flow.end(early.direction, early.flags, early.sequence, early.acknowledgment, early.frame);
    TcpConversation conversation = conversation(flow);
    if (conversation != null) {
      conversation.numbers().learn();
      settleEnds(conversation);
    }
  }

  private TcpConversation begin(TcpFlow flow, PacketView packet) {
    TcpConversation conversation = conversations.take(flow, packet);
    flow.conversation = conversation;
    flows.table().age(flow, Age.OPEN);
    limit.begun(flow);
    StreamEnds ends = flow.ends;
    for (int direction = 0; direction < 2; direction++) {
      if (ends != null && ends.isFin(direction)) {
        conversation.stream(direction).endAt(ends.sequence(direction));
      }
    }
    return conversation;
  }

  private void payload(
      TcpConversation conversation,
      PacketView packet,
      int direction,
      int sequence,
      boolean conflict) {
    TcpFlow flow = conversation.tcpFlow();
    long mark = flows.mark(packet);
    int bytes = packet.payloadLength() + packet.missing();
    flow.payload(direction, sequence, bytes, mark, HelloMark.isWhole(packet), frame.timeNanos());
    if (conversation.telling.isDecided()) {
      return; // only the telling waits
    }
    conversation.packet(packet, frame, conflict);
    int before = conversation.facts().changes();
    conversation
        .numbers()
        .begin(mark == HelloMark.NONE ? -1 : direction, sequence, frame.timeNanos());
    conversation.settle();
    StreamEnds ends = flow.ends;
    if (ends != null && ends.isAcknowledged(1 - direction, packet.acknowledgment())) {
      conversation.facts().afterEnd(direction);
    }
    if (conversation.stream(direction)
        .segment(
            sequence,
            flow.acknowledged(packet, direction, conversation.stream(1 - direction)),
            packet.buffer(),
            packet.payloadStart(),
            packet.payloadLength(),
            packet.missing(),
            frame)) {
      conversation.duplicate();
    }
    conversation.settle();
    held.account(conversation);
    if (keeper != null && conversation.isDns()) {
      keeper.answer(flow);
    }
    if (conversation.facts().changes() != before) {
      teller.progressed(conversation);
    } else if (conversation.isHopeless()) {
      abandon(conversation);
    }
  }

  private void checkGaps(TcpConversation conversation) {
    for (int each = 0; each < 2; each++) {
      Stream stream = conversation.stream(each);
      if (stream.isWaiting() && !conversation.isOver()) {
        int before = conversation.facts().changes();
        conversation.fillGap(each);
        stream.checkGap(frame.timeNanos());
        conversation.settle();
        if (conversation.facts().changes() != before) {
          teller.progressed(conversation);
        }
      }
    }
  }

  /** Ends that came in their places: what they mean for the verdict. */
  private void settleEnds(TcpConversation conversation) {
    StreamEnds ends = conversation.tcpFlow().ends;
    if (ends == null || conversation.isOver() || conversation.telling.isDecided()) {
      return;
    }
    int before = ends.first();
    ends.settle(conversation.streams());
    if (ends.first() < 0) {
      if (before >= 0) {
        teller.goesOn(conversation);
      }
      return;
    }
    boolean both = true;
    for (int each = 0; each < 2; each++) {
      both &= ends.isOver(each, conversation.stream(each));
    }
    int server = 1 - ConnectionBuilder.clientDirection(conversation);
    if (both) {
      teller.conclude(conversation, EndedHow.FIN);
    } else if (ends.how() == EndedHow.RESET || ends.isOver(server, conversation.stream(server))) {
      teller.ending(conversation);
    }
  }

  /** Bytes that no kind of reader knows: nothing more of the flow is read. */
  private void abandon(TcpConversation conversation) {
    if (!conversation.isConnection()) {
      teller.letGo(conversation);
      return;
    }
    if (conversation.mail() && !conversation.facts().helloSeen()) {
      return; // reported when it ends: no TLS so far
    }
    teller.conclude(conversation, EndedHow.TIMEOUT);
  }

  /** Another flow takes the place of one, which is reported once it is decided; or nothing does. */
  private void replaced(TcpFlow flow, TcpFlow next) {
    if (keeper != null) {
      keeper.next(flow);
    }
    @Nullable TcpFlow older = flow.older;
    flow.older = null;
    limit.forget(next);
    if (older != null) {
      conclude(older, EndedHow.TIMEOUT);
    }
    TcpConversation conversation = conversation(flow);
    boolean undecided = conversation != null && conversation.facts().handshakeSeen();
    flow.replaced = flow != next;
    if (flow.replaced && undecided) {
      next.older = flow;
      limit.aside(flow);
    } else {
      conclude(flow, EndedHow.TIMEOUT);
    }
  }

  private void conclude(TcpFlow flow, EndedHow how) {
    limit.forget(flow);
    TcpConversation conversation = conversation(flow);
    if (conversation != null) {
      teller.conclude(conversation, how);
    } else if (flow.missesAll()) {
      losses.add(Loss.CUT_CONNECTIONS);
    }
    if (keeper != null) {
      keeper.drop(flow);
    }
  }

  /** Concludes all that there is between two ends. */
  private void concludeAll(TcpFlow flow, EndedHow how) {
    TcpFlow older = flow.older;
    if (older != null) {
      conclude(older, how);
    }
    conclude(flow, how);
    for (TcpFlow each = flow.candidate; each != null; each = each.candidate) {
      conclude(each, how);
    }
  }

  private void evicted(TcpFlow flow) {
    losses.add(Loss.EVICTED_FLOWS, flow.done ? 0 : 1);
    concludeAll(flow, EndedHow.CAPTURE_END);
  }

  /** Lets packet time pass: idle flows are forgotten. */
  void advance(long nowNanos) {
    if (nowNanos >= nextSweep) {
      nextSweep = nowNanos + SWEEP_NANOS;
      sweep(Age.NEW, nowNanos - NEW_IDLE_NANOS, nowNanos);
      flows.table().forgetPutAway(nowNanos - IDLE_NANOS, nowNanos);
      sweep(Age.ENDED, nowNanos - IDLE_NANOS, nowNanos);
      sweep(Age.DONE, nowNanos - IDLE_NANOS, nowNanos);
      sweep(Age.OPEN, nowNanos - IDLE_NANOS, nowNanos);
    }
  }

  private void sweep(Age age, long before, long now) {
    TcpFlow flow = flows.table().idle(age, before, now);
    while (flow != null) {
      concludeAll(flow, EndedHow.TIMEOUT);
      flows.table().remove(flow);
      flow = flows.table().idle(age, before, now);
    }
  }

  /** A deadline of it is over. */
  void due(TcpConversation conversation) {
    teller.due(conversation);
    tidy(conversation.tcpFlow());
  }

  /** The capture is over: every undecided connection is reported as it stands. */
  void end() {
    endLater(Long.MIN_VALUE);
    flows.table().forgetPutAway(Long.MAX_VALUE, 0);
  }

  /** The clock was set back: what was used at {@code nanos} or later is reported as it stands. */
  void endLater(long nanos) {
    FlowTable<TcpFlow> table = flows.table();
    for (Age age : new Age[] {Age.OPEN, Age.NEW, Age.ENDED, Age.DONE}) {
      for (TcpFlow flow = table.first(age, nanos); flow != null; flow = table.first(age, nanos)) {
        concludeAll(flow, EndedHow.CAPTURE_END);
        table.remove(flow);
      }
    }
    nextSweep = Long.MIN_VALUE;
  }

  FlowTable<TcpFlow> table() {
    return flows.table();
  }

  static @Nullable TcpConversation conversation(TcpFlow flow) {
    return (TcpConversation) flow.conversation;
  }
}
