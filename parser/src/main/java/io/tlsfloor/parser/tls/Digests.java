package io.tlsfloor.parser.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes of fingerprints. None protects anything here. */
final class Digests {
  private static final MessageDigest MD5 =
      prototype("MD5"); // copied for each use, never used itself
  private static final MessageDigest SHA_256 = prototype("SHA-256");

  private Digests() {}

  /** The hash in 32 lower-case hex digits. */
  static String md5(AsciiText text) {
    byte[] hash = hash(MD5, text);
    return new AsciiText(2 * hash.length).hex(hash, 2 * hash.length).toString();
  }

  /** The hash. */
  static byte[] sha256(AsciiText text) {
    return hash(SHA_256, text);
  }

  private static byte[] hash(MessageDigest prototype, AsciiText text) {
    MessageDigest digest = copy(prototype);
    digest.update(text.bytes(), 0, text.length());
    return digest.digest();
  }

  private static MessageDigest copy(MessageDigest prototype) {
    try {
      return (MessageDigest) prototype.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's own hashes can be copied", e);
    }
  }

  private static MessageDigest prototype(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have " + algorithm, e);
    }
  }
}
