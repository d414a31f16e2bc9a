package io.tlsfloor.capture.track;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Tells whether two hellos are byte for byte equal, without keeping them: 128 bits of SHA-256,
 * since whoever makes traffic must not be able to make two hellos look alike.
 */
record HelloDigest(long high, long low) {
  static HelloDigest of(ByteBuffer buffer, int start, int length) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(buffer.slice(start, length));
      ByteBuffer digest = ByteBuffer.wrap(sha.digest());
      return new HelloDigest(digest.getLong(0), digest.getLong(8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
