package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Progress;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A TLS record, read where it lies (RFC 8446 §5.1; same layout back to SSL 3.0, RFC 6101 §5.2.1):
 * content type, version, and a fragment that is a part of a message, or several, or encrypted.
 *
 * <p>The version here is not evidence of what a client offers or a server chose. Bytes are
 * borrowed: the view is valid until the next {@code wrap} or until the buffer is reused.
 */
public final class TlsRecordView {
  /** Content type, version, and fragment length. */
  public static final int HEADER_BYTES = 5;

  /** The longest fragment: that of TLSCiphertext up to TLS 1.2 (RFC 5246 §6.2.3). */
  public static final int MAX_FRAGMENT_BYTES = (1 << 14) + 2048;

  private static final int VERSION = 1; // offsets in bytes from the start of the record
  private static final int LENGTH = VERSION + 2;
  private static final int MAJOR_VERSION_3 = 3;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;

  /**
   * Points this view at the record that begins at {@code start}.
   *
   * @param buffer holds the stream; neither its position nor its limit is moved
   * @param start index of the content type
   * @param available bytes of the stream that are there, from {@code start} on
   * @return {@code DONE} if header and fragment are there and all accessors may be used; {@code
   *     NEED_MORE} if the bytes so far are the beginning of a record; {@code MALFORMED} if they are
   *     not: unknown content type, major version not 3, a fragment longer than any may be, or an
   *     empty one that nobody sends
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public Progress wrap(ByteBuffer buffer, int start, int available) {
    Progress header = wrapHeader(buffer, start, available);
    if (header != Progress.DONE) {
      return header;
    }
    return length() <= available ? Progress.DONE : Progress.NEED_MORE;
  }

  /**
   * Works as {@link #wrap}, but {@code DONE} as soon as the header is there, be the fragment there
   * or not.
   *
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public Progress wrapHeader(ByteBuffer buffer, int start, int available) {
    Objects.checkFromIndexSize(start, available, buffer.limit());
    this.buffer = buffer;
    this.start = start;
    return header(buffer, start, available);
  }

  /**
   * Looks for the header of a record, of any version with the major number 3. An empty one is of
   * application data (RFC 8446 §5.1), or of the handshake, as some send it all the same.
   */
  public static Progress header(ByteBuffer buffer, int start, int available) {
    if (available > 0 && !isContentType(Bytes.u8(buffer, start))) {
      return Progress.MALFORMED;
    }
    if (available > VERSION && Bytes.u8(buffer, start + VERSION) != MAJOR_VERSION_3) {
      return Progress.MALFORMED;
    }
    if (available < HEADER_BYTES) {
      return Progress.NEED_MORE;
    }
    int length = Bytes.u16(buffer, start + LENGTH);
    return length <= MAX_FRAGMENT_BYTES && (length > 0 || mayBeEmpty(Bytes.u8(buffer, start)))
        ? Progress.DONE
        : Progress.MALFORMED;
  }

  private static boolean mayBeEmpty(int type) {
    return type == ContentType.APPLICATION_DATA || type == ContentType.HANDSHAKE;
  }

  private static boolean isContentType(int type) {
    return type >= ContentType.CHANGE_CIPHER_SPEC && type <= ContentType.HEARTBEAT;
  }

  /**
   * Describes the header.
   *
   * @param clear whether the fragment is not encrypted
   */
  public void describe(FieldSink sink, boolean clear) {
    boolean hello = clear && contentType() != ContentType.CHANGE_CIPHER_SPEC;
    sink.field(
        "type, legacy_record_version, length",
        start,
        HEADER_BYTES,
        contentType()
            + ", "
            + FieldSink.version(version())
            + (hello ? " (no evidence of a version)" : "")
            + ", "
            + FieldSink.count(fragmentLength()),
        "RFC 8446 §5.1");
  }

  /** The content type, see {@link ContentType}. */
  public int contentType() {
    return Bytes.u8(buffer, start);
  }

  /** The record's version field, 0x0300 to 0x03ff: says little, see the class comment. */
  public int version() {
    return Bytes.u16(buffer, start + VERSION);
  }

  /** Index in the buffer of the fragment's first byte. */
  public int fragmentStart() {
    return start + HEADER_BYTES;
  }

  /** Length of the fragment, 0 to {@link #MAX_FRAGMENT_BYTES}. */
  public int fragmentLength() {
    return Bytes.u16(buffer, start + LENGTH);
  }

  /** Length of the record, header included. */
  public int length() {
    return HEADER_BYTES + fragmentLength();
  }
}
