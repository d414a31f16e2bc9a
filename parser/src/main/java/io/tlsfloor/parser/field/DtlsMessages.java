package io.tlsfloor.parser.field;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.dtls.DtlsHandshakeView;
import io.tlsfloor.parser.dtls.DtlsRecordView;
import io.tlsfloor.parser.tls.AlertView;
import io.tlsfloor.parser.tls.ContentType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the DTLS datagrams of a connection, also inside TURN (RFC 6347 §4.1, §4.2.2): which
 * messages lie in them, and who may read which byte.
 */
public final class DtlsMessages {
  private static final int MAX_MESSAGES = 64;
  private static final int MAX_MESSAGE_BYTES = 1 << 16;
  private static final int MAX_ENCRYPTED = 1; // records whose headers are named
  private static final int LOOK_BYTES = 64; // before it may stand a TURN header (RFC 8656 §12)
  private static final int CHANNEL_HEADER = 4; // RFC 8656 §12.4
  private static final int STUN_HEADER = 20; // RFC 8489 §5
  private static final int STUN_PEER_ADDRESS = 0x0012; // RFC 8656 §18.3

  private final byte[] stream;
  private final ByteBuffer buffer;
  private final boolean fromClient;
  private final List<Message> messages;
  private final PrivacyMap privacy;
  private final FieldSink places;
  private final Map<Integer, Partial> partial = new LinkedHashMap<>();
  private int encrypted;

  /** A message of which fragments have come. */
  private static final class Partial {
    final byte[] bytes;
    final BitSet there = new BitSet();
    final List<ByteRun> runs = new ArrayList<>();
    final List<ByteRun> copies = new ArrayList<>();
    int index; // of the place that it has among the messages

    Partial(int length) {
      bytes = new byte[length];
    }
  }

  private DtlsMessages(byte[] stream, int direction, DatagramMessages into) {
    this.stream = stream;
    buffer = ByteBuffer.wrap(stream);
    fromClient = direction == 0;
    messages = into.messages().get(direction);
    privacy = into.privacy().get(direction);
    places = (name, at, length, each, meaning, source) -> privacy.add(at, length, each);
  }

  /**
   * Reads datagrams.
   *
   * @param streams payloads of each direction, one after the other
   */
  public static DatagramMessages read(byte[][] streams, List<Datagram> datagrams) {
    DatagramMessages all = DatagramMessages.none();
    DtlsMessages[] readers = {
      new DtlsMessages(streams[0], 0, all), new DtlsMessages(streams[1], 1, all)
    };
    for (Datagram datagram : datagrams) {
      int end = readers[datagram.direction()].datagram(datagram.start(), datagram.length());
      if (end > datagram.start()) {
        all.ends().put(datagram, end);
      }
    }
    readers[0].finish();
    readers[1].finish();
    return all;
  }

  /** Returns where that ends which was found. */
  private int datagram(int start, int length) {
    DtlsRecordView record = new DtlsRecordView();
    int end = start + length;
    int at = start;
    while (at < end
        && at < start + LOOK_BYTES
        && (!record.wrap(buffer, at, end - at) || record.isUnified() && at > start)) {
      at++;
    }
    boolean turned = at > start && turn(start, at);
    int found = start;
    while (at < end && record.wrap(buffer, at, end - at)) {
      record(record, at);
      at += record.length();
      found = at;
    }
    return turned ? end : found;
  }

  /** Describes headers of TURN, and who the peer is; no user, realm or nonce. */
  private boolean turn(int start, int data) {
    boolean channel = data - start == CHANNEL_HEADER;
    int at = start + (channel ? CHANNEL_HEADER : STUN_HEADER);
    if (at > data) {
      return false;
    }
    places.bytes("TURN header", start, at - start, Privacy.PUBLIC);
    while (at + 4 <= data) {
      int length = Bytes.u16(buffer, at + 2);
      boolean peer = Bytes.u16(buffer, at) == STUN_PEER_ADDRESS;
      int shown = Math.min(4 + (peer ? length : 0), data - at);
      places.bytes("TURN attribute", at, shown, Privacy.PUBLIC);
      at += 4 + (length + 3 & ~3);
    }
    return true;
  }

  private void record(DtlsRecordView record, int at) {
    record.describe(places);
    if (record.isUnified()) {
      if (++encrypted <= MAX_ENCRYPTED) {
        header("record header, encrypted", record, at, 1);
      }
      return;
    }
    boolean clear = record.epoch() == 0;
    int type = record.contentType();
    if (!clear && ++encrypted > MAX_ENCRYPTED) {
      return;
    }
    if (type != ContentType.HANDSHAKE || !clear) {
      header(record, at, clear);
    }
    int start = record.fragmentStart();
    int length = record.fragmentLength();
    if (clear) {
      switch (type) {
        case ContentType.HANDSHAKE -> handshake(record, at, start, start + length);
        case ContentType.ALERT -> alert(start, length);
        case ContentType.CHANGE_CIPHER_SPEC ->
            places.bytes("change_cipher_spec", start, length, Privacy.PUBLIC);
        default -> {} // secret, as whatever is not known
      }
    }
  }

  private void header(DtlsRecordView record, int at, boolean clear) {
    String name = "record header: " + ContentType.name(record.contentType());
    header(clear ? name : name + ", encrypted", record, at, DtlsRecordView.HEADER_BYTES);
  }

  private void header(String name, DtlsRecordView record, int at, int length) {
    if (messages.size() < MAX_MESSAGES) {
      List<Field> fields = new ArrayList<>();
      record.describe(Field.into(fields, at));
      messages.add(Message.inOnePiece(name, at, length, fields));
    }
  }

  private void alert(int start, int length) {
    AlertView alert = new AlertView();
    if (alert.wrap(buffer, start, length)) {
      alert.describe(places);
      List<Field> fields = new ArrayList<>();
      alert.describe(Field.into(fields, start));
      if (messages.size() < MAX_MESSAGES) {
        messages.add(Message.inOnePiece("Alert", start, length, fields));
      }
    }
  }

  private void handshake(DtlsRecordView record, int recordAt, int start, int end) {
    DtlsHandshakeView fragment = new DtlsHandshakeView();
    int at = start;
    while (at < end && fragment.wrap(buffer, at, end - at)) {
      places.bytes("fragment header", at, DtlsHandshakeView.HEADER_BYTES, Privacy.PUBLIC);
      int length = fragment.messageLength();
      if (length <= MAX_MESSAGE_BYTES) {
        fragment(record, recordAt, at, fragment);
      }
      at += fragment.length();
    }
  }

  private void fragment(DtlsRecordView record, int recordAt, int at, DtlsHandshakeView fragment) {
    int header = DtlsHandshakeView.HEADER_BYTES;
    int key = fragment.messageSequence() << 8 | fragment.type();
    Partial message = partial.get(key);
    if (message == null) {
      if (partial.size() >= MAX_MESSAGES) {
        return;
      }
      message = new Partial(header + fragment.messageLength());
      partial.put(key, message);
      header(record, recordAt, true);
      message.index = messages.size();
      messages.add(new Message("", 0, List.of(), List.of(), ""));
      copy(message, 0, at, header);
    }
    int offset = header + fragment.fragmentOffset();
    int length = Math.min(fragment.fragmentLength(), message.bytes.length - offset);
    if (length > 0) {
      message.copies.add(new ByteRun(offset, fragment.fragmentStart(), length));
      if (message.there.nextClearBit(offset) < offset + length) {
        copy(message, offset, fragment.fragmentStart(), length);
      }
    }
  }

  private void copy(Partial message, int offset, int from, int length) {
    System.arraycopy(stream, from, message.bytes, offset, length);
    message.there.set(offset, offset + length);
    message.runs.add(new ByteRun(offset, from, length));
  }

  private void finish() {
    for (Partial message : partial.values()) {
      int there = message.there.nextClearBit(0);
      Message read =
          HandshakeFields.of(
              Arrays.copyOf(message.bytes, there),
              DtlsHandshakeView.HEADER_BYTES,
              fromClient,
              message.runs);
      messages.set(message.index, read);
      privacy.add(read.fields(), message.copies);
    }
  }
}
