package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.dtls.DtlsHandshakeView;
import io.tlsfloor.parser.dtls.DtlsRecordView;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.HandshakeType;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows a DTLS handshake (RFC 6347 §4.2, RFC 9147 §5): messages are put together from fragments
 * by their sequence number; a message that comes whole in one record is read where it lies.
 */
final class DtlsConversation extends DatagramConversation {
  /** Messages of one direction that are incomplete at a time. */
  private static final int MAX_MESSAGES = 8;

  /** Numbers that a message may have: a handshake has a dozen messages and counts from 0. */
  private static final int MAX_NUMBER = Long.SIZE / 2 - 1;

  private final Views views;
  private final DtlsHandshakeView fragment = new DtlsHandshakeView();
  private final Map<Integer, Pieces> incomplete = new HashMap<>();
  private long read; // a bit for each number and direction
  private long passed; // likewise, of messages that are not read
  private int later; // records with a version that no handshake begins with

  DtlsConversation(UdpFlow flow, Views views, PacketView first) {
    super(flow, views, first);
    this.views = views;
  }

  @Override
  Protocol protocol() {
    return Protocol.DTLS;
  }

  /** Nothing orders datagrams: the hello, or the certificate, may come after what follows it. */
  @Override
  boolean isComplete() {
    return facts().helloSeen()
        && facts().choice().isPresent()
        && (facts().certificate().isPresent() || facts().changeCipherSpecIsEmpty());
  }

  @Override
  void read(int direction, ByteBuffer buffer, int start, int length) {
    DtlsRecordView record = views.dtlsRecord;
    int at = start;
    int end = start + length;
    while (at < end && record.wrap(buffer, at, end - at)) {
      record(direction, buffer, record);
      at += record.length();
    }
  }

  @Override
  void cut(int direction, ByteBuffer buffer, int start, int length) {
    DtlsRecordView record = views.dtlsRecord;
    int at = start;
    int end = start + length;
    while (at < end && record.wrap(buffer, at, end - at)) {
      at += record.length();
    }
    if (at < end
        && record.wrapCut(buffer, at, end - at)
        && record.epoch() == 0
        && record.contentType() == ContentType.HANDSHAKE) {
      handshake(direction, buffer, record.fragmentStart(), record.fragmentLength());
      cutMessage(direction, buffer, record.fragmentStart(), end);
    }
  }

  private void cutMessage(int direction, ByteBuffer buffer, int start, int end) {
    int at = start;
    while (at < end && fragment.wrap(buffer, at, end - at)) {
      at += fragment.length();
    }
    if (at < end && fragment.wrapCut(buffer, at, end - at) && fragment.fragmentOffset() == 0) {
      int body = fragment.fragmentStart();
      facts()
          .halfMessage(
              HelloFormat.DTLS,
              direction,
              List.of(current.toRef()),
              fragment.type(),
              buffer,
              body,
              end - body);
    }
  }

  @Override
  int strayRecords() {
    return later;
  }

  private void record(int direction, ByteBuffer buffer, DtlsRecordView record) {
    if (!record.isUnified()
        && (record.contentType() != ContentType.HANDSHAKE || record.epoch() > 0)) {
      later++;
    }
    if (record.isUnified() || record.epoch() > 0) {
      if (facts().handshakeSeen() || facts().records().sentChangeCipherSpec(direction)) {
        facts().encryptedRecord(direction);
      }
      return;
    }
    switch (record.contentType()) {
      case ContentType.HANDSHAKE ->
          handshake(direction, buffer, record.fragmentStart(), record.fragmentLength());
      case ContentType.CHANGE_CIPHER_SPEC -> facts().changeCipherSpec(direction);
      case ContentType.ALERT -> {
        if (views.alert.wrap(buffer, record.fragmentStart(), record.fragmentLength())) {
          facts()
              .alert(
                  direction,
                  List.of(current.toRef()),
                  views.alert.level(),
                  views.alert.description());
        }
      }
      default -> {
        // Nothing that tells of the handshake.
      }
    }
  }

  private void handshake(int direction, ByteBuffer buffer, int start, int length) {
    int at = start;
    int end = start + length;
    while (at < end && fragment.wrap(buffer, at, end - at)) {
      int type = fragment.type();
      int next = at + fragment.length();
      if (isWanted(type)) {
        fragment(direction, type, buffer);
      } else if (fragment.messageSequence() <= MAX_NUMBER && fragment.fragmentOffset() == 0) {
        passed(direction, type);
      }
      at = next;
    }
  }

  /** A message of which only that it came is of interest. */
  private void passed(int direction, int type) {
    long bit = 1L << (fragment.messageSequence() << 1 | direction);
    if ((passed & bit) == 0) {
      passed |= bit;
      facts().records().history().message(direction, type, Optional.empty());
    }
  }

  private static boolean isWanted(int type) {
    return type == HandshakeType.CLIENT_HELLO
        || type == HandshakeType.SERVER_HELLO
        || type == HandshakeType.CERTIFICATE
        || type == HandshakeType.SERVER_HELLO_DONE;
  }

  private void fragment(int direction, int type, ByteBuffer buffer) {
    if (fragment.messageSequence() > MAX_NUMBER) {
      return; // no receiver takes it
    }
    int number = fragment.messageSequence() << 1 | direction;
    long bit = 1L << number;
    if ((read & bit) != 0) {
      return; // a retransmission
    }
    int whole = fragment.messageLength();
    int start = fragment.fragmentStart();
    int length = fragment.fragmentLength();
    if (length == whole && !incomplete.containsKey(number)) {
      read |= bit;
      message(direction, type, List.of(current.toRef()), buffer, start, whole);
      return;
    }
    Pieces pieces = incomplete.get(number);
    if (pieces == null) {
      if (incomplete.size() >= 2 * MAX_MESSAGES) {
        facts().budgetExceeded();
        return;
      }
      pieces = new Pieces();
      incomplete.put(number, pieces);
    }
    if (!pieces.add(fragment.fragmentOffset(), buffer, start, length, current)) {
      facts().budgetExceeded();
    } else if (pieces.contiguous() >= whole) {
      read |= bit;
      incomplete.remove(number);
      message(direction, type, pieces.frames(), pieces.bytes(), 0, whole);
    }
  }

  private void message(
      int direction, int type, List<FrameRef> frames, ByteBuffer buffer, int start, int length) {
    switch (type) {
      case HandshakeType.CLIENT_HELLO ->
          facts().clientHello(HelloFormat.DTLS, direction, frames, buffer, start, length);
      case HandshakeType.SERVER_HELLO ->
          facts().serverHello(direction, frames, buffer, start, length);
      case HandshakeType.CERTIFICATE -> facts().certificate(direction, buffer, start, length);
      default -> facts().serverHelloDone(direction);
    }
    facts().records().history().message(direction, type, facts().choice());
  }

  @Override
  int heldBytes() {
    int held = 0;
    for (Pieces pieces : incomplete.values()) {
      held += pieces.heldBytes();
    }
    return held;
  }

  @Override
  void flush() {
    for (Map.Entry<Integer, Pieces> entry : incomplete.entrySet()) {
      Pieces pieces = entry.getValue();
      if (pieces.contiguous() > 0) {
        facts()
            .halfMessage(
                HelloFormat.DTLS,
                entry.getKey() & 1,
                pieces.frames(),
                HandshakeType.CLIENT_HELLO,
                pieces.bytes(),
                0,
                pieces.contiguous());
      }
    }
    incomplete.clear();
  }
}
