package io.tlsfloor.capture.record;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.TcpFlags;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Picks from the frames of a connection those that prove what was said of it, and in each the bytes
 * that do: what a second reading needs to come to the same verdict.
 *
 * <p>A frame is cut after the last byte that is needed. Before it, a byte that is not described as
 * something that may leave is blanked: credentials, mail, cookies, and whatever is encrypted.
 */
public final class ConnectionProof {
  private static final int TCP_CHECKSUM = 16; // offsets in bytes from the start of a header
  private static final int UDP_CHECKSUM = 6;
  private static final int UDP = 17;

  private final List<KeptFrame> frames;
  private final TlsConnection connection;
  private final Recording recording; // of these frames, numbered by their place, from 1
  private final TlsConnection again; // as it was reported then
  private final SideProof client;
  private final SideProof server;
  private final Map<Integer, Cut> cuts = new TreeMap<>();

  /** Holds what is needed of a frame. */
  private static final class Cut {
    private final BitSet shown = new BitSet();
    private final BitSet blank = new BitSet();
    private int headers; // bytes before the payload
    private ProvingFrame.Role role = ProvingFrame.Role.PACKET;
    private boolean fromClient;

    /** Its frame holds a packet, or a part of one, that is what a role says. */
    void holds(RecordedPacket packet, ProvingFrame.Role its, int itsHeaders) {
      fromClient = packet.fromClient();
      role = its;
      headers = Math.max(headers, itsHeaders);
    }

    /** Payload of a packet is in it. */
    void bringsFor(RecordedPacket packet) {
      fromClient = packet.fromClient();
    }

    /** Bytes are needed: as they are, or blanked. */
    void needs(int from, int to, boolean asTheyAre) {
      (asTheyAre ? shown : blank).set(from, to);
    }

    int length() {
      return Math.max(headers, Math.max(shown.length(), blank.length()));
    }

    /** What is blanked of the first bytes: what nothing needs as it is. */
    List<ProvingFrame.Range> blanked(int length) {
      List<ProvingFrame.Range> ranges = new ArrayList<>();
      blank.set(Math.min(headers, length), length); // also what was read nowhere
      blank.andNot(shown);
      for (int at = blank.nextSetBit(0); at >= 0 && at < length; ) {
        int to = Math.min(length, blank.nextClearBit(at));
        ranges.add(new ProvingFrame.Range(at, to - at));
        at = blank.nextSetBit(to);
      }
      return ranges;
    }
  }

  private ConnectionProof(
      List<KeptFrame> frames, TlsConnection connection, Recording recording, TlsConnection again) {
    this.frames = frames;
    this.connection = connection;
    this.recording = recording;
    this.again = again;
    List<FrameRef> hello = again.evidence().clientHello();
    client = new SideProof(recording.client(), connection, true, hello);
    server = new SideProof(recording.server(), connection, false, hello);
  }

  /** The frames with the names of servers that count. */
  public static List<ProvingFrame> ofNames(ConnectionFrames kept, Set<FrameRef> names) {
    List<ProvingFrame> all = new ArrayList<>();
    for (FrameRef name : names) {
      for (KeptFrame each : kept.answers().getOrDefault(name, List.of())) {
        byte[] bytes = Arrays.copyOf(each.bytes(), end(each));
        all.add(new ProvingFrame(each, bytes, List.of(), ProvingFrame.Role.NAME, false, List.of()));
      }
    }
    return all;
  }

  /**
   * Picks the frames, in the order of the capture.
   *
   * @param frames of {@code connection}
   * @param recording of the analyzer's run over them, numbered by their place in the list, from 1
   */
  public static List<ProvingFrame> of(
      List<KeptFrame> frames, TlsConnection connection, Recording recording) {
    TlsConnection again = recording.connection();
    return again == null
        ? List.of()
        : new ConnectionProof(frames, connection, recording, again).pick();
  }

  /** Where a packet ends in its frame: behind it may lie a trailer. */
  private static int end(KeptFrame frame) {
    PacketView packet = new PacketView();
    return switch (read(frame, packet)) {
      case TCP, UDP -> packet.payloadStart() + packet.payloadLength();
      case IP_FRAGMENT -> packet.fragmentStart() + packet.fragmentLength();
      default -> frame.bytes().length;
    };
  }

  private List<ProvingFrame> pick() {
    boolean tcp = connection.transport() == Transport.TCP;
    Set<String> commands = SideProof.clearCommands(connection);
    long lastFrame = Long.MAX_VALUE;
    if (!commands.isEmpty()) {
      lastFrame =
          SideProof.lastFrame(commands, recording.client().bytes(), recording.server().bytes());
      client.endAt(commands, lastFrame);
      server.endAt(commands, lastFrame);
    }
    Set<Boolean> seen = new HashSet<>();
    for (RecordedPacket packet : recording.packets()) {
      if (packet.frame() > lastFrame && !ends(packet)) {
        continue;
      }
      if (tcp
          ? isNeeded(packet, seen.add(packet.fromClient()))
          : packet.needed() > FrameBytes.NOWHERE) {
        put(packet, tcp ? side(packet).end() : packet.needed());
      }
    }
    Map<Long, List<LocatedMessage>> messages = messages();
    List<ProvingFrame> picked = new ArrayList<>();
    cuts.forEach(
        (index, cut) ->
            picked.add(proving(index, cut, messages.getOrDefault(index + 1L, List.of()))));
    return picked;
  }

  private Map<Long, List<LocatedMessage>> messages() {
    Map<Long, List<LocatedMessage>> messages = new HashMap<>(); // by frame
    List<LocatedMessage> all = new ArrayList<>(client.description().messages());
    all.addAll(server.description().messages());
    all.sort(Comparator.comparing(LocatedMessage::firstFrame));
    for (LocatedMessage message : all) {
      for (long frame : message.frames()) {
        messages.computeIfAbsent(frame, f -> new ArrayList<>()).add(message);
      }
    }
    return messages;
  }

  private boolean ends(RecordedPacket packet) {
    return again.evidence().end().map(end -> end.number() == packet.frame()).orElse(false);
  }

  private SideProof side(RecordedPacket packet) {
    return packet.fromClient() ? client : server;
  }

  /** Returns whether a segment brought bytes that are needed, begins or ends something. */
  private boolean isNeeded(RecordedPacket packet, boolean first) {
    boolean brings = false;
    for (FrameBytes run : packet.runs()) {
      brings |= !packet.copy() && run.at() < side(packet).end();
    }
    boolean opens = packet.payload() == 0 && isFirstOfSide(packet);
    return brings || packet.isEvent() || opens || first;
  }

  /**
   * Returns whether it is the first of its sender without SYN: the acknowledgment that completes
   * the set-up, or shows that the server is there.
   */
  private boolean isFirstOfSide(RecordedPacket packet) {
    for (RecordedPacket each : recording.packets()) {
      if (each.fromClient() == packet.fromClient() && (each.flags() & TcpFlags.SYN) == 0) {
        return packet.frame() <= each.frame();
      }
    }
    return true;
  }

  /**
   * Returns whether all of a payload that came in fragments can be blanked, where it is not shown.
   */
  private boolean isPlaced(RecordedPacket packet) {
    int length = packet.missing() - packet.payload();
    for (FrameBytes run : packet.runs()) {
      boolean placed = run.offset() != FrameBytes.NOWHERE;
      boolean allShown =
          side(packet).isShown(run.at()) && side(packet).stretchEnd(run.at()) >= run.end();
      length += placed || allShown ? run.length() : 0;
    }
    return length >= 0;
  }

  /**
   * Puts a packet into the cuts of its frames, as far as it is needed: a run at a time, since it
   * may be large. Of fragments every byte is kept in its place, or they could not be put together;
   * elsewhere those that are not needed are cut.
   *
   * @param end place after the last byte that is needed
   */
  private void put(RecordedPacket packet, int end) {
    boolean fragmented = !packet.fragments().isEmpty();
    if (fragmented && !isPlaced(packet)) {
      return;
    }
    for (long fragment : packet.fragments()) {
      int whole = end(frames.get((int) fragment - 1));
      cut(fragment).holds(packet, ProvingFrame.Role.FRAGMENT, whole);
    }
    cut(packet.frame()).holds(packet, role(packet), packet.headers());
    SideProof side = side(packet);
    for (FrameBytes run : packet.runs()) {
      int stop = fragmented ? run.end() : Math.min(run.end(), end);
      if (run.offset() == FrameBytes.NOWHERE) {
        continue;
      }
      Cut cut = cut(run.frame());
      cut.bringsFor(packet);
      for (int at = run.at(); at < stop; ) {
        int next = Math.min(stop, side.stretchEnd(at));
        boolean shown = side.isShown(at);
        if (at < end && next > end) {
          next = end;
        }
        cut.needs(run.offset(at), run.offset(next), shown && at < end);
        at = next;
      }
    }
  }

  private Cut cut(long frame) {
    return cuts.computeIfAbsent((int) frame - 1, i -> new Cut());
  }

  private ProvingFrame.Role role(RecordedPacket packet) {
    int flags = packet.flags();
    if ((flags & TcpFlags.SYN) != 0) {
      return (flags & TcpFlags.ACK) != 0 ? ProvingFrame.Role.SYN_ACK : ProvingFrame.Role.SYN;
    }
    if ((flags & TcpFlags.RST) != 0) {
      return ProvingFrame.Role.RST;
    }
    if ((flags & TcpFlags.FIN) != 0) {
      return ProvingFrame.Role.FIN;
    }
    return packet.payload() == 0 && connection.transport() == Transport.TCP
        ? ProvingFrame.Role.ACK
        : ProvingFrame.Role.PACKET;
  }

  private ProvingFrame proving(int index, Cut cut, List<LocatedMessage> messages) {
    KeptFrame frame = frames.get(index);
    int length = Math.min(cut.length(), frame.bytes().length);
    List<ProvingFrame.Range> blanked = cut.blanked(length);
    byte[] bytes = Arrays.copyOf(frame.bytes(), length);
    for (ProvingFrame.Range range : blanked) {
      Arrays.fill(bytes, range.offset(), range.offset() + range.length(), ProvingFrame.BLANK);
    }
    if (!blanked.isEmpty() || length < end(frame) || cut.role == ProvingFrame.Role.FRAGMENT) {
      clearChecksum(frame, bytes);
    }
    return new ProvingFrame(frame, bytes, blanked, cut.role, cut.fromClient, messages);
  }

  /**
   * Clears the checksum over bytes that do not all leave: it would tell 16 bits of them. What a
   * tunnel has around it tells nothing: under its checksum this one and the bytes cancel out.
   */
  private static void clearChecksum(KeptFrame frame, byte[] bytes) {
    PacketView packet = new PacketView();
    int at =
        switch (read(frame, packet)) {
          case TCP -> packet.transportStart() + TCP_CHECKSUM;
          case UDP -> packet.transportStart() + UDP_CHECKSUM;
          case IP_FRAGMENT ->
              packet.fragmentOffset() > 0
                  ? bytes.length
                  : packet.fragmentStart()
                      + (packet.fragmentProtocol() == UDP ? UDP_CHECKSUM : TCP_CHECKSUM);
          default -> bytes.length;
        };
    Arrays.fill(bytes, Math.min(at, bytes.length), Math.min(at + 2, bytes.length), (byte) 0);
  }

  private static PacketKind read(KeptFrame frame, PacketView packet) {
    byte[] bytes = frame.bytes();
    return packet.wrap(
        frame.linkType(), ByteBuffer.wrap(bytes), 0, bytes.length, frame.originalLength());
  }
}
