package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.record.ConnectionFrames;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Takes the proof of findings. Confined to one thread. */
public interface EvidenceSink extends Closeable {
  /**
   * Takes that of a scan.
   *
   * @param list the endpoint list in use
   * @param pseudonymizer replaces clients; empty for none
   * @throws CommandException if it cannot be written: exit 4
   */
  static EvidenceSink ofScan(
      EvidenceOptions options,
      ListVersion list,
      Optional<Pseudonymizer> pseudonymizer,
      Console console)
      throws CommandException {
    return new ScanEvidence(options, list, pseudonymizer, console);
  }

  /**
   * Takes the frames of a connection that is flagged.
   *
   * @throws IOException if it cannot be written, and that ends the run
   */
  void add(Judgement judgement, ConnectionFrames frames) throws IOException;

  /** A stream that is read, so that its bytes can be hashed; {@code name} is that of its frames. */
  default InputStream watched(InputStream in, String name) {
    return in;
  }

  /** Does what is due; called several times a second in a watch. */
  default void tick() {}

  /**
   * All is reported: gives the files their names.
   *
   * @throws IOException if that fails
   */
  void commit() throws IOException;
}
