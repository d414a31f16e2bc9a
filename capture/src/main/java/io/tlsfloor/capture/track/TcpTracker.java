package io.tlsfloor.capture.track;

import io.tlsfloor.capture.flow.FlowKey;
import io.tlsfloor.capture.flow.FlowTable;
import io.tlsfloor.capture.flow.FlowTable.Age;
import io.tlsfloor.capture.keep.FrameKeeper;
import io.tlsfloor.capture.names.NameReader;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Stream;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.PlainTcp;
import io.tlsfloor.parser.packet.TcpFlags;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows TCP connections (RFC 9293): which flow a segment belongs to, when a connection begins and
 * ends, and when its verdict is due. A segment of a finished flow costs one look-up.
 */
final class TcpTracker {
  /** A flow without payload is forgotten after this: SYNs that nobody answered. */
  static final long NEW_IDLE_NANOS = 60_000_000_000L;

  /** Any flow is forgotten after an hour of silence. */
  static final long IDLE_NANOS = 3_600_000_000_000L;

  private static final int EVENTS = TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST;
  private static final long SWEEP_NANOS = 1_000_000_000L;

  private final LossCounter losses;
  private final Teller teller;
  private final FrameMark frame;
  private final NameReader names;
  private final Views views = new Views();
  private final PlainTcp plain = new PlainTcp();
  private final FlowKey key = new FlowKey();
  private final FlowTable<TcpFlow> flows;
  private final HeldBytes held;
  private final long maxHeldBytes;
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
    this.names = names;
    this.maxHeldBytes = options.maxHeldBytes();
    this.flows = new FlowTable<>(options.maxFlows(), this::evicted);
  }

  /**
   * Whether a frame is a segment of which nothing is wanted, told from a few fields of the common
   * form of packet. Most frames of a capture end here.
   */
  boolean isOfNoInterest(ByteBuffer buffer, int start, int length) {
    return plain.wrap(buffer, start, length)
        && (plain.flags() & EVENTS) == 0
        && flows.isQuietV4(plain.addresses(), plain.ports());
  }

  /** Takes a segment. */
  void segment(PacketView packet, boolean timeKnown, boolean conflict) {
    key.set(
        packet.v4(),
        packet.sourceHigh(),
        packet.sourceLow(),
        packet.sourcePort(),
        packet.destinationHigh(),
        packet.destinationLow(),
        packet.destinationPort());
    int direction = key.direction();
    int flags = packet.flags();
    int payload = packet.payloadLength() + packet.missing();
    if ((flags & EVENTS) == 0 && flows.isQuiet(key)) {
      return;
    }
    TcpFlow flow = flows.find(key);
    long now = frame.timeNanos();
    if (flow != null && beginsAnew(flow, packet, direction)) {
      if (keeper != null) {
        keeper.next(flow);
      }
      forget(flow);
      flow = null;
    }
    if (flow == null) {
      if (payload == 0 && (flags & TcpFlags.SYN) == 0) {
        return; // an acknowledgment or an end of something that was not seen tells nothing
      }
      flow = newFlow(direction, timeKnown, now);
    } else {
      flows.touch(flow, now);
    }
    if (flow.done) {
      flow.ended |= (flags & (TcpFlags.FIN | TcpFlags.RST)) != 0;
      tidy(flow);
      return;
    }
    if (keeper != null) {
      keep(keeper, flow, flags, payload);
    }
    track(flow, packet, direction, payload, conflict);
    tidy(flow);
  }

  /** Keeps the frame, unless it is of no interest but for its flags. */
  private static void keep(FrameKeeper keeper, TcpFlow flow, int flags, int payload) {
    TcpConversation conversation = conversation(flow);
    boolean event = (flags & EVENTS) != 0;
    if (event
        || conversation == null
        || conversation.decided == null && conversation.wantsBytes()) {
      keeper.keep(flow, payload, event);
    }
  }

  /** A flow whose verdict was told holds nothing more. */
  private void tidy(TcpFlow flow) {
    if (flow.done) {
      flows.age(flow, Age.DONE);
      flows.quiet(flow, !flow.ended);
    }
  }

  private TcpFlow newFlow(int direction, boolean timeKnown, long now) {
    TcpFlow flow = new TcpFlow();
    flow.firstDirection = direction;
    flow.first(frame);
    flow.timeKnown = timeKnown;
    flows.add(key, flow, now);
    return flow;
  }

  /** Whether a segment shows that the ports are used for another connection by now. */
  private boolean beginsAnew(TcpFlow flow, PacketView packet, int direction) {
    if ((packet.flags() & TcpFlags.SYN) != 0) {
      return flow.isOtherSyn(direction, packet.sequence());
    }
    return flow.done
        && flow.ended
        && packet.sequence() - flow.endSequence(direction) > 0
        && isClientHello(packet);
  }

  private boolean isClientHello(PacketView packet) {
    ByteBuffer buffer = packet.buffer();
    int start = packet.payloadStart();
    int length = packet.payloadLength();
    return Opening.isClientHello(buffer, start, length)
        || views.sslV2ClientHello.wrap(buffer, start, length) == Progress.DONE;
  }

  private void track(
      TcpFlow flow, PacketView packet, int direction, int payload, boolean conflict) {
    int flags = packet.flags();
    int sequence = packet.sequence();
    flow.seen(direction, packet);
    if ((flags & TcpFlags.SYN) != 0) {
      syn(flow, direction, flags, sequence);
      sequence++;
    }
    if ((flags & TcpFlags.ACK) != 0) {
      flow.acknowledge(direction, packet.acknowledgment());
    }
    if (payload > 0) {
      payload(flow, packet, direction, sequence, conflict);
    }
    TcpConversation conversation = conversation(flow);
    if (conversation != null) {
      checkGaps(conversation);
    }
    if ((flags & TcpFlags.RST) != 0) {
      reset(flow, direction);
    } else if ((flags & TcpFlags.FIN) != 0) {
      fin(flow, direction, sequence + payload);
    } else if (conversation != null && flow.conversation == conversation) {
      afterFin(conversation);
    }
  }

  private void syn(TcpFlow flow, int direction, int flags, int sequence) {
    flow.syn(direction, sequence);
    flow.initiator = (flags & TcpFlags.ACK) != 0 ? 1 - direction : direction;
  }

  private void payload(
      TcpFlow flow, PacketView packet, int direction, int sequence, boolean conflict) {
    TcpConversation conversation = conversation(flow);
    if (conversation == null) {
      conversation = new TcpConversation(flow, views, names);
      conversation.path.set(packet);
      flow.conversation = conversation;
      flows.age(flow, Age.OPEN);
    }
    conversation.current.set(frame);
    flow.endSequence(direction, sequence + packet.payloadLength() + packet.missing());
    if (conversation.decided != null) {
      return; // only the telling waits
    }
    Stream stream = conversation.stream(direction);
    if (packet.missing() > 0) {
      conversation.truncated();
    }
    if (packet.fragmented()) {
      conversation.fragmented(conflict);
    }
    int before = conversation.facts().changes();
    if (stream.segment(
        sequence,
        flow.acknowledgment(direction),
        packet.buffer(),
        packet.payloadStart(),
        packet.payloadLength(),
        packet.missing(),
        frame)) {
      conversation.duplicates++;
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
    limitHeldBytes(flow);
  }

  private void checkGaps(TcpConversation conversation) {
    for (int each = 0; each < 2; each++) {
      Stream stream = conversation.stream(each);
      if (stream.isWaiting()) {
        int before = conversation.facts().changes();
        TcpFlow flow = conversation.tcpFlow();
        stream.checkGap(
            flow.acknowledgment(1 - each), flow.acknowledgmentSeen(1 - each), frame.timeNanos());
        conversation.settle();
        if (conversation.facts().changes() != before && flow.conversation == conversation) {
          teller.progressed(conversation);
        }
      }
    }
  }

  private void reset(TcpFlow flow, int direction) {
    flow.ended = true;
    TcpConversation conversation = conversation(flow);
    if (conversation == null) {
      flow.done = true;
      dropKept(flow);
    } else if (conversation.firstFin >= 0) {
      teller.conclude(conversation, EndedHow.FIN, conversation.firstFin);
    } else {
      conversation.endFrame.set(frame);
      teller.conclude(conversation, EndedHow.RESET, direction);
    }
  }

  private void fin(TcpFlow flow, int direction, int sequence) {
    flow.ended = true;
    TcpConversation conversation = conversation(flow);
    if (conversation == null) {
      return;
    }
    conversation.stream(direction).endAt(sequence);
    if (conversation.firstFin < 0) {
      conversation.firstFin = direction;
      conversation.endFrame.set(frame);
    }
    int before = conversation.facts().changes();
    conversation.settle(); // what answers the FIN waited for it
    if (conversation.facts().changes() != before) {
      teller.progressed(conversation);
    }
    if (flow.conversation == conversation) {
      afterFin(conversation);
    }
  }

  /** A server that has ended says nothing more; a client that has ended may still be answered. */
  private void afterFin(TcpConversation conversation) {
    int first = conversation.firstFin;
    int server = 1 - ConnectionBuilder.clientDirection(conversation);
    if (first >= 0 && conversation.stream(server).atEnd()) {
      teller.conclude(conversation, EndedHow.FIN, first);
    }
  }

  /** Bytes that no kind of reader knows: nothing more of the flow is read. */
  private void abandon(TcpConversation conversation) {
    if (!conversation.isConnection()) {
      teller.letGo(conversation);
      return;
    }
    if (conversation.mail() && !conversation.facts().helloSeen()) {
      return; // told when it ends: no TLS so far
    }
    if (conversation.overflowed()) {
      losses.add(Loss.OVERFLOWED);
    }
    teller.conclude(conversation, EndedHow.TIMEOUT, -1);
  }

  private void forget(TcpFlow flow) {
    TcpConversation conversation = conversation(flow);
    if (conversation != null) {
      concludeSilent(conversation, EndedHow.TIMEOUT);
    }
    dropKept(flow);
    flows.remove(flow);
  }

  private void dropKept(TcpFlow flow) {
    if (keeper != null) {
      keeper.drop(flow);
    }
  }

  private void evicted(TcpFlow flow) {
    TcpConversation conversation = conversation(flow);
    if (!flow.done) {
      losses.add(Loss.EVICTED_FLOWS);
    }
    if (conversation != null) {
      concludeSilent(conversation, EndedHow.CAPTURE_END);
    }
    dropKept(flow);
  }

  private void limitHeldBytes(TcpFlow current) {
    while (held.total() > maxHeldBytes) {
      TcpFlow oldest = flows.first(Age.OPEN);
      if (oldest == null || oldest == current) {
        return;
      }
      evicted(oldest);
      flows.remove(oldest);
    }
  }

  /** Lets packet time pass: idle flows are forgotten. */
  void advance(long nowNanos) {
    if (nowNanos >= nextSweep) {
      nextSweep = nowNanos + SWEEP_NANOS;
      sweep(Age.NEW, nowNanos - NEW_IDLE_NANOS, nowNanos);
      sweep(Age.DONE, nowNanos - IDLE_NANOS, nowNanos);
      sweep(Age.OPEN, nowNanos - IDLE_NANOS, nowNanos);
    }
  }

  private void sweep(Age age, long before, long now) {
    TcpFlow flow = flows.idle(age, before, now);
    while (flow != null) {
      forget(flow);
      flow = flows.idle(age, before, now);
    }
  }

  /** Its deadline is over. */
  void silent(TcpConversation conversation) {
    concludeSilent(conversation, EndedHow.TIMEOUT);
    tidy(conversation.tcpFlow());
  }

  /** Tells what no packet ended; one that had begun to end is closed. */
  private void concludeSilent(TcpConversation conversation, EndedHow how) {
    int fin = conversation.firstFin;
    teller.conclude(conversation, fin >= 0 ? EndedHow.FIN : how, fin);
  }

  /** The capture is over: every undecided connection is told as it stands. */
  void end() {
    for (Age age : new Age[] {Age.OPEN, Age.NEW, Age.DONE}) {
      for (TcpFlow flow = flows.first(age); flow != null; flow = flows.first(age)) {
        TcpConversation conversation = conversation(flow);
        if (conversation != null) {
          concludeSilent(conversation, EndedHow.CAPTURE_END);
        }
        dropKept(flow);
        flows.remove(flow);
      }
    }
    nextSweep = Long.MIN_VALUE;
  }

  int flows() {
    return flows.size();
  }

  private static @Nullable TcpConversation conversation(TcpFlow flow) {
    return (TcpConversation) flow.conversation;
  }
}
