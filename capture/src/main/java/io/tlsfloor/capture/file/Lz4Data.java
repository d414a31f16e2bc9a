package io.tlsfloor.capture.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * LZ4 frames that follow each other, and those that are to be skipped between them. Loaded only
 * where there are some. The library reads a frame: of frames without bytes it calls itself for
 * each, until the stack is full.
 *
 * <p>Each block, and each frame whose blocks lean on each other, makes the library allocate up to
 * 192 KiB, whatever it holds. Data in many blocks of some bytes each counts as damaged: no program
 * writes it.
 */
final class Lz4Data extends InputStream {
  private static final int HEAD = 4;
  private static final int FLAGS = 5; // bytes up to the flags of a frame, those included
  private static final int INDEPENDENT = 0x20; // flag: blocks do not lean on each other
  private static final int FREE_PIECES = 10_000; // whatever they hold: a fifth of a second
  private static final int FREE_FRAMES = 1 << 19; // empty ones: less than half a second
  private static final int MIN_PIECE_BYTES = 1024; // beyond those, on average

  private final PushbackInputStream stored;
  private @Nullable InputStream frame;
  private long pieces;
  private long frames;
  private long bytes;

  private Lz4Data(InputStream stored) {
    this.stored = new PushbackInputStream(stored, FLAGS);
  }

  static InputStream open(StoredStream stored) throws IOException {
    Lz4Data data = new Lz4Data(stored);
    data.frame = data.nextFrame();
    return data;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    for (InputStream now = frame; now != null; now = frame) {
      int count = now.read(into, offset, length); // of one block
      if (count >= 0) {
        bytes += count;
        piece();
        return count;
      }
      frame = nextFrame();
    }
    return -1;
  }

  private void piece() throws IOException {
    if (++pieces > FREE_PIECES + bytes / MIN_PIECE_BYTES) {
      throw new IOException(String.format("%,d blocks hold %,d bytes", pieces, bytes));
    }
  }

  private @Nullable InputStream nextFrame() throws IOException {
    byte[] head = new byte[FLAGS];
    int count = stored.readNBytes(head, 0, HEAD);
    while (isSkipped(head, count)) {
      skip();
      count = stored.readNBytes(head, 0, HEAD);
    }
    if (count == 0) {
      return null;
    }
    count += stored.readNBytes(head, count, FLAGS - count);
    if ((head[HEAD] & INDEPENDENT) == 0) {
      piece();
    }
    if (++frames > FREE_FRAMES + bytes / MIN_PIECE_BYTES) {
      throw new IOException(String.format("%,d frames hold %,d bytes", frames, bytes));
    }
    stored.unread(head, 0, count);
    return new FramedLZ4CompressorInputStream(stored, false);
  }

  private static boolean isSkipped(byte[] head, int count) {
    return count == HEAD
        && (head[0] & 0xF0) == 0x50
        && head[1] == 0x2A
        && head[2] == 0x4D
        && head[3] == 0x18;
  }

  private void skip() throws IOException {
    byte[] length = stored.readNBytes(HEAD);
    if (length.length < HEAD) {
      throw new EOFException("a skipped frame of LZ4 has no length");
    }
    long bytes = 0;
    for (int i = HEAD - 1; i >= 0; i--) {
      bytes = bytes << 8 | length[i] & 0xFF;
    }
    stored.skipNBytes(bytes);
  }

  @Override
  public void close() throws IOException {
    stored.close();
  }
}
