package io.tlsfloor.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Where Java begins. It names no class that could be missing: before {@code main} runs, Java itself
 * would end with 1 for that, which means "flagged" here.
 */
public final class Start {
  private static final byte[] FULL =
      "tlsfloor: out of memory\n  Allow more with TLSFLOOR_JAVA_OPTS=-Xmx4g.\n".getBytes(US_ASCII);

  private Start() {}

  /**
   * Runs {@link Main}; ends with 4 if parts of the application are missing, or if there is no
   * memory even for a sentence about that.
   */
  public static void main(String[] args) {
    try {
      Main.main(args);
    } catch (LinkageError e) {
      System.err.println("tlsfloor: parts of the application are missing or do not fit: " + e);
      System.err.println("  Copy its whole folder again, or let it open more files (ulimit -n).");
      System.exit(4);
    } catch (OutOfMemoryError e) { // what follows takes none
      System.err.write(FULL, 0, FULL.length);
      Runtime.getRuntime().halt(4);
    }
  }
}
