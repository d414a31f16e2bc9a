package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.CipherSuites;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A ClientHello in SSL 2.0's format, read where it lies (RFC 5246 §E.2;
 * draft-hickman-netscape-ssl-00 §2.5), record header included: 2 bytes of length with the high bit
 * set, then the message.
 *
 * <p>The version in it is the highest that the client takes, up to TLS 1.2. Bytes are borrowed: the
 * view is valid until the next {@code wrap} or until the buffer is reused.
 */
public final class SslV2ClientHelloView {
  // Offsets from the start of the record.
  private static final int MESSAGE_TYPE = SslV2Record.HEADER_BYTES;
  private static final int VERSION = MESSAGE_TYPE + 1;
  private static final int CIPHER_SPEC_LENGTH = VERSION + 2;
  private static final int SESSION_ID_LENGTH = CIPHER_SPEC_LENGTH + 2;
  private static final int CHALLENGE_LENGTH = SESSION_ID_LENGTH + 2;
  private static final int CIPHER_SPECS = CHALLENGE_LENGTH + 2;

  /** Bytes before the lists: with them it is known whether the lengths agree. */
  static final int FIXED_BYTES = CIPHER_SPECS;

  private static final String SOURCE = "RFC 5246 §E.2";
  private static final int MAX_NAMED = 8;
  private static final int CLIENT_HELLO = 1;
  private static final int CIPHER_SPEC_BYTES = 3;
  private static final int SESSION_ID_BYTES = 16;
  private static final int MIN_CHALLENGE_BYTES = 16;
  private static final int MAX_CHALLENGE_BYTES = 32;
  private static final int FALLBACK_SCSV = 0x005600; // RFC 7507 §4, in 24 bits

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;

  /**
   * Points this view at the record that begins at {@code start}. Only consistent lengths are taken,
   * since nothing else sets this format apart.
   *
   * @param buffer holds the stream; neither its position nor its limit is moved
   * @param start index of the record's first byte
   * @param available bytes of the stream that are there, from {@code start} on
   * @return {@code DONE} if the hello is there, whole, and all accessors may be used; {@code
   *     NEED_MORE} if the bytes so far are the beginning of one; {@code MALFORMED} if they are not
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public Progress wrap(ByteBuffer buffer, int start, int available) {
    Objects.checkFromIndexSize(start, available, buffer.limit());
    this.buffer = buffer;
    this.start = start;
    Progress begins = begins(buffer, start, available);
    return begins == Progress.DONE && available < lengthOnWire() ? Progress.NEED_MORE : begins;
  }

  /** Works as {@link #wrap}, but {@code DONE} as soon as all lengths are there and agree. */
  static Progress begins(ByteBuffer buffer, int start, int available) {
    if (!SslV2Record.mayHold(CLIENT_HELLO, buffer, start, available)
        || available > VERSION && !isMajorVersion(Bytes.u8(buffer, start + VERSION))
        || available >= CIPHER_SPEC_LENGTH && !isVersion(Bytes.u16(buffer, start + VERSION))) {
      return Progress.MALFORMED;
    }
    if (available < FIXED_BYTES) {
      return Progress.NEED_MORE;
    }
    return lengthsAgree(buffer, start) ? Progress.DONE : Progress.MALFORMED;
  }

  private static boolean isMajorVersion(int major) {
    return major == 0x03 || major == 0x00;
  }

  private static boolean isVersion(int version) {
    return version == 0x0002 || version >>> 8 == 0x03;
  }

  private static boolean lengthsAgree(ByteBuffer buffer, int start) {
    int specs = Bytes.u16(buffer, start + CIPHER_SPEC_LENGTH);
    int sessionId = Bytes.u16(buffer, start + SESSION_ID_LENGTH);
    int challenge = Bytes.u16(buffer, start + CHALLENGE_LENGTH);
    return specs > 0
        && specs % CIPHER_SPEC_BYTES == 0
        && (sessionId == 0 || sessionId == SESSION_ID_BYTES)
        && challenge >= MIN_CHALLENGE_BYTES
        && challenge <= MAX_CHALLENGE_BYTES
        && SslV2Record.lengthOnWire(buffer, start) == CIPHER_SPECS + specs + sessionId + challenge;
  }

  private int cipherSpecLength() {
    return Bytes.u16(buffer, start + CIPHER_SPEC_LENGTH);
  }

  /** Describes the fields of a hello of which the last {@code wrap} was {@code DONE}. */
  public void describe(FieldSink sink) {
    SslV2Record.describe(sink, buffer, start, "1 (client_hello)", SOURCE);
    sink.field("version", start + VERSION, 2, FieldSink.version(version()), SOURCE);
    length(sink, "cipher_spec_length", CIPHER_SPEC_LENGTH);
    length(sink, "session_id_length", SESSION_ID_LENGTH);
    length(sink, "challenge_length", CHALLENGE_LENGTH);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < Math.min(cipherSpecCount(), MAX_NAMED); i++) {
      names.add(CipherSuites.name(cipherSpec(i)));
    }
    int more = cipherSpecCount() - names.size();
    sink.field(
        "cipher_specs",
        start + CIPHER_SPECS,
        cipherSpecLength(),
        cipherSpecCount()
            + ": "
            + String.join(", ", names)
            + (more > 0 ? " and " + more + " more" : ""),
        SOURCE);
    int rest = CIPHER_SPECS + cipherSpecLength();
    sink.bytes("challenge", start + rest, lengthOnWire() - rest, Privacy.PUBLIC);
  }

  private void length(FieldSink sink, String name, int at) {
    sink.field(name, start + at, 2, FieldSink.count(Bytes.u16(buffer, start + at)), SOURCE);
  }

  /** The highest version that the client takes: 0x0002, or 0x0300 to 0x03ff. */
  public int version() {
    return Bytes.u16(buffer, start + VERSION);
  }

  /** How many cipher specs are offered, at least 1. */
  public int cipherSpecCount() {
    return cipherSpecLength() / CIPHER_SPEC_BYTES;
  }

  /**
   * The cipher spec at {@code index}, 24 bits. With a first byte of 0 the rest is a suite of SSL
   * 3.0 or TLS; the others are SSL 2.0's own kinds.
   */
  public int cipherSpec(int index) {
    int at = CIPHER_SPECS + CIPHER_SPEC_BYTES * Objects.checkIndex(index, cipherSpecCount());
    return Bytes.u24(buffer, start + at);
  }

  /** Returns whether a suite of SSL 2.0 itself is offered. */
  public boolean offersSslV2Suite() {
    for (int i = 0; i < cipherSpecCount(); i++) {
      if (cipherSpec(i) >>> 16 != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether TLS_FALLBACK_SCSV is offered: the client tried a higher version before (RFC
   * 7507).
   */
  public boolean fallbackScsv() {
    for (int i = 0; i < cipherSpecCount(); i++) {
      if (cipherSpec(i) == FALLBACK_SCSV) {
        return true;
      }
    }
    return false;
  }

  /** Length of the challenge, 16 to 32. */
  public int challengeLength() {
    return Bytes.u16(buffer, start + CHALLENGE_LENGTH);
  }

  /** Length of the record, its header included. */
  public int lengthOnWire() {
    return SslV2Record.lengthOnWire(buffer, start);
  }
}
