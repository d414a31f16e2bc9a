package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.flow.FlowKey;
import io.tlsfloor.capture.flow.FlowTable;
import io.tlsfloor.capture.flow.FlowTable.Age;
import io.tlsfloor.capture.retention.FrameKeeper;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.packet.InnerPacket;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows DTLS and QUIC over UDP. A flow is made only for datagrams that begin one of the two, by
 * their bytes and on any port; all others cost a look at the first bytes.
 */
final class UdpTracker {
  /** A flow is forgotten after five minutes of silence. */
  static final long IDLE_NANOS = 300_000_000_000L;

  private static final long SWEEP_NANOS = 1_000_000_000L;

  private final LossCounter losses;
  private final Teller teller;
  private final HeldBytes held;
  private final FrameMark frame;
  private final Views views = new Views();
  private final FlowKey key = new FlowKey();
  private final FlowTable<UdpFlow> dtls;
  private final FlowTable<UdpFlow> quic; // of its own: what is sent in its form ends no DTLS
  private final DatagramOpening opening = new DatagramOpening();
  private final long maxHeldBytes;
  private final @Nullable FrameKeeper keeper;
  private long nextSweep = Long.MIN_VALUE;

  UdpTracker(
      AnalyzerOptions options,
      Teller teller,
      HeldBytes held,
      LossCounter losses,
      FrameMark frame,
      @Nullable FrameKeeper keeper) {
    this.keeper = keeper;
    this.held = held;
    this.losses = losses;
    this.teller = teller;
    this.frame = frame;
    this.maxHeldBytes = options.maxHeldBytes();
    this.dtls = new FlowTable<>(options.maxFlows(), this::evicted);
    this.quic = new FlowTable<>(options.maxFlows(), this::evicted);
  }

  /** Takes a datagram. */
  void datagram(PacketView packet, boolean timeKnown, boolean conflict) {
    ByteBuffer buffer = packet.buffer();
    DatagramOpening.Kind kind =
        opening.look(
            buffer, packet.payloadStart(), packet.payloadLength(), packet.missing(), views);
    if (kind == DatagramOpening.Kind.OTHER) {
      other(packet);
      return;
    }
    if (kind == DatagramOpening.Kind.CUT) {
      losses.add(Loss.TRUNCATED_PACKETS);
      return;
    }
    if (kind == DatagramOpening.Kind.QUIC_UNREADABLE) {
      losses.add(Loss.QUIC_UNDECRYPTED);
      return;
    }
    if (kind == DatagramOpening.Kind.GOOGLE_QUIC) {
      losses.add(Loss.GOOGLE_QUIC);
      return;
    }
    setKey(packet);
    FlowTable<UdpFlow> flows = kind.isQuic() ? quic : dtls;
    UdpFlow flow = flows.find(key);
    if (flow == null) {
      if (!kind.beginsFlow()) {
        other(packet);
        return;
      }
      flow = new UdpFlow();
      flow.firstDirection = key.direction();
      flow.first(frame);
      flow.timeKnown = timeKnown;
      flows.add(key, flow, frame.timeNanos());
    } else {
      flows.touch(flow, frame.timeNanos());
    }
    follow(flows, flow, kind, packet, conflict);
  }

  /** Nothing that is read: perhaps a tunnel of an unknown kind, or on an unusual port. */
  private void other(PacketView packet) {
    int length = packet.payloadLength();
    if (InnerPacket.isBehindHeader(
        packet.buffer(), packet.payloadStart(), length, length + packet.missing())) {
      losses.addUnsupported(Loss.UNSUPPORTED_TUNNELS, "udp-port", packet.destinationPort());
    }
  }

  private void setKey(PacketView packet) {
    key.set(
        packet.v4(),
        packet.sourceHigh(),
        packet.sourceLow(),
        packet.sourcePort(),
        packet.destinationHigh(),
        packet.destinationLow(),
        packet.destinationPort());
  }

  private void follow(
      FlowTable<UdpFlow> flows,
      UdpFlow flow,
      DatagramOpening.Kind kind,
      PacketView packet,
      boolean conflict) {
    int direction = key.direction();
    flow.seen(direction, packet);
    boolean anotherHello =
        kind == DatagramOpening.Kind.DTLS_CLIENT_HELLO && !isRetransmission(flow);
    if (anotherHello && isDecided(flow)) {
      conclude(flow, EndedHow.TIMEOUT);
    }
    if (flow.done) {
      if (!anotherHello) {
        return;
      }
      flow.done = false; // another association on the same ports (RFC 6347 §4.2.8)
      flow.first(frame);
    }
    DatagramConversation conversation = (DatagramConversation) flow.conversation;
    if (conversation == null) {
      conversation =
          kind.isQuic()
              ? new QuicConversation(flow, views, losses, packet)
              : new DtlsConversation(flow, views, packet);
      flow.conversation = conversation;
      flows.age(flow, Age.OPEN);
    }
    if (conversation.telling.isDecided()) {
      return; // only the telling waits
    }
    if (keeper != null) {
      keeper.keep(flow, packet.payloadLength() + packet.missing(), false);
    }
    conversation.packet(packet, frame, conflict);
    if (kind == DatagramOpening.Kind.DTLS_CLIENT_HELLO) {
      flow.association = opening.association().orElse(flow.association);
    }
    int before = conversation.facts().changes();
    conversation.datagram(direction, packet.buffer(), opening.start(), opening.length());
    if (packet.missing() > 0) {
      conversation.cut(direction, packet.buffer(), opening.start(), opening.length());
    }
    held.account(conversation);
    if (conversation.facts().changes() != before) {
      teller.progressed(conversation);
    }
    if (flow.done) {
      flows.age(flow, Age.DONE);
    }
    limitHeldBytes(flow);
  }

  /** Whether only packets that came late could add something. */
  private static boolean isDecided(UdpFlow flow) {
    @Nullable Conversation conversation = flow.conversation;
    return conversation != null
        && conversation.facts().helloSeen()
        && (conversation.telling.isDecided() || Verdict.early(conversation.facts()) != null);
  }

  private boolean isRetransmission(UdpFlow flow) {
    return opening.association().map(flow.association::equals).orElse(true);
  }

  private void limitHeldBytes(UdpFlow current) {
    while (!teller.fitsIn(maxHeldBytes)) {
      FlowTable<UdpFlow> flows = quic.first(Age.OPEN) == null ? dtls : quic; // none of QUIC is old
      UdpFlow oldest = flows.first(Age.OPEN);
      if (oldest == null || oldest == current) {
        return;
      }
      evicted(oldest);
      flows.remove(oldest);
    }
  }

  private void evicted(UdpFlow flow) {
    if (!flow.done) {
      losses.add(Loss.EVICTED_FLOWS);
    }
    conclude(flow, EndedHow.CAPTURE_END);
  }

  private void conclude(UdpFlow flow, EndedHow how) {
    @Nullable Conversation conversation = flow.conversation;
    if (conversation != null) {
      teller.conclude(conversation, how);
    }
  }

  /** Lets packet time pass: idle flows are forgotten. */
  void advance(long nowNanos) {
    if (nowNanos < nextSweep) {
      return;
    }
    nextSweep = nowNanos + SWEEP_NANOS;
    sweep(dtls, nowNanos);
    sweep(quic, nowNanos);
  }

  private void sweep(FlowTable<UdpFlow> flows, long nowNanos) {
    for (Age age : Age.values()) {
      long before = nowNanos - IDLE_NANOS;
      UdpFlow flow = flows.idle(age, before, nowNanos);
      while (flow != null) {
        conclude(flow, EndedHow.TIMEOUT);
        flows.remove(flow);
        flow = flows.idle(age, before, nowNanos);
      }
    }
  }

  /** A deadline of it is over. */
  void due(Conversation conversation) {
    teller.due(conversation);
    if (conversation.isOver()) {
      boolean isQuic = conversation instanceof QuicConversation;
      (isQuic ? quic : dtls).age((UdpFlow) conversation.flow(), Age.DONE);
    }
  }

  /** The capture is over: every undecided connection is reported as it stands. */
  void end() {
    endLater(Long.MIN_VALUE);
  }

  /** As {@link FlowTable#clockBehind}. */
  void clockBehind(boolean behind) {
    dtls.clockBehind(behind);
    quic.clockBehind(behind);
  }

  /** As {@link TcpTracker#endLater}. */
  void endLater(long nanos) {
    endLater(dtls, nanos);
    endLater(quic, nanos);
    nextSweep = Long.MIN_VALUE;
  }

  private void endLater(FlowTable<UdpFlow> flows, long nanos) {
    for (Age age : Age.values()) {
      for (UdpFlow flow = flows.first(age, nanos); flow != null; flow = flows.first(age, nanos)) {
        conclude(flow, EndedHow.CAPTURE_END);
        flows.remove(flow);
      }
    }
  }

  int flows() {
    return dtls.size() + quic.size();
  }
}
