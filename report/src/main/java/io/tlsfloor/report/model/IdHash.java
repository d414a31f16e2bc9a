package io.tlsfloor.report.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Hashes that every Java has, one instance for each thread: to look one up takes as long as to use
 * it.
 */
final class IdHash {
  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(() -> instance("SHA-256"));
  private static final ThreadLocal<MessageDigest> SHA_1 =
      ThreadLocal.withInitial(() -> instance("SHA-1"));

  private IdHash() {}

  private static MessageDigest instance(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + algorithm + ", as each must have", e);
    }
  }

  /** SHA-256 of the first {@code length} bytes. */
  static byte[] sha256(byte[] bytes, int length) {
    return of(SHA_256.get(), bytes, length);
  }

  /** SHA-1 of the first {@code length} bytes. */
  static byte[] sha1(byte[] bytes, int length) {
    return of(SHA_1.get(), bytes, length);
  }

  private static byte[] of(MessageDigest digest, byte[] bytes, int length) {
    digest.update(bytes, 0, length);
    return digest.digest();
  }
}
