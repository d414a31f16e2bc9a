package io.tlsfloor.capture.file;

import io.tlsfloor.capture.Damage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of a capture's bytes that is being read, in one large reused buffer.
 *
 * <p>A reader asks for so many contiguous bytes and gets their index in {@link #buffer()}. They
 * stay there until the next request; what does not fit at the buffer's end is moved to its start
 * first, so only the packet that straddles the end is ever copied. Allocates nothing after
 * construction.
 */
final class ByteWindow implements Closeable {
  /** Bytes of the buffer; small enough to stay in a processor's second-level cache. */
  static final int CAPACITY = 1 << 20;

  /**
   * Bytes of the first read: all that is needed to recognise what a file is, and when it begins.
   */
  private static final int FIRST_READ = 1 << 16;

  /** The longest run of bytes that can be asked for. */
  static final int MAX_RUN = CAPACITY / 2;

  private static final int PAGE = 1 << 12;

  /** Smaller files are read before a second thread would have begun. */
  private static final long MIN_SIZE_AHEAD = 2L << 20;

  /** Buffers of closed windows: a folder of thousands of captures makes a few. */
  private static final ArrayBlockingQueue<ByteBuffer> FREE = new ArrayBlockingQueue<>(8);

  private final ByteInput input;
  private final ByteBuffer own;
  private ByteBuffer buffer;
  private @Nullable ReadAhead ahead;
  private boolean closed;
  private int position;
  private int limit;
  private long base; // input offset of the buffer's first byte
  private Damage damage = Damage.NONE;

  ByteWindow(ByteInput input) {
    this.input = input;
    ByteBuffer free = FREE.poll();
    this.own = free == null ? pageAligned(CAPACITY) : free;
    this.buffer = own;
  }

  /**
   * A buffer whose first byte lies on a page boundary. The memory that Java gives lies 16 bytes
   * behind one, and some processors (AMD's since Zen 3) copy from the page cache to there at half
   * their speed.
   */
  static ByteBuffer pageAligned(int capacity) {
    return ByteBuffer.allocateDirect(capacity + PAGE).alignedSlice(PAGE).limit(capacity).slice();
  }

  /** Holds the bytes, big-endian; may be another after a request. */
  ByteBuffer buffer() {
    return buffer;
  }

  /** Offset in the input of the next byte. */
  long offset() {
    return base + position;
  }

  /** Bytes that are here already, without asking the input. */
  int available() {
    return limit - position;
  }

  /**
   * Makes {@code count} bytes contiguous, without consuming them.
   *
   * @param count 0 to {@link #MAX_RUN}
   * @return index of the first; -1 if the input ends before, with all that is left available
   */
  int peek(int count) throws IOException {
    return count <= limit - position || fill(count) ? position : -1;
  }

  /** Works as {@link #peek}, and consumes them unless the answer is -1. */
  int take(int count) throws IOException {
    int at = peek(count);
    if (at >= 0) {
      position += count;
    }
    return at;
  }

  /** Consumes bytes that are available. */
  void advance(int count) {
    position += count;
  }

  /**
   * Consumes {@code count} bytes without looking at them.
   *
   * @return false if the input surely ends before; of a file it may be known only at the next
   *     request
   */
  boolean skip(long count) throws IOException {
    long left = count;
    while (left > limit - position) {
      left -= limit - position;
      position = limit;
      long skipped = damage.isThere() || ahead != null ? 0 : input.skip(left);
      if (skipped > 0) {
        base += limit + skipped;
        position = 0;
        limit = 0;
        left -= skipped;
      } else if (left > 0 && !fill(1)) {
        return false;
      }
    }
    position += (int) left;
    return true;
  }

  /** Damage of the compressed data around the capture; the input seems to end there. */
  Damage damage() {
    return damage;
  }

  /**
   * Returns whether asking for bytes that are not there waits until another program writes them.
   */
  boolean waitsForMore() {
    return input.waitsForMore();
  }

  /** Returns whether more bytes may come later than now. */
  boolean isGrowing() {
    return input.isGrowing();
  }

  /** Bytes of the input that were consumed here or wait in the buffer, as stored. */
  long storedBytes() {
    return input.storedBytes();
  }

  OptionalLong storedSize() {
    return input.storedSize();
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      position = 0;
      limit = 0;
      if (ahead != null) {
        ahead.close();
      }
      FREE.offer(own);
    }
    input.close();
  }

  /** A second thread costs a little, and gains nothing without a second processor. */
  private boolean isWorthReadingAhead() {
    return input.readsAhead()
        && input.storedSize().orElse(0) >= MIN_SIZE_AHEAD
        && Runtime.getRuntime().availableProcessors() > 1;
  }

  /** Goes on with the next block; what is left of this one is put right before it. */
  @SuppressWarnings("ReferenceEquality") // which buffer it is, not what it holds
  private boolean fillAhead(ReadAhead blocks, int count) throws IOException {
    while (count > limit - position) {
      ByteBuffer block = blocks.next();
      if (block == null) {
        return false;
      }
      int left = limit - position;
      int start = ReadAhead.HEADROOM - left;
      block.put(start, buffer, position, left);
      if (buffer != own) {
        blocks.giveBack(buffer);
      }
      base += position - start;
      buffer = block;
      position = start;
      limit = block.limit();
    }
    return true;
  }

  private boolean fill(int count) throws IOException {
    if (count > MAX_RUN) {
      throw new IllegalArgumentException(count + " bytes asked for, at most " + MAX_RUN);
    }
    if (damage.isThere()) {
      return false;
    }
    if (ahead == null && base + limit > 0 && isWorthReadingAhead()) {
      ahead = new ReadAhead(input);
    }
    if (ahead != null) {
      return fillAhead(ahead, count);
    }
    if (position == limit) {
      base += position;
      position = 0;
      limit = 0;
    } else if (count > CAPACITY - position || limit == CAPACITY) {
      buffer.limit(limit).position(position);
      buffer.compact();
      base += position;
      limit -= position;
      position = 0;
    }
    while (count > limit - position) {
      buffer.limit(base + limit == 0 ? FIRST_READ : CAPACITY).position(limit);
      int read;
      try {
        read = input.read(buffer);
      } catch (DamagedInputException broken) {
        damage = new Damage(base + limit, broken.what());
        return false;
      }
      if (read < 0) {
        return false;
      }
      limit += read;
    }
    return true;
  }
}
