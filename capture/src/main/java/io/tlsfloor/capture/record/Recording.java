package io.tlsfloor.capture.record;

import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the analyzer read of one connection: its packets, the bytes of both sides, and where
 * in them messages lie. Written by the trackers and readers; confined to their thread.
 */
public final class Recording implements ConnectionRecorder {
  /** Packets of a connection that are recorded. */
  public static final int MAX_PACKETS = 512;

  static final int NO_DIRECTION = -1; // of a packet that was not read

  private final RunRecorder run;
  private final long first;
  private final List<RecordedPacket> packets = new ArrayList<>();
  private final RecordedSide side0 = new RecordedSide();
  private final RecordedSide side1 = new RecordedSide();
  private @Nullable RecordedPacket now; // null for one too many
  private long more;
  private long last;
  private int client;
  private @Nullable TlsConnection told;

  Recording(RunRecorder run, long first) {
    this.run = run;
    this.first = first;
  }

  @Override
  public void packet(
      int direction, int flags, int start, int length, int missing, @Nullable PacketView by) {
    List<String> tunnels = by == null ? List.of() : by.tunnels();
    RecordedPacket packet =
        run.packet(direction, flags, run.headers(start), length, missing, tunnels);
    last = packet.frame();
    if (packets.size() == MAX_PACKETS) {
      more++;
      now = null;
      return;
    }
    packets.add(packet);
    now = packet;
  }

  @Override
  public void bytes(int direction, int place, ByteBuffer buffer, int start, int length) {
    if (now != null) {
      List<FrameBytes> runs =
          run.runs(buffer, start, length).stream().map(part -> part.movedBy(place)).toList();
      now.brings(runs, side(direction).bytes().put(place, runs, buffer, start));
    }
  }

  @Override
  public void datagram(int direction, ByteBuffer buffer, int start, int length, int at) {
    RecordedPacket packet = now;
    if (packet == null) {
      side(direction).noDatagram();
    } else {
      bytes(direction, side(direction).datagram(packet, start, length, at), buffer, start, length);
    }
  }

  @Override
  public void beginEarlier(int direction, int by) {
    side(direction).beginEarlier(by);
    of(direction).forEach(packet -> packet.moveBy(by));
  }

  @Override
  public void restart(int direction) {
    side(direction).restart();
    of(direction).forEach(RecordedPacket::bringsNothing);
  }

  private Stream<RecordedPacket> of(int direction) {
    return packets.stream().filter(packet -> packet.direction() == direction);
  }

  @Override
  public void told(int direction, TlsConnection connection) {
    client = direction;
    told = connection;
    packets.forEach(packet -> packet.isOf(direction));
  }

  /** Takes a packet between the ends that was not read, unless it was. */
  void other(RecordedPacket packet, boolean fromClient, boolean outside) {
    if (packet.frame() != last) {
      last = packet.frame();
      packet.isNotRead(fromClient, outside);
      if (packets.size() < MAX_PACKETS) {
        packets.add(packet);
      } else {
        more++;
      }
    }
  }

  @Override
  public RecordedSide side(int direction) {
    return direction == 0 ? side0 : side1;
  }

  // What became of it.

  /**
   * Messages of both sides, in the order in which they begin in the file.
   *
   * @param others of other frames, before them
   */
  public List<LocatedMessage> messages(List<LocatedMessage> others) {
    List<LocatedMessage> all = new ArrayList<>(others);
    all.addAll(new SideDescription(client(), true, 0, false).messages());
    all.addAll(new SideDescription(server(), false, 0, false).messages());
    all.sort(Comparator.comparing(LocatedMessage::firstFrame));
    return all;
  }

  /** How packets were put together to {@code messages}, in sentences. */
  public List<String> assembly(TlsConnection connection, List<LocatedMessage> messages) {
    return new Assembly(connection, this).sentences(messages);
  }

  /** Number of the frame that it begins with. */
  public long first() {
    return first;
  }

  /** Number of the last of its frames. */
  public long last() {
    return last;
  }

  /** The connection as it was reported; null if nothing was. */
  public @Nullable TlsConnection connection() {
    return told;
  }

  /** The client's side. */
  RecordedSide client() {
    return side(client);
  }

  /** The server's side. */
  RecordedSide server() {
    return side(1 - client);
  }

  /** In the order of the capture, the first {@link #MAX_PACKETS} of them. */
  public List<RecordedPacket> packets() {
    return packets;
  }

  /** How many more there are. */
  public long more() {
    return more;
  }
}
