package io.tlsfloor.cli.evidence;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.util.Optional;

/** Opens what takes evidence. */
public final class Evidences {
  private Evidences() {}

  /**
   * Evidence of a scan.
   *
   * @param list the endpoint list in use
   * @param pseudonymizer replaces clients; empty for none
   * @throws CommandException if it cannot be written: exit 4
   */
  public static EvidenceSink ofScan(
      EvidenceOptions options,
      ListVersion list,
      Optional<Pseudonymizer> pseudonymizer,
      Console console)
      throws CommandException {
    return options.file()
        ? new ScanEvidenceFile(options, list, pseudonymizer, console)
        : new ScanEvidence(options, list, pseudonymizer, console);
  }
}
