package io.tlsfloor.capture.file;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Zstandard frames that follow each other (RFC 8878). Loaded only where there are some. */
final class ZstdData {
  private ZstdData() {}

  static InputStream open(StoredStream stored) throws IOException {
    return new ZstdInputStream(stored);
  }
}
