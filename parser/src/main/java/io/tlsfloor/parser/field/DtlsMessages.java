package io.tlsfloor.parser.field;

import io.tlsfloor.parser.dtls.DtlsHandshakeView;
import io.tlsfloor.parser.dtls.DtlsRecordView;
import io.tlsfloor.parser.tls.ContentType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names what lies in the DTLS datagrams of one direction (RFC 6347 §4.1, §4.2.2). */
public final class DtlsMessages {
  private static final int MAX_MESSAGES = 64;
  private static final int MAX_MESSAGE_BYTES = 1 << 16;
  private static final int MAX_ENCRYPTED = 1;
  private static final int LOOK_BYTES = 64; // before it may stand a TURN header (RFC 8656 §12)

  private final byte[] stream;
  private final ByteBuffer buffer;
  private final List<Message> messages = new ArrayList<>();
  private final Map<Integer, Partial> partial = new LinkedHashMap<>();
  private int encrypted;

  /** A message of which fragments have come. */
  private static final class Partial {
    final byte[] bytes;
    final BitSet there = new BitSet();
    final List<Run> runs = new ArrayList<>();
    int index; // of the place that it has among the messages

    Partial(int length) {
      bytes = new byte[length];
    }
  }

  private DtlsMessages(byte[] stream) {
    this.stream = stream;
    buffer = ByteBuffer.wrap(stream);
  }

  /**
   * Reads datagrams of one direction.
   *
   * @param stream their payloads, one after the other
   */
  public static List<Message> read(byte[] stream, List<Datagram> datagrams) {
    DtlsMessages reader = new DtlsMessages(stream);
    for (Datagram datagram : datagrams) {
      reader.datagram(datagram.start(), datagram.start() + datagram.length());
    }
    reader.finish();
    return reader.messages;
  }

  /** Index of the first record of a datagram: before it may stand a header of TURN. */
  static int firstRecord(ByteBuffer buffer, int start, int end) {
    DtlsRecordView record = new DtlsRecordView();
    int at = start;
    while (at < end
        && at < start + LOOK_BYTES
        && (!record.wrap(buffer, at, end - at) || record.isUnified() && at > start)) {
      at++;
    }
    return at;
  }

  private void datagram(int start, int end) {
    DtlsRecordView record = new DtlsRecordView();
    int at = firstRecord(buffer, start, end);
    while (at < end && messages.size() < MAX_MESSAGES && record.wrap(buffer, at, end - at)) {
      record(record, at);
      at += record.length();
    }
  }

  private void record(DtlsRecordView record, int at) {
    boolean clear = !record.isUnified() && record.epoch() == 0;
    if (!clear && ++encrypted > MAX_ENCRYPTED) {
      return;
    }
    if (record.isUnified()) {
      FieldList in = new FieldList(Arrays.copyOfRange(stream, at, at + 1));
      in.add("unified_hdr", 0, 1, "a record of DTLS 1.3, encrypted", "RFC 9147 §4");
      messages.add(Message.inOnePiece("record header, encrypted", at, 1, in.fields()));
      return;
    }
    int type = record.contentType();
    if (type != ContentType.HANDSHAKE || !clear) {
      header(at, type, clear);
    }
    int start = record.fragmentStart();
    int length = record.fragmentLength();
    if (clear && type == ContentType.ALERT && length >= 2) {
      messages.add(RecordMessages.alert(stream, start));
    } else if (clear && type == ContentType.HANDSHAKE) {
      handshake(at, start, start + length);
    }
  }

  private void header(int at, int type, boolean clear) {
    FieldList in = new FieldList(Arrays.copyOfRange(stream, at, at + DtlsRecordView.HEADER_BYTES));
    in.u8("type");
    String name = RecordMessages.name(type);
    in.add("type", 0, type + " (" + name + ")", "RFC 6347 §4.1");
    int version = in.u16("version");
    in.add(
        "version", 1, FieldList.version(version) + ", no evidence of a version", "RFC 6347 §4.1");
    in.add("epoch", 3, 2, (in.at(3) << 8 | in.at(4)) + "", "RFC 6347 §4.1");
    messages.add(
        Message.inOnePiece(
            "record header: " + name + (clear ? "" : ", encrypted"),
            at,
            DtlsRecordView.HEADER_BYTES,
            in.fields()));
  }

  private void handshake(int recordAt, int start, int end) {
    DtlsHandshakeView fragment = new DtlsHandshakeView();
    int at = start;
    while (at < end && fragment.wrap(buffer, at, end - at)) {
      int length = fragment.messageLength();
      if (length <= MAX_MESSAGE_BYTES && messages.size() < MAX_MESSAGES) {
        fragment(recordAt, at, fragment);
      }
      at += fragment.length();
    }
  }

  private void fragment(int recordAt, int at, DtlsHandshakeView fragment) {
    int header = DtlsHandshakeView.HEADER_BYTES;
    int key = fragment.messageSequence() << 8 | fragment.type();
    Partial message = partial.get(key);
    if (message == null) {
      message = new Partial(header + fragment.messageLength());
      partial.put(key, message);
      header(recordAt, ContentType.HANDSHAKE, true);
      message.index = messages.size();
      messages.add(new Message("", 0, List.of(), List.of(), ""));
      copy(message, 0, at, header);
    }
    int offset = header + fragment.fragmentOffset();
    int length = Math.min(fragment.fragmentLength(), message.bytes.length - offset);
    if (length > 0 && message.there.nextClearBit(offset) < offset + length) {
      copy(message, offset, fragment.fragmentStart(), length);
    }
  }

  private void copy(Partial message, int offset, int from, int length) {
    System.arraycopy(stream, from, message.bytes, offset, length);
    message.there.set(offset, offset + length);
    message.runs.add(new Run(offset, from, length));
  }

  private void finish() {
    for (Partial message : partial.values()) {
      int there = message.there.nextClearBit(0);
      messages.set(
          message.index,
          HandshakeFields.of(
              Arrays.copyOf(message.bytes, there), DtlsHandshakeView.HEADER_BYTES, message.runs));
    }
  }
}
