package io.tlsfloor.cli.output;

import io.tlsfloor.capture.file.GivenPath;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where results go, as a word of the command line names it. */
public final class OutputPath {
  private OutputPath() {}

  /**
   * The path.
   *
   * @throws ReportException if it cannot be one
   */
  public static Path of(String given) throws ReportException {
    try {
      return GivenPath.of(given);
    } catch (InvalidPathException e) {
      throw ReportException.output(
          "cannot write " + given + ": " + e.getReason(),
          "Name a file in a folder that is there and that you may write to.",
          e);
    }
  }

  /**
   * Refuses to put results in the place of what they are made of.
   *
   * @param target where they go
   * @param inputs files that are read
   * @throws CommandException if it is one of them, by whatever name
   */
  public static void refuseInput(Path target, Iterable<Path> inputs) throws CommandException {
    if (!Files.isRegularFile(target)) {
      return;
    }
    for (Path input : inputs) {
      if (isSame(target, input)) {
        throw CommandException.usage(
            target + " is read, and would be overwritten", "Name another file for the results.");
      }
    }
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException missing) {
      return false;
    }
  }
}
