package io.tlsfloor.capture.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The uncompressed bytes of gzip members (RFC 1952 §2.2), bzip2 streams or LZ4 frames that follow
 * each other, in any number. The library reads one: of LZ4 frames without bytes it would call
 * itself for each until the stack is full, and zeros that pad gzip data it would take for damage.
 * What comes before damage is read.
 *
 * <p>Each LZ4 block, and each frame whose blocks lean on each other, makes the library allocate up
 * to 192 KiB, whatever it holds, and each gzip member sets up zlib anew. Data in many parts of some
 * bytes each counts as damaged: no program writes it. Loaded only where there is such data.
 */
final class CompressedParts extends InputStream {
  private static final int HEAD = 5; // bytes up to the flags of an LZ4 frame, those included
  private static final int FLAGS = 4;
  private static final int INDEPENDENT = 0x20; // flag: blocks do not lean on each other
  private static final int FREE_PIECES = 10_000; // whatever they hold: a fifth of a second
  private static final int FREE_FRAMES = 1 << 19; // of LZ4, empty ones: less than half a second
  private static final int MIN_PIECE_BYTES = 1024; // beyond those, on average

  private final StoredStream stored;
  private final Compression compression;
  private @Nullable CompressorInputStream part;
  private @Nullable IOException damage;
  private long pieces;
  private long parts;
  private long bytes;

  /** Reads the first part's header. */
  CompressedParts(StoredStream stored, Compression compression) throws IOException {
    this.stored = stored;
    this.compression = compression;
    part = next();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    for (CompressorInputStream now = part; now != null; now = part) {
      int count = read(now, into, offset, length);
      if (count >= 0) {
        bytes += count;
        if (compression == Compression.LZ4) { // of one block
          piece();
        }
        return count;
      }
      part = next();
    }
    return -1;
  }

  /** Reads from one part. The library loses what a call has decompressed before it met damage. */
  private int read(CompressorInputStream from, byte[] into, int offset, int length)
      throws IOException {
    if (damage != null) {
      throw damage;
    }
    long before = from.getBytesRead();
    try {
      return from.read(into, offset, length);
    } catch (IOException | RuntimeException broken) {
      int count = (int) (from.getBytesRead() - before);
      if (count <= 0) {
        throw broken;
      }
      damage = broken instanceof IOException known ? known : new IOException(broken.getMessage());
      return count;
    }
  }

  private void piece() throws IOException {
    if (++pieces > FREE_PIECES + bytes / MIN_PIECE_BYTES) {
      throw new IOException(String.format("%,d blocks hold %,d bytes", pieces, bytes));
    }
  }

  private void begin(String what, int free) throws IOException {
    if (++parts > free + bytes / MIN_PIECE_BYTES) {
      throw new IOException(String.format("%,d %s hold %,d bytes", parts, what, bytes));
    }
  }

  private @Nullable CompressorInputStream next() throws IOException {
    return compression == Compression.LZ4 ? nextFrame() : nextMember();
  }

  /** The next member or stream, or null at the end: behind the last one zeros may follow. */
  private @Nullable CompressorInputStream nextMember() throws IOException {
    boolean gzip = compression == Compression.GZIP;
    int padding = -1;
    int first;
    do {
      padding++;
      stored.mark(1);
      first = stored.read();
    } while (parts > 0 && first == 0 && gzip);
    if (first < 0 && parts > 0) {
      return null;
    }
    stored.reset();
    if (padding > 0 || parts > 0 && first != (gzip ? 0x1F : 'B')) {
      throw new IOException("bytes after the end of the data");
    }
    begin("members", FREE_PIECES);
    return gzip ? new GzipCompressorInputStream(stored) : new BZip2CompressorInputStream(stored);
  }

  private @Nullable CompressorInputStream nextFrame() throws IOException {
    stored.mark(HEAD);
    byte[] head = stored.readNBytes(HEAD);
    while (isSkipped(head)) {
      stored.reset();
      stored.skipNBytes(FLAGS);
      skip();
      stored.mark(HEAD);
      head = stored.readNBytes(HEAD);
    }
    if (head.length == 0) {
      return null;
    }
    if (head.length == HEAD && (head[FLAGS] & INDEPENDENT) == 0) {
      piece();
    }
    begin("frames", FREE_FRAMES);
    stored.reset();
    return new FramedLZ4CompressorInputStream(stored, false);
  }

  private static boolean isSkipped(byte[] head) {
    return head.length >= FLAGS
        && (head[0] & 0xF0) == 0x50
        && head[1] == 0x2A
        && head[2] == 0x4D
        && head[3] == 0x18;
  }

  private void skip() throws IOException {
    byte[] length = stored.readNBytes(Integer.BYTES);
    if (length.length < Integer.BYTES) {
      throw new EOFException("a skipped frame of LZ4 has no length");
    }
    long count = 0;
    for (int i = Integer.BYTES - 1; i >= 0; i--) {
      count = count << 8 | length[i] & 0xFF;
    }
    stored.skipNBytes(count);
  }

  @Override
  public void close() throws IOException {
    try (stored) {
      InputStream last = part;
      if (last != null) {
        last.close();
      }
    }
  }
}
