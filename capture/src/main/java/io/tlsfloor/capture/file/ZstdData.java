package io.tlsfloor.capture.file;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Zstandard frames that follow each other (RFC 8878). Loaded only where there are some. */
final class ZstdData {
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
