package io.tlsfloor.parser.field;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.quic.InitialCiphers;
import io.tlsfloor.parser.quic.QuicFrames;
import io.tlsfloor.parser.quic.QuicInitialKeys;
import io.tlsfloor.parser.quic.QuicLongHeaderView;
import io.tlsfloor.parser.quic.QuicPacketType;
import io.tlsfloor.parser.tls.HandshakeHeader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the packets of a QUIC connection (RFC 9000 §17.2.2, RFC 9001 §5.2): which messages lie in
 * its Initial packets, and who may read which byte. Handshake bytes are decrypted first, so they
 * lie nowhere in the capture as they are.
 */
public final class QuicMessages {
  private static final int MAX_CRYPTO_BYTES = 1 << 16;
  private static final int MAX_HEADERS = 4; // named in each direction
  private static final int MAX_MESSAGES = 64; // likewise

  /** Packets that are opened, or tried with a key: an honest connection has a dozen Initials. */
  private static final int MAX_TRIED = 128;

  private static final int HEADER = HandshakeHeader.HEADER_BYTES;
  private static final int SHORT_PACKET = 8; // that a short header may be one
  private static final int CLIENT = 0; // direction

  private final byte[][] streams;
  private final InitialCiphers ciphers = new InitialCiphers();
  private final DatagramMessages all = DatagramMessages.none();
  private final byte[][] crypto = new byte[2][MAX_CRYPTO_BYTES];
  private final BitSet[] there = {new BitSet(), new BitSet()};
  private final long[] largest = {-1, -1}; // packet numbers opened
  private @Nullable QuicInitialKeys keys;
  private int tried;

  private QuicMessages(byte[][] streams) {
    this.streams = streams;
  }

  /**
   * Reads datagrams in the order in which they came.
   *
   * @param streams payloads of each direction, one after the other
   */
  public static DatagramMessages read(byte[][] streams, List<Datagram> datagrams) {
    QuicMessages reader = new QuicMessages(streams);
    for (int turn = 0; turn < 2; turn++) { // a server's Initial may come before its keys
      for (Datagram datagram : datagrams) {
        reader.datagram(datagram, turn == 0);
      }
    }
    reader.handshake(CLIENT);
    reader.handshake(1 - CLIENT);
    return reader.all;
  }

  private void datagram(Datagram datagram, boolean first) {
    QuicLongHeaderView packet = new QuicLongHeaderView();
    int direction = datagram.direction();
    ByteBuffer buffer = ByteBuffer.wrap(streams[direction]);
    int at = datagram.start();
    int end = at + datagram.length();
    while (at < end
        && QuicLongHeaderView.isLong(buffer.get(at))
        && packet.wrap(buffer, at, end - at)) {
      if (first) {
        header(direction, packet);
      }
      if (packet.type() == QuicPacketType.INITIAL) {
        initial(direction, buffer, packet);
      }
      at = packet.end();
    }
    if (first) {
      if (at < end && QuicLongHeaderView.isShort(Bytes.u8(buffer, at))) {
        all.privacy().get(direction).add(at, 1, Privacy.PUBLIC);
        at = Math.min(end, Math.max(at + 1, datagram.start() + SHORT_PACKET));
      }
      if (at > datagram.start()) {
        all.ends().put(datagram, at);
      }
    }
  }

  private void header(int direction, QuicLongHeaderView packet) {
    int at = packet.start();
    List<Field> fields = new ArrayList<>();
    packet.describe(Field.into(fields, at));
    all.privacy().get(direction).add(fields, List.of(new ByteRun(0, at, packet.end() - at)));
    List<Message> messages = all.messages().get(direction);
    if (messages.size() < MAX_HEADERS) {
      String name = "QUIC long header: " + packet.type();
      messages.add(Message.inOnePiece(name, at, packet.destinationIdEnd() - at, fields));
    }
  }

  private void initial(int direction, ByteBuffer buffer, QuicLongHeaderView packet) {
    if (++tried > MAX_TRIED) {
      return;
    }
    boolean fromClient = direction == CLIENT;
    byte[] frames = keys == null ? null : keys.open(buffer, packet, fromClient, largest[direction]);
    if (frames == null && fromClient && (keys == null || !keys.areOf(packet))) {
      QuicInitialKeys fresh =
          new QuicInitialKeys(ciphers, packet.version(), packet.destinationConnectionId());
      frames = fresh.open(buffer, packet, true, -1);
      keys = frames == null ? keys : fresh;
    }
    if (frames != null && keys != null) {
      largest[direction] = Math.max(largest[direction], keys.packetNumber());
      QuicFrames.read(frames, (offset, bytes, at, n) -> add(direction, offset, bytes, at, n));
    }
  }

  private void add(int direction, long offset, ByteBuffer bytes, int at, int count) {
    if (offset + count <= MAX_CRYPTO_BYTES) {
      for (int i = 0; i < count; i++) {
        int to = (int) offset + i;
        if (!there[direction].get(to)) {
          there[direction].set(to);
          crypto[direction][to] = bytes.get(at + i);
        }
      }
    }
  }

  private void handshake(int direction) {
    byte[] bytes = crypto[direction];
    int end = there[direction].nextClearBit(0);
    int at = 0;
    int last = all.messages().get(direction).size() + MAX_MESSAGES;
    while (at + HEADER <= end && all.messages().get(direction).size() < last) {
      int length = HEADER + HandshakeHeader.length(ByteBuffer.wrap(bytes), at);
      int to = Math.min(end, at + length);
      Message read =
          HandshakeFields.of(
              Arrays.copyOfRange(bytes, at, to), HEADER, direction == CLIENT, List.of());
      String note =
          "decrypted from Initial packets with keys that follow from the client's Destination"
              + " Connection ID (RFC 9001 §5.2): the bytes are not in the file as they are";
      all.messages()
          .get(direction)
          .add(
              new Message(
                  read.name(),
                  read.length(),
                  List.of(),
                  read.fields(),
                  read.note().isEmpty() ? note : note + "; " + read.note()));
      at += length;
    }
  }
}
