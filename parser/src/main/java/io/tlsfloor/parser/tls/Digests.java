package io.tlsfloor.parser.tls;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The two hashes of fingerprints, in lower-case hex. Neither protects anything here. */
final class Digests {
  private Digests() {}

  static String md5(CharSequence text) {
    return hex("MD5", text);
  }

  static String sha256(CharSequence text) {
    return hex("SHA-256", text);
  }

  private static String hex(String algorithm, CharSequence text) {
    try {
      byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have " + algorithm, e);
    }
  }
}
