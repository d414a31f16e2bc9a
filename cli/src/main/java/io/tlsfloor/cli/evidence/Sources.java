package io.tlsfloor.cli.evidence;

import io.tlsfloor.report.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Where frames come from: captures, by name and SHA-256, or interfaces, by name. */
final class Sources {
  private static final int BUFFER = 1 << 16;

  private final EvidenceWriter.Of of;
  private final Map<String, Optional<String>> hashes = new HashMap<>(); // of what is complete
  private final Map<String, MessageDigest> streams = new HashMap<>();

  Sources(EvidenceWriter.Of of) {
    this.of = of;
  }

  /** A stream whose bytes count while they are read; {@code name} is that of its frames. */
  InputStream watched(InputStream in, String name) {
    MessageDigest digest = sha256();
    streams.put(name, digest);
    return new DigestInputStream(in, digest);
  }

  /** Returns whether they are interfaces. */
  boolean live() {
    return of == EvidenceWriter.Of.WATCH;
  }

  /** Names a source, with its hash if that is known before all is read. */
  String told(String name) {
    if (live()) {
      return "source: live, by interface name";
    }
    boolean complete = of == EvidenceWriter.Of.SCAN && !streams.containsKey(name);
    String hash = complete ? sha256(name).orElse("not known") : "in the manifest";
    return "source: " + Printable.text(name) + ", SHA-256 " + hash;
  }

  /**
   * SHA-256 of a source, as it is stored: of a stream, of the bytes that were read. To be asked for
   * when it is complete.
   *
   * @return empty for what is no file, or cannot be read
   */
  Optional<String> sha256(String name) {
    return live() ? Optional.empty() : hashes.computeIfAbsent(name, this::hash);
  }

  private Optional<String> hash(String source) {
    MessageDigest stream = streams.get(source);
    if (stream != null) {
      return Optional.of(HexFormat.of().formatHex(stream.digest()));
    }
    try {
      Path file = Path.of(source);
      return Files.isRegularFile(file) ? Optional.of(of(file)) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
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
