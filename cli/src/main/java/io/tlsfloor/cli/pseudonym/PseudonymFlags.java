package io.tlsfloor.cli.pseudonym;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Values;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.pseudonym.PseudonymKey;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The option that replaces clients by pseudonyms. */
public final class PseudonymFlags {
  /** Names the file with the key. */
  public static final String OPTION = "pseudonymize";

  private PseudonymFlags() {}

  /** Adds the option to those of a command. */
  public static void addTo(Options options) {
    options.addOption(
        Option.builder()
            .longOpt(OPTION)
            .hasArg()
            .argName("KEYFILE")
            .desc(
                "replace client addresses, MAC addresses and client names by pseudonyms that KEYFILE"
                    + " determines, for sharing; any file of 32 random bytes or more")
            .get());
  }

  /**
   * Reads the option, and the file.
   *
   * @return empty where no pseudonyms are asked for
   * @throws CommandException if the file is no good: exit 2
   */
  public static Optional<PseudonymKey> of(Values values) throws CommandException {
    Optional<String> file = values.last(OPTION);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(PseudonymKey.read(file.get()));
    } catch (ReportException e) {
      throw CommandException.of("--" + OPTION + ": ", e);
    }
  }
}
