package io.tlsfloor.parser;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A read position over borrowed bytes that fails once and stays failed.
 *
 * <p>No read throws on bad input and none allocates. The first that does not fit records where and
 * why; after it every read returns zero and nothing remains, so loops end by themselves and the
 * caller asks {@link #failed()} once, at the end. Reusable; confined to one thread.
 */
public final class Cursor {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer buffer = NOTHING;
  private int start;
  private int position;
  private int limit;
  private boolean open;
  private int failedAt;
  private @Nullable String failedField;
  private Reason reason = Reason.TRUNCATED;

  /**
   * Starts over on {@code length} bytes at {@code start}.
   *
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}
   */
  public void wrap(ByteBuffer buffer, int start, int length) {
    java.util.Objects.checkFromIndexSize(start, length, buffer.limit());
    this.buffer = buffer;
    this.start = start;
    this.position = start;
    this.limit = start + length;
    this.open = false;
    this.failedField = null;
  }

  /**
   * Works as {@link #wrap} for the beginning of something whose end is not there, or not sound: a
   * range that goes beyond the bytes that are there ends with them.
   *
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}
   */
  public void wrapBeginning(ByteBuffer buffer, int start, int available) {
    wrap(buffer, start, available);
    open = true;
  }

  /** Index in the buffer of the next byte. */
  public int position() {
    return position;
  }

  /** Bytes left in the innermost entered range. */
  public int remaining() {
    return limit - position;
  }

  /** Returns whether a byte is left in the innermost entered range. */
  public boolean hasRemaining() {
    return position < limit;
  }

  /** Reads one byte. */
  public int u8(String field) {
    return claim(1, field) ? Bytes.u8(buffer, position - 1) : 0;
  }

  /** Reads two bytes. */
  public int u16(String field) {
    return claim(2, field) ? Bytes.u16(buffer, position - 2) : 0;
  }

  /** Reads three bytes. */
  public int u24(String field) {
    return claim(3, field) ? Bytes.u24(buffer, position - 3) : 0;
  }

  /** Reads four bytes. */
  public long u32(String field) {
    return claim(4, field) ? Bytes.u32(buffer, position - 4) : 0;
  }

  /** Reads a one-byte length that must lie in {@code min..max}. */
  public int length8(int min, int max, String field) {
    int at = position;
    return checked(u8(field), min, max, at, field);
  }

  /** Reads a two-byte length that must lie in {@code min..max}. */
  public int length16(int min, int max, String field) {
    int at = position;
    return checked(u16(field), min, max, at, field);
  }

  /** Reads a three-byte length that must lie in {@code min..max}. */
  public int length24(int min, int max, String field) {
    int at = position;
    return checked(u24(field), min, max, at, field);
  }

  private int checked(int length, int min, int max, int at, String field) {
    if (failedField != null) {
      return 0;
    }
    if (length < min || length > max) {
      fail(at, field, Reason.BAD_LENGTH);
      return 0;
    }
    return length;
  }

  /** Passes over {@code bytes}; returns the index of the first of them. */
  public int skip(int bytes, String field) {
    int at = position;
    claim(bytes, field);
    return at;
  }

  /**
   * Narrows this cursor to the next {@code length} bytes, so that nothing inside can read beyond.
   *
   * @return what {@link #leave} wants
   */
  public int enter(int length, String field) {
    int outer = limit;
    if (length <= limit - position) {
      limit = position + length;
    } else if (!open) {
      fail(position, field, Reason.TRUNCATED);
    }
    return outer;
  }

  /** Widens again after {@link #enter}; bytes that were left unread inside are an error. */
  public void leave(int outer, String field) {
    end(field);
    if (failedField == null) {
      limit = outer;
    }
  }

  /** Says that the innermost range should be read up. */
  public void end(String field) {
    if (position < limit) {
      fail(position, field, Reason.TRAILING_BYTES);
    }
  }

  /** Records the first failure; later ones are dropped. Nothing remains afterwards. */
  public void fail(int at, String field, Reason why) {
    if (failedField == null) {
      failedAt = at;
      failedField = field;
      reason = why;
    }
    limit = position;
  }

  /** Returns whether any read since {@link #wrap} did not fit. */
  public boolean failed() {
    return failedField != null;
  }

  /** Returns what went wrong, its offset counted from the start of the wrapped range. */
  public Malformed failure() {
    if (failedField == null) {
      throw new IllegalStateException("nothing failed");
    }
    return new Malformed(failedAt - start, failedField, reason);
  }

  private boolean claim(int bytes, String field) {
    if (bytes > limit - position) {
      fail(position, field, Reason.TRUNCATED);
      return false;
    }
    position += bytes;
    return true;
  }
}
