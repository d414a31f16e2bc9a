package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Stream;
import io.tlsfloor.capture.stream.StreamReader;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.packet.PacketView;
import org.jspecify.annotations.Nullable;

/** The two directions of a TCP connection: where they begin, what is missing, and how they end. */
abstract class TcpDirections extends Conversation implements StreamReader {
  TcpFlow flow;
  final Stream[] streams;
  final TcpNumbers numbers;
  private @Nullable Padding padding0; // hardly a connection has any
  private @Nullable Padding padding1;

  TcpDirections(TcpFlow flow, Views views, PacketView first) {
    super(flow, views, first);
    this.flow = flow;
    this.streams = Stream.pair(views.buffers, this);
    this.numbers = new TcpNumbers(this);
  }

  /** Begins again as the conversation of another flow: nothing is left of the one before. */
  void begin(TcpFlow next, PacketView first) {
    super.begin(next, first);
    flow = next;
    streams[0].begin();
    streams[1].begin();
    padding0 = null;
    padding1 = null;
  }

  /** Where its directions begin and end. */
  TcpNumbers numbers() {
    return numbers;
  }

  TcpFlow tcpFlow() {
    return flow;
  }

  Stream stream(int direction) {
    return streams[direction];
  }

  /**
   * Holds back a segment that may be padding; whether it did. What was held back before it is given
   * to the stream else, if it was right before the segment.
   *
   * @param sequence of its first byte
   */
  boolean holdsPadding(PacketView packet, int direction, int sequence, FrameMark frame) {
    Padding padding = direction == 0 ? padding0 : padding1;
    if (padding == null) {
      if (!Padding.mayBe(packet)) {
        return false;
      }
      padding = new Padding();
      if (direction == 0) {
        padding0 = padding;
      } else {
        padding1 = padding;
      }
    }
    boolean held = padding.holds(packet, sequence, frame, streams[direction]);
    if (!held) {
      padding.giveBack(streams[direction], sequence, flow.acknowledgment(direction));
    }
    return held;
  }

  /** Gives what was taken for padding to the stream if segments wait for nothing else. */
  void fillGap(int direction) {
    Padding padding = direction == 0 ? padding0 : padding1;
    if (padding != null) {
      padding.fillGap(streams[direction], flow.acknowledgment(direction));
    }
  }

  Stream[] streams() {
    return streams;
  }

  @Override
  Transport transport() {
    return Transport.TCP;
  }

  @Override
  Protocol protocol() {
    return Protocol.TLS;
  }

  @Override
  public boolean payloadSeen(int direction) {
    return streams[direction].hasBytes();
  }

  @Override
  public int holes() {
    return streams[0].holes() + streams[1].holes();
  }

  @Override
  int holes(int direction) {
    return streams[direction].holes();
  }

  @Override
  int conflicts() {
    return super.conflicts() + streams[0].conflicts() + streams[1].conflicts();
  }

  @Override
  boolean overflowed() {
    return streams[0].overflowed() || streams[1].overflowed();
  }

  @Override
  @Nullable EndedHow endedHow() {
    return flow.isEnded() ? numbers.ends().how() : null;
  }

  @Override
  int endedBy() {
    return flow.isEnded() ? numbers.ends().first() : -1;
  }

  @Override
  @Nullable FrameMark endFrame() {
    return flow.isEnded() ? numbers.ends().frame() : null;
  }

  /** Of what one end alone shows, without a set-up, another connection may be the true one. */
  @Override
  boolean isComplete() {
    return flow.fromStart() || flow.isSeen(0) && flow.isSeen(1);
  }

  @Override
  boolean isStray() {
    return isClientContrary() || flow.isBeside() && !flow.isTaken(0) && !flow.isTaken(1);
  }

  /** Whether no bytes wait to be read, and none are known to be missing. */
  @Override
  boolean isClear() {
    return streams[0].isClear()
        && streams[1].isClear()
        && numbers.missing(0) == 0
        && numbers.missing(1) == 0;
  }
}
