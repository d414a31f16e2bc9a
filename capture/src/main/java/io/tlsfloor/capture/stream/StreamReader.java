package io.tlsfloor.capture.stream;

import java.nio.ByteBuffer;

/** Takes the bytes of a {@link Stream} in order. */
public interface StreamReader {
  /**
   * Reads bytes, as many as make whole units. The rest is kept and offered again with what follows.
   *
   * @param stream whose bytes they are; the first has stream offset {@link
   *     OrderedBytes#readOffset()}
   * @param buffer borrowed until the call returns
   * @param start index of the first byte
   * @param length 1 or more
   * @return how many were used, 0 to {@code length}
   */
  int read(OrderedBytes stream, ByteBuffer buffer, int start, int length);

  /**
   * Shows another copy of bytes, of which the first copy was delivered.
   *
   * @param stream whose bytes they are
   * @param offset stream offset of the first; may be negative
   * @param buffer borrowed until the call returns
   * @param start index of the first byte
   * @param length 1 or more; the last of them may not have been delivered yet
   * @return whether they are known to differ from the first copy
   */
  boolean again(OrderedBytes stream, long offset, ByteBuffer buffer, int start, int length);

  /**
   * Whether the reader keeps the first copy of bytes that it was given, all of it.
   *
   * @param stream whose bytes they are
   * @param offset stream offset of the first
   * @param length 1 or more
   */
  boolean keeps(OrderedBytes stream, long offset, int length);

  /**
   * Whether the first copy of bytes is kept, and is the same.
   *
   * @param stream whose bytes they are
   * @param offset stream offset of the first
   * @param buffer borrowed until the call returns
   * @param start index of the first byte
   * @param length 1 or more
   */
  boolean hasFirst(OrderedBytes stream, long offset, ByteBuffer buffer, int start, int length);

  /**
   * Bytes are missing for good. The bytes that were kept, if any, are dropped afterwards.
   *
   * @param stream where
   * @param kept bytes not used so far, right before the hole; borrowed until the call returns
   * @param keptLength how many those are, from index 0
   * @param missing how many bytes are missing, 1 or more
   */
  void hole(OrderedBytes stream, ByteBuffer kept, int keptLength, long missing);

  /**
   * Nothing more will come.
   *
   * @param stream where
   * @param kept bytes not used; borrowed until the call returns
   * @param keptLength how many those are, from index 0
   */
  void end(OrderedBytes stream, ByteBuffer kept, int keptLength);
}
