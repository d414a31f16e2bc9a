package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.tls.SslV2ClientHelloView;
import java.nio.ByteBuffer;

/**
 * Distinguishes the first segments of two hellos, where one five-tuple has both: by a keyed hash of
 * the bytes that hold the client's random.
 */
final class HelloMark {
  /** The segment begins with no ClientHello. */
  static final long NONE = 0;

  private static final int MARKED_BYTES = 43; // record and message header, version, random

  private HelloMark() {}

  static long of(ByteBuffer buffer, int start, int length, SslV2ClientHelloView sslV2) {
    if (!TlsOpening.isClientHello(buffer, start, length)
        && sslV2.wrap(buffer, start, length) != Progress.DONE) {
      return NONE;
    }
    long digest = KeyedHash.of(buffer, start, Math.min(length, MARKED_BYTES));
    return digest == NONE ? 1 : digest;
  }
}
