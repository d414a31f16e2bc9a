package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import java.nio.ByteBuffer;

/**
 * The beginning of an LDAPMessage in BER: its extent, its operation and, for the extended
 * operation, whether it is StartTLS (RFC 4511 §4.1.1, §4.12, §4.14). No other content is read.
 *
 * <p>Bytes are borrowed until the next {@code wrap}.
 */
public final class LdapMessageView {
  /** {@code [APPLICATION 0]}, constructed. */
  public static final int BIND_REQUEST = 0x60;

  /** {@code [APPLICATION 1]}, constructed. */
  public static final int BIND_RESPONSE = 0x61;

  /** {@code [APPLICATION 3]}, constructed. */
  public static final int SEARCH_REQUEST = 0x63;

  /** {@code [APPLICATION 23]}, constructed. */
  public static final int EXTENDED_REQUEST = 0x77;

  /** {@code [APPLICATION 24]}, constructed. */
  public static final int EXTENDED_RESPONSE = 0x78;

  /** Bytes that hold all that this view reads of any message. */
  public static final int HEAD_BYTES = 48;

  private static final String START_TLS = "1.3.6.1.4.1.1466.20037";
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int ENUMERATED = 0x0A;
  private static final int REQUEST_NAME = 0x80;
  private static final int UNKNOWN = -1;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer buffer = NOTHING;
  private int start;
  private int position;
  private int limit;
  private boolean malformed;

  private long length;
  private int operation;
  private int contentAt;
  private int end;

  /**
   * Points this view at a message of which at least the head is there.
   *
   * @return DONE once the message is whole or {@link #HEAD_BYTES} of it are there
   */
  public Progress wrap(ByteBuffer buffer, int start, int available) {
    this.buffer = buffer;
    this.start = start;
    position = start;
    limit = start + Math.min(available, HEAD_BYTES);
    malformed = false;
    tag(SEQUENCE);
    long body = berLength();
    length = position - start + body;
    tag(INTEGER);
    long idLength = berLength();
    malformed |= idLength > 4 || body != UNKNOWN && body < idLength + 4;
    position += (int) Math.max(0, Math.min(idLength, 4));
    operation = u8();
    long content = berLength();
    contentAt = position;
    malformed |= operation != UNKNOWN && (operation & 0xC0) != 0x40; // class APPLICATION
    if (malformed || content > length) {
      return Progress.MALFORMED;
    }
    if (position > limit || available < HEAD_BYTES && available < length) {
      return Progress.NEED_MORE;
    }
    end = (int) Math.min(start + length, limit);
    return Progress.DONE;
  }

  /** Bytes of the whole message, at most 2^32+6. */
  public long length() {
    return length;
  }

  /**
   * Bytes before the operation's content: of this message, its id and its operation the headers.
   */
  public int headerBytes() {
    return contentAt - start;
  }

  /** Tag of the operation. */
  public int operation() {
    return operation;
  }

  /** Whether it is an extended request for TLS. */
  public boolean asksForTls() {
    int name = contentAt + 2;
    if (operation != EXTENDED_REQUEST
        || name + START_TLS.length() > end
        || Bytes.u8(buffer, contentAt) != REQUEST_NAME
        || Bytes.u8(buffer, contentAt + 1) != START_TLS.length()) {
      return false;
    }
    for (int i = 0; i < START_TLS.length(); i++) {
      if (Bytes.u8(buffer, name + i) != START_TLS.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The resultCode of a response; -1 if it is not where it should be (RFC 4511 §4.1.9). */
  public int resultCode() {
    boolean there =
        contentAt + 3 <= end
            && Bytes.u8(buffer, contentAt) == ENUMERATED
            && Bytes.u8(buffer, contentAt + 1) == 1;
    return there ? Bytes.u8(buffer, contentAt + 2) : -1;
  }

  private void tag(int expected) {
    int tag = u8();
    malformed |= tag != UNKNOWN && tag != expected;
  }

  /**
   * A length in short form, or long form of up to four bytes; -1 beyond the bytes that are there.
   */
  private long berLength() {
    int first = u8();
    if (first < 0x80) {
      return first;
    }
    int bytes = first & 0x7F;
    if (bytes == 0 || bytes > 4) { // the indefinite form is not allowed, RFC 4511 §5.1
      malformed = true;
      return UNKNOWN;
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      int next = u8();
      value = next == UNKNOWN ? UNKNOWN : value << 8 | next;
    }
    return position > limit ? UNKNOWN : value;
  }

  private int u8() {
    position++;
    return position <= limit ? Bytes.u8(buffer, position - 1) : UNKNOWN;
  }
}
