package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.quic.QuicFrames;
import io.tlsfloor.parser.quic.QuicInitialKeys;
import io.tlsfloor.parser.quic.QuicLongHeaderView;
import io.tlsfloor.parser.quic.QuicPacketType;
import io.tlsfloor.parser.tls.HandshakeHeader;
import io.tlsfloor.parser.tls.HandshakeType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the handshake of a QUIC connection through its Initial packets (RFC 9001 §4). Keys follow
 * from the client's Destination Connection ID, again after a Retry; a server's Initial that comes
 * before the client's waits for it.
 */
final class QuicConversation extends DatagramConversation {
  private static final long NONE_OPENED = -1;
  private static final int MAX_WAITING = 8;

  /**
   * Packets that are tried with a key, in one connection: with what is sent again an honest one has
   * a dozen Initials.
   */
  private static final int MAX_TRIED = 64;

  /** The same in one datagram, which has one Initial, or two. */
  private static final int MAX_TRIED_A_DATAGRAM = 6;

  /** Before and after a Retry, and one more for a version that was negotiated. */
  private static final int MAX_KEYS = 3;

  /** A copy of a datagram that came before its keys. */
  private record Waiting(int direction, ByteBuffer datagram) {}

  private final Views views;
  private final LossCounter losses;
  private final Contents[] crypto = {new Contents(), new Contents()};
  private long largestOfClient = NONE_OPENED;
  private long largestOfServer = NONE_OPENED;
  private final List<Waiting> waiting = new ArrayList<>(0);
  private final List<QuicInitialKeys> keys = new ArrayList<>(1);
  private @Nullable QuicInitialKeys unproven;
  private boolean replaying;
  private boolean waits;
  private int tried;
  private int triedBefore;

  QuicConversation(UdpFlow flow, Views views, LossCounter losses, PacketView first) {
    super(flow, views, first);
    this.views = views;
    this.losses = losses;
  }

  @Override
  Protocol protocol() {
    return Protocol.QUIC;
  }

  @Override
  void read(int direction, ByteBuffer buffer, int start, int length) {
    waits = false;
    triedBefore = tried;
    QuicLongHeaderView packet = views.quicLongHeader;
    byte[] connectionId = null;
    int at = start;
    int end = start + length;
    while (at < end) {
      int first = buffer.get(at) & 0xFF;
      if (!QuicLongHeaderView.isLong(first)) {
        if (QuicLongHeaderView.isShort(first) && facts().helloSeen()) {
          facts().encryptedRecord(direction); // 1-RTT
        }
        return;
      }
      if (!packet.wrap(buffer, at, end - at)) {
        return;
      }
      if (connectionId == null) {
        connectionId = packet.destinationConnectionId();
      } else if (!packet.hasDestinationConnectionId(connectionId)) {
        return; // RFC 9000 §12.2: packets of another connection are ignored
      }
      int next = packet.end();
      if (packet.type() == QuicPacketType.HANDSHAKE && facts().helloSeen()) {
        facts().encryptedRecord(direction);
      } else if (packet.type() == QuicPacketType.INITIAL) {
        initial(direction, buffer, packet, start, length);
      }
      at = next;
    }
  }

  private void initial(
      int direction, ByteBuffer buffer, QuicLongHeaderView packet, int start, int length) {
    if (waits) {
      return; // with the packet before it, which the same keys would have opened
    }
    if (tried >= MAX_TRIED || tried - triedBefore >= MAX_TRIED_A_DATAGRAM) {
      facts().budgetExceeded();
      return;
    }
    byte[] frames = open(direction, buffer, packet);
    if (frames == null) {
      waits = true; // with all its packets
      waitForKeys(direction, buffer, start, length);
      return;
    }
    QuicFrames.read(
        frames,
        (offset, bytes, at, count) -> {
          if (!crypto[direction].add(offset, bytes, at, count, current)) {
            facts().budgetExceeded();
          }
        });
    messages(direction);
    replay();
  }

  /** Of a sender that no hello has shown yet, both keys are tried. */
  private byte @Nullable [] open(int direction, ByteBuffer buffer, QuicLongHeaderView packet) {
    if (facts().isServer(direction)) {
      return asServer(buffer, packet);
    }
    byte[] frames = asClient(buffer, packet);
    return frames == null && facts().clientDirection() < 0 ? asServer(buffer, packet) : frames;
  }

  private byte @Nullable [] asServer(ByteBuffer buffer, QuicLongHeaderView packet) {
    return openWithKnown(buffer, packet, false);
  }

  private byte @Nullable [] asClient(ByteBuffer buffer, QuicLongHeaderView packet) {
    byte[] frames = openWithKnown(buffer, packet, true);
    if (frames == null && keys.size() < MAX_KEYS && keys.stream().noneMatch(k -> k.areOf(packet))) {
      QuicInitialKeys fresh = freshKeys(packet);
      tried++;
      frames = fresh.open(buffer, packet, true, NONE_OPENED);
      if (frames != null) {
        keys.add(fresh);
        largestOfClient = Math.max(largestOfClient, fresh.packetNumber());
      }
    }
    return frames;
  }

  /** Those that the packet's connection ID gives; the same again for one that it was tried with. */
  private QuicInitialKeys freshKeys(QuicLongHeaderView packet) {
    QuicInitialKeys keys = unproven;
    if (keys == null || !keys.areOf(packet)) {
      keys =
          new QuicInitialKeys(
              views.initialCiphers(), packet.version(), packet.destinationConnectionId());
      unproven = keys;
    }
    return keys;
  }

  private byte @Nullable [] openWithKnown(
      ByteBuffer buffer, QuicLongHeaderView packet, boolean fromClient) {
    for (QuicInitialKeys each : keys) {
      long largest = fromClient ? largestOfClient : largestOfServer;
      tried++;
      byte[] frames = each.open(buffer, packet, fromClient, largest);
      if (frames != null) {
        if (fromClient) {
          largestOfClient = Math.max(largest, each.packetNumber());
        } else {
          largestOfServer = Math.max(largest, each.packetNumber());
        }
        return frames;
      }
    }
    return null;
  }

  private void waitForKeys(int direction, ByteBuffer buffer, int start, int length) {
    if (waiting.size() < MAX_WAITING && !facts().serverHelloSeen()) {
      byte[] copy = new byte[length];
      buffer.get(start, copy);
      waiting.add(new Waiting(direction, ByteBuffer.wrap(copy)));
    } else {
      losses.add(Loss.QUIC_UNDECRYPTED);
    }
  }

  /** Reads once more what came before its keys. */
  private void replay() {
    if (replaying || waiting.isEmpty()) {
      return;
    }
    replaying = true;
    List<Waiting> earlier = List.copyOf(waiting);
    waiting.clear();
    for (Waiting each : earlier) {
      read(each.direction(), each.datagram(), 0, each.datagram().capacity());
    }
    replaying = false;
  }

  /** Reads the handshake messages that are whole by now. */
  private void messages(int direction) {
    Contents contents = crypto[direction];
    messages(direction, contents.first(), false);
    for (Pieces other : contents.others()) {
      messages(direction, other, true);
    }
  }

  private void messages(int direction, Pieces pieces, boolean other) {
    ByteBuffer bytes = pieces.bytes();
    while (pieces.contiguous() >= pieces.consumed + HandshakeHeader.HEADER_BYTES) {
      int at = pieces.consumed;
      int length = HandshakeHeader.length(bytes, at);
      int body = at + HandshakeHeader.HEADER_BYTES;
      if (pieces.contiguous() < body + length) {
        return;
      }
      int type = HandshakeHeader.type(bytes, at);
      if (type == HandshakeType.CLIENT_HELLO) {
        if (other) {
          facts().rivals().clientHello(HelloFormat.QUIC, direction, bytes, body, length);
        } else {
          facts().clientHello(HelloFormat.QUIC, direction, pieces.frames(), bytes, body, length);
        }
      } else if (type == HandshakeType.SERVER_HELLO) {
        if (other) {
          facts().rivals().serverHello(direction, bytes, body, length);
        } else {
          facts().serverHello(direction, pieces.frames(), bytes, body, length);
        }
      }
      if (!other) {
        facts().records().history().message(direction, type, facts().choice());
      }
      pieces.consumed = body + length;
    }
  }

  /** A message whose end never came is read as far as it is there. */
  private void half(int direction) {
    Pieces pieces = crypto[direction].first();
    int at = pieces.consumed;
    int body = at + HandshakeHeader.HEADER_BYTES;
    if (pieces.contiguous() >= body) {
      facts()
          .halfMessage(
              HelloFormat.QUIC,
              direction,
              pieces.frames(),
              HandshakeHeader.type(pieces.bytes(), at),
              pieces.bytes(),
              body,
              pieces.contiguous() - body);
    }
  }

  @Override
  int conflicts() {
    return super.conflicts() + crypto[0].conflicts() + crypto[1].conflicts();
  }

  @Override
  int heldBytes() {
    int held = crypto[0].heldBytes() + crypto[1].heldBytes();
    for (Waiting each : waiting) {
      held += each.datagram().capacity();
    }
    return held;
  }

  @Override
  void flush() {
    losses.add(Loss.QUIC_UNDECRYPTED, waiting.size());
    waiting.clear();
    for (int direction = 0; direction < 2; direction++) {
      half(direction);
    }
    if (!facts().handshakeSeen() && crypto[0].heldBytes() + crypto[1].heldBytes() > 0) {
      losses.add(Loss.FROM_MIDDLE); // pieces of a hello whose beginning is missing
    }
  }
}
