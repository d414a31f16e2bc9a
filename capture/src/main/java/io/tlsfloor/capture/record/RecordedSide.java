package io.tlsfloor.capture.record;

import io.tlsfloor.capture.record.RecordedSpan.SpanKind;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.tls.ContentType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a recorded connection: its bytes, which frames brought them, and what the
 * analyzer's readers found where. Places count from the first byte; datagrams lie one behind the
 * other.
 */
public final class RecordedSide implements SideRecorder {
  private static final int RECORD_HEADER = 5; // of TLS
  private static final int MAX_SPANS = 1 << 17;

  private static final int MAX_MESSAGES = 64; // of DTLS: an honest side has a dozen
  private static final int MAX_MESSAGE_BYTES = 1 << 16;

  private final RecordedBytes bytes = new RecordedBytes();
  private final List<RecordedSpan> spans = new ArrayList<>();
  private final Map<Integer, RecordedSpan> messages =
      new HashMap<>(); // of DTLS, by number and type
  private @Nullable RecordedSpan message; // that goes on
  private @Nullable RecordedPacket packet; // the datagram
  private int base; // its place
  private int index; // of its first byte, where it is read
  private int turn; // bytes of it before what is read
  private int datagrams; // bytes of all

  RecordedSide() {}

  // What came.

  /** A datagram comes, which gets its place: see {@link Recording#datagram}. */
  int datagram(RecordedPacket its, int start, int length, int at) {
    packet = its;
    base = datagrams;
    index = start;
    turn = at - start;
    datagrams += length;
    return base;
  }

  void noDatagram() {
    packet = null;
  }

  /** Its first byte has the place {@code by} now. */
  void beginEarlier(int by) {
    bytes.moveBy(by);
    forget();
  }

  /** None of what came is of it. */
  void restart() {
    bytes.clear();
    forget();
  }

  // What was read.

  @Override
  public void forget() {
    spans.clear();
    message = null;
  }

  private void add(RecordedSpan span) {
    if (spans.size() < MAX_SPANS) {
      spans.add(span);
    }
  }

  private void add(SpanKind kind, int at, int length) {
    add(new RecordedSpan(kind, at, length));
  }

  @Override
  public void record(int place, int type, int length, boolean clear, boolean within) {
    add(RecordedSpan.record(SpanKind.RECORD, place, length, type, clear, within));
    if (clear && type == ContentType.ALERT) {
      alerts(place + RECORD_HEADER, length);
    } else if (clear && type == ContentType.CHANGE_CIPHER_SPEC) {
      noted(place + RECORD_HEADER, length);
    }
  }

  @Override
  public void handshake(int place, int count, boolean begins) {
    RecordedSpan span = message;
    if (begins || span == null) {
      span = RecordedSpan.message(place);
      add(span);
      message = span;
    }
    span.goesOnAt(place, count);
  }

  /** Alerts in clear, of two bytes each. */
  private void alerts(int place, int length) {
    add(SpanKind.ALERT, place, length);
  }

  @Override
  public void noted(int place, int length) {
    add(SpanKind.PUBLIC, place, length);
  }

  @Override
  public void sslV2(int place, int length) {
    add(SpanKind.SSL_V2, place, length);
  }

  @Override
  public void dialogue(PrefaceKind kind, int place, int length) {
    if (spans.isEmpty() || !spans.get(spans.size() - 1).goesOn(kind, place, length)) {
      add(RecordedSpan.dialogue(kind, place, length));
    }
  }

  // The same of datagrams, by index in the buffer that they are read from.

  /** The place of a byte of the datagram, and that a reader has to find all up to another one. */
  private int found(int at, int to) {
    RecordedPacket its = packet;
    if (its != null) {
      its.needs(base + (turn > 0 ? datagrams - base : to - index));
    }
    return base + at - index;
  }

  @Override
  public void dtlsRecord(int at, int length, int content, int type, boolean clear) {
    if (packet == null) {
      return;
    }
    if (turn > 0 && at == index + turn) {
      add(SpanKind.TURN, base, turn);
    }
    int place = found(at, at + length);
    add(RecordedSpan.record(SpanKind.DTLS_RECORD, place, length, type, clear, false));
    int rest = at + length - content;
    if (clear && type == ContentType.ALERT) {
      alerts(place + content - at, rest);
    } else if (clear && type == ContentType.CHANGE_CIPHER_SPEC) {
      noted(place + content - at, rest);
    }
  }

  @Override
  public void dtlsFragment(int at, int header, int key, int from, int count, int whole) {
    RecordedSpan span = messages.get(key);
    if (packet == null
        || whole > MAX_MESSAGE_BYTES
        || span == null && messages.size() == MAX_MESSAGES) {
      return;
    }
    int place = base + at - index;
    noted(place, header);
    if (span == null) {
      span = RecordedSpan.message(place, header, whole);
      add(span);
      messages.put(key, span);
    }
    span.fragment(place + header, from, count);
  }

  @Override
  public void quic(int at, int to) {
    if (packet != null) {
      add(SpanKind.QUIC, found(at, to), to - at);
    }
  }

  @Override
  public void quicShort(int at, int to) {
    if (packet != null) {
      noted(found(at, to), 1);
    }
  }

  @Override
  public void decrypted(ByteBuffer buffer, int at, int length, List<FrameRef> from) {
    byte[] copy = new byte[length];
    buffer.get(at, copy);
    add(RecordedSpan.decrypted(copy, from));
  }

  // What is asked for afterwards.

  /** What was found, in the order of reading. */
  List<RecordedSpan> spans() {
    return spans;
  }

  /** What came. */
  RecordedBytes bytes() {
    return bytes;
  }
}
