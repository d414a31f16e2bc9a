package io.tlsfloor.capture.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The bytes of an input as they are stored, counted, with a look ahead.
 *
 * <p>Remembers a failure of the input, so that it is not taken for damage that a decompressor
 * reports; both come as {@link IOException}.
 */
final class StoredStream extends InputStream {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final OptionalLong size;
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private int marked = -1;
  private long consumed;
  private boolean failed;

  /**
   * Wraps an input.
   *
   * @param size bytes that it has, if known
   */
  StoredStream(InputStream in, OptionalLong size) {
    this.in = in;
    this.size = size;
  }

  /** The first four bytes, big-endian; 0 in place of those that are not there. */
  int firstFour() throws IOException {
    while (limit - position < Integer.BYTES && refill()) {
      // a pipe may give one byte at a time
    }
    int first = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      first = first << 8 | (i < limit - position ? buffer[position + i] & 0xFF : 0);
    }
    return first;
  }

  /** Returns whether the input itself failed. */
  boolean failed() {
    return failed;
  }

  /** Bytes taken so far. */
  long consumed() {
    return consumed;
  }

  /** Bytes there are, if known. */
  OptionalLong size() {
    return size;
  }

  /**
   * 1 if there is another byte, else 0: waits to find out, because decompressors take 0 for the
   * end.
   */
  @Override
  public int available() throws IOException {
    return position < limit || refill() ? 1 : 0;
  }

  @Override
  public int read() throws IOException {
    if (position == limit && !refill()) {
      return -1;
    }
    consumed++;
    return buffer[position++] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == limit && length >= BUFFER) { // past the look ahead: no need to copy twice
      marked = -1;
      int count = fromInput(into, offset, length);
      consumed += Math.max(0, count);
      return count;
    }
    if (position == limit && !refill()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, into, offset, count);
    position += count;
    consumed += count;
    return count;
  }

  @Override
  public boolean markSupported() {
    return true;
  }

  /** Remembers this place, for as long as no more than the look ahead is read. */
  @Override
  public void mark(int bytes) {
    marked = position;
  }

  /** Goes back to the place that was marked. */
  @Override
  public void reset() throws IOException {
    if (marked < 0) {
      throw new IOException("no place is marked");
    }
    consumed -= position - marked;
    position = marked;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean refill() throws IOException {
    if (position == limit) {
      if (marked >= 0 && limit - marked == BUFFER) {
        marked = -1; // more was read than can be kept
      }
      int kept = marked < 0 ? 0 : limit - marked;
      System.arraycopy(buffer, limit - kept, buffer, 0, kept);
      marked = Math.min(marked, 0);
      position = kept;
      limit = kept;
    }
    int count = fromInput(buffer, limit, BUFFER - limit);
    limit += Math.max(0, count);
    return count > 0;
  }

  private int fromInput(byte[] into, int offset, int length) throws IOException {
    try {
      return in.read(into, offset, length);
    } catch (IOException failure) {
      failed = true;
      throw failure;
    }
  }
}
