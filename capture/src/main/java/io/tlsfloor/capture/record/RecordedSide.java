package io.tlsfloor.capture.record;

import io.tlsfloor.parser.field.ByteRuns;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.HandshakeHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a recorded connection: its bytes, which frames brought them, and what the
 * analyzer's readers found where. Places count from the first byte; datagrams lie one behind the
 * other.
 */
public final class RecordedSide implements SideRecorder {
  private static final int MAX_BYTES = 1 << 17; // a hello of 64 KiB and what stands before it
  private static final int RECORD_HEADER = 5; // of TLS
  private static final int MAX_SPANS = 1 << 17;

  private static final int MAX_MESSAGES = 64; // of DTLS: an honest side has a dozen
  private static final int MAX_MESSAGE_BYTES = 1 << 16;

  /** Holds what lies in some bytes. */
  enum Kind {
    /** A TLS record's header, behind which lies its content. */
    RECORD,
    /** The header of a DTLS record. */
    DTLS_RECORD,
    /** A handshake message. */
    HANDSHAKE,
    /** An alert in clear. */
    ALERT,
    /** Says nothing but that it came. */
    PUBLIC,
    /** A hello in SSLv2 format. */
    SSL_V2,
    /** A part of a dialogue before TLS. */
    DIALOGUE,
    /** Headers of TURN. */
    TURN,
    /** A QUIC packet with a long header. */
    QUIC,
    /** A handshake message that was decrypted. */
    DECRYPTED
  }

  /** Bytes in which something was found. */
  static final class Span {
    static final int TLS_HEADER = HandshakeHeader.HEADER_BYTES;

    final Kind kind;
    final int at;
    int length; // of what lies there, or of a record's content
    int type; // of a record's content
    boolean clear = true;
    boolean within; // a message goes on that began earlier
    int header; // bytes of a message's header
    final ByteRuns runs = new ByteRuns(); // of a message, which may lie in pieces
    final ByteRuns copies = new ByteRuns(); // all that came of it
    final BitSet there = new BitSet();
    PrefaceKind preface = PrefaceKind.SMTP;
    byte[] decrypted = {};
    List<FrameRef> frames = List.of(); // that it was decrypted from

    Span(Kind kind, int at, int length) {
      this.kind = kind;
      this.at = at;
      this.length = length;
    }
  }

  private byte[] bytes = {};
  private final BitSet there = new BitSet();
  private int stretchFrom; // bytes that are known to be there, since it is asked for often
  private int stretchEnd;
  private final NavigableMap<Integer, FrameBytes> runs = new TreeMap<>(); // by place
  private final List<Span> spans = new ArrayList<>();
  private final Map<Integer, Span> messages = new HashMap<>(); // of DTLS, by number and type
  private @Nullable Span message; // that goes on
  private @Nullable RecordedPacket packet; // the datagram
  private int base; // its place
  private int index; // of its first byte, where it is read
  private int turn; // bytes of it before what is read
  private int datagrams; // bytes of all

  RecordedSide() {}

  // What came.

  /** Gives runs their places here. */
  List<FrameBytes> placed(int place, List<FrameBytes> payload) {
    return payload.stream().map(run -> run.movedBy(place)).toList();
  }

  /** Puts bytes where nothing is yet; whether any was new. */
  boolean put(int place, List<FrameBytes> from, ByteBuffer buffer, int start) {
    boolean fresh = false;
    stretchEnd = 0;
    for (FrameBytes run : from) {
      int end = Math.min(run.end(), MAX_BYTES);
      int to;
      for (int at = there.nextClearBit(run.at()); at < end; at = there.nextClearBit(to)) {
        int full = there.nextSetBit(at);
        to = full < 0 ? end : Math.min(end, full);
        if (to > bytes.length) {
          bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, Math.max(to, 2 * bytes.length)));
        }
        buffer.get(start + at - place, bytes, at, to - at);
        there.set(at, to);
        runs.put(at, new FrameBytes(at, to - at, run.frame(), run.offset(at)));
        fresh = true;
      }
    }
    return fresh;
  }

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

  void moveBy(int by) {
    byte[] wider = new byte[Math.min(MAX_BYTES, bytes.length + by)];
    System.arraycopy(bytes, 0, wider, by, wider.length - by);
    bytes = wider;
    there.clear();
    stretchEnd = 0;
    List<FrameBytes> all = new ArrayList<>(runs.values());
    runs.clear();
    for (FrameBytes run : all) {
      FrameBytes moved = run.movedBy(by);
      if (moved.end() <= MAX_BYTES) {
        runs.put(moved.at(), moved);
        there.set(moved.at(), moved.end());
      }
    }
    forget();
  }

  void restart() {
    there.clear();
    stretchEnd = 0;
    runs.clear();
    forget();
  }

  // What was read.

  @Override
  public void forget() {
    spans.clear();
    message = null;
  }

  private Span add(Kind kind, int at, int length) {
    Span span = new Span(kind, at, length);
    if (spans.size() < MAX_SPANS) {
      spans.add(span);
    }
    return span;
  }

  @Override
  public void record(int place, int type, int length, boolean clear, boolean within) {
    Span span = add(Kind.RECORD, place, length);
    span.type = type;
    span.clear = clear;
    span.within = within;
    if (clear && type == ContentType.ALERT) {
      alerts(place + RECORD_HEADER, length);
    } else if (clear && type == ContentType.CHANGE_CIPHER_SPEC) {
      noted(place + RECORD_HEADER, length);
    }
  }

  @Override
  public void handshake(int place, int count, boolean begins) {
    Span span = message;
    if (begins || span == null) {
      span = add(Kind.HANDSHAKE, place, 0);
      span.header = HandshakeHeader.HEADER_BYTES;
      message = span;
    }
    span.runs.add(span.length, place, count);
    span.length += count;
  }

  /** Alerts in clear, of two bytes each. */
  private void alerts(int place, int length) {
    add(Kind.ALERT, place, length);
  }

  @Override
  public void noted(int place, int length) {
    add(Kind.PUBLIC, place, length);
  }

  @Override
  public void sslV2(int place, int length) {
    add(Kind.SSL_V2, place, length);
  }

  @Override
  public void dialogue(PrefaceKind kind, int place, int length) {
    Span last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
    if (last != null
        && last.kind == Kind.DIALOGUE
        && last.preface == kind
        && last.at + last.length == place) {
      last.length += length;
    } else {
      add(Kind.DIALOGUE, place, length).preface = kind;
    }
  }

  // The same of datagrams, by index in the buffer that they are read from.

  /** The place of a byte of the datagram, and that a reader has to find all up to another one. */
  private int found(int at, int to) {
    RecordedPacket its = packet;
    if (its != null) {
      its.needed = base + (turn > 0 ? datagrams - base : to - index);
    }
    return base + at - index;
  }

  @Override
  public void dtlsRecord(int at, int length, int content, int type, boolean clear) {
    if (packet == null) {
      return;
    }
    if (turn > 0 && at == index + turn) {
      add(Kind.TURN, base, turn);
    }
    int place = found(at, at + length);
    Span span = add(Kind.DTLS_RECORD, place, length);
    span.clear = clear;
    span.type = type;
    int rest = at + length - content;
    if (clear && type == ContentType.ALERT) {
      alerts(place + content - at, rest);
    } else if (clear && type == ContentType.CHANGE_CIPHER_SPEC) {
      noted(place + content - at, rest);
    }
  }

  @Override
  public void dtlsFragment(int at, int header, int key, int from, int count, int whole) {
    Span span = messages.get(key);
    if (packet == null
        || whole > MAX_MESSAGE_BYTES
        || span == null && messages.size() == MAX_MESSAGES) {
      return;
    }
    int place = base + at - index;
    noted(place, header);
    if (span == null) {
      span = add(Kind.HANDSHAKE, place, header + whole);
      span.header = header;
      span.runs.add(0, place, header);
      messages.put(key, span);
    }
    int offset = header + from;
    int length = Math.min(count, span.length - offset);
    if (length > 0) {
      span.copies.add(offset, place + header, length);
      if (span.there.nextClearBit(offset) < offset + length) {
        span.there.set(offset, offset + length);
        span.runs.add(offset, place + header, length);
      }
    }
  }

  @Override
  public void quic(int at, int to) {
    if (packet != null) {
      add(Kind.QUIC, found(at, to), to - at);
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
    Span span = add(Kind.DECRYPTED, 0, length);
    span.decrypted = new byte[length];
    buffer.get(at, span.decrypted);
    span.frames = List.copyOf(from);
  }

  // What is asked for afterwards.

  List<Span> spans() {
    return spans;
  }

  /** All bytes, by place. */
  byte[] bytes() {
    return bytes;
  }

  /** Place of the first byte at or after {@code from}; -1 for none. */
  int next(int from) {
    return there.nextSetBit(from);
  }

  /** End of the bytes without a hole from {@code from} on. */
  int end(int from) {
    if (from < stretchFrom || from >= stretchEnd) {
      stretchFrom = from;
      stretchEnd = there.nextClearBit(from);
    }
    return stretchEnd;
  }

  /** Place after the last byte. */
  int length() {
    return there.length();
  }

  /** How many of the bytes from {@code at} on are there. */
  int there(int at, int length) {
    return Math.max(0, Math.min(end(at) - at, length));
  }

  /** The bytes of a message as far as they are there, from its first on. */
  byte[] message(Span span) {
    if (span.runs.size() == 1) {
      int at = span.runs.streamOffset(0);
      int has = there(at, span.runs.length(0));
      return has == 0 ? new byte[0] : Arrays.copyOfRange(bytes, at, at + has);
    }
    byte[] all = new byte[Math.min(span.length, MAX_BYTES)];
    BitSet has = new BitSet();
    for (int i = 0; i < span.runs.size(); i++) {
      int at = span.runs.streamOffset(i);
      int to = span.runs.messageOffset(i);
      int length = Math.min(there(at, span.runs.length(i)), all.length - to);
      if (length > 0 && has.nextClearBit(to) < to + length) {
        System.arraycopy(bytes, at, all, to, length);
        has.set(to, to + length);
      }
    }
    return Arrays.copyOf(all, has.nextClearBit(0));
  }

  /** Bytes as text, one character each. */
  String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** The run that holds a byte which is there. */
  FrameBytes run(int at) {
    Map.Entry<Integer, FrameBytes> entry = runs.floorEntry(at);
    if (entry == null || !entry.getValue().holds(at)) {
      throw new IllegalArgumentException("no byte is at " + at);
    }
    return entry.getValue();
  }

  /** The runs that hold some of these bytes, in order. */
  private Collection<FrameBytes> within(int start, int length) {
    Map.Entry<Integer, FrameBytes> before = runs.floorEntry(start);
    boolean holds = length > 0 && before != null && before.getValue().holds(start);
    return runs.subMap(holds ? before.getKey() : start, true, start + length, false).values();
  }

  /** Adds the frames that hold some bytes. */
  void frames(int start, int length, Set<Long> into) {
    within(start, length).forEach(run -> into.add(run.frame()));
  }

  /** Where the bytes lie in the file, as far as they are there as they are. */
  List<FrameBytes> places(int start, int length) {
    List<FrameBytes> places = new ArrayList<>();
    for (FrameBytes run : within(start, length)) {
      int from = Math.max(start, run.at());
      int to = Math.min(start + length, run.end());
      FrameBytes part = new FrameBytes(from, to - from, run.frame(), run.offset(from));
      int last = places.size() - 1;
      if (last >= 0 && places.get(last).goesOnWith(part)) {
        FrameBytes open = places.remove(last);
        part = new FrameBytes(open.at(), to - open.at(), open.frame(), open.offset());
      }
      if (part.offset() != FrameBytes.NOWHERE) {
        places.add(part);
      }
    }
    return places;
  }

  /** The first of some bytes, for a reader. */
  String hex(FrameBytes run) {
    int shown = Math.min(run.length(), FrameBytes.MAX_SHOWN);
    return HexFormat.ofDelimiter(" ").formatHex(bytes, run.at(), run.at() + shown);
  }
}
