package io.tlsfloor.capture.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The uncompressed bytes of gzip members that follow each other (RFC 1952 §2.2), in any number.
 *
 * <p>The JDK's stream calls itself for each empty member, and ends in silence at bytes that are no
 * further member. Here only zeros may follow the last one, which some writers pad with.
 */
final class GzipStream extends InputStream {
  private static final int BUFFER = 1 << 15;
  private static final int MAGIC_1 = 0x1F;
  private static final int MAGIC_2 = 0x8B;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 2; // flags, RFC 1952 §2.3.1
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private final StoredStream stored;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private boolean inside;
  private boolean ended;

  /** Reads the first member's header. */
  GzipStream(StoredStream stored) throws IOException {
    this.stored = stored;
    if (next() != MAGIC_1 || next() != MAGIC_2) {
      throw new ZipException("Not in GZIP format");
    }
    header();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int count = inside ? inflate(into, offset, length) : 0;
      if (count > 0) {
        crc.update(into, offset, count);
        return count;
      }
      if (inside) {
        trailer();
      }
      nextMember();
    }
    return -1;
  }

  /** Decompresses; 0 at the member's end. */
  private int inflate(byte[] into, int offset, int length) throws IOException {
    try {
      while (true) {
        int count = inflater.inflate(into, offset, length);
        if (count > 0 || inflater.finished()) {
          return count;
        }
        if (inflater.needsDictionary()) {
          throw new ZipException("a dictionary is asked for");
        }
        if (at == end && !fill()) {
          throw new EOFException("Unexpected end of ZLIB input stream");
        }
        inflater.setInput(buffer, at, end - at);
        at = end;
      }
    } catch (DataFormatException e) {
      String what = e.getMessage();
      throw new ZipException(what == null ? "Invalid ZLIB data format" : what);
    }
  }

  /** Checks what follows a member's data (RFC 1952 §2.3.1). */
  private void trailer() throws IOException {
    at = end - inflater.getRemaining();
    long sum = little(4);
    long size = little(4);
    if (sum != crc.getValue() || size != (inflater.getBytesWritten() & 0xFFFF_FFFFL)) {
      throw new ZipException("Corrupt GZIP trailer");
    }
    inside = false;
  }

  /** Goes to the next member, or to the end behind zeros. */
  private void nextMember() throws IOException {
    int first = nextOrEnd();
    while (first == 0) {
      first = nextOrEnd();
      if (first > 0) {
        throw new ZipException("bytes after the end of the data");
      }
    }
    if (first < 0) {
      ended = true;
    } else if (first != MAGIC_1 || nextOrEnd() != MAGIC_2) {
      throw new ZipException("bytes after the end of the data");
    } else {
      header();
    }
  }

  /** Reads a member's header, after its magic. */
  private void header() throws IOException {
    if (next() != DEFLATE) {
      throw new ZipException("Unsupported compression method");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("Unsupported flags");
    }
    little(4); // when, RFC 1952 §2.3.1
    little(2); // how, and where
    if ((flags & EXTRA) != 0) {
      for (long left = little(2); left > 0; left--) {
        next();
      }
    }
    text((flags & NAME) != 0);
    text((flags & COMMENT) != 0);
    if ((flags & HEADER_CRC) != 0) {
      little(2);
    }
    inflater.reset();
    if (at < end) {
      inflater.setInput(buffer, at, end - at);
      at = end;
    }
    crc.reset();
    inside = true;
  }

  private void text(boolean there) throws IOException {
    while (there && next() != 0) {
      // The name of a file, or a comment, up to a zero.
    }
  }

  private long little(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) next() << 8 * i;
    }
    return value;
  }

  private int next() throws IOException {
    int value = nextOrEnd();
    if (value < 0) {
      throw new EOFException("ends within a member");
    }
    return value;
  }

  private int nextOrEnd() throws IOException {
    return at < end || fill() ? buffer[at++] & 0xFF : -1;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, stored.read(buffer, 0, BUFFER));
    return end > 0;
  }

  @Override
  public int available() throws IOException {
    return ended ? 0 : 1;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    stored.close();
  }
}
