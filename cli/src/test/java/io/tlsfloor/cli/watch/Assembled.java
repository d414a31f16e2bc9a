package io.tlsfloor.cli.watch;

import io.tlsfloor.testing.Project;
import java.nio.file.Path;

/** The assembled application, as the build leaves it. */
final class Assembled {
  static final Path PROJECT = Project.folder();
  static final Path PROGRAM = PROJECT.resolve("cli/target/dist/tlsfloor");

  private Assembled() {}
}
