package io.tlsfloor.fuzz;

import java.util.Locale;

/**
 * Holds what the fuzzer calls: the target that {@code -Dtlsfloor.target=NAME} names. Jazzer finds
 * the method by its name.
 */
public final class Fuzz {
  private static final FuzzTarget TARGET =
      FuzzTarget.valueOf(
          System.getProperty("tlsfloor.target", "views")
              .replace('-', '_')
              .toUpperCase(Locale.ROOT));

  private Fuzz() {}

  /** Runs the target once. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    TARGET.run(bytes);
  }
}
