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

  /** A message that comes in fragments. */
  private record Begun(int type, Contents contents) {}

  private final Views views;
  private final DtlsHandshakeView fragment = new DtlsHandshakeView();
  private final Map<Integer, Begun> begun = new HashMap<>();
  private final Map<Integer, HelloDigest> hellos = new HashMap<>();
  private int conflicts;
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
        // Nothing of the handshake.
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
    int whole = fragment.messageLength();
    int start = fragment.fragmentStart();
    int length = fragment.fragmentLength();
    Begun message = begun.get(number);
    if (length == whole && message == null) {
      whole(number, type, List.of(current.toRef()), buffer, start, whole);
      return;
    }
    if (message == null) {
      if (begun.size() >= 2 * MAX_MESSAGES) {
        facts().budgetExceeded();
        return;
      }
      message = new Begun(type, new Contents());
      begun.put(number, message);
    }
    Contents contents = message.contents();
    if (!contents.add(fragment.fragmentOffset(), buffer, start, length, current)) {
      facts().budgetExceeded();
      return;
    }
    whole(number, type, contents.first(), whole);
    for (Pieces other : contents.others()) {
      whole(number, type, other, whole);
    }
  }

  private void whole(int number, int type, Pieces pieces, int length) {
    if (pieces.consumed == 0 && pieces.contiguous() >= length) {
      pieces.consumed = length;
      whole(number, type, pieces.frames(), pieces.bytes(), 0, length);
    }
  }

  /** Reads the first content of a message, and what differs from it at its place. */
  private void whole(
      int number, int type, List<FrameRef> frames, ByteBuffer buffer, int start, int length) {
    long bit = 1L << number;
    int direction = number & 1;
    boolean hello = type == HandshakeType.CLIENT_HELLO || type == HandshakeType.SERVER_HELLO;
    HelloDigest digest = hello ? HelloDigest.of(buffer, start, length) : HelloDigest.NONE;
    if ((read & bit) == 0) {
      read |= bit;
      hellos.put(number, digest);
      message(direction, type, frames, buffer, start, length);
    } else if (hello && !digest.equals(hellos.get(number))) { // else a retransmission
      conflicts++;
      if (type == HandshakeType.CLIENT_HELLO) {
        facts().rivals().clientHello(HelloFormat.DTLS, direction, buffer, start, length);
      } else {
        facts().rivals().serverHello(direction, buffer, start, length);
      }
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
  int conflicts() {
    return super.conflicts() + conflicts;
  }

  @Override
  int heldBytes() {
    int held = 0;
    for (Begun message : begun.values()) {
      held += message.contents().heldBytes();
    }
    return held;
  }

  @Override
  void flush() {
    begun.forEach(this::half);
    begun.clear();
  }

  private void half(int number, Begun message) {
    Pieces pieces = message.contents().first();
    if ((read & 1L << number) == 0 && pieces.contiguous() > 0) {
      facts()
          .halfMessage(
              HelloFormat.DTLS,
              number & 1,
              pieces.frames(),
              message.type(),
              pieces.bytes(),
              0,
              pieces.contiguous());
    }
  }
}
