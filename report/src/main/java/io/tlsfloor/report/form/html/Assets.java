package io.tlsfloor.report.form.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * Style and script of the page, and the Content Security Policy that allows these bytes and nothing
 * else (CSP Level 3 §2.3.1, hash-source).
 *
 * @param style of the page
 * @param script of the page
 * @param policy for the meta element
 */
public record Assets(String style, String script, String policy) {
  /** The style of this page and of those of an inventory. */
  public static String css() {
    try {
      return resource("report.css");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the style", e);
    }
  }

  /** Reads those that the program brings. */
  static Assets bundled() throws IOException {
    String style = css();
    String script = resource("report.js");
    return new Assets(
        style,
        script,
        "default-src 'none'; style-src '"
            + hash(style)
            + "'; script-src '"
            + hash(script)
            + "'; base-uri 'none'; form-action 'none'");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
