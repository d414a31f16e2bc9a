package io.tlsfloor.capture.record;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Substitution;
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
import org.jspecify.annotations.Nullable;

/**
 * Picks from the frames of a connection those that prove what was said of it, and in each the bytes
 * that do: what a second reading needs to come to the same verdict.
 *
 * <p>A frame is cut after the last byte that is needed. Before it, a byte that is not described as
 * something that may leave is blanked: credentials, mail, cookies, and whatever is encrypted.
 */
public final class ConnectionProof {
  private final List<KeptFrame> frames;
  private final TlsConnection connection;
  private final Recording recording; // of these frames, numbered by their place, from 1
  private final TlsConnection again; // as it was reported then
  private final @Nullable Substitution substitution;
  private final SideProof client;
  private final SideProof server;
  private final Map<Integer, Cut> cuts = new TreeMap<>();

  /** Holds what is needed of a frame; by its place in the list. */
  private static final class Cut {
    final BitSet shown = new BitSet();
    final BitSet blank = new BitSet();
    byte[] bytes;
    int headers; // bytes before the payload
    ProvingFrame.Role role = ProvingFrame.Role.PACKET;
    boolean fromClient;

    Cut(KeptFrame frame) {
      bytes = frame.bytes();
    }

    int length() {
      return Math.max(headers, Math.max(shown.length(), blank.length()));
    }
  }

  private ConnectionProof(
      List<KeptFrame> frames,
      TlsConnection connection,
      Recording recording,
      TlsConnection again,
      @Nullable Substitution substitution) {
    this.frames = frames;
    this.connection = connection;
    this.recording = recording;
    this.again = again;
    this.substitution = substitution;
    List<FrameRef> hello = again.evidence().clientHello();
    client = new SideProof(recording.client(), connection, true, hello, substitution);
    server = new SideProof(recording.server(), connection, false, hello, substitution);
  }

  /**
   * The frames with the names of servers that count.
   *
   * @param substitution for what says who a client is; null for none
   */
  public static List<ProvingFrame> ofNames(
      ConnectionFrames kept, Set<FrameRef> names, @Nullable Substitution substitution) {
    List<ProvingFrame> all = new ArrayList<>();
    for (FrameRef name : names) {
      for (KeptFrame each : kept.answers().getOrDefault(name, List.of())) {
        byte[] bytes = Arrays.copyOf(each.bytes(), end(each));
        all.add(
            new ProvingFrame(
                each,
                written(each, bytes, substitution),
                List.of(),
                ProvingFrame.Role.NAME,
                false,
                List.of()));
      }
    }
    return all;
  }

  /**
   * The bytes of a frame as they leave; none of one whose headers cannot be read, where it may say
   * who a client is.
   */
  private static byte[] written(
      KeptFrame frame, byte[] bytes, @Nullable Substitution substitution) {
    FrameRewriter rewriter =
        new FrameRewriter(substitution == null ? Substitution.NONE : substitution);
    return rewriter
        .rewrite(frame.linkType(), frame.bytes(), frame.originalLength(), bytes)
        .map(whole -> Arrays.copyOf(whole, bytes.length))
        .orElse(substitution == null ? bytes : new byte[0]);
  }

  /**
   * Picks the frames, in the order of the capture.
   *
   * @param frames of {@code connection}
   * @param recording of the analyzer's run over them, numbered by their place in the list, from 1
   * @param substitution for what says in messages who a client is; null for none
   */
  public static List<ProvingFrame> of(
      List<KeptFrame> frames,
      TlsConnection connection,
      Recording recording,
      @Nullable Substitution substitution) {
    TlsConnection again = recording.connection();
    return again == null
        ? List.of()
        : new ConnectionProof(frames, connection, recording, again, substitution).pick();
  }

  /** Where a packet ends in its frame: behind it may lie a trailer. */
  private static int end(KeptFrame frame) {
    PacketView packet = new PacketView();
    int length = frame.bytes().length;
    PacketKind kind =
        packet.wrap(
            frame.linkType(), ByteBuffer.wrap(frame.bytes()), 0, length, frame.originalLength());
    return switch (kind) {
      case TCP, UDP -> packet.payloadStart() + packet.payloadLength();
      case IP_FRAGMENT -> packet.fragmentStart() + packet.fragmentLength();
      default -> length;
    };
  }

  private List<ProvingFrame> pick() {
    boolean tcp = connection.transport() == Transport.TCP;
    Set<String> commands = SideProof.clearCommands(connection);
    long lastFrame = Long.MAX_VALUE;
    if (!commands.isEmpty()) {
      lastFrame = SideProof.lastFrame(commands, recording.client(), recording.server());
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
          : packet.needed > FrameBytes.NOWHERE) {
        put(packet, tcp ? side(packet).end() : packet.needed);
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
    for (FrameBytes run : packet.runs) {
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
    for (FrameBytes run : packet.runs) {
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
      Cut part = cut(fragment, packet);
      part.headers = end(frames.get((int) fragment - 1));
      part.role = ProvingFrame.Role.FRAGMENT;
    }
    Cut last = cut(packet.frame(), packet);
    last.role = role(packet);
    last.headers = Math.max(last.headers, packet.headers);
    SideProof side = side(packet);
    for (FrameBytes run : packet.runs) {
      int stop = fragmented ? run.end() : Math.min(run.end(), end);
      if (run.offset() == FrameBytes.NOWHERE) {
        continue;
      }
      Cut cut = cut(run.frame(), packet);
      for (int at = run.at(); at < stop; ) {
        int next = Math.min(stop, side.stretchEnd(at));
        boolean shown = side.isShown(at);
        if (at < end && next > end) {
          next = end;
        }
        (shown && at < end ? cut.shown : cut.blank).set(run.offset(at), run.offset(next));
        at = next;
      }
      replace(run, side.description().persons(), cut);
    }
  }

  private void replace(FrameBytes run, @Nullable PersonalBytes persons, Cut cut) {
    if (persons == null) {
      return;
    }
    BitSet replaced = persons.replaced();
    for (int at = replaced.nextSetBit(run.at());
        at >= 0 && at < run.end();
        at = replaced.nextSetBit(at + 1)) {
      KeptFrame frame = frames.get((int) run.frame() - 1);
      cut.bytes = cut.bytes == frame.bytes() ? frame.bytes().clone() : cut.bytes;
      cut.bytes[run.offset(at)] = persons.bytes()[at];
    }
  }

  private Cut cut(long frame, RecordedPacket packet) {
    Cut cut = cuts.computeIfAbsent((int) frame - 1, i -> new Cut(frames.get(i)));
    cut.fromClient = packet.fromClient();
    return cut;
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
    List<ProvingFrame.Range> blanked = new ArrayList<>();
    cut.blank.set(Math.min(cut.headers, length), length); // also what was read nowhere
    cut.blank.andNot(cut.shown);
    for (int at = cut.blank.nextSetBit(0); at >= 0 && at < length; ) {
      int to = Math.min(length, cut.blank.nextClearBit(at));
      blanked.add(new ProvingFrame.Range(at, to - at));
      at = cut.blank.nextSetBit(to);
    }
    byte[] bytes = Arrays.copyOf(cut.bytes, length);
    blank(bytes, blanked);
    bytes = written(frame, bytes, substitution);
    blank(bytes, blanked); // also what looked like an address
    return new ProvingFrame(frame, bytes, blanked, cut.role, cut.fromClient, messages);
  }

  private static void blank(byte[] bytes, List<ProvingFrame.Range> ranges) {
    for (ProvingFrame.Range range : ranges) {
      int end = Math.min(bytes.length, range.offset() + range.length());
      Arrays.fill(bytes, Math.min(range.offset(), end), end, ProvingFrame.BLANK);
    }
  }
}
