package io.tlsfloor.parser.dns;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.observation.KeyedHash;
import java.nio.ByteBuffer;

/**
 * Domain names as they lie in a message (RFC 1035 §3.1, §4.1.4).
 *
 * <p>A compression pointer must lead to before the part of the name that it ends: to a prior
 * occurrence, as the RFC has it. So following pointers always comes to an end.
 */
final class DnsNames {
  /** No name is longer on the wire, its last zero included (RFC 1035 §2.3.4). */
  static final int MAX_BYTES = 255;

  /** What {@link #end} returns for what is no name. */
  static final int MALFORMED = -1;

  /** A name's parts are few; a chain of pointers without labels would only cost time. */
  private static final int MAX_POINTERS = 64;

  private static final int POINTER = 0xC0;
  private static final int OFFSET = 0x3FFF;

  /** A message's author must not know which names have the same hash. */
  private static final long TIMES = KeyedHash.secret() | 1;

  private DnsNames() {}

  /**
   * The index after the name at {@code at}, where it stands: after its zero, or after its first
   * pointer. The whole name is checked, through all pointers.
   *
   * @param start of the message, which pointers count from
   * @param limit index after the message's last byte
   * @return {@link #MALFORMED} if it is no name
   */
  static int end(ByteBuffer buffer, int start, int limit, int at) {
    int position = at;
    int part = at;
    int end = MALFORMED;
    int bytes = 1; // the zero at the end
    int pointers = 0;
    while (position < limit) {
      int length = Bytes.u8(buffer, position);
      if (length == 0) {
        return end == MALFORMED ? position + 1 : end;
      }
      if (length >= POINTER) {
        if (limit - position < 2) {
          return MALFORMED;
        }
        int target = start + (Bytes.u16(buffer, position) & OFFSET);
        if (target >= part
            || target < start + DnsMessageView.HEADER_BYTES
            || ++pointers > MAX_POINTERS) {
          return MALFORMED;
        }
        end = end == MALFORMED ? position + 2 : end;
        part = target;
        position = target;
      } else {
        bytes += 1 + length;
        if (length >= 0x40 || bytes > MAX_BYTES) {
          return MALFORMED;
        }
        position += 1 + length;
      }
    }
    return MALFORMED;
  }

  /** Index of the first label's length byte of a name that was checked, pointers followed. */
  private static int label(ByteBuffer buffer, int start, int at) {
    int position = at;
    while (Bytes.u8(buffer, position) >= POINTER) {
      position = start + (Bytes.u16(buffer, position) & OFFSET);
    }
    return position;
  }

  /** Index of the first label's text if that is {@code length} bytes long, else -1. */
  static int firstLabelOf(ByteBuffer buffer, int start, int at, int length) {
    int label = label(buffer, start, at);
    return Bytes.u8(buffer, label) == length ? label + 1 : -1;
  }

  /** Whether a name that was checked is the root: no label at all. */
  static boolean isRoot(ByteBuffer buffer, int start, int at) {
    return Bytes.u8(buffer, label(buffer, start, at)) == 0;
  }

  /** Whether two names that were checked are the same, ASCII letters of either case (RFC 4343). */
  static boolean same(ByteBuffer buffer, int start, int one, int other) {
    int a = label(buffer, start, one);
    int b = label(buffer, start, other);
    while (a != b) {
      int length = Bytes.u8(buffer, a);
      if (length != Bytes.u8(buffer, b)) {
        return false;
      }
      if (length == 0) {
        return true;
      }
      for (int i = 1; i <= length; i++) {
        if (lower(Bytes.u8(buffer, a + i)) != lower(Bytes.u8(buffer, b + i))) {
          return false;
        }
      }
      a = label(buffer, start, a + 1 + length);
      b = label(buffer, start, b + 1 + length);
    }
    return true;
  }

  /**
   * A hash of a name that was checked, the same for names that are the same: so that those of one
   * message are not compared each with each, which takes their maker little and us much.
   */
  static long hash(ByteBuffer buffer, int start, int at) {
    long hash = 0;
    int label = label(buffer, start, at);
    int length = Bytes.u8(buffer, label);
    while (length > 0) {
      for (int i = 0; i <= length; i++) {
        hash = (hash ^ lower(Bytes.u8(buffer, label + i))) * TIMES;
        hash ^= hash >>> 32;
      }
      label = label(buffer, start, label + 1 + length);
      length = Bytes.u8(buffer, label);
    }
    return hash;
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }

  /**
   * A name that was checked as text without a dot at its end: each byte a character U+0000 to
   * U+00FF as it was sent, but a backslash before a dot or backslash that is part of a label (RFC
   * 1035 §5.1). Empty for the root.
   */
  static String text(ByteBuffer buffer, int start, int at) {
    StringBuilder text = new StringBuilder(64);
    int position = label(buffer, start, at);
    int length = Bytes.u8(buffer, position);
    while (length > 0) {
      if (!text.isEmpty()) {
        text.append('.');
      }
      for (int i = 1; i <= length; i++) {
        char c = (char) Bytes.u8(buffer, position + i);
        if (c == '.' || c == '\\') {
          text.append('\\');
        }
        text.append(c);
      }
      position = label(buffer, start, position + 1 + length);
      length = Bytes.u8(buffer, position);
    }
    return text.toString();
  }
}
