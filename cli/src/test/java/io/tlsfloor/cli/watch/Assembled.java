package io.tlsfloor.cli.watch;

import java.nio.file.Path;

/** The assembled application, as the build leaves it. */
final class Assembled {
  static final Path PROJECT = Path.of(System.getProperty("project.root", "..")).toAbsolutePath();
  static final Path PROGRAM = PROJECT.resolve("cli/target/dist/tlsfloor");

  private Assembled() {}
}
