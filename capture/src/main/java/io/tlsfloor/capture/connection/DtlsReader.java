package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.capture.stream.Reassembly;
import io.tlsfloor.parser.dtls.DtlsHandshakeView;
import io.tlsfloor.parser.dtls.DtlsRecordView;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.HandshakeType;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a DTLS handshake (RFC 6347 §4.2, RFC 9147 §5): messages are put together from fragments by
 * their sequence number. Of two contents of a message the first counts.
 */
final class DtlsReader implements DatagramReader {
  private static final int MAX_MESSAGES = 16; // that are read
  private static final int MAX_NUMBER = Long.SIZE / 2 - 1; // a handshake has a dozen messages

  /** A message, which may come in fragments. */
  private static final class Message {
    private final int type;
    private final int length;
    private final Reassembly bytes = new Reassembly();
    private boolean read;

    Message(int type, int length) {
      this.type = type;
      this.length = length;
    }

    /** It is whole, and is read now. */
    void isRead() {
      read = true;
    }
  }

  private final Views views;
  private final HandshakeFacts facts;
  private final FrameMark now;
  private final DtlsHandshakeView fragment = new DtlsHandshakeView();
  private final Map<Integer, Message> messages = new HashMap<>(); // by number and direction
  private int conflicts; // of messages with others
  private long passed; // a bit for each number and direction, of messages that are not read
  private int later; // records that no handshake begins with

  DtlsReader(Views views, HandshakeFacts facts, FrameMark now) {
    this.views = views;
    this.facts = facts;
    this.now = now;
  }

  @Override
  public Protocol protocol() {
    return Protocol.DTLS;
  }

  /** Nothing orders datagrams: the hello, or the certificate, may come after what follows it. */
  @Override
  public boolean isComplete() {
    return facts.helloSeen()
        && facts.choice().isPresent()
        && (facts.answer.certificate().isPresent() || facts.isChangeCipherSpecEmpty());
  }

  @Override
  public void read(int direction, ByteBuffer buffer, int start, int length, int missing) {
    DtlsRecordView record = views.dtlsRecord;
    int at = start;
    int end = start + length;
    while (at < end && record.wrap(buffer, at, end - at, missing)) {
      recorded(direction, at, record.length() - record.missing(), record);
      record(direction, buffer, record);
      at += record.length();
    }
  }

  private void recorded(int direction, int at, int length, DtlsRecordView record) {
    boolean clear = !record.isUnified() && record.epoch() == 0;
    int type = clear ? record.contentType() : ContentType.APPLICATION_DATA;
    facts.recorder().side(direction).dtlsRecord(at, length, record.fragmentStart(), type, clear);
  }

  private void recorded(int direction, int at, int there) {
    int header = fragment.fragmentStart() - at;
    int key = fragment.messageSequence() << 8 | fragment.type();
    int from = fragment.fragmentOffset();
    int whole = fragment.messageLength();
    facts.recorder().side(direction).dtlsFragment(at, header, key, from, there, whole);
  }

  private void record(int direction, ByteBuffer buffer, DtlsRecordView record) {
    boolean encrypted = record.isUnified() || record.epoch() > 0;
    if (!record.isUnified() && (encrypted || record.contentType() != ContentType.HANDSHAKE)) {
      later++;
    }
    if (encrypted) {
      if (facts.handshakeSeen() || facts.side(direction).isCipherSpecChanged()) {
        facts.encrypted(direction);
      }
      return;
    }
    switch (record.contentType()) {
      case ContentType.HANDSHAKE -> handshake(direction, buffer, record);
      case ContentType.CHANGE_CIPHER_SPEC -> facts.changeCipherSpec(direction);
      case ContentType.ALERT -> {
        if (views.alert.wrap(buffer, record.fragmentStart(), record.fragmentLength())) {
          facts.alert(direction, views.alert.level(), views.alert.description());
        }
      }
      default -> {
        // Nothing of the handshake.
      }
    }
  }

  private void handshake(int direction, ByteBuffer buffer, DtlsRecordView record) {
    int at = record.fragmentStart();
    int end = at + record.fragmentLength();
    while (at < end && fragment.wrap(buffer, at, end - at, record.missing())) {
      int next = at + fragment.length();
      recorded(direction, at, fragment.captured());
      if (fragment.captured() < fragment.fragmentLength()) {
        cut(direction, buffer);
      } else if (fragment.messageSequence() <= MAX_NUMBER) { // no receiver takes more
        int type = fragment.type();
        if (isWanted(type)) {
          fragment(direction, type, buffer);
        } else if (fragment.fragmentOffset() == 0) {
          passed(direction, type);
        }
      }
      at = next;
    }
  }

  /** A message that a snap length cut is read as far as it is there. */
  private void cut(int direction, ByteBuffer buffer) {
    if (fragment.fragmentOffset() == 0) {
      int body = fragment.fragmentStart();
      facts.broughtNow();
      facts.cutMessage(
          HelloFormat.DTLS, direction, fragment.type(), buffer, body, fragment.captured());
    }
  }

  private static boolean isWanted(int type) {
    return type == HandshakeType.CLIENT_HELLO
        || type == HandshakeType.SERVER_HELLO
        || type == HandshakeType.CERTIFICATE;
  }

  /** A message of which only that it came is of interest. */
  private void passed(int direction, int type) {
    long bit = 1L << (fragment.messageSequence() << 1 | direction);
    if ((passed & bit) == 0) {
      passed |= bit;
      facts.passed(direction, type);
    }
  }

  private void fragment(int direction, int type, ByteBuffer buffer) {
    int number = fragment.messageSequence() << 1 | direction;
    int whole = fragment.messageLength();
    Message message = messages.get(number);
    if (message == null) {
      if (messages.size() >= MAX_MESSAGES) {
        facts.budgetExceeded();
        return;
      }
      message = new Message(type, whole);
      messages.put(number, message);
    }
    if (message.type != type || message.length != whole) {
      conflicts++;
      return;
    }
    Reassembly bytes = message.bytes;
    int from = fragment.fragmentOffset();
    int to = from + fragment.fragmentLength();
    if (to > Reassembly.MAX_ROOM || bytes.isTooFar(from, to)) {
      facts.budgetExceeded();
      return;
    }
    bytes.add(views.buffers, from, buffer, fragment.fragmentStart(), to - from, now);
    if (!message.read && bytes.have() >= whole) {
      message.isRead();
      if (to - from == whole) {
        facts.broughtNow();
      } else {
        facts.broughtBy(bytes, 0, whole);
      }
      facts.message(HelloFormat.DTLS, direction, type, bytes.buffer(), bytes.index(0), whole);
    }
  }

  @Override
  public void finish() {
    messages.forEach(
        (number, message) -> {
          Reassembly bytes = message.bytes;
          int there = bytes.have();
          if (!message.read && there > 0) {
            facts.broughtBy(bytes, 0, there);
            facts.cutMessage(
                HelloFormat.DTLS, number & 1, message.type, bytes.buffer(), bytes.index(0), there);
          }
          bytes.giveBack(views.buffers);
        });
  }

  @Override
  public int conflicts() {
    int all = conflicts;
    for (Message message : messages.values()) {
      all += message.bytes.conflicts();
    }
    return all;
  }

  @Override
  public int loneRecords() {
    return later;
  }

  @Override
  public int heldBytes() {
    int held = 0;
    for (Message message : messages.values()) {
      held += 64 + message.bytes.heldBytes();
    }
    return held;
  }
}
