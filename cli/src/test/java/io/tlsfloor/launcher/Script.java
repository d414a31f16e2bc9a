package io.tlsfloor.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Makes files that are run. Another process writes them: what this one has open for writing, a
 * process that another thread starts meanwhile has open, too, and nobody can run it until that one
 * is another program (execve(2), ETXTBSY).
 */
public final class Script {
  private Script() {}

  /** A script of the shell, which its owner can run. */
  public static void write(Path file, String body) throws IOException {
    Path text = file.resolveSibling(file.getFileName() + ".text");
    Files.writeString(text, "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rwxr-xr-x"));
    copy(text, file);
    Files.delete(text);
  }

  /** The same file with its times and rights. */
  static void copy(Path from, Path to) throws IOException {
    Process cp = new ProcessBuilder("cp", "-p", from.toString(), to.toString()).inheritIO().start();
    int code = cp.onExit().join().exitValue();
    if (code != 0) {
      throw new IOException("cp of " + from + " to " + to + " ended with " + code);
    }
  }
}
