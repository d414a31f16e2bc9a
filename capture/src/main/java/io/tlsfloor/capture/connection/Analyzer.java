package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.NameSink;
import io.tlsfloor.capture.fragment.IpReassembler;
import io.tlsfloor.capture.fragment.Reassembled;
import io.tlsfloor.capture.names.NameReader;
import io.tlsfloor.capture.record.Recorder;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.tls.Ja3;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Frames in, connections out: the whole of capture behind one door, the same for files and live.
 *
 * <p>Connections come in the order of their verdicts. Time is the frames'; a live caller also calls
 * {@link #tick} while no frames come. Confined to one thread.
 */
public final class Analyzer {
  /**
   * What lies so much before the newest is of a clock that was set back, or of another capture: no
   * connection is followed over a longer silence. One frame with a wrong time is none of these.
   */
  private static final long SET_BACK_NANOS = Wait.IDLE.nanos;

  private static final long NONE = Long.MIN_VALUE + SET_BACK_NANOS; // none is before that
  private static final int SET_BACK_LOOKS = 16; // in turn, at frames that do
  private static final int ETHERNET = 1; // LINKTYPE_ETHERNET
  private static final int RAW_IP = 101; // LINKTYPE_RAW

  private final LossCounter losses = new LossCounter();
  private final NameReader names = new NameReader();
  private final FrameMark mark = new FrameMark();
  private final PacketView packet = new PacketView();
  private final IpReassembler fragments = new IpReassembler();
  private final Teller teller;
  private final Deadlines deadlines;
  private final Flows flows;
  private final TcpTracker tcp;
  private final UdpTracker udp;
  private final Recorder recorder;
  private String source = "";
  private long lastNanos = Long.MIN_VALUE;
  private long nextAdvance = Long.MIN_VALUE;
  private long newestNanos = NONE;
  private int interfaceNumber; // that captured the packet
  private int behind; // looks at frames from before the clock was set back

  /**
   * Loads, on a thread of its own, what takes the JDK long at its first use and the first
   * connection waits for: random numbers and hashes. To be called as early as can be; nothing
   * depends on it.
   */
  public static void prepare() {
    Thread thread = new Thread(Analyzer::loadProviders, "prepare");
    thread.setDaemon(true);
    thread.start();
  }

  private static void loadProviders() {
    KeyedHash.secret();
    Ja3.prepare();
  }

  /** An analyzer that gives each connection to {@code sink}, once. */
  public Analyzer(AnalyzerOptions options, Consumer<TlsConnection> sink) {
    this(options, sink, null);
  }

  /**
   * An analyzer that also says what it reads.
   *
   * @param told which frames are read, and what of them; null for nobody
   */
  public Analyzer(AnalyzerOptions options, Consumer<TlsConnection> sink, @Nullable Recorder told) {
    recorder = told == null ? Recorder.NONE : told;
    Views views = new Views(names);
    ConnectionLosses missing = new ConnectionLosses(losses);
    teller = new Teller(options, sink, missing, new ConnectionBuilder(names.servers()), recorder);
    deadlines = new Deadlines(options, teller, missing);
    flows = new Flows(options, deadlines, losses, views, mark, recorder);
    tcp = new TcpTracker(flows, deadlines, mark, recorder);
    udp = new UdpTracker(flows, deadlines, losses, mark, views, recorder);
  }

  /** Says where the next frames come from: a file as given or found, or an interface. */
  public void begin(String source) {
    this.source = source;
  }

  /** Where name-resolution blocks go. */
  public NameSink names() {
    return names.servers();
  }

  /** Takes a frame; its bytes are not kept. */
  public void frame(Frame frame) {
    long now = frame.timeNanos();
    if (now >= nextAdvance || now < lastNanos) {
      notice(now);
      advance(now);
      nextAdvance = now + Wait.LOOK.nanos;
    }
    lastNanos = now;
    if (frame.linkType() == ETHERNET && frame.vlanTci() < 0 && tcp.plain(frame, source)) {
      return;
    }
    mark.set(source, frame.number(), now);
    recorder.look(frame, source);
    PacketKind kind = frame.readInto(packet);
    interfaceNumber = frame.interfaceNumber();
    packet(kind, frame.timeKnown(), false);
  }

  /**
   * Notices a clock that was set back. Whatever waits for a time would wait until the clock is
   * there again, and so would all behind it.
   */
  private void notice(long now) {
    if (now >= newestNanos - SET_BACK_NANOS) {
      newestNanos = Math.max(newestNanos, now);
      behind(0);
    } else if (behind + 1 < SET_BACK_LOOKS) {
      behind(behind + 1);
    } else {
      flows.endLater(now + SET_BACK_NANOS);
      teller.handOn();
      newestNanos = now;
      behind(0);
    }
  }

  /** A single frame moves no flow back: it would soon count as idle. */
  private void behind(int looks) {
    behind = looks;
    flows.clockIsBehind(looks > 1);
  }

  private void packet(PacketKind kind, boolean timeKnown, boolean conflict) {
    switch (kind) {
      case TCP -> tcp.segment(packet, interfaceNumber, timeKnown, conflict);
      case UDP -> {
        if (!names.datagram(packet, mark)) {
          udp.datagram(packet, interfaceNumber, timeKnown, conflict);
        } else if (packet.sourcePort() == NameReader.DNS_PORT) {
          recorder.answer();
        }
      }
      case NOT_OURS -> {
        // Known, and nothing that could carry TLS.
      }
      case IP_FRAGMENT -> fragment(timeKnown, conflict);
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

  /** A datagram that a fragment makes whole is read where the walk had stopped. */
  private void fragment(boolean timeKnown, boolean conflict) {
    Reassembled whole = fragments.add(packet, mark);
    recorder.fragment(packet, whole == null);
    if (whole != null) {
      long[] frames = whole.frames().stream().mapToLong(number -> number).toArray();
      mark.fragments(frames);
      recorder.whole(frames);
      PacketKind kind = packet.resume(whole.datagram(), 0, whole.length());
      packet(kind, timeKnown, conflict || whole.conflict());
    }
    beginnings();
  }

  /**
   * What is there of datagrams that never became whole is read as if a snap length had cut them.
   */
  private void beginnings() {
    for (Reassembled next = fragments.beginning(); next != null; next = fragments.beginning()) {
      ByteBuffer datagram = next.datagram();
      mark.set(next.first());
      recorder.parts(next.first(), next.frames());
      PacketKind kind =
          packet.wrap(RAW_IP, datagram, 0, datagram.limit(), next.length(), PacketView.NO_VLAN);
      if (kind == PacketKind.TCP || kind == PacketKind.UDP) {
        packet(kind, true, next.conflict());
      }
    }
  }

  /** Lets time pass without a frame: for live capture on a quiet interface. */
  public void tick(long nowNanos) {
    if (nowNanos > lastNanos) {
      advance(nowNanos);
    }
  }

  /**
   * Lets findings about clients at home wait until {@link #quiet} is called, a tenth of a second at
   * most: a gateway passes the same packets on behind its address translation.
   */
  public void waitForQuiet() {
    teller.waitForQuiet();
  }

  /** No frame waits to be read: what a gateway passed on at once has come. */
  public void quiet() {
    teller.quiet();
  }

  private void advance(long nowNanos) {
    recorder.time(nowNanos);
    fragments.expire(nowNanos);
    beginnings();
    deadlines.advance(nowNanos);
    teller.advance(nowNanos);
    flows.advance(nowNanos);
  }

  /** The capture, or a chain of captures, is over: what is undecided is reported as it stands. */
  public void end() {
    advance(lastNanos);
    nextAdvance = Long.MIN_VALUE;
    newestNanos = NONE;
    behind(0);
    fragments.expire(Long.MAX_VALUE);
    beginnings();
    flows.end();
    deadlines.end();
    teller.handOn();
  }

  /** Hands on what is decided and waits for what may be said with it; the rest is lost. */
  public void handOn() {
    teller.handOn();
  }

  /** Returns what could not be seen so far. */
  public Coverage coverage() {
    return losses.snapshot(
        Map.of(
            Loss.INCOMPLETE_FRAGMENTS, fragments.incomplete(),
            Loss.MALFORMED_PACKETS, fragments.malformed(),
            Loss.BUDGET_EXCEEDED, names.servers().beyond(),
            Loss.EVICTED_NAMES, names.servers().evicted(),
            Loss.CROWDED_NAMES, names.servers().crowded(),
            Loss.EVICTED_CLIENT_NAMES, names.clients().evicted()),
        fragments.conflicts());
  }

  /** Names that clients gave themselves so far, by address, the latest first. */
  public List<ClientName> clientNames() {
    return names.clients().all();
  }

  /** Connections reported so far. */
  public long connections() {
    return teller.connections();
  }

  /** Entries in the flow table. */
  public int flows() {
    return flows.table.size();
  }

  /** Bytes of memory for connections that are followed and for fragments: bounded by the caps. */
  public long heldBytes() {
    return flows.heldBytes() + fragments.heldBytes();
  }
}
