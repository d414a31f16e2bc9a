package io.tlsfloor.cli.option;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.pseudonym.PseudonymKey;
import java.util.Optional;

/**
 * Options of {@link ResultSettings} that only together make a value, or that name a file to read.
 */
public final class ResultValues {
  private ResultValues() {}

  /**
   * The key that pseudonyms are made with.
   *
   * @return empty where no pseudonyms are asked for
   * @throws CommandException if the file is no good: exit 2
   */
  public static Optional<PseudonymKey> pseudonymKey(Values values) throws CommandException {
    Optional<String> file = values.last(ResultSettings.PSEUDONYMIZE);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(PseudonymKey.read(file.get()));
    } catch (ReportException e) {
      throw CommandException.of(ResultSettings.PSEUDONYMIZE + ": ", e);
    }
  }
}
