package io.tlsfloor.bench.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts what was measured between the two comments of a document that are for it. */
final class Robustness {
  private Robustness() {}

  /**
   * Replaces what stands between {@code <!-- PART -->} and {@code <!-- end of PART -->}.
   *
   * @throws IOException if the comments are not there
   */
  static void replace(Path document, String part, String text) throws IOException {
    String whole = Files.readString(document);
    String begin = "<!-- " + part + " -->\n";
    int from = whole.indexOf(begin);
    int to = whole.indexOf("<!-- end of " + part + " -->");
    if (from < 0 || to < from) {
      throw new IOException(document + " has no place for " + part);
    }
    Files.writeString(
        document, whole.substring(0, from + begin.length()) + text + whole.substring(to));
  }
}
