package io.tlsfloor.parser.dns;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.observation.KeyedHash;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Domain names as they lie in a message (RFC 1035 §3.1, §4.1.4).
 *
 * <p>A compression pointer must lead to before the part of the name that it ends: to a prior
 * occurrence, as the RFC has it. So following pointers always comes to an end. What was found at a
 * place is kept, and names that point there do not walk it again: a message costs its bytes, and
 * not those that its names would have.
 */
final class DnsNames {
  /** No name is longer on the wire, its last zero included (RFC 1035 §2.3.4). */
  static final int MAX_BYTES = 255;

  /** Holds what {@link #end} returns for what is no name. */
  static final int MALFORMED = -1;

  /** A name's parts are few; a chain of pointers without labels would only cost time. */
  private static final int MAX_POINTERS = 64;

  private static final int POINTER = 0xC0;
  private static final int OFFSET = 0x3FFF;

  /** A message's author must not know which names have the same hash. */
  private static final long TIMES = KeyedHash.secret() | 1;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;
  private int limit;
  private final int[] steps = new int[MAX_BYTES / 2 + MAX_POINTERS + 1]; // labels and pointers

  // What is known of the name that begins at each byte of the message.
  private char[] sizes = new char[0]; // bytes of all its labels; 0 if it was not met yet
  private char[] hops = sizes; // pointers on its way
  private int[] targets = new int[0]; // where the first of them leads; 0 for none
  private int[] ends = targets; // as end says
  private long[] hashes = new long[0];

  /** Stands before a message; bytes are borrowed until the next call. */
  void wrap(ByteBuffer message, int at, int length) {
    buffer = message;
    start = at;
    limit = at + length;
    if (sizes.length < length) {
      int room = Math.max(length, DnsMessageView.MIN_COPY);
      sizes = new char[room];
      hops = new char[room];
      targets = new int[room];
      ends = new int[room];
      hashes = new long[room];
    } else {
      Arrays.fill(sizes, 0, length, '\0');
    }
  }

  /**
   * The index after the name at {@code at}, where it stands: after its zero, or after its first
   * pointer. The whole name is checked, through all pointers.
   *
   * @return {@link #MALFORMED} if it is no name
   */
  int end(int at) {
    int position = at;
    int part = at;
    int bytes = 0;
    int pointers = 0;
    int count = 0;
    while (position < limit && sizes[position - start] == 0) {
      int length = Bytes.u8(buffer, position);
      if (length == 0) {
        learn(position, 1, 0, 0, position + 1, 0);
      } else if (length >= POINTER) {
        if (limit - position < 2) {
          return MALFORMED;
        }
        int target = target(position);
        if (target >= part
            || target < start + DnsMessageView.HEADER_BYTES
            || ++pointers > MAX_POINTERS) {
          return MALFORMED;
        }
        steps[count++] = position;
        part = target;
        position = target;
      } else {
        bytes += 1 + length;
        if (length >= 0x40 || bytes >= MAX_BYTES) {
          return MALFORMED;
        }
        steps[count++] = position;
        position += 1 + length;
      }
    }
    int known = position - start;
    if (position >= limit
        || targets[known] >= part
        || bytes + sizes[known] > MAX_BYTES
        || pointers + hops[known] > MAX_POINTERS) {
      return MALFORMED;
    }
    while (count > 0) {
      position = step(steps[--count], position);
    }
    return ends[at - start];
  }

  /** Learns of the name at {@code at} by what is known of its rest at {@code next}. */
  private int step(int at, int next) {
    int rest = next - start;
    int length = Bytes.u8(buffer, at);
    if (length >= POINTER) {
      learn(at, sizes[rest], hops[rest] + 1, next, at + 2, hashes[rest]);
    } else {
      long hash = hashes[rest];
      for (int i = 0; i <= length; i++) {
        hash = (hash ^ lower(Bytes.u8(buffer, at + i))) * TIMES;
        hash ^= hash >>> 32;
      }
      learn(at, sizes[rest] + 1 + length, hops[rest], targets[rest], ends[rest], hash);
    }
    return at;
  }

  private void learn(int at, int size, int pointers, int target, int end, long hash) {
    int place = at - start;
    sizes[place] = (char) size;
    hops[place] = (char) pointers;
    targets[place] = target;
    ends[place] = end;
    hashes[place] = hash;
  }

  private int target(int pointer) {
    return start + (Bytes.u16(buffer, pointer) & OFFSET);
  }

  /** Index of the first label's length byte of a name that was checked, pointers followed. */
  private int label(int at) {
    int position = at;
    while (Bytes.u8(buffer, position) >= POINTER) {
      position = target(position);
    }
    return position;
  }

  /** Index of the first label's text if that is {@code length} bytes long, else -1. */
  int firstLabelOf(int at, int length) {
    int label = label(at);
    return Bytes.u8(buffer, label) == length ? label + 1 : -1;
  }

  /** Returns whether a name that was checked is the root: no label at all. */
  boolean isRoot(int at) {
    return sizes[at - start] == 1;
  }

  /**
   * Returns whether two names that were checked are the same, ASCII letters of either case (RFC
   * 4343).
   */
  boolean same(int one, int other) {
    int a = label(one);
    int b = label(other);
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
      a = label(a + 1 + length);
      b = label(b + 1 + length);
    }
    return true;
  }

  /**
   * A hash of a name that was checked, the same for names that are the same: so that those of one
   * message are not compared each with each, which takes their maker little and us much.
   */
  long hash(int at) {
    return hashes[at - start];
  }

  private static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
  }

  /**
   * A name that was checked as text without a dot at its end: each byte a character U+0000 to
   * U+00FF as it was sent, but a backslash before a dot or backslash that is part of a label (RFC
   * 1035 §5.1). Empty for the root.
   */
  String text(int at) {
    StringBuilder text = new StringBuilder(64);
    int position = label(at);
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
      position = label(position + 1 + length);
      length = Bytes.u8(buffer, position);
    }
    return text.toString();
  }
}
