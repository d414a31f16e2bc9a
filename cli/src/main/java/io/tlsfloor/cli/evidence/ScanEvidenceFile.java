package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.record.ConnectionFrames;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.report.sink.OutputException;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evidence of a scan in one file, with its manifest next to it. What goes into it waits in memory,
 * as much as may be written and as there is room for, until the scan is over.
 */
final class ScanEvidenceFile implements EvidenceSink {
  private static final long MAX_HELD_BYTES = 256L << 20; // a folder takes what is more

  private final EvidenceOptions options;
  private final Sources sources = new Sources();
  private final ListVersion list;
  private final Console console;
  private final Proofs maker;
  private final List<FindingProof> proofs = new ArrayList<>();
  private final LeftOut leftOut = new LeftOut();
  private final long maxHeldBytes = Room.of(MAX_HELD_BYTES);
  private long bytes;
  private long held;

  ScanEvidenceFile(
      EvidenceOptions options,
      ListVersion list,
      Optional<Pseudonymizer> pseudonymizer,
      Console console)
      throws CommandException {
    this.options = options;
    maker = new Proofs(pseudonymizer, sources);
    this.list = maker.list(list);
    this.console = console;
    Path folder = options.target().toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new CommandException(
          ExitCode.FAULT,
          "cannot write evidence to " + options.target() + ": no such folder, or no right to write",
          "Name a file in a folder that is there and that you may write to.");
    }
  }

  @Override
  public InputStream watched(InputStream in, String name) {
    return sources.watched(in, name);
  }

  @Override
  public void add(Judgement judgement, ConnectionFrames frames) {
    if (proofs.size() >= options.maxFiles()
        || bytes >= options.maxBytes()
        || held >= maxHeldBytes) {
      leftOut.add();
      return;
    }
    FindingProof proof = maker.of(judgement, frames);
    if (bytes + proof.bytes() > options.maxBytes()) {
      leftOut.add();
      return;
    }
    bytes += proof.bytes();
    held += proof.heldBytes();
    proofs.add(proof);
  }

  @Override
  public void commit() throws IOException {
    Path file = options.target();
    try {
      Map<String, String> hashes = sources.hashes(ProofWriter.sources(proofs));
      byte[] capture = new ProofWriter(list, false, maker.note()).write(proofs, hashes);
      Folder.write(file, capture);
      Map<String, Object> entry = Manifest.entry(String.valueOf(file.getFileName()), proofs);
      maker.told(entry);
      Manifest.addSources(entry, hashes);
      entry.put("bytes", capture.length);
      entry.put("sha256", Sources.of(capture));
      Folder.write(
          file.resolveSibling(file.getFileName() + "." + Manifest.NAME),
          Manifest.text(console.now(), list, List.of(entry), leftOut.entry()));
    } catch (IOException e) {
      throw new OutputException(file.toString(), e);
    }
    leftOut.warn(console);
  }

  @Override
  public void close() {
    // Nothing is written before commit.
  }
}
