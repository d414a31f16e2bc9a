package io.tlsfloor.capture.file;

import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The uncompressed bytes of gzip members that follow each other (RFC 1952 §2.2).
 *
 * <p>The JDK's stream ends in silence at bytes that are no further member. Here only zeros may
 * follow the last one, which some writers pad with.
 */
final class GzipStream extends GZIPInputStream {
  private static final int BUFFER = 1 << 15;
  private static final int TRAILER = 8;

  private boolean ended;

  GzipStream(StoredStream stored) throws IOException {
    super(stored, BUFFER);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (ended) {
      return -1;
    }
    int count = super.read(into, offset, length);
    if (count < 0) {
      ended = true;
      checkRest();
    }
    return count;
  }

  /** Looks at what the decompressor had read ahead, and at what it had not. */
  private void checkRest() throws IOException {
    for (int i = len - inf.getRemaining() + TRAILER; i < len; i++) {
      if (buf[i] != 0) {
        throw new ZipException("bytes after the end of the data");
      }
    }
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next != 0) {
        throw new ZipException("bytes after the end of the data");
      }
    }
  }
}
