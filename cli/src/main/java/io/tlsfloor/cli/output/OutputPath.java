package io.tlsfloor.cli.output;

import io.tlsfloor.capture.file.GivenPath;
import io.tlsfloor.report.ReportException;
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
}
