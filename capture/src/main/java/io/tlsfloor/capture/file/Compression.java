package io.tlsfloor.capture.file;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.tukaani.xz.XZInputStream;

/** Compression around a capture, recognised by its first bytes and never by the file's name. */
enum Compression {
  /** RFC 1952; members may follow each other. */
  GZIP(0x1F8B0000, 0xFFFF0000),
  /** RFC 8878. */
  ZSTD(0x28B52FFD, -1),
  /** LZ4 frame format, version 1.6. */
  LZ4(0x04224D18, -1),
  /** bzip2 1.0; streams may follow each other. */
  BZIP2(0x425A6800, 0xFFFFFF00),
  /** The .xz file format, version 1.2. */
  XZ(0xFD377A58, -1);

  /** A frame to be passed over, of 16 kinds; programs that write zstd in parallel begin so. */
  private static final int SKIPPABLE = 0x502A4D18;

  private static final int SKIPPABLE_MASK = 0xF0FFFFFF;

  private final int magic;
  private final int mask;

  Compression(int magic, int mask) {
    this.magic = magic;
    this.mask = mask;
  }

  /** Returns whether data that begins with these four bytes, read big-endian, is compressed so. */
  boolean recognises(int first) {
    return (first & mask) == magic || (this == ZSTD && (first & SKIPPABLE_MASK) == SKIPPABLE);
  }

  /**
   * The stream of uncompressed bytes. The libraries are named in classes of their own, because to
   * check a class the JVM loads those it names: here it would load them for every capture.
   */
  InputStream open(StoredStream stored) throws IOException {
    return switch (this) {
      case GZIP, LZ4, BZIP2 -> new CompressedParts(stored, this);
      case ZSTD -> ZstdData.open(stored);
      case XZ -> XzData.open(stored);
    };
  }

  /** The name for people. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Zstandard frames that follow each other (RFC 8878). Loaded only where there are some. */
  private static final class ZstdData {
    private ZstdData() {}

    /**
     * The stream of uncompressed bytes.
     *
     * @throws IOException if the library cannot be used, which unpacks itself into the folder for
     *     temporary files
     */
    static InputStream open(StoredStream stored) throws IOException {
      try {
        return new ZstdInputStream(stored);
      } catch (LinkageError e) { // each use after the first says less than the first
        throw new IOException(
            "the zstd library cannot be unpacked into "
                + System.getProperty("java.io.tmpdir")
                + ": make that folder usable, or name another with"
                + " TLSFLOOR_JAVA_OPTS=-Djava.io.tmpdir=DIR",
            e);
      }
    }
  }

  /** Streams of .xz files. Loaded only where there are some. */
  private static final class XzData {
    private static final int MAX_KIBIBYTES = 72 << 10; // what xz -9 takes to be read, and some

    private XzData() {}

    static InputStream open(StoredStream stored) throws IOException {
      return new XZInputStream(stored, MAX_KIBIBYTES);
    }
  }
}
