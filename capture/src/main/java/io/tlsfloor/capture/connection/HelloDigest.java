package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.observation.Opening;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Decides whether two hellos are byte for byte equal, without keeping them: by a hash with a key of
 * this process, since an attacker must not be able to make two hellos look alike; and by bytes of
 * the random, which another process can compare.
 *
 * @param value the hash
 * @param one eight bytes of the random, behind those that may be a time
 * @param two the next eight
 */
record HelloDigest(long value, long one, long two) {
  /** The digest of no hello. */
  static final HelloDigest NONE = new HelloDigest(0, 0, 0);

  private static final int RANDOM = 10; // version, and four bytes of time: RFC 5246 §7.4.1.2

  static HelloDigest of(ByteBuffer buffer, int start, int length) {
    boolean random = length >= RANDOM + 2 * Long.BYTES;
    return new HelloDigest(
        KeyedHash.of(buffer, start, length),
        random ? buffer.getLong(start + RANDOM) : 0,
        random ? buffer.getLong(start + RANDOM + Long.BYTES) : 0);
  }

  /** What recognises a connection with this opening and {@code answer} in another capture. */
  Opening opening(Optional<HelloDigest> answer) {
    return new Opening(one, two, answer.isPresent() ? answer.get().one : 0);
  }

  // Written out: what the compiler makes of a record is slow, and each connection asks for it.

  @Override
  public boolean equals(Object other) {
    return other instanceof HelloDigest there
        && value == there.value
        && one == there.one
        && two == there.two;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value) + 31 * (Long.hashCode(one) + 31 * Long.hashCode(two));
  }
}
