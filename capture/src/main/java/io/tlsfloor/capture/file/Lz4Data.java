package io.tlsfloor.capture.file;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;

/** LZ4 frames that follow each other. Loaded only where there are some. */
final class Lz4Data {
  private static final boolean ALL_FRAMES = true;

  private Lz4Data() {}

  static InputStream open(StoredStream stored) throws IOException {
    return new FramedLZ4CompressorInputStream(stored, ALL_FRAMES);
  }
}
