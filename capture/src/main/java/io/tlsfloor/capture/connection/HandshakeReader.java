package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.BufferPool;
import io.tlsfloor.capture.stream.OrderedBytes;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.HandshakeHeader;
import io.tlsfloor.parser.tls.HandshakeType;
import io.tlsfloor.parser.tls.TlsRecordView;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Takes handshake messages out of the fragments of one direction (RFC 8446 §5.1: a message may be
 * split over records, and a record may hold several). A message that lies whole in one fragment is
 * read there; only one that straddles is copied.
 */
final class HandshakeReader {
  /** Certificate chains of real servers stay far below; a hello never comes near. */
  static final int MAX_MESSAGE_BYTES = 1 << 17;

  /**
   * Messages of one direction that are looked at: an honest handshake in clear has a dozen. More
   * say nothing, and each costs more than its bytes.
   */
  static final int MAX_MESSAGES = 64;

  private static final int HEADER = HandshakeHeader.HEADER_BYTES;
  private static final int RECORD_HEADER = TlsRecordView.HEADER_BYTES;
  private static final int HANDSHAKE_OF_TLS = ContentType.HANDSHAKE << 8 | 3; // type, major version

  private final TlsFacts facts;
  private final Views views;

  private ByteBuffer message = BufferPool.NOTHING;
  private int gathered;
  private long messageOffset;
  private long skip;
  private int messages;

  HandshakeReader(TlsFacts facts, Views views) {
    this.facts = facts;
    this.views = views;
  }

  /** Begins again: nothing was read. */
  void begin() {
    abandonMessage();
    messageOffset = 0;
    skip = 0;
    messages = 0;
  }

  /**
   * Reads a fragment.
   *
   * @param recordOffset stream offset of the record's first byte
   */
  void read(OrderedBytes stream, ByteBuffer buffer, int start, int length, long recordOffset) {
    if ((gathered > 0 || skip > 0) && isClientHello(buffer, start, length)) {
      abandon(); // what began before was none
    }
    int at = start;
    int end = start + length;
    while (at < end) {
      if (skip > 0) {
        int passed = (int) Math.min(skip, end - at);
        skip -= passed;
        at += passed;
      } else if (gathered > 0) {
        at += gather(stream, buffer, at, end - at);
      } else {
        at += begin(stream, buffer, at, end - at, recordOffset);
      }
    }
  }

  private int begin(
      OrderedBytes stream, ByteBuffer buffer, int at, int available, long recordOffset) {
    messageOffset = recordOffset;
    if (available < HEADER) {
      return gatherMore(buffer, at, available);
    }
    int type = HandshakeHeader.type(buffer, at);
    int length = HandshakeHeader.length(buffer, at);
    if (!isWanted(type) || length > MAX_MESSAGE_BYTES) {
      if (isWanted(type)) {
        half(stream, type, buffer, at + HEADER, available - HEADER);
      } else {
        facts.records().history().message(stream.direction(), type, facts.choice());
      }
      int passed = Math.min(HEADER + length, available);
      skip = HEADER + (long) length - passed;
      return passed;
    }
    if (available < HEADER + length) {
      return gatherMore(buffer, at, available);
    }
    message(stream, type, buffer, at + HEADER, length);
    return HEADER + length;
  }

  /** Adds to the message that has begun; when it is whole, reads it. */
  private int gather(OrderedBytes stream, ByteBuffer buffer, int at, int available) {
    if (gathered < HEADER) {
      int taken = gatherMore(buffer, at, Math.min(HEADER - gathered, available));
      if (gathered == HEADER) {
        int type = HandshakeHeader.type(message, 0);
        int length = HandshakeHeader.length(message, 0);
        if (!isWanted(type) || length > MAX_MESSAGE_BYTES) {
          facts.records().history().message(stream.direction(), type, facts.choice());
          skip = length;
          abandonMessage();
        } else if (length == 0) {
          whole(stream, type, 0);
        }
      }
      return taken;
    }
    int type = HandshakeHeader.type(message, 0);
    int length = HandshakeHeader.length(message, 0);
    int taken = gatherMore(buffer, at, Math.min(HEADER + length - gathered, available));
    if (gathered == HEADER + length) {
      whole(stream, type, length);
    }
    return taken;
  }

  /**
   * Takes whole records that hold a few bytes each of a message that has begun, but for the last of
   * them: a message may lie in as many records as it has bytes. None is so short that a hello could
   * begin in it.
   *
   * @return bytes of the records; 0 if the next one is of another kind
   */
  int shortRecords(ByteBuffer buffer, int start, int available) {
    if (gathered < HEADER) {
      return 0;
    }
    int end = HEADER + HandshakeHeader.length(message, 0);
    int used = 0;
    while (available - used > RECORD_HEADER) {
      int at = start + used;
      int length = Bytes.u16(buffer, at + RECORD_HEADER - 2);
      if (length == 0
          || length > Math.min(HEADER, end - gathered - 1)
          || length > available - used - RECORD_HEADER
          || Bytes.u16(buffer, at) != HANDSHAKE_OF_TLS) {
        break;
      }
      for (int each = 0; each < length; each++) {
        gatherMore(buffer, at + RECORD_HEADER + each, 1);
      }
      used += RECORD_HEADER + length;
    }
    return used;
  }

  private void whole(OrderedBytes stream, int type, int length) {
    ByteBuffer whole = message;
    message = BufferPool.NOTHING;
    gathered = 0;
    message(stream, type, whole, HEADER, length);
    views.buffers.give(whole);
  }

  private int gatherMore(ByteBuffer buffer, int at, int count) {
    if (message.capacity() < gathered + count) {
      int room = Math.min(HEADER + MAX_MESSAGE_BYTES, 2 * message.capacity());
      message = views.buffers.widen(message, gathered, Math.max(gathered + count, room));
    }
    if (count == 1) { // one byte is copied sooner alone
      message.put(gathered, buffer.get(at));
    } else {
      message.put(gathered, buffer, at, count);
    }
    gathered += count;
    return count;
  }

  private void message(OrderedBytes stream, int type, ByteBuffer buffer, int start, int length) {
    int direction = stream.direction();
    if (++messages > MAX_MESSAGES) {
      facts.budgetExceeded();
      return;
    }
    switch (type) {
      case HandshakeType.CLIENT_HELLO ->
          facts.clientHello(HelloFormat.TLS, direction, frames(stream), buffer, start, length);
      case HandshakeType.SERVER_HELLO ->
          facts.serverHello(direction, frames(stream), buffer, start, length);
      case HandshakeType.CERTIFICATE -> facts.certificate(direction, buffer, start, length);
      default -> facts.serverHelloDone(direction);
    }
    facts.records().history().message(direction, type, facts.choice());
  }

  private void half(OrderedBytes stream, int type, ByteBuffer buffer, int start, int available) {
    facts.halfMessage(
        HelloFormat.TLS, stream.direction(), frames(stream), type, buffer, start, available);
  }

  private List<FrameRef> frames(OrderedBytes stream) {
    return stream.frames(messageOffset, stream.arrivedOffset());
  }

  private static boolean isWanted(int type) {
    return type == HandshakeType.CLIENT_HELLO
        || type == HandshakeType.SERVER_HELLO
        || type == HandshakeType.CERTIFICATE
        || type == HandshakeType.SERVER_HELLO_DONE;
  }

  /**
   * Whether a fragment after ChangeCipherSpec is a hello in clear, and not an encrypted message.
   */
  boolean looksLikeHello(ByteBuffer buffer, int start, int length) {
    if (gathered > 0 || length < HEADER) {
      return gathered > 0;
    }
    int body = HandshakeHeader.length(buffer, start);
    return isClientHello(buffer, start, length)
        || HandshakeHeader.type(buffer, start) == HandshakeType.SERVER_HELLO
            && HEADER + body == length
            && views.serverHello.wrap(buffer, start + HEADER, body);
  }

  /** Whether a fragment is one sound ClientHello. */
  private boolean isClientHello(ByteBuffer buffer, int start, int length) {
    return length > HEADER
        && HandshakeHeader.type(buffer, start) == HandshakeType.CLIENT_HELLO
        && HandshakeHeader.length(buffer, start) == length - HEADER
        && views.clientHello.wrap(buffer, start + HEADER, length - HEADER);
  }

  /** The rest of a message that has begun will not come. */
  void cut(OrderedBytes stream) {
    if (gathered >= HEADER) {
      int type = HandshakeHeader.type(message, 0);
      half(stream, type, message, HEADER, gathered - HEADER);
    }
    abandonMessage();
    skip = 0;
  }

  /** A record of another type came between: what was gathered is no message. */
  void abandonMessage() {
    gathered = 0;
    views.buffers.give(message);
    message = BufferPool.NOTHING;
  }

  /** What comes next goes on with nothing that has begun. */
  void abandon() {
    abandonMessage();
    skip = 0;
  }

  /** Stream offset of the record in which a message begins that is not whole yet. */
  long unreadSince() {
    return gathered > 0 ? messageOffset : Long.MAX_VALUE;
  }

  /** Bytes of memory for a message that has begun. */
  int heldBytes() {
    return message.capacity();
  }
}
