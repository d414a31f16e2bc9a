package io.tlsfloor.capture.file;

import java.io.IOException;
import java.io.InputStream;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.xxhash.XXHashFactory;

/** LZ4 frames that follow each other. Loaded only where there are some. */
final class Lz4Data {
  private Lz4Data() {}

  /** Takes the library's pure Java form: it checks every bound, and brings no native code. */
  static InputStream open(StoredStream stored) throws IOException {
    return new LZ4FrameInputStream(
        stored,
        LZ4Factory.safeInstance().safeDecompressor(),
        XXHashFactory.safeInstance().hash32());
  }
}
