package io.tlsfloor.capture.stream;

import io.tlsfloor.parser.observation.FrameRef;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The bytes of one direction of a TCP connection in their order: {@link Stream} puts them there,
 * and a reader takes them, as soon as they make whole units.
 *
 * <p>Offsets count from the first byte that came, at 0; bytes that were given up count, too.
 */
public abstract sealed class OrderedBytes permits Stream {
  /** Room for bytes that a reader has not used yet: a record and a half (RFC 8446 §5.2). */
  public static final int MAX_KEPT_BYTES = 1 << 15;

  /** Frames that are named for one message; a message of a byte a frame has more. */
  public static final int MAX_FRAMES = 64;

  private final int direction;
  private final StreamReader reader;
  private final BufferPool pool;
  private final FrameLog log = new FrameLog();
  private final RecentSegments recent;

  private ByteBuffer unused = BufferPool.NOTHING; // delivered and not used yet, in a lent buffer
  private int unusedLength;
  private boolean overflowed;
  private long readAt;
  private long newestAt;
  private int conflicts;

  /** Sequence number of the next byte, as far as {@link Stream} knows it. */
  int next;

  /** Stream offset after the last byte that came or was given up. */
  long arrived;

  /** Gaps that were given up. */
  int holes;

  OrderedBytes(int direction, BufferPool pool, StreamReader reader) {
    this.direction = direction;
    this.pool = pool;
    this.reader = reader;
    this.recent = new RecentSegments(pool);
  }

  /** Begins again, of another connection: what was lent is given back. */
  void begin() {
    log.clear();
    recent.clear();
    dropAll();
    overflowed = false;
    next = 0;
    arrived = 0;
    readAt = 0;
    newestAt = 0;
    holes = 0;
    conflicts = 0;
  }

  /** Whether a segment is a copy of one that was captured a moment ago. */
  final boolean hasCopy(int sequence, ByteBuffer buffer, int start, int length, long nowNanos) {
    int index = recent.find(sequence, length);
    return index >= 0 && recent.isClose(index, nowNanos) && isSame(index, buffer, start, length);
  }

  /** Whether a recent segment has these bytes, as far as it is known. */
  private boolean isSame(int index, ByteBuffer buffer, int start, int length) {
    return recent.isWithReader(index)
        ? reader.hasFirst(this, recent.offset(index), buffer, start, length)
        : recent.hasBytes(index, buffer, start, length);
  }

  /** Takes a segment that begins at the next byte, or before it. */
  final void inOrder(
      int sequence, ByteBuffer buffer, int start, int length, int missing, FrameMark frame) {
    int seen = next - sequence;
    if (seen < 0) {
      return; // half of all sequence numbers away: neither before nor after (RFC 9293 §3.4)
    }
    if (seen > 0) {
      again(sequence, buffer, start, length);
    }
    if (seen < length) {
      long offset = arrived;
      deliver(buffer, start + seen, length - seen, frame);
      if (seen == 0 && !overflowed) {
        boolean kept = reader.keeps(this, offset, length);
        recent.add(sequence, offset, buffer, start, length, frame.timeNanos(), kept);
      }
      seen = length;
    }
    long sent = (long) length + missing;
    if (missing > 0 && seen < sent) {
      skip(sent - seen);
    }
  }

  private void deliver(ByteBuffer buffer, int start, int length, FrameMark frame) {
    next += length;
    newestAt = arrived;
    long all = arrived + length;
    int at = start;
    int end = start + length;
    if (!overflowed) {
      log.add(all, frame);
    }
    while (at < end && unusedLength > 0) { // a segment may be longer than is kept
      int part = Math.max(Math.min(end - at, MAX_KEPT_BYTES - unusedLength), 1);
      keep(buffer, at, part);
      arrived += part;
      at += part;
      offerAgain();
    }
    arrived = all;
    if (at < end && !overflowed) {
      readAt = arrived - (end - at);
      int used = reader.read(this, buffer, at, end - at);
      readAt += used;
      keep(buffer, at + used, end - at - used);
    }
  }

  /** Copies {@code count} bytes behind those that are there; drops all if they are too many. */
  private void keep(ByteBuffer source, int start, int count) {
    if (unusedLength + count > MAX_KEPT_BYTES) {
      overflowed = true;
      dropAll();
    } else if (count > 0) {
      int total = unusedLength + count;
      if (total > unused.capacity()) {
        unused = pool.widen(unused, unusedLength, total);
      }
      unused.put(unusedLength, source, start, count);
      unusedLength = total;
    }
  }

  private void dropAll() {
    pool.give(unused);
    unused = BufferPool.NOTHING;
    unusedLength = 0;
  }

  /** Offers the bytes that the reader has not used once more, without new ones behind them. */
  public void offerAgain() {
    if (unusedLength > 0) {
      int used = reader.read(this, unused, 0, unusedLength);
      readAt += used;
      if (used == unusedLength) {
        dropAll();
      } else if (used > 0) {
        unusedLength -= used;
        unused.put(0, unused, used, unusedLength);
      }
    }
  }

  /** Goes on behind {@code missing} bytes that will not come. */
  final void skip(long missing) {
    holes++;
    if (!overflowed) {
      reader.hole(this, unused, unusedLength, missing);
    }
    dropAll();
    next += (int) missing;
    arrived += missing;
    readAt = arrived;
  }

  /** Whether all that was delivered has been received, as far as is known. */
  abstract boolean isReceived();

  /**
   * Whether the byte before the next one may be a keep-alive's: such are sent only where nothing is
   * outstanding (RFC 9293 §3.8.4). It is none if that byte was a segment of its own.
   */
  private boolean mayBeKeepAlive(int sequence) {
    return isReceived() && recent.find(sequence, 1) < 0;
  }

  /** Shows the reader another copy of bytes that were delivered: a keep-alive's byte is none. */
  private void again(int sequence, ByteBuffer buffer, int start, int length) {
    int before = next - sequence;
    if (overflowed || length == 1 && before == 1 && mayBeKeepAlive(sequence)) {
      return;
    }
    boolean differs = reader.again(this, arrived - before, buffer, start, length);
    int index = recent.find(sequence, length);
    if (differs
        || index >= 0
            && !recent.isWithReader(index)
            && !recent.hasBytes(index, buffer, start, length)) {
      conflicts++;
    }
  }

  /** Says to the reader that nothing more will come. */
  public void end() {
    if (!overflowed) {
      reader.end(this, unused, unusedLength);
    }
  }

  /** The frames with bytes of the range of stream offsets, as far as they are remembered. */
  public List<FrameRef> frames(long from, long to) {
    return log.frames(from, to);
  }

  /** Forgets frames whose bytes end at or before {@code offset}. */
  public void forgetFramesBefore(long offset) {
    log.dropBefore(offset);
  }

  /** Stream offset of the first byte that the reader has not used: 0 at the first byte seen. */
  public long readOffset() {
    return readAt;
  }

  /** Stream offset of the first byte of the newest segment. */
  public long newestOffset() {
    return newestAt;
  }

  /** Stream offset after the last byte delivered or given up. */
  public long arrivedOffset() {
    return arrived;
  }

  /** Whether the reader has used all that was delivered. */
  final boolean isUsed() {
    return unusedLength == 0;
  }

  /** 0 or 1. */
  public int direction() {
    return direction;
  }

  /** Gaps given up and captures cut short. */
  public int holes() {
    return holes;
  }

  /** Copies whose bytes differ. */
  public int conflicts() {
    return conflicts;
  }

  /** Whether a reader left more unused than {@link #MAX_KEPT_BYTES}: the rest is not offered. */
  public boolean overflowed() {
    return overflowed;
  }

  /** Bytes of memory for unused and recent bytes, and for what is known of their frames. */
  public int heldBytes() {
    return unused.capacity() + log.heldBytes() + recent.heldBytes();
  }
}
