package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.observation.Opening;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Decides whether two hellos are the same, without keeping them: by a hash with a key of this
 * process, since an attacker must not be able to make two hellos look alike; and by bytes of the
 * random, which another process can compare.
 *
 * @param value the hash
 * @param one eight bytes of the random, behind those that may be a time
 * @param two the next eight
 */
record HelloDigest(long value, long one, long two) {
  /** The digest of no hello. */
  static final HelloDigest NONE = new HelloDigest(0, 0, 0);

  private static final int RANDOM_AT = 2; // behind the version: RFC 8446 §4.1.2
  private static final int RANDOM_BYTES = 32;
  private static final int FRESH_AT = RANDOM_AT + 4; // behind a time: RFC 5246 §7.4.1.2

  /** Of all bytes. */
  static HelloDigest of(ByteBuffer buffer, int start, int length) {
    return of(buffer, start, length, KeyedHash.of(buffer, start, length));
  }

  /**
   * Of a whole ClientHello or ServerHello: its random, its session id, and what its sender offers
   * or chooses. Keys are left out: no one has another's random but with all the rest.
   *
   * @param kind a keyed hash of what is offered or chosen, but for the name
   * @param name of the server, where it is said
   */
  static HelloDigest ofKind(
      ByteBuffer buffer, int start, int length, long kind, Optional<String> name) {
    int session = start + RANDOM_AT + RANDOM_BYTES; // RFC 8446 §4.1.2, 4.1.3
    int known = RANDOM_BYTES + 1 + Bytes.u8(buffer, session);
    long fresh = KeyedHash.of(buffer, start + RANDOM_AT, known);
    return of(buffer, start, length, KeyedHash.of(kind, fresh, name.hashCode()));
  }

  private static HelloDigest of(ByteBuffer buffer, int start, int length, long value) {
    boolean random = length >= FRESH_AT + 2 * Long.BYTES;
    return new HelloDigest(
        value,
        random ? buffer.getLong(start + FRESH_AT) : 0,
        random ? buffer.getLong(start + FRESH_AT + Long.BYTES) : 0);
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
