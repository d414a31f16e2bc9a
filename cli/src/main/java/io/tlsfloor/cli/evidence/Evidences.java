package io.tlsfloor.cli.evidence;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.rules.catalogue.ListVersion;

/** Opens what takes evidence. */
public final class Evidences {
  private Evidences() {}

  /**
   * Evidence of a scan.
   *
   * @param list the endpoint list in use
   * @throws CommandException if it cannot be written: exit 4
   */
  public static Evidence ofScan(EvidenceOptions options, ListVersion list, Console console)
      throws CommandException {
    return options.file()
        ? new ScanEvidenceFile(options, list, console)
        : new ScanEvidence(options, list, console);
  }
}
