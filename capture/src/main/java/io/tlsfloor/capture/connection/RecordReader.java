package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.BufferPool;
import io.tlsfloor.capture.stream.Reassembly;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.HandshakeType;
import io.tlsfloor.parser.tls.TlsRecordView;
import java.nio.ByteBuffer;

/**
 * Reads the TLS records of one direction (RFC 8446 §5.1, RFC 5246 §6.2) and the messages in them. A
 * message that lies whole in the bytes that are there is read in its place; one that is parted over
 * records is put together first. What is not wanted is passed over, before it came.
 */
final class RecordReader {
  private static final int HEADER = TlsRecordView.HEADER_BYTES;
  private static final int MESSAGE_HEADER = 4;
  private static final int MAX_ALERTS = 16; // bytes of one record in clear
  private static final int MAX_MESSAGE = 1 << 17; // longer than any hello or certificate chain
  private static final int MAX_MESSAGES = 64; // that are read: an honest side has a handful

  private final Reassembly in;
  private final HandshakeFacts facts;
  private final int direction;
  private final BufferPool pool;

  private int records;
  private int recordFrom; // place of the record whose message is read
  private int recordLeft; // bytes of a handshake record in clear
  private int messageLeft; // bytes of a message that is passed over
  private ByteBuffer message = BufferPool.NOTHING; // one that is parted over records
  private int messageHas;
  private int messages;
  private int alertLevel = -1; // of an alert of which the other byte is to come
  private boolean changeCipherSpec;

  RecordReader(Reassembly in, HandshakeFacts facts, int direction, BufferPool pool) {
    this.in = in;
    this.facts = facts;
    this.direction = direction;
    this.pool = pool;
  }

  /** Nothing was read, of another connection. */
  void clear() {
    records = 0;
    recordFrom = 0;
    messages = 0;
    alertLevel = -1;
    changeCipherSpec = false;
    resume();
  }

  /** Begins again at a record, after bytes that are missing or are none. */
  void resume() {
    recordLeft = 0;
    messageLeft = 0;
    dropMessage();
  }

  /** Records so far. */
  int records() {
    return records;
  }

  /** Memory for a message that is put together. */
  int heldBytes() {
    return message.capacity();
  }

  /** Reads what is there; false where no record begins. */
  boolean read() {
    while (in.available() > 0) {
      if (recordLeft > 0) {
        if (!inRecord()) {
          return true;
        }
        continue;
      }
      int at = in.index();
      Progress header = TlsRecordView.header(in.buffer(), at, in.available());
      if (header != Progress.DONE) {
        if (header == Progress.MALFORMED) {
          outOfStep();
        }
        return header == Progress.NEED_MORE;
      }
      int length = Bytes.u16(in.buffer(), at + 3);
      if (!record(Bytes.u8(in.buffer(), at), at, length)) {
        return true;
      }
    }
    return true;
  }

  private void outOfStep() {
    cut(in.position());
    resume();
  }

  /** Reads a record that begins here; false while too little of it is there. */
  private boolean record(int type, int at, int length) {
    boolean clear = type == ContentType.CHANGE_CIPHER_SPEC;
    switch (type) {
      case ContentType.HANDSHAKE -> {
        if (changeCipherSpec && !(facts.mayBeHelloRetry(direction) && mayBeHello(at, length))) {
          if (facts.mayBeHelloRetry(direction) && in.available() < HEADER + length) {
            return false;
          }
          facts.encrypted(direction);
          break;
        }
        records++;
        recorded(type, length, true);
        recordFrom = in.position();
        recordLeft = length;
        in.advance(HEADER);
        return true;
      }
      case ContentType.ALERT -> {
        clear =
            length == 2 && (!changeCipherSpec || facts.isChangeCipherSpecEmpty())
                || length <= MAX_ALERTS && !changeCipherSpec;
        if (clear) {
          if (in.available() < HEADER + length) {
            return false;
          }
          for (int i = 0; i < length; i++) {
            alert(Bytes.u8(in.buffer(), at + HEADER + i));
          }
        } else if (changeCipherSpec) {
          facts.encryptedAlert(direction);
        }
      }
      case ContentType.CHANGE_CIPHER_SPEC -> {
        changeCipherSpec = true;
        facts.recordVersion(direction, Bytes.u16(in.buffer(), at + 1));
        facts.changeCipherSpec(direction);
        dropMessage();
      }
      case ContentType.APPLICATION_DATA -> {
        facts.recordVersion(direction, Bytes.u16(in.buffer(), at + 1));
        facts.applicationData(direction, length);
        dropMessage();
      }
      default -> dropMessage();
    }
    records++;
    recorded(type, length, clear);
    in.advance(HEADER + length);
    return true;
  }

  private void recorded(int type, int length, boolean clear) {
    boolean within = messageHas > 0 || messageLeft > 0;
    facts.recorder().side(direction).record(in.position(), type, length, clear, within);
  }

  private void recordedPart(int place, int count, boolean begins) {
    facts.recorder().side(direction).handshake(place, count, begins);
  }

  /**
   * Returns whether a handshake record behind a ChangeCipherSpec is a hello in clear (RFC 8446
   * §D.4).
   */
  private boolean mayBeHello(int at, int length) {
    if (length < MESSAGE_HEADER || in.available() < HEADER + length) {
      return false;
    }
    int type = Bytes.u8(in.buffer(), at + HEADER);
    return (type == HandshakeType.CLIENT_HELLO || type == HandshakeType.SERVER_HELLO)
        && Bytes.u24(in.buffer(), at + HEADER + 1) + MESSAGE_HEADER == length;
  }

  private void alert(int value) {
    if (alertLevel < 0) {
      alertLevel = value;
    } else {
      facts.alert(direction, alertLevel, value);
      alertLevel = -1;
    }
  }

  /** Goes on in a handshake record in clear; false while too little is there. */
  private boolean inRecord() {
    if (messageLeft > 0) {
      int count = Math.min(messageLeft, recordLeft);
      messageLeft -= count;
      pass(count, false);
      return true;
    }
    if (messageHas > 0 || recordLeft < MESSAGE_HEADER) {
      return gather();
    }
    if (in.available() < MESSAGE_HEADER) {
      return false;
    }
    int at = in.index();
    int type = Bytes.u8(in.buffer(), at);
    int length = Bytes.u24(in.buffer(), at + 1);
    facts.begins(direction, type);
    if (!isWanted(type)) {
      facts.passed(direction, type);
      passMessage(length);
      return true;
    }
    if (length > MAX_MESSAGE) {
      int there = Math.min(in.available(), recordLeft);
      cutMessage(type, in.buffer(), at + MESSAGE_HEADER, there - MESSAGE_HEADER, in.have());
      passMessage(length);
      return true;
    }
    if (MESSAGE_HEADER + length > recordLeft) {
      return gather();
    }
    if (in.available() < MESSAGE_HEADER + length) {
      return false;
    }
    int end = in.position() + MESSAGE_HEADER + length;
    message(type, in.buffer(), at + MESSAGE_HEADER, length, end);
    pass(MESSAGE_HEADER + length, true);
    return true;
  }

  /** Goes on behind bytes of a message, which may begin with them. */
  private void pass(int count, boolean begins) {
    recordedPart(in.position(), count, begins);
    recordLeft -= count;
    in.advance(count);
  }

  private void passMessage(int length) {
    int count = Math.min(MESSAGE_HEADER + length, recordLeft);
    messageLeft = MESSAGE_HEADER + length - count;
    pass(count, true);
  }

  /** Puts together a message that is parted over records. */
  private boolean gather() {
    int need =
        messageHas < MESSAGE_HEADER
            ? MESSAGE_HEADER - messageHas
            : MESSAGE_HEADER + Bytes.u24(message, 1) - messageHas;
    int count = Math.min(Math.min(in.available(), recordLeft), need);
    if (count > 0) {
      if (messageHas == 0) {
        in.hold(recordFrom);
      }
      if (message.capacity() < messageHas + count) {
        int room = Math.max(messageHas + count, 2 * message.capacity());
        message = pool.widen(message, messageHas, room);
      }
      message.put(messageHas, in.buffer(), in.index(), count);
      messageHas += count;
      pass(count, messageHas == count);
    }
    if (messageHas < MESSAGE_HEADER) {
      return count > 0;
    }
    int type = Bytes.u8(message, 0);
    int length = Bytes.u24(message, 1);
    facts.begins(direction, type);
    if (!isWanted(type) || length > MAX_MESSAGE) {
      facts.passed(direction, type);
      messageLeft = MESSAGE_HEADER + length - messageHas;
      dropMessage();
      return true;
    }
    if (messageHas == MESSAGE_HEADER + length) {
      ByteBuffer whole = message;
      int from = recordFrom;
      recordFrom = Math.max(0, in.held());
      message = BufferPool.NOTHING;
      messageHas = 0;
      message(type, whole, MESSAGE_HEADER, length, in.position());
      recordFrom = from;
      in.hold(-1);
      pool.give(whole);
      return true;
    }
    return count > 0;
  }

  private void dropMessage() {
    if (messageHas > 0) {
      messageHas = 0;
      in.hold(-1);
    }
    if (message.capacity() > 0) {
      pool.give(message);
      message = BufferPool.NOTHING;
    }
  }

  private boolean isWanted(int type) {
    return type == HandshakeType.CLIENT_HELLO
        || type == HandshakeType.SERVER_HELLO
        || type == HandshakeType.CERTIFICATE && !facts.answer.isCertificateSeen();
  }

  private void message(int type, ByteBuffer buffer, int at, int length, int to) {
    if (++messages > MAX_MESSAGES) {
      facts.budgetExceeded();
      return;
    }
    if (type != HandshakeType.CERTIFICATE) { // nobody asks where it was
      facts.broughtBy(in, recordFrom, to);
    }
    facts.message(HelloFormat.TLS, direction, type, buffer, at, length);
  }

  private void cutMessage(int type, ByteBuffer buffer, int at, int available, int to) {
    facts.broughtBy(in, recordFrom, to);
    facts.cutMessage(HelloFormat.TLS, direction, type, buffer, at, available);
  }

  /** Reads what is there of a message whose rest, from a place on, is missing. */
  void cut(int until) {
    int there = until - in.position();
    if (messageHas >= MESSAGE_HEADER) {
      int from = recordFrom;
      recordFrom = Math.max(0, in.held());
      cutMessage(Bytes.u8(message, 0), message, MESSAGE_HEADER, messageHas - MESSAGE_HEADER, until);
      recordFrom = from;
    } else if (messageHas > 0 || messageLeft > 0 || there < MESSAGE_HEADER) {
      return;
    } else if (recordLeft > MESSAGE_HEADER) {
      int at = in.index();
      int available = Math.min(there, recordLeft) - MESSAGE_HEADER;
      recordedPart(in.position(), MESSAGE_HEADER + available, true);
      cutMessage(Bytes.u8(in.buffer(), at), in.buffer(), at + MESSAGE_HEADER, available, until);
    } else if (recordLeft == 0
        && !changeCipherSpec
        && there >= HEADER + MESSAGE_HEADER
        && Bytes.u8(in.buffer(), in.index()) == ContentType.HANDSHAKE) {
      int at = in.index() + HEADER;
      recorded(ContentType.HANDSHAKE, Bytes.u16(in.buffer(), at - 2), true);
      recordedPart(in.position() + HEADER, there - HEADER, true);
      recordFrom = in.position();
      cutMessage(
          Bytes.u8(in.buffer(), at),
          in.buffer(),
          at + MESSAGE_HEADER,
          there - HEADER - MESSAGE_HEADER,
          until);
    }
  }

  /**
   * Bytes of [from, to) are missing. Says whether the place of the next record is known all the
   * same: the missing ones are within a record.
   */
  boolean lost(int from, int to) {
    cut(from);
    dropMessage();
    long end = (long) in.position() + recordLeft;
    if (recordLeft == 0 && from - in.position() >= HEADER) { // a record that was waited for
      end = in.position() + HEADER + (long) Bytes.u16(in.buffer(), in.index() + 3);
    }
    boolean within = end >= to && end > in.position();
    resume();
    in.moveTo(within ? (int) end : to);
    return within;
  }
}
