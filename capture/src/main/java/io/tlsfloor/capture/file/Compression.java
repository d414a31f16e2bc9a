package io.tlsfloor.capture.file;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.xxhash.XXHashFactory;

/** Compression around a capture, told by its first bytes and never by the file's name. */
enum Compression {
  /** RFC 1952; members may follow each other. */
  GZIP(0x1F8B0000, 0xFFFF0000),
  /** RFC 8878. */
  ZSTD(0x28B52FFD, -1),
  /** LZ4 frame format, version 1.6. */
  LZ4(0x04224D18, -1);

  private final int magic;
  private final int mask;

  Compression(int magic, int mask) {
    this.magic = magic;
    this.mask = mask;
  }

  /** Whether data that begins with these four bytes, read big-endian, is compressed so. */
  boolean recognises(int first) {
    return (first & mask) == magic;
  }

  /** The stream of uncompressed bytes. */
  InputStream open(StoredStream stored) throws IOException {
    return switch (this) {
      case GZIP -> new GzipStream(stored);
      case ZSTD -> new ZstdInputStream(stored);
      case LZ4 -> // the pure Java one: it checks every bound, and brings no native code
          new LZ4FrameInputStream(
              stored,
              LZ4Factory.safeInstance().safeDecompressor(),
              XXHashFactory.safeInstance().hash32());
    };
  }

  /** The name for people. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
