package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.KeyedHash;
import java.nio.ByteBuffer;

/**
 * Tells whether two hellos are byte for byte equal, without keeping them: by a hash with a key of
 * this process, since whoever makes traffic must not be able to make two hellos look alike.
 */
record HelloDigest(long value) {
  /** The digest of no hello. */
  static final HelloDigest NONE = new HelloDigest(0);

  static HelloDigest of(ByteBuffer buffer, int start, int length) {
    return new HelloDigest(KeyedHash.of(buffer, start, length));
  }
}
