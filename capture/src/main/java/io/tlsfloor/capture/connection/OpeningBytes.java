package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.BufferPool;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of one direction as they were read, a dialogue before TLS among them, and other
 * contents that copies gave the same places: a receiver may have refused the first copy, for its
 * checksum, its TTL or its timestamp, and taken another. Bounded by the caps.
 */
final class OpeningBytes {
  /** A hello with post-quantum key shares fits. */
  static final int MAX_BYTES = 1 << 11;

  /** Bytes of a dialogue that are kept before those of TLS. */
  private static final int MAX_BEFORE = 1 << 10;

  /** Contents other than the first; more are counted and not read. */
  static final int MAX_OTHERS = 4;

  private static final int LET_GO_AFTER = 1 << 12;

  /** One content of the places from the beginning on. */
  private static final class Content {
    private ByteBuffer bytes = BufferPool.NOTHING;
    private int length;
    private int changedAt; // where the copy began that made it
    private boolean read;

    /** Puts bytes at {@code at}, which is no further than the end. */
    void put(BufferPool pool, int at, ByteBuffer source, int start, int count) {
      if (at + count > bytes.capacity()) {
        bytes = pool.widen(bytes, length, at + count);
      }
      bytes.put(at, source, start, count);
      length = Math.max(length, at + count);
    }

    /** Forgets its first bytes. */
    void forget(int count) {
      if (bytes.capacity() > 0 && count < length) {
        bytes.put(0, bytes, count, length - count);
        length -= count;
      } else {
        length = 0;
      }
    }

    void giveBack(BufferPool pool) {
      pool.give(bytes);
      bytes = BufferPool.NOTHING;
    }
  }

  /** Takes a content that is not the first one. */
  interface Reader {
    /** Reads it where TLS may begin; whether it was whole enough. */
    boolean other(ByteBuffer bytes, int length);
  }

  private final BufferPool pool;
  private final Content first = new Content();
  private List<Content> others = List.of(); // hardly a connection has any; the latest among them
  private @Nullable Content latest; // what all copies make that came later
  private long from;
  private int tlsAt; // where TLS may begin, after from

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
    first.changedAt = 0;
    first.read = false;
    from = 0;
    tlsAt = 0;
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
    latest = null;
  }

  /**
   * TLS may begin at {@code offset}: what was before it was something else. Of a long dialogue the
   * newest segment is kept, which may be forged.
   *
   * @param newest where that segment begins
   */
  void beginAt(long offset, long newest) {
    if (offset - from > MAX_BEFORE) {
      boolean there = first.bytes.capacity() > 0 && offset - from <= first.length;
      boolean kept = there && offset - newest <= MAX_BYTES;
      forgetBefore(kept ? Math.max(newest, from) : offset);
    }
    tlsAt = (int) Math.max(offset - from, tlsAt);
  }

  private void forgetBefore(long offset) {
    int count = (int) (offset - from);
    if (count > 0) {
      first.forget(count);
      forgetOthers();
      from = offset;
      tlsAt = 0;
    }
  }

  private int room() {
    return tlsAt + MAX_BYTES;
  }

  /** Notes bytes that are read, as far as they are the next ones and there is room. */
  void note(long offset, ByteBuffer buffer, int start, int length) {
    long at = offset - from;
    if (at > LET_GO_AFTER) { // a copy that comes so late changes nothing
      giveBack();
    }
    if (first.length == room() || at > first.length || at + length <= first.length) {
      return;
    }
    int known = (int) (first.length - at);
    int room = Math.min(length - known, room() - first.length);
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
            Math.min(length - ahead, room() - each.length));
      }
    }
  }

  /** Whether TLS may have begun at {@code offset}, and bytes there are not kept any more. */
  boolean hasLost(long offset) {
    boolean kept = first.bytes.capacity() > 0 && offset >= from && offset - from < first.length;
    return offset <= from + tlsAt && !kept;
  }

  /**
   * Takes another copy of bytes.
   *
   * @return whether it differs from every content that is known
   */
  boolean again(long offset, ByteBuffer buffer, int start, int length) {
    int skipped = (int) Math.max(from - offset, 0);
    int at = (int) Math.max(offset - from, 0);
    int count = Math.min(length - skipped, room() - at);
    if (count <= 0
        || first.bytes.capacity() == 0
        || at >= first.length
        || equals(first, at, buffer, start + skipped, count)) {
      return false;
    }
    for (Content each : others) {
      if (each != latest && at <= each.length && equals(each, at, buffer, start + skipped, count)) {
        return false;
      }
    }
    overwriteLatest(at, buffer, start + skipped, count);
    if (others.size() <= MAX_OTHERS) {
      Content other = new Content();
      other.put(pool, 0, first.bytes, 0, first.length);
      other.put(pool, at, buffer, start + skipped, count);
      other.changedAt = at;
      others = new ArrayList<>(others);
      others.add(other);
    }
    return true;
  }

  /** Of a hello in two segments, both may be copies of what somebody else sent at once before. */
  private void overwriteLatest(int at, ByteBuffer buffer, int start, int count) {
    Content content = latest;
    if (content == null) {
      content = new Content();
      content.put(pool, 0, first.bytes, 0, first.length);
      latest = content;
      others = new ArrayList<>(others);
      others.add(content);
    }
    if (at <= content.length) {
      content.put(pool, at, buffer, start, count);
      content.changedAt = Math.min(content.read ? at : content.changedAt, at);
      content.read = false;
    }
  }

  /** Gives contents that were not read yet to {@code reader}. */
  void readOthers(Reader reader) {
    for (Content each : others) {
      if (!each.read) {
        boolean whole = read(each, tlsAt, reader);
        each.read = (each.changedAt == tlsAt || read(each, each.changedAt, reader)) && whole;
      }
    }
  }

  private static boolean read(Content content, int at, Reader reader) {
    int length = content.length - at;
    return length <= 0 || reader.other(content.bytes.slice(at, length), length);
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

  /** Whether the first content has all bytes of these places. */
  boolean keeps(long offset, int length) {
    return offset >= from && offset - from + length <= first.length && first.bytes.capacity() > 0;
  }

  /** Whether the first content has these bytes. */
  boolean hasFirst(long offset, ByteBuffer buffer, int start, int length) {
    return keeps(offset, length) && equals(first, (int) (offset - from), buffer, start, length);
  }

  private static boolean equals(Content content, int at, ByteBuffer buffer, int start, int count) {
    int common = Math.min(count, content.length - at);
    return content.bytes.slice(at, common).equals(buffer.slice(start, common));
  }
}
