package io.tlsfloor.capture.stream;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Buffers for bytes of connections that wait to be read, lent and given back: most connections need
 * a few for a moment. Their sizes are powers of two. Bounded in what it keeps; confined to one
 * thread.
 */
public final class BufferPool {
  /** A buffer of no bytes, which no one owns. */
  public static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private static final int SMALLEST = 1 << 7; // an old hello fits, an answer has 100 bytes
  private static final int SIZES = 9; // up to 32 KiB: what a stream keeps
  private static final int MAX_FREE_BYTES = 1 << 20;

  private final Size[] sizes = new Size[SIZES];
  private int freeBytes;

  /** The free buffers of one size. */
  private static final class Size {
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
  }

  /** A pool without buffers. */
  public BufferPool() {
    for (int i = 0; i < SIZES; i++) {
      sizes[i] = new Size();
    }
  }

  /**
   * Lends a buffer.
   *
   * @param room bytes that it holds at least, 1 or more; what they are is not said
   */
  public ByteBuffer take(int room) {
    int size = size(room);
    if (size >= SIZES) {
      return ByteBuffer.allocate(room);
    }
    ByteBuffer free = sizes[size].free.pollLast();
    if (free == null) {
      return ByteBuffer.allocate(SMALLEST << size);
    }
    freeBytes -= free.capacity();
    return free;
  }

  /**
   * Lends a wider buffer with the same first bytes, and takes the narrower one back.
   *
   * @param length bytes that are copied
   */
  public ByteBuffer widen(ByteBuffer narrow, int length, int room) {
    ByteBuffer wide = take(room);
    wide.put(0, narrow, 0, length);
    give(narrow);
    return wide;
  }

  /** Takes a buffer back that was lent here; who gives it must not use it any more. */
  public void give(ByteBuffer buffer) {
    int size = size(buffer.capacity());
    if (size < SIZES
        && buffer.capacity() == SMALLEST << size
        && freeBytes + buffer.capacity() <= MAX_FREE_BYTES) {
      freeBytes += buffer.capacity();
      sizes[size].free.addLast(buffer);
    }
  }

  private static int size(int room) {
    return Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros((room - 1) / SMALLEST));
  }
}
