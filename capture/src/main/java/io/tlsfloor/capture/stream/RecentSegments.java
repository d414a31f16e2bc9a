package io.tlsfloor.capture.stream;

import io.tlsfloor.parser.observation.KeyedHash;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last few segments of a direction, to distinguish copies from retransmissions: all of their
 * bytes count, since somebody else may have sent the same first ones. What the reader of the
 * direction keeps is not kept again.
 */
final class RecentSegments {
  /** Two copies of one frame, from a mirror port that sees both ways, are closer than this. */
  static final long DUPLICATE_NANOS = 100_000_000L;

  private static final int RECENT = 4;
  private static final int MAX_KEPT_BYTES = 1 << 11; // of a segment; of more there is a hash

  private static final int WORDS = 4; // of a segment: place, stream offset, time, hash of the rest
  private static final int OFFSET = 1;
  private static final int TIME = 2;
  private static final int REST = 3;
  private static final long[] NONE = {};

  private final BufferPool pool;
  private long[] recent = NONE; // as many as there are
  private @Nullable ByteBuffer @Nullable [] kept; // none where all bytes lie with the reader
  private int count;
  private int heldBytes;

  RecentSegments(BufferPool pool) {
    this.pool = pool;
  }

  /**
   * Adds a segment.
   *
   * @param offset of its first byte in the stream
   * @param withReader whether its bytes can be asked of the reader for as long as they matter
   */
  void add(
      int sequence,
      long offset,
      ByteBuffer buffer,
      int start,
      int length,
      long timeNanos,
      boolean withReader) {
    int index = count++ & RECENT - 1;
    int at = WORDS * index;
    if (at == recent.length) { // many a direction has one segment, or none
      recent = Arrays.copyOf(recent, recent.length == 0 ? WORDS : WORDS * RECENT);
    }
    recent[at] = place(sequence, length);
    recent[at + OFFSET] = offset;
    recent[at + TIME] = timeNanos;
    if (kept != null) {
      giveBack(kept, index);
    }
    if (!withReader) {
      recent[at + REST] = rest(buffer, start, length);
      keep(index, buffer, start, Math.min(length, MAX_KEPT_BYTES));
    }
  }

  private void keep(int index, ByteBuffer buffer, int start, int length) {
    if (kept == null) {
      kept = new ByteBuffer[RECENT];
    }
    ByteBuffer bytes = pool.take(length);
    bytes.put(0, buffer, start, length);
    heldBytes += bytes.capacity();
    kept[index] = bytes;
  }

  private void giveBack(@Nullable ByteBuffer[] lent, int index) {
    ByteBuffer bytes = lent[index];
    if (bytes != null) {
      heldBytes -= bytes.capacity();
      pool.give(bytes);
      lent[index] = null;
    }
  }

  /** Forgets all of them. */
  void clear() {
    if (kept != null) {
      for (int i = 0; i < RECENT; i++) {
        giveBack(kept, i);
      }
    }
    count = 0;
    heldBytes = 0;
  }

  /** Bytes of memory for bytes of segments. */
  int heldBytes() {
    return heldBytes;
  }

  /** Index of a recent segment with this place; -1 if there is none. */
  int find(int sequence, int length) {
    long wanted = place(sequence, length);
    for (int i = 0; i < Math.min(count, RECENT); i++) {
      if (recent[WORDS * i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a segment was captured a moment before {@code nowNanos}. */
  boolean isClose(int index, long nowNanos) {
    return recent[WORDS * index + TIME] >= nowNanos - DUPLICATE_NANOS;
  }

  /** Whether the reader has a segment's bytes. */
  boolean isWithReader(int index) {
    return kept == null || kept[index] == null;
  }

  /** Stream offset of a segment's first byte. */
  long offset(int index) {
    return recent[WORDS * index + OFFSET];
  }

  /** Whether a segment whose bytes are kept here has these, as many as it is long. */
  boolean hasBytes(int index, ByteBuffer buffer, int start, int length) {
    ByteBuffer bytes = kept == null ? null : kept[index];
    int common = Math.min(length, MAX_KEPT_BYTES);
    return bytes != null
        && bytes.slice(0, common).equals(buffer.slice(start, common))
        && recent[WORDS * index + REST] == rest(buffer, start, length);
  }

  private static long place(int sequence, int length) {
    return (long) sequence << 32 | length;
  }

  /** Of the bytes that are not kept; with a key, so that no one can make two alike. */
  private static long rest(ByteBuffer buffer, int start, int length) {
    return length > MAX_KEPT_BYTES
        ? KeyedHash.of(buffer, start + MAX_KEPT_BYTES, length - MAX_KEPT_BYTES)
        : 0;
  }
}
