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
 */
final class Lz4Data extends InputStream {
  private static final int HEAD = 4;

  private final PushbackInputStream stored;
  private @Nullable InputStream frame;

  private Lz4Data(InputStream stored) {
    this.stored = new PushbackInputStream(stored, HEAD);
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
  public int read(byte[] bytes, int offset, int length) throws IOException {
    for (InputStream now = frame; now != null; now = frame) {
      int count = now.read(bytes, offset, length);
      if (count >= 0) {
        return count;
      }
      frame = nextFrame();
    }
    return -1;
  }

  private @Nullable InputStream nextFrame() throws IOException {
    byte[] head = new byte[HEAD];
    int count = stored.readNBytes(head, 0, HEAD);
    while (isSkipped(head, count)) {
      skip();
      count = stored.readNBytes(head, 0, HEAD);
    }
    if (count == 0) {
      return null;
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
