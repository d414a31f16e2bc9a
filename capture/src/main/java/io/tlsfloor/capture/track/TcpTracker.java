package io.tlsfloor.capture.track;

import io.tlsfloor.capture.flow.FlowKey;
import io.tlsfloor.capture.flow.FlowTable;
import io.tlsfloor.capture.flow.FlowTable.Age;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Stream;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.TcpFlags;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
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

  private final AnalyzerOptions options;
  private final Consumer<TlsConnection> sink;
  private final LossCounter losses;
  private final ConnectionBuilder builder;
  private final FrameMark frame;
  private final Views views = new Views();
  private final FlowKey key = new FlowKey();
  private final FlowTable<TcpFlow> flows;
  private final Deadlines deadlines = new Deadlines();
  private final HelloTwins twins = new HelloTwins();
  private final long timeoutNanos;
  private long nextSweep = Long.MIN_VALUE;
  private long heldBytes;
  private long connections;

  TcpTracker(
      AnalyzerOptions options,
      Consumer<TlsConnection> sink,
      LossCounter losses,
      ServerNames names,
      FrameMark frame) {
    this.options = options;
    this.sink = sink;
    this.losses = losses;
    this.builder = new ConnectionBuilder(names);
    this.frame = frame;
    this.flows = new FlowTable<>(options.maxFlows(), this::evicted);
    this.timeoutNanos = options.timeout().toNanos();
  }

  /** Takes a segment. */
  void segment(PacketView packet, boolean timeKnown) {
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
    TcpFlow flow = flows.find(key);
    long now = frame.timeNanos();
    if (flow != null && flow.done && (flags & EVENTS) == 0 && !flow.ended) {
      flows.touch(flow, now);
      return;
    }
    if (flow != null && beginsAnew(flow, packet, direction)) {
      forget(flow);
      flow = null;
    }
    if (flow == null) {
      if (payload == 0 && (flags & TcpFlags.SYN) == 0) {
        return; // an acknowledgment or an end of something that was not seen tells nothing
      }
      flow = newFlow(packet, direction, timeKnown, now);
    } else {
      flows.touch(flow, now);
    }
    if (flow.done) {
      flow.ended |= (flags & (TcpFlags.FIN | TcpFlags.RST)) != 0;
      return;
    }
    track(flow, packet, direction, payload);
  }

  private TcpFlow newFlow(PacketView packet, int direction, boolean timeKnown, long now) {
    TcpFlow flow = new TcpFlow();
    flow.firstDirection = direction;
    flow.first.set(frame);
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
        && packet.sequence() - flow.endSequence[direction] > 0
        && isClientHello(packet);
  }

  private boolean isClientHello(PacketView packet) {
    ByteBuffer buffer = packet.buffer();
    int start = packet.payloadStart();
    int length = packet.payloadLength();
    return Opening.isClientHello(buffer, start, length)
        || views.sslV2ClientHello.wrap(buffer, start, length) == Progress.DONE;
  }

  private void track(TcpFlow flow, PacketView packet, int direction, int payload) {
    int flags = packet.flags();
    int sequence = packet.sequence();
    if (!flow.seen[direction]) {
      flow.seen[direction] = true;
      flow.mac[direction] = packet.sourceMac();
    }
    if ((flags & TcpFlags.SYN) != 0) {
      syn(flow, direction, flags, sequence);
      sequence++;
    }
    if ((flags & TcpFlags.ACK) != 0) {
      flow.acknowledge(direction, packet.acknowledgment());
    }
    if (payload > 0) {
      payload(flow, packet, direction, sequence);
    }
    Conversation conversation = flow.conversation;
    if (conversation != null) {
      checkGaps(conversation);
    }
    if ((flags & TcpFlags.RST) != 0) {
      reset(flow, direction);
    } else if ((flags & TcpFlags.FIN) != 0) {
      fin(flow, direction, sequence + payload);
    } else if (conversation != null && flow.conversation == conversation) {
      afterFin(flow, conversation);
    }
  }

  private void syn(TcpFlow flow, int direction, int flags, int sequence) {
    flow.syn(direction, sequence);
    flow.initiator = (flags & TcpFlags.ACK) != 0 ? 1 - direction : direction;
  }

  private void payload(TcpFlow flow, PacketView packet, int direction, int sequence) {
    Conversation conversation = flow.conversation;
    if (conversation == null) {
      conversation = new Conversation(flow, views, frame);
      conversation.path.set(packet);
      flow.conversation = conversation;
      flows.age(flow, Age.OPEN);
    }
    flow.endSequence[direction] = sequence + packet.payloadLength() + packet.missing();
    Stream stream = conversation.stream(direction);
    if (packet.missing() > 0) {
      conversation.truncated();
    }
    if (packet.fragmented()) {
      conversation.fragmented();
    }
    int before = conversation.facts().changes();
    int held = conversation.heldBytes();
    if (stream.segment(
        sequence,
        packet.buffer(),
        packet.payloadStart(),
        packet.payloadLength(),
        packet.missing(),
        frame)) {
      conversation.duplicates++;
    }
    conversation.settle();
    heldBytes += conversation.heldBytes() - held;
    if (conversation.facts().changes() != before) {
      progressed(flow, conversation);
    } else if (conversation.isHopeless()) {
      abandon(flow, conversation);
    }
    limitHeldBytes(flow);
  }

  /** Something was learned: perhaps the verdict is due, or the deadline moves. */
  private void progressed(TcpFlow flow, Conversation conversation) {
    if (conversation.facts().isPseudo()) {
      finish(flow);
      return;
    }
    if (matchTwin(flow, conversation)) {
      return;
    }
    Verdict verdict = Verdict.early(conversation.facts());
    if (verdict != null) {
      tell(flow, conversation, verdict);
    } else if (conversation.facts().handshakeSeen()
        || conversation.facts().inferred().isPresent()) {
      deadlines.set(conversation, conversation.facts().progressNanos() + timeoutNanos);
    }
  }

  /** Joins the two sides of a NAT; true if this one is the side that is dropped. */
  private boolean matchTwin(TcpFlow flow, Conversation conversation) {
    Optional<HelloDigest> hello = conversation.facts().helloDigest();
    if (conversation.twinSought || hello.isEmpty()) {
      return false;
    }
    conversation.twinSought = true;
    int client = conversation.facts().clientDirection();
    Peer server = flow.sender(1 - client);
    Conversation other = twins.other(server, hello.get(), conversation);
    if (other == null) {
      return false;
    }
    boolean told = other.flow().conversation != other;
    boolean keepThis =
        !told
            && options.home().test(flow.sender(client).address())
            && !options.home().test(otherClient(other, server).address());
    if (keepThis) {
      conversation.twin = other;
      twins.replace(server, hello.get(), conversation);
      finish(other.flow());
      return false;
    }
    other.twin = conversation;
    finish(flow);
    return true;
  }

  private static Peer otherClient(Conversation other, Peer server) {
    Peer first = other.flow().sender(0);
    return first.equals(server) ? other.flow().sender(1) : first;
  }

  private void checkGaps(Conversation conversation) {
    for (int each = 0; each < 2; each++) {
      Stream stream = conversation.stream(each);
      if (stream.isWaiting()) {
        int before = conversation.facts().changes();
        TcpFlow flow = conversation.flow();
        stream.checkGap(
            flow.acknowledgment(1 - each), flow.acknowledgmentSeen(1 - each), frame.timeNanos());
        conversation.settle();
        if (conversation.facts().changes() != before && flow.conversation == conversation) {
          progressed(flow, conversation);
        }
      }
    }
  }

  private void reset(TcpFlow flow, int direction) {
    flow.ended = true;
    Conversation conversation = flow.conversation;
    if (conversation == null) {
      finish(flow);
      return;
    }
    end(flow, conversation, EndedHow.RESET, direction);
  }

  private void fin(TcpFlow flow, int direction, int sequence) {
    flow.ended = true;
    Conversation conversation = flow.conversation;
    if (conversation == null) {
      return;
    }
    conversation.stream(direction).endAt(sequence);
    if (conversation.firstFin < 0) {
      conversation.firstFin = direction;
      conversation.finFrame.set(frame);
    }
    afterFin(flow, conversation);
  }

  /** A server that has ended says nothing more; a client that has ended may still be answered. */
  private void afterFin(TcpFlow flow, Conversation conversation) {
    int first = conversation.firstFin;
    if (first < 0) {
      return;
    }
    int client = ConnectionBuilder.clientDirection(conversation);
    if (conversation.stream(1 - client).atEnd()) {
      end(flow, conversation, EndedHow.FIN, first);
    }
  }

  /** The connection ended by a packet of {@code direction}. */
  private void end(TcpFlow flow, Conversation conversation, EndedHow how, int direction) {
    boolean finFirst = how == EndedHow.RESET && conversation.firstFin >= 0;
    if (!finFirst && how == EndedHow.RESET) {
      conversation.finFrame.set(frame);
    }
    int by = finFirst ? conversation.firstFin : direction;
    conclude(flow, conversation, finFirst ? EndedHow.FIN : how, by);
  }

  /** Tells the verdict with what there is; {@code direction} is -1 if no end caused it. */
  private void conclude(TcpFlow flow, Conversation conversation, EndedHow how, int direction) {
    conversation.stream(0).flush();
    conversation.stream(1).flush();
    if (conversation.facts().isPseudo() || !conversation.isConnection()) {
      finish(flow);
      return;
    }
    int client = ConnectionBuilder.clientDirection(conversation);
    Optional<Side> by =
        direction < 0
            ? Optional.empty()
            : Optional.of(direction == client ? Side.CLIENT : Side.SERVER);
    tell(flow, conversation, Verdict.last(conversation, new Ending(how, by)));
  }

  private void tell(TcpFlow flow, Conversation conversation, Verdict verdict) {
    TlsConnection connection = builder.build(conversation, verdict, conversation.finFrame);
    count(conversation, connection);
    connections++;
    finish(flow);
    sink.accept(connection);
  }

  private void count(Conversation conversation, TlsConnection connection) {
    boolean undecided = connection.outcome() == Outcome.INCOMPLETE;
    if (conversation.facts().isHalf() && conversation.isTruncated()) {
      losses.add(Loss.CUT_HELLOS);
    } else if (undecided && connection.evidence().holes() > 0) {
      losses.add(Loss.HOLES);
    } else if (undecided && !(conversation.packetsSeen(0) && conversation.packetsSeen(1))) {
      losses.add(Loss.ONE_SIDED);
    }
    if (!connection.evidence().fromStart()
        && connection.offer().isEmpty()
        && connection.choice().isEmpty()) {
      losses.add(Loss.FROM_MIDDLE);
    }
    if (undecided && connection.ending().map(Ending::how).orElse(null) == EndedHow.CAPTURE_END) {
      losses.add(Loss.UNFINISHED);
    }
    if (connection.offer().isPresent() && connection.offer().get().encryptedClientHello()) {
      losses.add(Loss.ENCRYPTED_CLIENT_HELLO);
    }
  }

  /** Bytes that no kind of reader knows: nothing more of the flow is read. */
  private void abandon(TcpFlow flow, Conversation conversation) {
    if (conversation.isConnection()) {
      if (conversation.overflowed()) {
        losses.add(Loss.OVERFLOWED);
      }
      if (conversation.mail() && !conversation.facts().helloSeen()) {
        return; // told when it ends: no TLS so far
      }
      conclude(flow, conversation, EndedHow.TIMEOUT, -1);
    } else {
      finish(flow);
    }
  }

  /** Lets go of what the flow holds; later segments of it cost one look-up. */
  private void finish(TcpFlow flow) {
    Conversation conversation = flow.conversation;
    if (conversation != null) {
      heldBytes -= conversation.heldBytes();
      flow.conversation = null;
    }
    flow.done = true;
    flows.age(flow, Age.DONE);
  }

  private void forget(TcpFlow flow) {
    Conversation conversation = flow.conversation;
    if (conversation != null) {
      conclude(flow, conversation, EndedHow.TIMEOUT, -1);
    }
    flows.remove(flow);
  }

  private void evicted(TcpFlow flow) {
    Conversation conversation = flow.conversation;
    if (conversation == null) {
      if (!flow.done) {
        losses.add(Loss.EVICTED_FLOWS);
      }
      return;
    }
    losses.add(Loss.EVICTED_FLOWS);
    conclude(flow, conversation, EndedHow.CAPTURE_END, -1);
  }

  private void limitHeldBytes(TcpFlow current) {
    while (heldBytes > options.maxHeldBytes()) {
      TcpFlow oldest = flows.oldest(Age.OPEN);
      if (oldest == null || oldest == current) {
        return;
      }
      evicted(oldest);
      flows.remove(oldest);
    }
  }

  /** Lets packet time pass: silences become outcomes, idle flows are forgotten. */
  void advance(long nowNanos) {
    deadlines.advance(nowNanos, this::timedOut);
    if (nowNanos >= nextSweep) {
      nextSweep = nowNanos + SWEEP_NANOS;
      sweep(Age.NEW, nowNanos - NEW_IDLE_NANOS);
      sweep(Age.DONE, nowNanos - IDLE_NANOS);
      sweep(Age.OPEN, nowNanos - IDLE_NANOS);
    }
  }

  private void sweep(Age age, long before) {
    TcpFlow flow = flows.oldest(age);
    while (flow != null && flow.touchedNanos() < before) {
      forget(flow);
      flow = flows.oldest(age);
    }
  }

  private void timedOut(Conversation conversation) {
    int fin = conversation.firstFin;
    TcpFlow flow = conversation.flow();
    if (fin >= 0) {
      conclude(flow, conversation, EndedHow.FIN, fin);
    } else {
      conclude(flow, conversation, EndedHow.TIMEOUT, -1);
    }
  }

  /** The capture is over: every undecided connection is told as it stands. */
  void end() {
    @Nullable TcpFlow flow = flows.oldest(Age.OPEN);
    while (flow != null) {
      Conversation conversation = flow.conversation;
      if (conversation != null) {
        int fin = conversation.firstFin;
        conclude(flow, conversation, fin >= 0 ? EndedHow.FIN : EndedHow.CAPTURE_END, fin);
      }
      flows.remove(flow);
      flow = flows.oldest(Age.OPEN);
    }
    for (Age age : new Age[] {Age.NEW, Age.DONE}) {
      for (TcpFlow each = flows.oldest(age); each != null; each = flows.oldest(age)) {
        flows.remove(each);
      }
    }
    twins.clear();
    nextSweep = Long.MIN_VALUE;
  }

  long connections() {
    return connections;
  }

  int flows() {
    return flows.size();
  }
}
