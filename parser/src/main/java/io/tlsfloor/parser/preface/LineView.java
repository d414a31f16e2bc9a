package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One line of a text protocol, read where it lies: bytes up to LF, of which a CR before the LF is
 * no part (RFC 5321 §2.3.8; a bare LF is taken as well, as servers do).
 *
 * <p>Positions count from the line's first byte. Words are compared as ASCII without regard to
 * case. Bytes are borrowed: the view is valid until the next {@code wrap}.
 */
public final class LineView {
  /** Longest line that is looked at, in bytes. RFC 5321 allows 512, IMAP servers 8192 at most. */
  public static final int MAX_BYTES = 4096;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private static final int MIN_MASK = 4; // STLS

  private ByteBuffer buffer = NOTHING;
  private int start;
  private int length;

  /**
   * Points this view at the line that begins at {@code start}.
   *
   * @param buffer holds the bytes; neither its position nor its limit is moved
   * @param available bytes from {@code start} on; no more than {@link #MAX_BYTES} are searched
   * @return bytes the line takes, its end included; 0 if it does not end within them
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}
   */
  public int wrap(ByteBuffer buffer, int start, int available) {
    java.util.Objects.checkFromIndexSize(start, available, buffer.limit());
    int end = lineFeed(buffer, start, Math.min(available, MAX_BYTES));
    if (end < 0) {
      return 0;
    }
    this.buffer = buffer;
    this.start = start;
    length = end - start;
    if (length > 0 && at(length - 1) == '\r') {
      length--;
    }
    return end + 1 - start;
  }

  /** Points this view at bytes of a line, whose end may not be there. */
  void wrapPart(ByteBuffer buffer, int start, int bytes) {
    this.buffer = buffer;
    this.start = start;
    length = bytes;
  }

  /** Index of the first LF among {@code available} bytes, or -1. */
  public static int lineFeed(ByteBuffer buffer, int start, int available) {
    for (int i = start; i < start + available; i++) {
      if (buffer.get(i) == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** Bytes in the line, its end left out. */
  public int length() {
    return length;
  }

  /** The byte at a position, 0 to 255; -1 beyond the line's end. */
  public int at(int position) {
    if (position < 0 || position >= length) {
      return -1;
    }
    return Bytes.u8(buffer, start + position);
  }

  /** Returns whether the line holds {@code text} at {@code from}, whatever its case. */
  public boolean has(int from, String text) {
    if (from < 0 || from > length - text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (upper(at(from + i)) != upper(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether the line begins with {@code text}, whatever its case. */
  public boolean startsWith(String text) {
    return has(0, text);
  }

  /** Returns whether the word at {@code from}, up to a space or the line's end, is {@code text}. */
  public boolean word(int from, String text) {
    return has(from, text) && wordEnd(from) == from + text.length();
  }

  /** Returns whether the word at {@code from} is one of {@code words}. */
  boolean isOneOf(int from, List<String> words) {
    int size = wordEnd(from) - from;
    for (int i = 0; size > 0 && i < words.size(); i++) {
      String word = words.get(i);
      if (word.length() == size && has(from, word)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns whether the word at {@code from} was overwritten as some middleboxes do: the letter X
   * throughout, but for the last letter, which sometimes is another.
   */
  boolean isMask(int from) {
    int end = wordEnd(from);
    if (end - from < MIN_MASK) {
      return false;
    }
    for (int i = from; i < end - 1; i++) {
      if (at(i) != 'X') {
        return false;
      }
    }
    return at(end - 1) >= 'A' && at(end - 1) <= 'Z';
  }

  /** How many letters it begins with. */
  int letters() {
    int end = 0;
    while (upper(at(end)) >= 'A' && upper(at(end)) <= 'Z') {
      end++;
    }
    return end;
  }

  /** Position of the space or tab that ends the word at {@code from}, or the line's length. */
  public int wordEnd(int from) {
    int i = from;
    while (i < length && !isBlank(at(i))) {
      i++;
    }
    return i;
  }

  /** Position of the first byte from {@code from} on that is neither space nor tab. */
  public int skipBlanks(int from) {
    int i = from;
    while (i < length && isBlank(at(i))) {
      i++;
    }
    return i;
  }

  /** Position of the first {@code wanted} from {@code from} on, or -1. */
  public int indexOf(char wanted, int from) {
    for (int i = Math.max(0, from); i < length; i++) {
      if (at(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Returns whether {@code text} stands somewhere in the line, whatever its case. */
  public boolean contains(String text) {
    for (int i = 0; i <= length - text.length(); i++) {
      if (has(i, text)) {
        return true;
      }
    }
    return false;
  }

  /** The decimal number in {@code from..to-1}; -1 if there is none, or one above 2^31-1. */
  public int decimal(int from, int to) {
    if (from >= to || to > length) {
      return -1;
    }
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = at(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
      if (value > Integer.MAX_VALUE) {
        return -1;
      }
    }
    return (int) value;
  }

  /** Returns whether every byte is text: no control character but tab. */
  public boolean isText() {
    for (int i = 0; i < length; i++) {
      if (!isText(at(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a byte may stand in a line of text: no control character but tab. */
  public static boolean isText(int value) {
    return value >= 0x20 && value != 0x7F || value == '\t';
  }

  /** A copy of {@code from..to-1}, read as UTF-8; what is none becomes U+FFFD. */
  public String copy(int from, int to) {
    int end = Math.min(to, length);
    if (from >= end) {
      return "";
    }
    byte[] bytes = new byte[end - from];
    buffer.get(start + from, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static boolean isBlank(int value) {
    return value == ' ' || value == '\t';
  }

  private static int upper(int value) {
    return value >= 'a' && value <= 'z' ? value - 32 : value;
  }
}
