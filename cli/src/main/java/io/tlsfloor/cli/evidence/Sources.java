package io.tlsfloor.cli.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Hashes of the captures that were read. */
final class Sources {
  private static final int BUFFER = 1 << 16;

  private final Map<String, String> hashes = new HashMap<>();
  private final Map<String, MessageDigest> streams = new HashMap<>();
  private final Map<String, String> told = new HashMap<>(); // sources by the names they are given

  /** A stream whose bytes count while they are read; {@code name} is that of its frames. */
  InputStream watched(InputStream in, String name) {
    MessageDigest digest = sha256();
    streams.put(name, digest);
    return new DigestInputStream(in, digest);
  }

  /** Gives a source another name, by which it may be asked for, too. */
  void tell(String source, String name) {
    told.put(name, source);
  }

  /**
   * SHA-256 of a source, as it is stored: of a stream, of the bytes that were read. To be asked for
   * when all is read.
   *
   * @return empty for what is no file
   * @throws IOException if it cannot be read
   */
  Optional<String> sha256(String name) throws IOException {
    String source = told.getOrDefault(name, name);
    String known = hashes.get(source);
    if (known == null && streams.containsKey(source)) {
      known = HexFormat.of().formatHex(streams.get(source).digest());
    } else if (known == null && Files.isRegularFile(Path.of(source))) {
      known = of(Path.of(source));
    }
    if (known != null) {
      hashes.put(source, known);
    }
    return Optional.ofNullable(known);
  }

  /**
   * SHA-256 of each source that is named, in this order; empty text for what is no file.
   *
   * @throws IOException if one cannot be read
   */
  Map<String, String> hashes(Iterable<String> names) throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    for (String name : names) {
      all.put(name, sha256(name).orElse(""));
    }
    return all;
  }

  /** SHA-256 of a file, in hex. */
  static String of(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 of bytes, in hex. */
  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
    }
  }
}
