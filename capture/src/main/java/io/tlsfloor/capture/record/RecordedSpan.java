package io.tlsfloor.capture.record;

import io.tlsfloor.parser.field.ByteRuns;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.tls.HandshakeHeader;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Bytes of a recorded side in which a reader found something. */
final class RecordedSpan {
  /** Bytes of a handshake message's header in TLS. */
  static final int TLS_HEADER = HandshakeHeader.HEADER_BYTES;

  private static final int MAX_MESSAGE_BYTES = 1 << 17;

  /** Holds what lies in some bytes. */
  enum SpanKind {
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

  private final SpanKind kind;
  private final int at;
  private int length;
  private int type;
  private boolean clear = true;
  private boolean within;
  private int header;
  private PrefaceKind preface = PrefaceKind.SMTP;
  private byte[] decrypted = {};
  private List<FrameRef> frames = List.of();
  private final ByteRuns runs = new ByteRuns();
  private final ByteRuns copies = new ByteRuns();
  private final BitSet there = new BitSet(); // of a message in fragments

  /** Bytes of which nothing else is known. */
  RecordedSpan(SpanKind kind, int at, int length) {
    this.kind = kind;
    this.at = at;
    this.length = length;
  }

  /**
   * A record.
   *
   * @param type of its content
   * @param clear whether that is in clear
   * @param within whether a message goes on in it that began earlier
   */
  static RecordedSpan record(
      SpanKind kind, int at, int length, int type, boolean clear, boolean within) {
    RecordedSpan span = new RecordedSpan(kind, at, length);
    span.type = type;
    span.clear = clear;
    span.within = within;
    return span;
  }

  /** A message of TLS, whose bytes are to come. */
  static RecordedSpan message(int at) {
    RecordedSpan span = new RecordedSpan(SpanKind.HANDSHAKE, at, 0);
    span.header = TLS_HEADER;
    return span;
  }

  /** A message of DTLS of a known length, whose fragments are to come. */
  static RecordedSpan message(int at, int header, int body) {
    RecordedSpan span = new RecordedSpan(SpanKind.HANDSHAKE, at, header + body);
    span.header = header;
    span.runs.add(0, at, header);
    return span;
  }

  /** A part of a dialogue. */
  static RecordedSpan dialogue(PrefaceKind preface, int at, int length) {
    RecordedSpan span = new RecordedSpan(SpanKind.DIALOGUE, at, length);
    span.preface = preface;
    return span;
  }

  /** A message that was decrypted from some frames. */
  static RecordedSpan decrypted(byte[] message, List<FrameRef> frames) {
    RecordedSpan span = new RecordedSpan(SpanKind.DECRYPTED, 0, message.length);
    span.decrypted = message;
    span.frames = List.copyOf(frames);
    return span;
  }

  // What comes later.

  /** More bytes of a message of TLS lie at a place. */
  void goesOnAt(int place, int count) {
    runs.add(length, place, count);
    length += count;
  }

  /** More of the same dialogue lies behind it; false where that is another one. */
  boolean goesOn(PrefaceKind next, int place, int count) {
    boolean same = kind == SpanKind.DIALOGUE && preface == next && at + length == place;
    length += same ? count : 0;
    return same;
  }

  /** A fragment of a message of DTLS lies at a place; {@code from} counts from the body's first. */
  void fragment(int place, int from, int count) {
    int offset = header + from;
    int part = Math.min(count, length - offset);
    if (part > 0) {
      copies.add(offset, place, part);
      if (there.nextClearBit(offset) < offset + part) {
        there.set(offset, offset + part);
        runs.add(offset, place, part);
      }
    }
  }

  // What is known of it.

  SpanKind kind() {
    return kind;
  }

  int at() {
    return at;
  }

  /** Bytes of what lies there, or of a record's content. */
  int length() {
    return length;
  }

  /** The type of a record's content. */
  int type() {
    return type;
  }

  /** Returns whether a record's content is in clear. */
  boolean isClear() {
    return clear;
  }

  /** Returns whether a message goes on in a record that began in an earlier one. */
  boolean isWithinMessage() {
    return within;
  }

  /** Bytes of a message's header. */
  int header() {
    return header;
  }

  /** Where the bytes of a message lie: it may be in pieces. */
  ByteRuns runs() {
    return runs;
  }

  /** Where all copies of a message of DTLS lie. */
  ByteRuns copies() {
    return copies;
  }

  PrefaceKind preface() {
    return preface;
  }

  /** The bytes of a message that was decrypted. */
  byte[] decrypted() {
    return decrypted;
  }

  /** The frames that it was decrypted from. */
  List<FrameRef> frames() {
    return frames;
  }

  /** The bytes of a message as far as they are there, from its first on. */
  byte[] bytesIn(RecordedBytes side) {
    if (runs.size() == 1) {
      int from = runs.streamOffset(0);
      int has = side.there(from, runs.length(0));
      return has == 0 ? new byte[0] : Arrays.copyOfRange(side.array(), from, from + has);
    }
    byte[] all = new byte[Math.min(length, MAX_MESSAGE_BYTES)];
    BitSet has = new BitSet();
    for (int i = 0; i < runs.size(); i++) {
      int from = runs.streamOffset(i);
      int to = runs.messageOffset(i);
      int count = Math.min(side.there(from, runs.length(i)), all.length - to);
      if (count > 0 && has.nextClearBit(to) < to + count) {
        System.arraycopy(side.array(), from, all, to, count);
        has.set(to, to + count);
      }
    }
    return Arrays.copyOf(all, has.nextClearBit(0));
  }
}
