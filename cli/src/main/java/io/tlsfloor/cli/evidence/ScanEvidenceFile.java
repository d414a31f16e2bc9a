package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.keep.ConnectionFrames;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.OutputException;
import io.tlsfloor.cli.pseudonym.Pseudonymizer;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Evidence of a scan in one file, with its manifest beside it. What goes into it waits in memory,
 * as much as may be written, until the scan is over.
 */
final class ScanEvidenceFile implements Evidence {
  private final EvidenceOptions options;
  private final Sources sources = new Sources();
  private final ListVersion list;
  private final Console console;
  private final Proofs maker;
  private final List<FindingProof> proofs = new ArrayList<>();
  private long bytes;
  private long leftOut;

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
    FindingProof proof = maker.of(judgement, frames);
    if (proofs.size() >= options.maxFiles() || bytes + proof.bytes() > options.maxBytes()) {
      leftOut++;
      return;
    }
    bytes += proof.bytes();
    proofs.add(proof);
  }

  @Override
  public void commit() throws IOException {
    Path file = options.target();
    try {
      Map<String, String> hashes = new LinkedHashMap<>();
      for (String source : ProofWriter.sources(proofs)) {
        hashes.put(source, sources.sha256(source).orElse(""));
      }
      byte[] capture = new ProofWriter(list, false, maker.note()).write(proofs, hashes);
      Folder.write(file, capture);
      Map<String, Object> entry = Manifest.entry(String.valueOf(file.getFileName()), proofs);
      maker.told(entry);
      Manifest.addSources(entry, hashes);
      entry.put("bytes", capture.length);
      entry.put("sha256", Sources.of(file));
      Map<String, Object> left = new LinkedHashMap<>();
      left.put("connections", leftOut);
      Folder.write(
          file.resolveSibling(file.getFileName() + "." + Manifest.NAME),
          Manifest.text(console.now(), list, List.of(entry), left));
    } catch (IOException e) {
      throw new OutputException(file.toString(), e);
    }
    if (leftOut > 0) {
      console.warn(
          "evidence of "
              + leftOut
              + (leftOut == 1 ? " connection" : " connections")
              + " was left out: --evidence-files and --evidence-size say how much is written");
    }
  }

  @Override
  public void close() {
    // Nothing is written before commit.
  }
}
