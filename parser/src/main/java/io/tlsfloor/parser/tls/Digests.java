package io.tlsfloor.parser.tls;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * The hashes of fingerprints. None protects anything here. Clients repeat their hellos, so the
 * latest hashes are remembered: bounded, and of no influence on what is answered.
 */
final class Digests {
  private static final MessageDigest MD5 =
      prototype("MD5"); // copied for each use, never used itself
  private static final MessageDigest SHA_1 = prototype("SHA-1");
  private static final MessageDigest SHA_256 = prototype("SHA-256");

  private static final int MAX_REMEMBERED = 1 << 10; // more than an office has kinds of clients
  private static final int MAX_REMEMBERED_BYTES = 1 << 9; // longer texts are of hellos made to be
  private static final Map<String, byte[]> MD5_OF = Collections.synchronizedMap(new HashMap<>());
  private static final Map<String, byte[]> SHA_256_OF =
      Collections.synchronizedMap(new HashMap<>());

  private Digests() {}

  /** The hash in 32 lower-case hex digits. */
  static String md5(AsciiText text) {
    byte[] hash = remembered(MD5_OF, MD5, text);
    return new AsciiText(2 * hash.length).hex(hash, 2 * hash.length).toString();
  }

  /** The hash in 40 lower-case hex digits. */
  static String sha1(ByteBuffer bytes) {
    MessageDigest digest = copy(SHA_1);
    digest.update(bytes);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The hash; shared, not to be changed. */
  static byte[] sha256(AsciiText text) {
    return remembered(SHA_256_OF, SHA_256, text);
  }

  private static byte[] remembered(
      Map<String, byte[]> known, MessageDigest prototype, AsciiText text) {
    if (text.length() > MAX_REMEMBERED_BYTES) {
      return hash(prototype, text);
    }
    String key = text.toString();
    byte[] hash = known.get(key);
    if (hash == null) {
      hash = hash(prototype, text);
      if (known.size() >= MAX_REMEMBERED) {
        known.clear();
      }
      known.put(key, hash);
    }
    return hash;
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
