package io.tlsfloor.capture.dissection;

import io.tlsfloor.capture.retention.ConnectionFrames;
import io.tlsfloor.capture.retention.KeptFrame;
import io.tlsfloor.parser.field.Datagram;
import io.tlsfloor.parser.field.PrivacyMap;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.TcpFlags;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Picks from the frames of a connection those that prove what was said of it, and in each the bytes
 * that do: what {@link Tracer} shows to a reader, and what a second reading needs to come to the
 * same verdict.
 *
 * <p>A frame is cut after the last byte that is needed. Before it, a byte that is not known to
 * prove something is blanked: credentials, mail, cookies, and whatever is encrypted.
 */
public final class ConnectionProof {
  private final List<KeptFrame> frames;
  private final TlsConnection connection;
  private final TraceBuilder trace;
  private final Map<Long, List<LocatedMessage>> messages = new HashMap<>(); // by frame
  private final long[] firsts;
  private final List<BitSet> shownOfDatagrams;
  private final @Nullable StreamProof[] streams = new StreamProof[2];
  private final Map<Integer, Cut> cuts = new TreeMap<>();
  private long lastFrame = Long.MAX_VALUE;

  /** Holds what is needed of a frame; by its place in the list. */
  private static final class Cut {
    final BitSet shown = new BitSet();
    final BitSet blank = new BitSet();
    int headers; // bytes before the payload
    ProvingFrame.Role role = ProvingFrame.Role.PACKET;
    boolean fromClient;

    int length() {
      return Math.max(headers, Math.max(shown.length(), blank.length()));
    }
  }

  private ConnectionProof(List<KeptFrame> frames, TlsConnection connection, Detail detail) {
    this.frames = frames;
    this.connection = connection;
    trace = Tracer.collect(frames, connection, detail);
    for (LocatedMessage message : trace.read()) {
      for (long frame : message.frames()) {
        messages.computeIfAbsent(frame, f -> new ArrayList<>()).add(message);
      }
    }
    firsts = firsts();
    shownOfDatagrams = trace.datagrams().privacy().stream().map(PrivacyMap::mayLeave).toList();
  }

  /**
   * Picks the frames, in the order of the capture.
   *
   * @param kept the frames of {@code connection}
   * @param names the frames of answers whose names count
   * @param detail how much is told of their messages
   */
  public static List<ProvingFrame> of(
      ConnectionFrames kept, TlsConnection connection, Set<FrameRef> names, Detail detail) {
    List<ProvingFrame> all = new ArrayList<>();
    for (FrameRef name : names) {
      for (KeptFrame each : kept.answers().getOrDefault(name, List.of())) {
        all.add(
            new ProvingFrame(each, end(each), List.of(), ProvingFrame.Role.NAME, false, List.of()));
      }
    }
    if (!kept.frames().isEmpty()) {
      all.addAll(
          new ConnectionProof(kept.frames(), Renumbered.of(connection, kept.frames()), detail)
              .pick());
    }
    return all;
  }

  /** Where a packet ends in its frame: behind it may lie a trailer. */
  private static int end(KeptFrame frame) {
    PacketView packet = new PacketView();
    PacketKind kind = wrap(packet, frame);
    boolean whole = kind == PacketKind.TCP || kind == PacketKind.UDP;
    return whole ? packet.payloadStart() + packet.payloadLength() : frame.bytes().length;
  }

  private static PacketKind wrap(PacketView packet, KeptFrame frame) {
    return packet.wrap(
        frame.linkType(),
        ByteBuffer.wrap(frame.bytes()),
        0,
        frame.bytes().length,
        frame.originalLength());
  }

  private List<ProvingFrame> pick() {
    boolean tcp = connection.transport() == Transport.TCP;
    if (tcp) {
      streams();
    }
    Set<Boolean> seen = new HashSet<>();
    List<Segment> segments = trace.segments();
    for (int i = 0; i < segments.size(); i++) {
      TracedPacket packet = trace.packets().get(i);
      if (packet.outside() || packet.frame() > lastFrame && !ends(packet)) {
        continue;
      }
      if (tcp) {
        segment(segments.get(i), packet, seen.add(packet.fromClient()));
      } else {
        datagram(segments.get(i), packet);
      }
    }
    if (isHalf()) {
      beginnings();
    }
    List<ProvingFrame> picked = new ArrayList<>();
    cuts.forEach((index, cut) -> picked.add(proving(index, cut)));
    return picked;
  }

  private boolean isHalf() {
    return connection.offer().map(offer -> !offer.whole()).orElse(false)
        || connection.choice().map(choice -> !choice.whole()).orElse(false);
  }

  /** Fragments of a datagram whose rest never came: all that there is of a hello may be in them. */
  private void beginnings() {
    Set<Long> whole = new HashSet<>();
    trace.packets().forEach(packet -> whole.addAll(packet.fragments()));
    for (int i = 0; i < frames.size(); i++) {
      boolean left = !cuts.containsKey(i) && !whole.contains(i + 1L);
      if (left && wrap(new PacketView(), frames.get(i)) == PacketKind.IP_FRAGMENT) {
        Cut part = new Cut();
        part.headers = frames.get(i).bytes().length;
        part.role = ProvingFrame.Role.FRAGMENT;
        part.fromClient = connection.choice().isEmpty();
        cuts.put(i, part);
      }
    }
  }

  private void streams() {
    for (int direction = 0; direction < 2; direction++) {
      StreamMessages read = trace.read(direction);
      if (read != null) {
        streams[direction] = new StreamProof(trace, direction, read);
      }
    }
    Set<String> commands = StreamProof.clearCommands(connection);
    if (!commands.isEmpty()) {
      lastFrame = StreamProof.lastFrame(commands, trace.stream(0), trace.stream(1));
      for (StreamProof each : streams) {
        if (each != null) {
          each.endAt(commands, lastFrame);
        }
      }
    }
  }

  private boolean ends(TracedPacket packet) {
    return connection.evidence().end().map(end -> end.number() == packet.frame()).orElse(false);
  }

  private void segment(Segment segment, TracedPacket packet, boolean first) {
    StreamProof stream = streams[side(packet)];
    int flags = packet.flags().orElse(0);
    boolean events = (flags & (TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST)) != 0;
    boolean opens = !events && packet.payload() == 0 && packet.frame() <= firsts[side(packet)];
    int length = segment.payload().length;
    boolean needed =
        stream != null
            && length > 0
            && !packet.copy()
            && holdsNeeded(stream, trace.streamOffset(segment), length);
    boolean unknownPlace = segment.source().isNowhere() && !isAllShown(stream, segment);
    if (!needed && !events && !opens && !first || unknownPlace) {
      return;
    }
    ProvingFrame.Role role = role(flags, packet.payload());
    Cut last = cut(segment, packet, role);
    last.headers = Math.max(last.headers, segment.source().headers());
    if (stream != null) {
      put(segment, packet, trace.streamOffset(segment), stream.shown(), stream.end());
    }
  }

  private boolean isAllShown(@Nullable StreamProof stream, Segment segment) {
    long from = trace.streamOffset(segment);
    long to = from + segment.payload().length;
    return from == to
        || stream != null
            && from >= 0
            && to <= stream.end()
            && stream.shown().nextClearBit((int) from) >= to;
  }

  private static boolean holdsNeeded(StreamProof stream, long from, int length) {
    return from < stream.end() && from + length > 0;
  }

  /**
   * By direction, the first frame without SYN: the acknowledgment that completes the set-up, or
   * shows that the server is there.
   */
  private long[] firsts() {
    long[] first = {Long.MAX_VALUE, Long.MAX_VALUE};
    for (TracedPacket each : trace.packets()) {
      if ((each.flags().orElse(0) & TcpFlags.SYN) == 0) {
        first[side(each)] = Math.min(first[side(each)], each.frame());
      }
    }
    return first;
  }

  private static int side(TracedPacket packet) {
    return packet.fromClient() ? 0 : 1;
  }

  private static ProvingFrame.Role role(int flags, int payload) {
    if ((flags & TcpFlags.SYN) != 0) {
      return (flags & TcpFlags.ACK) != 0 ? ProvingFrame.Role.SYN_ACK : ProvingFrame.Role.SYN;
    }
    if ((flags & TcpFlags.RST) != 0) {
      return ProvingFrame.Role.RST;
    }
    if ((flags & TcpFlags.FIN) != 0) {
      return ProvingFrame.Role.FIN;
    }
    return payload == 0 ? ProvingFrame.Role.ACK : ProvingFrame.Role.PACKET;
  }

  private void datagram(Segment segment, TracedPacket packet) {
    Datagram datagram = trace.datagram(segment);
    if (datagram == null || datagram.length() == 0) {
      return;
    }
    Integer end = trace.datagrams().ends().get(datagram);
    if (end == null) {
      return;
    }
    cut(segment, packet, ProvingFrame.Role.PACKET);
    put(segment, packet, datagram.start(), shownOfDatagrams.get(datagram.direction()), end);
  }

  /** The cuts of a packet's frames; returns that of the last. */
  private Cut cut(Segment segment, TracedPacket packet, ProvingFrame.Role role) {
    for (long fragment : packet.fragments()) {
      Cut part = cuts.computeIfAbsent((int) fragment - 1, i -> new Cut());
      part.headers =
          frames.get((int) fragment - 1).bytes().length; // else it cannot be put together
      part.role = ProvingFrame.Role.FRAGMENT;
      part.fromClient = packet.fromClient();
    }
    Cut last = cuts.computeIfAbsent((int) packet.frame() - 1, i -> new Cut());
    last.role = role;
    last.fromClient = packet.fromClient();
    if (segment.source().isNowhere()) {
      last.headers = frames.get((int) packet.frame() - 1).bytes().length;
    }
    return last;
  }

  /**
   * Puts a payload into the cuts of its frames, as far as it is needed: a run at a time, since it
   * may be large. Of fragments every byte is kept in its place; elsewhere those that are not needed
   * are cut.
   *
   * @param start of the payload among the bytes that {@code shown} is of
   * @param end of those that are needed
   */
  private void put(Segment segment, TracedPacket packet, long start, BitSet shown, int end) {
    int length = segment.payload().length;
    for (int index = 0; index < length; ) {
      long at = start + index;
      long to = start + segment.source().runEnd(index, length);
      boolean needed = at >= 0 && at < end;
      boolean isShown = at >= 0 && at <= Integer.MAX_VALUE && shown.get((int) at);
      if (at < 0) {
        to = Math.min(to, 0);
      } else if (at < end) {
        to = Math.min(to, end);
      }
      if (at >= 0 && at <= Integer.MAX_VALUE) {
        int change = isShown ? shown.nextClearBit((int) at) : shown.nextSetBit((int) at);
        to = change < 0 ? to : Math.min(to, change);
      }
      int next = (int) (to - start);
      Cut cut = cuts.get((int) segment.source().frame(index) - 1);
      int offset = segment.source().offset(index);
      boolean kept = needed || !packet.fragments().isEmpty();
      if (cut != null && kept && offset != StreamBytes.NOWHERE) {
        (isShown ? cut.shown : cut.blank).set(offset, offset + next - index);
      }
      index = next;
    }
  }

  private ProvingFrame proving(int index, Cut cut) {
    KeptFrame frame = frames.get(index);
    int length = Math.min(cut.length(), frame.bytes().length);
    List<ProvingFrame.Range> blanked = new ArrayList<>();
    cut.blank.andNot(cut.shown);
    for (int at = cut.blank.nextSetBit(0); at >= 0 && at < length; ) {
      int to = Math.min(length, cut.blank.nextClearBit(at));
      blanked.add(new ProvingFrame.Range(at, to - at));
      at = cut.blank.nextSetBit(to);
    }
    long number = index + 1L;
    List<LocatedMessage> here = messages.getOrDefault(number, List.of());
    return new ProvingFrame(frame, length, blanked, cut.role, cut.fromClient, here);
  }

  /** A connection whose evidence names frames by their places in a list, counted from 1. */
  private static final class Renumbered {
    private final Map<Key, Long> places = new HashMap<>();

    /** A frame's name; its time may be that of the datagram that it is a part of. */
    private record Key(String file, long number) {}

    private Renumbered(List<KeptFrame> frames) {
      for (int i = 0; i < frames.size(); i++) {
        places.put(new Key(frames.get(i).source(), frames.get(i).number()), i + 1L);
      }
    }

    /** The connection; a frame that is not in the list gets the number 0. */
    static TlsConnection of(TlsConnection connection, List<KeptFrame> frames) {
      Renumbered renumbered = new Renumbered(frames);
      return connection.with(connection.evidence().renamed(renumbered::ref));
    }

    private FrameRef ref(FrameRef ref) {
      long place = places.getOrDefault(new Key(ref.file(), ref.number()), 0L);
      return new FrameRef(ref.file(), place, ref.timeNanos());
    }
  }
}
