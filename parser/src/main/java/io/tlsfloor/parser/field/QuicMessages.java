package io.tlsfloor.parser.field;

import io.tlsfloor.parser.quic.QuicFrames;
import io.tlsfloor.parser.quic.QuicInitialKeys;
import io.tlsfloor.parser.quic.QuicLongHeaderView;
import io.tlsfloor.parser.quic.QuicPacketType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names what lies in the Initial packets of a QUIC connection (RFC 9000 §17.2.2, RFC 9001 §5.2).
 * Handshake bytes are decrypted first, so they lie nowhere in the capture as they are.
 */
public final class QuicMessages {
  private static final int MAX_CRYPTO_BYTES = 1 << 16;
  private static final int MAX_HEADERS = 4; // told of each direction
  private static final int HEADER = 4;

  private final byte[][] streams;
  private final List<List<Message>> messages = List.of(new ArrayList<>(), new ArrayList<>());
  private final byte[][] crypto = new byte[2][MAX_CRYPTO_BYTES];
  private final BitSet[] there = {new BitSet(), new BitSet()};
  private final long[] largest = {-1, -1}; // packet numbers opened
  private final int client;
  private @Nullable QuicInitialKeys keys;

  private QuicMessages(byte[][] streams, int client) {
    this.streams = streams;
    this.client = client;
  }

  /**
   * Reads datagrams in the order in which they came.
   *
   * @param streams payloads of each direction, one after the other
   * @param client the client's direction
   * @return messages of each direction
   */
  public static List<List<Message>> read(byte[][] streams, List<Datagram> datagrams, int client) {
    QuicMessages reader = new QuicMessages(streams, client);
    for (int turn = 0; turn < 2; turn++) { // a server's Initial may come before its keys
      for (Datagram datagram : datagrams) {
        reader.datagram(datagram, turn == 0);
      }
    }
    reader.handshake(0);
    reader.handshake(1);
    return reader.messages;
  }

  private void datagram(Datagram datagram, boolean first) {
    QuicLongHeaderView packet = new QuicLongHeaderView();
    ByteBuffer buffer = ByteBuffer.wrap(streams[datagram.direction()]);
    int at = datagram.start();
    int end = at + datagram.length();
    while (at < end
        && QuicLongHeaderView.isLong(buffer.get(at))
        && packet.wrap(buffer, at, end - at)) {
      if (first) {
        header(datagram.direction(), packet);
      }
      if (packet.type() == QuicPacketType.INITIAL) {
        initial(datagram.direction(), buffer, packet);
      }
      at = packet.end();
    }
  }

  private void header(int direction, QuicLongHeaderView packet) {
    if (messages.get(direction).size() >= MAX_HEADERS) {
      return;
    }
    byte[] id = packet.destinationConnectionId();
    int at = packet.start();
    FieldList in = new FieldList(Arrays.copyOfRange(streams[direction], at, at + 6 + id.length));
    in.add("first_byte", 0, 1, packet.type() + " packet", "RFC 9000 §17.2");
    in.add("version", 1, 4, String.format("0x%08x", packet.versionNumber()), "RFC 9000 §17.2");
    in.add(
        "destination_connection_id", 6, id.length, HexFormat.of().formatHex(id), "RFC 9000 §17.2");
    messages
        .get(direction)
        .add(
            Message.inOnePiece(
                "QUIC long header: " + packet.type(), at, 6 + id.length, in.fields()));
  }

  private void initial(int direction, ByteBuffer buffer, QuicLongHeaderView packet) {
    boolean fromClient = direction == client;
    byte[] frames = keys == null ? null : keys.open(buffer, packet, fromClient, largest[direction]);
    if (frames == null && fromClient && (keys == null || !keys.areOf(packet))) {
      QuicInitialKeys fresh =
          new QuicInitialKeys(packet.version(), packet.destinationConnectionId());
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
    while (at + HEADER <= end) {
      int length =
          HEADER
              + ((bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF);
      int to = Math.min(end, at + length);
      Message read = HandshakeFields.of(Arrays.copyOfRange(bytes, at, to), HEADER, List.of());
      String note =
          "decrypted from Initial packets with keys that follow from the client's"
              + " Destination Connection ID (RFC 9001 §5.2): the bytes are not in the file as they are";
      messages
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
