package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.BufferPool;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The first bytes of TLS in one direction as they were read, and other contents that copies gave
 * the same places: a receiver may have refused the first copy, for its checksum, its TTL or its
 * timestamp, and taken another. Bounded by the two caps.
 */
final class OpeningBytes {
  /** A hello with post-quantum key shares fits. */
  static final int MAX_BYTES = 1 << 11;

  /** Contents other than the first; more are counted and not read. */
  static final int MAX_OTHERS = 4;

  private static final int LET_GO_AFTER = 1 << 12;

  /** One content of the places from the beginning on. */
  private static final class Content {
    private ByteBuffer bytes = BufferPool.NOTHING;
    private int length;
    private boolean read;

    /** Puts bytes at {@code at}, which is no further than the end. */
    void put(BufferPool pool, int at, ByteBuffer source, int start, int count) {
      if (at + count > bytes.capacity()) {
        bytes = pool.widen(bytes, length, at + count);
      }
      bytes.put(at, source, start, count);
      length = Math.max(length, at + count);
    }

    void giveBack(BufferPool pool) {
      pool.give(bytes);
      bytes = BufferPool.NOTHING;
    }
  }

  /** Takes a content that is not the first one. */
  interface Reader {
    /** Reads it; whether it was whole enough. */
    boolean other(ByteBuffer bytes, int length);
  }

  private final BufferPool pool;
  private final Content first = new Content();
  private List<Content> others = List.of(); // hardly a connection has any
  private long from;

  /**
   * Nothing yet.
   *
   * @param pool lends room
   */
  OpeningBytes(BufferPool pool) {
    this.pool = pool;
  }

  /** Begins again with another connection: nothing was read. */
  void begin() {
    giveBack();
    first.length = 0;
    first.read = false;
    from = 0;
  }

  /** Bytes of memory. */
  int heldBytes() {
    return first.bytes.capacity() * (1 + others.size());
  }

  /** Gives back what was lent: no copy is compared any more. */
  void giveBack() {
    first.giveBack(pool);
    forgetOthers();
  }

  private void forgetOthers() {
    if (!others.isEmpty()) {
      others.forEach(each -> each.giveBack(pool));
      others = List.of();
    }
  }

  /** TLS may begin at {@code offset}: what was before it was something else. */
  void beginAt(long offset) {
    if (offset > from) {
      from = offset;
      first.length = 0;
      forgetOthers();
    }
  }

  /** Notes bytes that are read, as far as they are the next ones and there is room. */
  void note(long offset, ByteBuffer buffer, int start, int length) {
    long at = offset - from;
    if (at > LET_GO_AFTER) { // a copy that comes so late changes nothing
      giveBack();
    }
    if (first.length == MAX_BYTES || at > first.length || at + length <= first.length) {
      return;
    }
    int known = (int) (first.length - at);
    int room = Math.min(length - known, MAX_BYTES - first.length);
    first.put(pool, first.length, buffer, start + known, room);
    for (int i = 0; i < others.size(); i++) {
      Content each = others.get(i);
      int ahead = (int) (each.length - at);
      if (ahead >= 0 && ahead < length) {
        each.put(
            pool,
            each.length,
            buffer,
            start + ahead,
            Math.min(length - ahead, MAX_BYTES - each.length));
      }
    }
  }

  /**
   * Takes another copy of bytes.
   *
   * @return whether it differs from every content that is known
   */
  boolean again(long offset, ByteBuffer buffer, int start, int length) {
    int skipped = (int) Math.max(from - offset, 0);
    int at = (int) Math.max(offset - from, 0);
    int count = Math.min(length - skipped, MAX_BYTES - at);
    if (count <= 0
        || first.bytes.capacity() == 0
        || at >= first.length
        || equals(first, at, buffer, start + skipped, count)) {
      return false;
    }
    for (Content each : others) {
      if (at <= each.length && equals(each, at, buffer, start + skipped, count)) {
        return false;
      }
    }
    if (others.size() < MAX_OTHERS) {
      Content other = new Content();
      other.put(pool, 0, first.bytes, 0, first.length);
      other.put(pool, at, buffer, start + skipped, count);
      others = new ArrayList<>(others);
      others.add(other);
    }
    return true;
  }

  /** Gives contents that were not read yet to {@code reader}. */
  void readOthers(Reader reader) {
    for (Content each : others) {
      if (!each.read) {
        each.read = reader.other(each.bytes, each.length);
      }
    }
  }

  /** Whether there is one of which nothing was read. */
  boolean hasUnread() {
    for (int i = 0; i < others.size(); i++) { // no iterator: this is asked for each segment
      if (!others.get(i).read) {
        return true;
      }
    }
    return false;
  }

  private static boolean equals(Content content, int at, ByteBuffer buffer, int start, int count) {
    int common = Math.min(count, content.length - at);
    for (int i = 0; i < common; i++) {
      if (content.bytes.get(at + i) != buffer.get(start + i)) {
        return false;
      }
    }
    return true;
  }
}
