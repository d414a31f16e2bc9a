package io.tlsfloor.capture.track;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.NameSink;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import java.util.function.Consumer;

/**
 * Frames in, connections out: the whole of capture behind one door, the same for files and live.
 *
 * <p>Connections come in the order of their verdicts. Time is the frames'; a live caller also calls
 * {@link #tick} while no frames come. Confined to one thread.
 */
public final class Analyzer {
  private final LossCounter losses = new LossCounter();
  private final ServerNames names = new ServerNames();
  private final FrameMark mark = new FrameMark();
  private final PacketView packet = new PacketView();
  private final TcpTracker tcp;
  private String source = "";
  private long lastNanos = Long.MIN_VALUE;

  /** An analyzer that gives each connection to {@code sink}, once. */
  public Analyzer(AnalyzerOptions options, Consumer<TlsConnection> sink) {
    tcp = new TcpTracker(options, sink, losses, names, mark);
  }

  /** Says where the next frames come from: a file as given or found, or an interface. */
  public void begin(String source) {
    this.source = source;
  }

  /** Where name-resolution blocks are told. */
  public NameSink names() {
    return names;
  }

  /** Takes a frame; its bytes are not kept. */
  public void frame(Frame frame) {
    long now = frame.timeNanos();
    mark.set(source, frame.number(), now);
    lastNanos = now;
    tcp.advance(now);
    PacketKind kind =
        packet.wrap(
            frame.linkType(),
            frame.buffer(),
            frame.offset(),
            frame.capturedLength(),
            frame.originalLength(),
            frame.vlanTci());
    packet(kind, frame.timeKnown());
  }

  private void packet(PacketKind kind, boolean timeKnown) {
    switch (kind) {
      case TCP -> tcp.segment(packet, timeKnown);
      case UDP, NOT_OURS -> {
        // Nothing here is followed.
      }
      case IP_FRAGMENT -> fragment();
      case UNSUPPORTED_LINK -> unsupported(Loss.UNSUPPORTED_LINK_TYPES);
      case UNSUPPORTED_TUNNEL -> unsupported(Loss.UNSUPPORTED_TUNNELS);
      case OPAQUE_TUNNEL -> unsupported(Loss.OPAQUE_TUNNELS);
      case TRUNCATED -> losses.add(Loss.TRUNCATED_PACKETS);
      case MALFORMED -> losses.add(Loss.MALFORMED_PACKETS);
      case TOO_DEEP -> losses.add(Loss.TUNNELS_TOO_DEEP);
    }
  }

  private void unsupported(Loss loss) {
    losses.addUnsupported(loss, packet.unsupportedWhat(), packet.unsupportedNumber());
  }

  private void fragment() {
    losses.add(Loss.INCOMPLETE_FRAGMENTS);
  }

  /** Lets time pass without a frame: for live capture on a quiet interface. */
  public void tick(long nowNanos) {
    if (nowNanos > lastNanos) {
      tcp.advance(nowNanos);
    }
  }

  /** The capture, or a chain of captures, is over: what is undecided is told as it stands. */
  public void end() {
    tcp.end();
  }

  /** What could not be seen so far. */
  public Coverage coverage() {
    return losses.snapshot();
  }

  /** Connections told so far. */
  public long connections() {
    return tcp.connections();
  }

  /** Entries in the flow tables. */
  public int flows() {
    return tcp.flows();
  }
}
