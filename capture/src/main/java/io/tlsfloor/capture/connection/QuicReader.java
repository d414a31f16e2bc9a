package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Reassembly;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.quic.QuicFrames;
import io.tlsfloor.parser.quic.QuicInitialKeys;
import io.tlsfloor.parser.quic.QuicLongHeaderView;
import io.tlsfloor.parser.quic.QuicPacketType;
import io.tlsfloor.parser.tls.HandshakeHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the handshake of a QUIC connection in its Initial packets (RFC 9001 §4). Keys follow from
 * the client's Destination Connection ID, again after a Retry; a server's Initial that comes before
 * the client's waits for it.
 */
final class QuicReader implements DatagramReader {
  private static final long NONE_OPENED = -1;
  private static final int MAX_WAITING = 8;
  private static final int SHORT_PACKET = 8; // bytes that one with a short header may be

  /** Packets that are tried with a key: with what is sent again an honest client has a dozen. */
  private static final int MAX_TRIED = 64;

  /** The same in one datagram, which has one Initial, or two. */
  private static final int MAX_TRIED_A_DATAGRAM = 6;

  /** Before and after a Retry, and one more for a version that was negotiated. */
  private static final int MAX_KEYS = 3;

  /** A copy of a datagram that came before its keys. */
  private record KeptDatagram(int direction, ByteBuffer datagram) {}

  private final Views views;
  private final HandshakeFacts facts;
  private final FrameMark now;
  private final LossCounter losses;
  private final Reassembly[] crypto = {new Reassembly(), new Reassembly()};
  private long largestOfClient = NONE_OPENED;
  private long largestOfServer = NONE_OPENED;
  private final List<KeptDatagram> waiting = new ArrayList<>(0);
  private final List<QuicInitialKeys> keys = new ArrayList<>(1);
  private boolean replaying;
  private boolean waits;
  private int tried;
  private int triedBefore;

  QuicReader(Views views, HandshakeFacts facts, FrameMark now, LossCounter losses) {
    this.views = views;
    this.facts = facts;
    this.now = now;
    this.losses = losses;
  }

  @Override
  public Protocol protocol() {
    return Protocol.QUIC;
  }

  @Override
  public void read(int direction, ByteBuffer buffer, int start, int length, int missing) {
    waits = false;
    triedBefore = tried;
    QuicLongHeaderView packet = views.quicLongHeader;
    byte[] connectionId = null;
    int at = start;
    int end = start + length;
    while (at < end) {
      int first = buffer.get(at) & 0xFF;
      if (!QuicLongHeaderView.isLong(first)) {
        if (QuicLongHeaderView.isShort(first) && facts.helloSeen()) {
          facts.encrypted(direction); // 1-RTT
        }
        if (!replaying && QuicLongHeaderView.isShort(first)) {
          int found = Math.min(end, Math.max(at + 1, start + SHORT_PACKET));
          facts.recorder().side(direction).quicShort(at, found);
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
      if (!replaying) {
        facts.recorder().side(direction).quic(at, next);
      }
      if (packet.type() == QuicPacketType.HANDSHAKE && facts.helloSeen()) {
        facts.encrypted(direction);
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
      facts.budgetExceeded();
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
          Reassembly stream = crypto[direction];
          int from = (int) Math.min(offset, Reassembly.MAX_ROOM);
          if (from + count > Reassembly.MAX_ROOM || stream.isTooFar(from, from + count)) {
            facts.budgetExceeded();
          } else {
            stream.add(views.buffers, from, bytes, at, count, now);
          }
        });
    messages(direction);
    replay();
  }

  /** Of a sender that no hello has shown yet, both keys are tried. */
  private byte @Nullable [] open(int direction, ByteBuffer buffer, QuicLongHeaderView packet) {
    if (facts.isServer(direction)) {
      return openWithKnown(buffer, packet, false);
    }
    byte[] frames = asClient(buffer, packet);
    return frames == null && facts.client() < 0 ? openWithKnown(buffer, packet, false) : frames;
  }

  private byte @Nullable [] asClient(ByteBuffer buffer, QuicLongHeaderView packet) {
    byte[] frames = openWithKnown(buffer, packet, true);
    if (frames == null && keys.size() < MAX_KEYS && keys.stream().noneMatch(k -> k.areOf(packet))) {
      QuicInitialKeys fresh =
          new QuicInitialKeys(
              views.initialCiphers(), packet.version(), packet.destinationConnectionId());
      tried++;
      frames = fresh.open(buffer, packet, true, NONE_OPENED);
      if (frames != null) {
        keys.add(fresh);
        largestOfClient = Math.max(largestOfClient, fresh.packetNumber());
      }
    }
    return frames;
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
    if (waiting.size() < MAX_WAITING && !facts.serverHelloSeen()) {
      byte[] copy = new byte[length];
      buffer.get(start, copy);
      waiting.add(new KeptDatagram(direction, ByteBuffer.wrap(copy)));
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
    List<KeptDatagram> earlier = List.copyOf(waiting);
    waiting.clear();
    for (KeptDatagram each : earlier) {
      read(each.direction(), each.datagram(), 0, each.datagram().capacity(), 0);
    }
    replaying = false;
  }

  /** Reads the handshake messages that are whole by now. */
  private void messages(int direction) {
    Reassembly stream = crypto[direction];
    while (stream.available() >= HandshakeHeader.HEADER_BYTES) {
      ByteBuffer bytes = stream.buffer();
      int at = stream.index();
      int length = HandshakeHeader.length(bytes, at);
      int whole = HandshakeHeader.HEADER_BYTES + length;
      if (stream.available() < whole) {
        return;
      }
      int type = HandshakeHeader.type(bytes, at);
      int body = at + HandshakeHeader.HEADER_BYTES;
      int from = stream.position();
      facts.broughtBy(stream, from, from + whole);
      facts.message(HelloFormat.QUIC, direction, type, bytes, body, length);
      recorded(direction, whole);
      stream.advance(whole);
    }
  }

  private void recorded(int direction, int length) {
    Reassembly stream = crypto[direction];
    facts
        .recorder()
        .side(direction)
        .decrypted(stream.buffer(), stream.index(), length, views.frames);
  }

  /** A message whose end never came is read as far as it is there. */
  private void cutMessage(int direction) {
    Reassembly stream = crypto[direction];
    int there = stream.available() - HandshakeHeader.HEADER_BYTES;
    if (there >= 0) {
      facts.broughtBy(stream, stream.position(), stream.have());
      recorded(direction, stream.available());
      facts.cutMessage(
          HelloFormat.QUIC,
          direction,
          HandshakeHeader.type(stream.buffer(), stream.index()),
          stream.buffer(),
          stream.index() + HandshakeHeader.HEADER_BYTES,
          there);
    }
  }

  @Override
  public void finish() {
    losses.add(Loss.QUIC_UNDECRYPTED, waiting.size());
    waiting.clear();
    boolean pieces = crypto[0].have() > 0 || crypto[1].have() > 0 || isWaiting();
    cutMessage(0);
    cutMessage(1);
    if (!facts.handshakeSeen() && pieces) {
      losses.add(Loss.FROM_MIDDLE); // pieces of a hello whose beginning is missing
    }
    crypto[0].giveBack(views.buffers);
    crypto[1].giveBack(views.buffers);
  }

  private boolean isWaiting() {
    return crypto[0].isWaiting() || crypto[1].isWaiting();
  }

  @Override
  public int conflicts() {
    return crypto[0].conflicts() + crypto[1].conflicts();
  }

  @Override
  public int heldBytes() {
    int held = crypto[0].heldBytes() + crypto[1].heldBytes();
    for (KeptDatagram each : waiting) {
      held += each.datagram().capacity();
    }
    return held;
  }
}
