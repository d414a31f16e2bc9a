package io.tlsfloor.capture.stream;

import java.nio.ByteBuffer;

/**
 * Bytes that were delivered in order and that the reader has not used yet, in a lent buffer: at
 * most {@link Stream#MAX_KEPT_BYTES}.
 */
final class UnusedBytes {
  private final BufferPool pool;
  private ByteBuffer bytes = BufferPool.NOTHING;
  private int length;
  private boolean overflowed;

  UnusedBytes(BufferPool pool) {
    this.pool = pool;
  }

  /** The bytes, from index 0 on; lent until the next call that changes them. */
  ByteBuffer bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Whether there were once too many: they were dropped. */
  boolean overflowed() {
    return overflowed;
  }

  /** Begins again, of another connection. */
  void begin() {
    clear();
    overflowed = false;
  }

  /** Copies {@code count} bytes behind those that are there; drops all if they are too many. */
  void add(ByteBuffer source, int start, int count) {
    if (length + count > Stream.MAX_KEPT_BYTES) {
      overflowed = true;
      clear();
    } else if (count > 0) {
      int total = length + count;
      if (total > bytes.capacity()) {
        bytes = pool.widen(bytes, length, total);
      }
      bytes.put(length, source, start, count);
      length = total;
    }
  }

  /** Drops the first {@code used} bytes. */
  void drop(int used) {
    if (used == length) {
      clear();
    } else if (used > 0) {
      length -= used;
      bytes.put(0, bytes, used, length);
    }
  }

  /** Drops all, and gives the buffer back. */
  void clear() {
    pool.give(bytes);
    bytes = BufferPool.NOTHING;
    length = 0;
  }

  /** Memory in use. */
  int heldBytes() {
    return bytes.capacity();
  }
}
