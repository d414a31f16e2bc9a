package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.Progress;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * SSL 2.0's own ServerHello, read where it lies (draft-hickman-netscape-ssl-00 §2.6), record header
 * included. A server that takes an SSLv2-format hello for SSL 3.0 or TLS answers with a TLS record
 * instead.
 *
 * <p>Bytes are borrowed: the view is valid until the next {@code wrap} or until the buffer is
 * reused.
 */
public final class SslV2ServerHelloView {
  // Offsets from the start of the record.
  private static final int MESSAGE_TYPE = SslV2Record.HEADER_BYTES;
  private static final int SESSION_ID_HIT = MESSAGE_TYPE + 1;
  private static final int CERTIFICATE_TYPE = SESSION_ID_HIT + 1;
  private static final int VERSION = CERTIFICATE_TYPE + 1;
  private static final int CERTIFICATE_LENGTH = VERSION + 2;
  private static final int CIPHER_SPECS_LENGTH = CERTIFICATE_LENGTH + 2;
  private static final int CONNECTION_ID_LENGTH = CIPHER_SPECS_LENGTH + 2;
  private static final int CERTIFICATE = CONNECTION_ID_LENGTH + 2;

  private static final String SOURCE = "draft-hickman-netscape-ssl-00 §2.6";
  private static final int SERVER_HELLO = 4;
  private static final int SSL_2_0 = 0x0002;
  private static final int CIPHER_SPEC_BYTES = 3;
  private static final int MIN_CONNECTION_ID_BYTES = 16;
  private static final int MAX_CONNECTION_ID_BYTES = 32;

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
    if (!SslV2Record.mayHold(SERVER_HELLO, buffer, start, available)
        || available > SESSION_ID_HIT && Bytes.u8(buffer, start + SESSION_ID_HIT) > 1
        || available > CERTIFICATE_TYPE && Bytes.u8(buffer, start + CERTIFICATE_TYPE) > 1
        || available > VERSION && Bytes.u8(buffer, start + VERSION) != SSL_2_0 >>> 8
        || available >= CERTIFICATE_LENGTH && version() != SSL_2_0) {
      return Progress.MALFORMED;
    }
    if (available < CERTIFICATE) {
      return Progress.NEED_MORE;
    }
    if (!lengthsAgree()) {
      return Progress.MALFORMED;
    }
    return available < lengthOnWire() ? Progress.NEED_MORE : Progress.DONE;
  }

  private boolean lengthsAgree() {
    int certificate = certificateLength();
    int specs = Bytes.u16(buffer, start + CIPHER_SPECS_LENGTH);
    int connectionId = Bytes.u16(buffer, start + CONNECTION_ID_LENGTH);
    boolean named = sessionIdHit() ? certificate == 0 && specs == 0 : certificate > 0 && specs > 0;
    return named
        && specs % CIPHER_SPEC_BYTES == 0
        && connectionId >= MIN_CONNECTION_ID_BYTES
        && connectionId <= MAX_CONNECTION_ID_BYTES
        && lengthOnWire() == CERTIFICATE + certificate + specs + connectionId;
  }

  /** Describes the fields of a hello of which the last {@code wrap} was {@code DONE}. */
  public void describe(FieldSink sink) {
    SslV2Record.describe(sink, buffer, start, "4 (server_hello)", SOURCE);
    number(sink, "session_id_hit", SESSION_ID_HIT);
    number(sink, "certificate_type", CERTIFICATE_TYPE);
    sink.field("server_version", start + VERSION, 2, FieldSink.version(version()), SOURCE);
    sink.bytes(
        "certificate",
        start + CERTIFICATE_LENGTH,
        lengthOnWire() - CERTIFICATE_LENGTH,
        Privacy.PUBLIC);
  }

  private void number(FieldSink sink, String name, int at) {
    sink.field(name, start + at, 1, Integer.toString(Bytes.u8(buffer, start + at)), SOURCE);
  }

  /** Always 0x0002. */
  public int version() {
    return Bytes.u16(buffer, start + VERSION);
  }

  /** Returns whether the server knows the session: there is no certificate then. */
  public boolean sessionIdHit() {
    return Bytes.u8(buffer, start + SESSION_ID_HIT) != 0;
  }

  /** Index in the buffer of the certificate, one of X.509 in DER. */
  public int certificateStart() {
    return start + CERTIFICATE;
  }

  /** Length of the certificate. */
  public int certificateLength() {
    return Bytes.u16(buffer, start + CERTIFICATE_LENGTH);
  }

  /** How many cipher specs the server shares with the client; the client chooses among them. */
  public int cipherSpecCount() {
    return Bytes.u16(buffer, start + CIPHER_SPECS_LENGTH) / CIPHER_SPEC_BYTES;
  }

  /** The cipher spec at {@code index}, 24 bits. */
  public int cipherSpec(int index) {
    int at = CERTIFICATE + certificateLength();
    int spec = at + CIPHER_SPEC_BYTES * Objects.checkIndex(index, cipherSpecCount());
    return Bytes.u24(buffer, start + spec);
  }

  /** Length of the record, its header included. */
  public int lengthOnWire() {
    return SslV2Record.lengthOnWire(buffer, start);
  }
}
