package io.tlsfloor.capture.dissection;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.dissection.SegmentSource.Fragment;
import io.tlsfloor.capture.fragment.IpReassembler;
import io.tlsfloor.capture.fragment.Reassembled;
import io.tlsfloor.capture.retention.KeptFrame;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.TcpFlags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the frames of given connections. Of use once; confined to a thread. */
public final class Tracer {
  /** Packets of a connection that are listed. */
  public static final int MAX_PACKETS = 400;

  private static final int MAX_KEPT_BYTES = 1 << 18; // payload of a connection, both directions
  private static final int MAX_DATAGRAMS = 1024; // whose fragments are remembered
  private static final int MAX_FRAGMENTS = 1 << 16; // likewise, however often one is sent
  private static final int IPV4_HEADER = 20; // of a datagram that was put together
  private static final int IPV6_HEADER = 40;

  private final Map<BothEnds, List<Collected>> wanted = new HashMap<>();
  private final Map<Long, List<Collected>> naming = new HashMap<>();
  private final List<Collected> all = new ArrayList<>();
  private final PacketView packet = new PacketView();
  private final IpReassembler reassembler = new IpReassembler();
  private final FrameMark mark = new FrameMark();
  private final Map<FragmentKey, List<Fragment>> fragments = new LinkedHashMap<>();
  private int remembered;
  private final Map<Long, List<Long>> outer = new LinkedHashMap<>(); // by the frame that ended one

  /** The two ends of a connection, in an order that is the same for both directions. */
  public record BothEnds(Transport transport, Peer low, Peer high) {
    /** The ends of {@code connection}, as the server sees them. */
    public static BothEnds of(TlsConnection connection) {
      return of(connection.transport(), connection.client(), connection.server());
    }

    static BothEnds of(Transport transport, Peer one, Peer other) {
      int order = one.address().compareTo(other.address());
      boolean swap = order > 0 || order == 0 && one.port() > other.port();
      return swap ? new BothEnds(transport, other, one) : new BothEnds(transport, one, other);
    }
  }

  private record FragmentKey(IpAddress source, IpAddress destination, int id, int protocol) {}

  /** Holds what is collected of a connection. */
  private static final class Collected {
    final TlsConnection connection;
    final long first;
    long beyond = Long.MAX_VALUE; // the first frame of the next connection between the same ends
    final List<Segment> segments = new ArrayList<>();
    long more;
    long last;
    int kept;
    final List<LocatedMessage> names = new ArrayList<>();

    Collected(TlsConnection connection) {
      this.connection = connection;
      first = connection.evidence().first().number();
      last = first;
    }
  }

  /**
   * For some connections.
   *
   * @param connections that the analyzer found in this file alone
   * @param others that it found in the file too: where one begins, an earlier one of the same ends
   *     is over
   */
  public Tracer(List<TlsConnection> connections, List<TlsConnection> others) {
    for (TlsConnection connection : connections) {
      Collected collected = new Collected(connection);
      all.add(collected);
      for (long frame : NameFrame.frames(connection)) {
        naming.computeIfAbsent(frame, f -> new ArrayList<>()).add(collected);
      }
      want(collected, connection.client());
      connection.nat().ifPresent(nat -> want(collected, nat));
      for (TlsConnection other : others) {
        long begins = other.evidence().first().number();
        if (begins > collected.first && BothEnds.of(connection).equals(BothEnds.of(other))) {
          collected.beyond = Math.min(collected.beyond, begins);
        }
      }
    }
  }

  private void want(Collected collected, Peer client) {
    TlsConnection connection = collected.connection;
    wanted
        .computeIfAbsent(
            BothEnds.of(connection.transport(), client, connection.server()),
            e -> new ArrayList<>())
        .add(collected);
  }

  /** One for each connection, in the same order. */
  public List<ConnectionTrace> traces() {
    List<ConnectionTrace> traces = new ArrayList<>();
    for (Collected each : all) {
      TraceBuilder builder =
          new TraceBuilder(each.connection, each.segments, each.names, Detail.STORY);
      traces.add(builder.build(each.more, each.last));
    }
    return traces;
  }

  /**
   * Puts the frames of one connection together.
   *
   * @param frames its own, which count from 1 here
   * @param connection whose evidence names frames by these numbers
   */
  static TraceBuilder collect(List<KeptFrame> frames, TlsConnection connection, Detail detail) {
    Tracer tracer = new Tracer(List.of(connection), List.of());
    Frame frame = new Frame();
    for (int i = 0; i < frames.size(); i++) {
      frames.get(i).into(frame, i + 1L);
      tracer.frame(frame);
    }
    Collected collected = tracer.all.get(0);
    return new TraceBuilder(connection, collected.segments, List.of(), detail);
  }

  /** Takes the next frame of the file. */
  @SuppressWarnings("ReferenceEquality") // the same buffer, not an equal one
  public void frame(Frame frame) {
    for (Collected each : naming.getOrDefault(frame.number(), List.of())) {
      each.names.addAll(NameFrame.look(frame, each.connection));
    }
    PacketKind kind =
        packet.wrap(
            frame.linkType(),
            frame.buffer(),
            frame.offset(),
            frame.capturedLength(),
            frame.originalLength(),
            frame.vlanTci());
    mark.set("", frame.number(), frame.timeNanos()); // one file
    List<Fragment> parts = List.of();
    List<Long> frames = List.of();
    boolean known = true;
    while (kind == PacketKind.IP_FRAGMENT) { // a whole datagram may be a fragment of another
      known &= packet.buffer() == frame.buffer();
      FragmentKey key = key();
      remember(key, frame, known);
      Reassembled whole = reassembler.add(packet, mark);
      if (whole == null) {
        return;
      }
      parts = fragments.getOrDefault(key, List.of());
      forget(key);
      frames = new ArrayList<>();
      for (long each : whole.frames()) {
        frames.addAll(outer.getOrDefault(each, List.of(each)));
      }
      outer.put(frame.number(), frames);
      if (outer.size() > MAX_DATAGRAMS) {
        outer.remove(outer.keySet().iterator().next());
      }
      kind = packet.resume(whole.datagram(), 0, whole.length());
    }
    if (kind == PacketKind.TCP || kind == PacketKind.UDP) {
      packet(kind == PacketKind.TCP, frame, parts, frames, known);
    }
  }

  private FragmentKey key() {
    return new FragmentKey(
        packet.source(), packet.destination(), packet.fragmentId(), packet.fragmentProtocol());
  }

  private void remember(FragmentKey key, Frame frame, boolean known) {
    int start = known ? packet.fragmentStart() - frame.offset() : StreamBytes.NOWHERE;
    fragments
        .computeIfAbsent(key, k -> new ArrayList<>(2))
        .add(new Fragment(frame.number(), packet.fragmentOffset(), start, packet.fragmentLength()));
    remembered++;
    while (fragments.size() > MAX_DATAGRAMS || remembered > MAX_FRAGMENTS) {
      forget(fragments.keySet().iterator().next());
    }
  }

  private void forget(FragmentKey key) {
    List<Fragment> forgotten = fragments.remove(key);
    remembered -= forgotten == null ? 0 : forgotten.size();
  }

  private void packet(
      boolean tcp, Frame frame, List<Fragment> parts, List<Long> frames, boolean known) {
    Peer source = new Peer(packet.source(), packet.sourcePort());
    Peer destination = new Peer(packet.destination(), packet.destinationPort());
    Transport transport = tcp ? Transport.TCP : Transport.UDP;
    for (Collected each :
        wanted.getOrDefault(BothEnds.of(transport, source, destination), List.of())) {
      if (frame.number() >= each.first && frame.number() < each.beyond) {
        boolean fromClient = destination.equals(each.connection.server());
        boolean outside = !(fromClient ? source : destination).equals(each.connection.client());
        add(each, told(tcp, frame, fromClient, frames, outside), frame, known ? parts : null);
      }
    }
  }

  private TracedPacket told(
      boolean tcp, Frame frame, boolean fromClient, List<Long> frames, boolean outside) {
    return new TracedPacket(
        frame.number(),
        frame.timeNanos(),
        frame.capturedLength(),
        frame.originalLength(),
        fromClient,
        tcp ? Optional.of(packet.flags()) : Optional.empty(),
        packet.payloadLength() + packet.missing(),
        packet.missing(),
        frames,
        packet.tunnels(),
        outside,
        false);
  }

  private void add(Collected to, TracedPacket told, Frame frame, @Nullable List<Fragment> parts) {
    to.last = told.frame();
    if (to.segments.size() >= MAX_PACKETS) {
      to.more++;
      return;
    }
    byte[] payload = new byte[Math.min(packet.payloadLength(), MAX_KEPT_BYTES - to.kept)];
    packet.buffer().get(packet.payloadStart(), payload);
    to.kept += payload.length;
    boolean syn = told.flags().map(flags -> (flags & TcpFlags.SYN) != 0).orElse(false);
    int sequence = told.flags().isPresent() ? packet.sequence() + (syn ? 1 : 0) : 0;
    SegmentSource source = source(frame, parts, payload.length);
    to.segments.add(new Segment(told, sequence, payload, source));
  }

  /** Where a payload lies; parts are null where it is not known. */
  private SegmentSource source(Frame frame, @Nullable List<Fragment> parts, int length) {
    if (parts == null) {
      return new SegmentSource(frame.number(), StreamBytes.NOWHERE);
    }
    if (parts.isEmpty()) {
      return new SegmentSource(frame.number(), packet.payloadStart() - frame.offset());
    }
    int header = datagramHeader();
    return new SegmentSource(frame.number(), packet.payloadStart() - header, parts, length);
  }

  /** The header of a datagram that was put together: of its own version, not of one inside. */
  private int datagramHeader() {
    return (packet.buffer().get(0) & 0xF0) == 0x40 ? IPV4_HEADER : IPV6_HEADER;
  }
}
