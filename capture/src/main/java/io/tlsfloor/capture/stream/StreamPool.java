package io.tlsfloor.capture.stream;

import java.util.ArrayDeque;

/**
 * Streams and their buffers, lent to one connection after the other. Bounded in what it keeps;
 * confined to one thread.
 */
public final class StreamPool {
  private static final int MAX_FREE = 1 << 10; // pairs, about 1 KB each

  private final BufferPool buffers = new BufferPool();
  private final ArrayDeque<Stream[]> free = new ArrayDeque<>();

  /** Room for bytes that wait. */
  public BufferPool buffers() {
    return buffers;
  }

  /** The two directions of a connection, which give their bytes to {@code reader}. */
  public Stream[] take(StreamReader reader) {
    Stream[] pair = free.pollLast();
    if (pair == null) {
      pair = Stream.pair(buffers);
    }
    pair[0].begin(reader);
    pair[1].begin(reader);
    return pair;
  }

  /** Takes a pair back that was lent here; who gives it must not use it any more. */
  public void give(Stream[] pair) {
    pair[0].over();
    pair[1].over();
    if (free.size() < MAX_FREE) {
      free.addLast(pair);
    }
  }
}
