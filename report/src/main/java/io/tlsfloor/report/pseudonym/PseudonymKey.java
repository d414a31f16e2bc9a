package io.tlsfloor.report.pseudonym;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.rules.policy.GivenFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that pseudonyms are made with: all bytes of a file. */
public final class PseudonymKey {
  static final int MIN_BYTES = 32; // two AES keys of 128 bits

  private static final int MAX_BYTES = 1 << 16;
  private static final int MIN_VALUES = 8; // of bytes: text of hexadecimal digits has more
  private static final int ID_BYTES = 4;
  private static final String ADVICE =
      "Make one: head -c 32 /dev/urandom > KEYFILE; chmod 600 KEYFILE. Keep it: with it the same"
          + " clients get the same pseudonyms.";

  private final byte[] secret;
  private final Optional<String> warning;
  private final Mac begun; // copied for each use: to begin takes longer than most uses

  private PseudonymKey(byte[] secret, Optional<String> warning) {
    this.secret = secret;
    this.warning = warning;
    begun = begin();
  }

  /**
   * Reads a key.
   *
   * @param name of its file
   * @throws ReportException if the file is no good
   */
  public static PseudonymKey read(String name) throws ReportException {
    byte[] secret;
    Optional<String> warning = Optional.empty();
    try {
      Path path = Path.of(name);
      if (Files.isDirectory(path)) {
        throw new IOException("it is a directory");
      }
      try (InputStream in = GivenFile.open(path)) {
        secret = in.readNBytes(MAX_BYTES + 1);
      }
      if (isOpenToOthers(path)) {
        warning =
            Optional.of(
                "others may read "
                    + name
                    + ", and undo the pseudonyms with it; chmod 600 keeps it to you");
      }
    } catch (InvalidPathException | IOException e) {
      throw ReportException.given("cannot read " + name + ": " + Reasons.of(e), ADVICE, e);
    }
    check(name, secret);
    return new PseudonymKey(secret, warning);
  }

  private static void check(String name, byte[] secret) throws ReportException {
    String problem = "";
    if (secret.length < MIN_BYTES) {
      problem = " is too short: " + secret.length + " bytes, " + MIN_BYTES + " are needed";
    } else if (secret.length > MAX_BYTES) {
      problem = " is longer than " + MAX_BYTES + " bytes: it is hardly a key";
    } else {
      boolean[] seen = new boolean[256];
      int values = 0;
      for (byte b : secret) {
        values += seen[b & 0xFF] ? 0 : 1;
        seen[b & 0xFF] = true;
      }
      if (values < MIN_VALUES) {
        problem = " is not random: only " + values + " different bytes";
      }
    }
    if (!problem.isEmpty()) {
      throw ReportException.given(name + problem, ADVICE);
    }
  }

  private static boolean isOpenToOthers(Path path) throws IOException {
    try {
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(path);
      return Files.isRegularFile(path)
          && (allowed.contains(PosixFilePermission.GROUP_READ)
              || allowed.contains(PosixFilePermission.OTHERS_READ));
    } catch (UnsupportedOperationException e) {
      return false; // a system without such permissions
    }
  }

  /** Returns what is wrong with the file, but does not keep it from being used. */
  public Optional<String> warning() {
    return warning;
  }

  /** Identifies the key and says nothing of it: eight hexadecimal digits. */
  String id() {
    return HexFormat.of().formatHex(Arrays.copyOf(mac("id", new byte[0]), ID_BYTES));
  }

  /**
   * 32 bytes that look random without the key.
   *
   * @param purpose keeps the uses of the key apart
   */
  byte[] mac(String purpose, byte[] of) {
    Mac mac = copy();
    mac.update(purpose.getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    return mac.doFinal(of);
  }

  private Mac copy() {
    try {
      return (Mac) begun.clone();
    } catch (CloneNotSupportedException e) { // one that a device computes, for instance
      return begin();
    }
  }

  private Mac begin() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC, which every Java must have", e);
    }
  }
}
