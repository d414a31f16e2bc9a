package io.tlsfloor.capture.file;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The bytes of an input as they are stored, counted, with a look ahead.
 *
 * <p>Remembers a failure of the input, so that it is not taken for damage that a decompressor
 * reports; both come as {@link IOException}.
 */
final class StoredStream extends BufferedInputStream {
  private static final int BUFFER = 1 << 16;

  private final Source source;
  private final OptionalLong size;

  /**
   * Wraps an input.
   *
   * @param size bytes that it has, if known
   */
  StoredStream(InputStream in, OptionalLong size) {
    this(new Source(in), size);
  }

  private StoredStream(Source source, OptionalLong size) {
    super(source, BUFFER);
    this.source = source;
    this.size = size;
  }

  /** The input itself. */
  private static final class Source extends FilterInputStream {
    private long taken;
    private boolean failed;

    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        int count = super.read(into, offset, length);
        taken += Math.max(0, count);
        return count;
      } catch (IOException failure) {
        failed = true;
        throw failure;
      }
    }

    /** A pipe cannot say, and no read has to be filled. */
    @Override
    public int available() {
      return 0;
    }
  }

  /** The first four bytes, big-endian; 0 in place of those that are not there. */
  int firstFour() throws IOException {
    mark(Integer.BYTES);
    byte[] first = readNBytes(Integer.BYTES); // a pipe may give one byte at a time
    reset();
    int four = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      four = four << 8 | (i < first.length ? first[i] & 0xFF : 0);
    }
    return four;
  }

  /** Returns whether the input itself failed. */
  boolean failed() {
    return source.failed;
  }

  /** Bytes taken so far. */
  long consumed() {
    return source.taken;
  }

  /** Bytes there are, if known. */
  OptionalLong size() {
    return size;
  }
}
