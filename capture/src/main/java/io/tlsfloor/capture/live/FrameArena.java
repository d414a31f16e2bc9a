package io.tlsfloor.capture.live;

import io.tlsfloor.capture.Frame;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of frames in one piece of memory, from one thread to one other.
 *
 * <p>A frame that finds no room waits a while for it, and is then dropped and counted. Bytes that
 * were taken stay valid until the next {@link #poll}.
 */
public final class FrameArena {
  private static final int LENGTH = 0;
  private static final int ORIGINAL = 4;
  private static final int TIME = 8;
  private static final int HEADER = 16; // of each record; records begin at multiples of 8
  private static final int SKIP = -1; // length that says: go on at the start of the memory
  private static final long NAP_NANOS = 100_000; // between looks for room

  private final ByteBuffer memory; // the writer's view, big-endian as frames are read
  private final ByteBuffer frames; // the reader's: whoever is lent it may set its order or limits
  private final int capacity;
  private final AtomicLong written = new AtomicLong(); // both positions only grow
  private final AtomicLong released = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private volatile @Nullable Thread waiting;
  private long taken; // the reader's own: released, and the record that is lent out
  private long known; // the reader's own: how far the writer was known to be

  /**
   * An empty queue.
   *
   * @param capacity in bytes, a power of two
   */
  public FrameArena(int capacity) {
    if (Integer.bitCount(capacity) != 1 || capacity < 2 * HEADER) {
      throw new IllegalArgumentException("capacity " + capacity + " is no power of two");
    }
    this.capacity = capacity;
    memory = ByteBuffer.allocateDirect(capacity);
    frames = memory.duplicate();
  }

  /**
   * The writer's: copies a frame in, or counts it as dropped.
   *
   * @param patienceNanos how long to wait for room
   */
  public boolean offer(byte[] bytes, int originalLength, long timeNanos, long patienceNanos) {
    int size = (HEADER + bytes.length + 7) & ~7;
    long at = written.get();
    int index = (int) (at & (capacity - 1));
    int skip = capacity - index < size ? capacity - index : 0;
    if (!room(at, size + skip, patienceNanos)) {
      dropped.incrementAndGet();
      return false;
    }
    if (skip > 0) {
      memory.putInt(index + LENGTH, SKIP); // there are always 8 bytes
      at += skip;
      index = 0;
    }
    memory.putInt(index + LENGTH, bytes.length);
    memory.putInt(index + ORIGINAL, originalLength);
    memory.putLong(index + TIME, timeNanos);
    memory.put(index + HEADER, bytes);
    written.set(at + size);
    Thread reader = waiting;
    if (reader != null) {
      LockSupport.unpark(reader);
    }
    return true;
  }

  private boolean room(long at, int bytes, long patienceNanos) {
    if (bytes <= capacity - (at - released.get())) {
      return true;
    }
    long start = System.nanoTime();
    while (bytes <= capacity && System.nanoTime() - start < patienceNanos) {
      LockSupport.parkNanos(this, NAP_NANOS);
      if (bytes <= capacity - (at - released.get())) {
        return true;
      }
    }
    return false;
  }

  /** The reader's: time of the next frame, or {@link LiveCapture#NOTHING}. */
  public long nextNanos() {
    return find() ? frames.getLong(index() + TIME) : LiveCapture.NOTHING;
  }

  /** The reader's: points {@code frame} at the next frame, and gives the one before back. */
  public boolean poll(Frame frame, long number, int linkType) {
    released.lazySet(taken);
    if (!find()) {
      return false;
    }
    int index = index();
    int length = frames.getInt(index + LENGTH);
    frame.bytes(frames, index + HEADER, length, frames.getInt(index + ORIGINAL));
    frame.about(number, linkType, frames.getLong(index + TIME), true);
    frame.vlanTci(Frame.NO_TCI);
    taken += (HEADER + length + 7) & ~7;
    return true;
  }

  private int index() {
    return (int) (taken & (capacity - 1));
  }

  private boolean find() {
    if (taken == known) {
      known = written.get();
      if (taken == known) {
        return false;
      }
    }
    if (frames.getInt(index() + LENGTH) == SKIP) {
      taken += capacity - index();
    }
    return true;
  }

  /** The reader's: waits until a frame is there, at most so long; may return early. */
  public void await(long nanos) {
    waiting = Thread.currentThread();
    if (!find()) {
      LockSupport.parkNanos(this, nanos);
    }
    waiting = null;
  }

  /** Any thread's: wakes a reader that waits. */
  public void wake() {
    Thread reader = waiting;
    if (reader != null) {
      LockSupport.unpark(reader);
    }
  }

  /** Frames that found no room. */
  public long dropped() {
    return dropped.get();
  }

  /** Bytes that wait, headers included. */
  public long queuedBytes() {
    return written.get() - released.get();
  }
}
