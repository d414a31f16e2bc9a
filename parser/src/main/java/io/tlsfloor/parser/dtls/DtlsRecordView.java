package io.tlsfloor.parser.dtls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.tls.ContentType;
import java.nio.ByteBuffer;

/**
 * A DTLS record where it lies (RFC 6347 §4.1, and RFC 9147 §4 for the unified header of encrypted
 * records of DTLS 1.3).
 *
 * <p>The version in it is no evidence of an offer: a DTLS 1.2 hello may travel in a record of 1.0.
 */
public final class DtlsRecordView {
  /** Length of the header of DTLS 1.2 and before, and of records in clear. */
  public static final int HEADER_BYTES = 13;

  private static final String SOURCE = "RFC 6347 §4.1";
  private static final int VERSION = 1;
  private static final int EPOCH = 3;
  private static final int LENGTH = 11;
  private static final int FIRST_TYPE = 20;
  private static final int LAST_TYPE = 26; // tls12_cid 25 (RFC 9146), ACK 26 (RFC 9147 §7)
  private static final int MAX_FRAGMENT_BYTES = (1 << 14) + 2048;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;
  private boolean unified;
  private int unifiedHeader;
  private int length;
  private int there; // bytes from the start on

  /**
   * Points this view at a record and checks it.
   *
   * @param available bytes of the datagram that are there from {@code start} on
   * @param missing bytes of it that are not
   * @return whether it is a DTLS record that lies in them, or begins there
   */
  public boolean wrap(ByteBuffer buffer, int start, int available, int missing) {
    this.buffer = buffer;
    this.start = start;
    there = available;
    if (available > 0 && (Bytes.u8(buffer, start) & 0xE0) == 0x20) {
      return wrapUnified(available);
    }
    return wrapHeader(available) && length <= available + missing;
  }

  private boolean wrapHeader(int available) {
    unified = false;
    if (available < HEADER_BYTES) {
      return false;
    }
    int type = Bytes.u8(buffer, start);
    length = HEADER_BYTES + Bytes.u16(buffer, start + LENGTH);
    return type >= FIRST_TYPE
        && type <= LAST_TYPE
        && isVersion(Bytes.u16(buffer, start + VERSION))
        && length - HEADER_BYTES <= MAX_FRAGMENT_BYTES;
  }

  /** RFC 9147 §4: 001CSLEE; without a length the record fills the datagram. */
  private boolean wrapUnified(int available) {
    unified = true;
    int first = Bytes.u8(buffer, start);
    boolean connectionId = (first & 0x10) != 0;
    int header = 1 + ((first & 0x08) != 0 ? 2 : 1);
    boolean hasLength = (first & 0x04) != 0;
    length = available;
    unifiedHeader = header;
    if (hasLength && !connectionId) {
      if (available < header + 2) {
        return false;
      }
      unifiedHeader = header + 2;
      length = header + 2 + Bytes.u16(buffer, start + header);
    }
    return length <= available && length > header + 16; // an AEAD's tag at least
  }

  private static boolean isVersion(int version) {
    return version == 0xFEFF || version == 0xFEFD || version == 0xFEFC || version == 0x0100;
  }

  /** Describes the header. */
  public void describe(FieldSink sink) {
    if (unified) {
      sink.field("unified_hdr", start, 1, "a record of DTLS 1.3, encrypted", "RFC 9147 §4");
      sink.bytes("rest of unified_hdr", start + 1, unifiedHeader - 1, Privacy.PUBLIC);
      return;
    }
    String type = contentType() + " (" + ContentType.name(contentType()) + ")";
    sink.field("type", start, 1, type, SOURCE);
    String version = FieldSink.version(Bytes.u16(buffer, start + VERSION));
    sink.field("version", start + VERSION, 2, version + ", no evidence of a version", SOURCE);
    sink.field("epoch", start + EPOCH, 2, Integer.toString(epoch()), SOURCE);
    int sequence = EPOCH + 2;
    sink.bytes(
        "sequence_number, length", start + sequence, HEADER_BYTES - sequence, Privacy.PUBLIC);
  }

  /** Returns whether it has the unified header: it is encrypted, by DTLS 1.3. */
  public boolean isUnified() {
    return unified;
  }

  /** Content type, 20 to 26; only without a unified header. */
  public int contentType() {
    return Bytes.u8(buffer, start);
  }

  /** Epoch; 0 means in clear. Only without a unified header. */
  public int epoch() {
    return Bytes.u16(buffer, start + EPOCH);
  }

  /** Index of the fragment. */
  public int fragmentStart() {
    return start + HEADER_BYTES;
  }

  /** Bytes of the fragment that are there. */
  public int fragmentLength() {
    return length - HEADER_BYTES - missing();
  }

  /** Bytes of the fragment that are not there. */
  public int missing() {
    return Math.max(0, length - there);
  }

  /** Bytes of the record, header included. */
  public int length() {
    return length;
  }
}
