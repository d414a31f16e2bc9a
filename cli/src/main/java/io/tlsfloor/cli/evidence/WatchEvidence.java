package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.record.ConnectionFrames;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Evidence of a watch: a file for each finding as its verdict falls, in one step. The newest are
 * kept, by number, size and age. What cannot be written is counted and lost, and the watch goes on.
 */
public final class WatchEvidence implements EvidenceSink {
  private static final long MANIFEST_NANOS = 1_000_000_000L; // the list is written again so often

  private final EvidenceOptions options;
  private final Folder folder;
  private final ListVersion list;
  private final Clock clock;
  private final Consumer<String> events;
  private final Proofs proofs;
  private final ProofWriter writer;
  private final Map<String, File> files = new LinkedHashMap<>(); // the oldest first
  private long bytes;
  private long lost;
  private long removed;
  private boolean failing;
  private String away = "";
  private boolean changed;
  private long listedAt = System.nanoTime();

  /** A file that is kept. */
  private record File(long bytes, Instant written, Map<String, Object> entry) {}

  /**
   * Goes on in a folder.
   *
   * @param list the endpoint list in use
   * @param pseudonymizer replaces clients; empty for none
   * @param clock for the age of files
   * @param events takes a sentence when something fails, and when it works again
   * @throws CommandException if it cannot be written to: exit 4
   */
  public WatchEvidence(
      EvidenceOptions options,
      ListVersion list,
      Optional<Pseudonymizer> pseudonymizer,
      Clock clock,
      Consumer<String> events)
      throws CommandException {
    this.options = options;
    proofs = new Proofs(pseudonymizer, new Sources());
    this.list = proofs.list(list);
    this.clock = clock;
    this.events = events;
    folder = Folder.open(options.target());
    writer = new ProofWriter(this.list, true, proofs.note());
    Map<String, Map<String, Object>> earlier = folder.entries();
    for (Folder.Found found : folder.ours()) {
      Map<String, Object> entry = earlier.getOrDefault(found.name(), found.entry());
      files.put(found.name(), new File(found.bytes(), found.written(), entry));
      bytes += found.bytes();
    }
    changed = true;
    keepWithinBounds();
  }

  /** Findings whose evidence could not be written. */
  public long lost() {
    return lost;
  }

  /** Returns what keeps evidence from its folder at present; empty while all is well. */
  public Optional<String> away() {
    return failing ? Optional.of(away) : Optional.empty();
  }

  /** Returns what was not written, in a sentence; empty if everything was. */
  public Optional<String> undelivered() {
    return lost == 0
        ? Optional.empty()
        : Optional.of(folder + ": " + Words.count(lost, "finding") + " without evidence");
  }

  @Override
  public void add(Judgement judgement, ConnectionFrames frames) {
    FindingProof proof = proofs.of(judgement, frames);
    String name = Folder.name(proof.judgement());
    try {
      byte[] file = writer.write(proof);
      if (file.length > options.maxBytes()) {
        lose();
        return;
      }
      folder.write(name, file);
      Map<String, Object> entry = Manifest.entry(name, List.of(Manifest.connection(proof)));
      proofs.told(entry);
      Map<String, String> interfaces = new LinkedHashMap<>(); // nothing of them to hash
      ProofWriter.sources(proof).forEach(source -> interfaces.put(source, ""));
      Manifest.addSources(entry, interfaces);
      entry.put("bytes", file.length);
      entry.put("sha256", HexFormat.of().formatHex(Sources.sha256().digest(file)));
      File old = files.remove(name);
      bytes += file.length - (old == null ? 0 : old.bytes());
      files.put(name, new File(file.length, clock.instant(), entry));
      changed = true;
      works();
      keepWithinBounds();
    } catch (IOException e) {
      lose();
      fails(e);
    }
  }

  private void lose() {
    lost++;
    changed = true; // the manifest counts them
  }

  private void works() {
    if (failing) {
      failing = false;
      events.accept(
          "writing evidence to " + folder + " works again; " + lost + " findings are without");
    }
  }

  private void fails(IOException e) {
    if (!failing) {
      failing = true;
      away = "cannot write evidence to " + folder + ": " + Reasons.of(e);
      events.accept(away + ": trying again");
    }
  }

  private void removeOldest() throws IOException {
    Map.Entry<String, File> oldest = files.entrySet().iterator().next();
    files.remove(oldest.getKey()); // also where it cannot be deleted: others still can
    bytes -= oldest.getValue().bytes();
    changed = true;
    Files.deleteIfExists(folder.file(oldest.getKey()));
    removed++;
  }

  private void keepWithinBounds() {
    try {
      Instant oldest = clock.instant().minus(options.maxAge());
      while (!files.isEmpty()
          && (files.values().iterator().next().written().isBefore(oldest)
              || files.size() > options.maxFiles()
              || bytes > options.maxBytes())) {
        removeOldest();
      }
    } catch (IOException e) {
      fails(e);
    }
  }

  @Override
  public void tick() {
    long now = System.nanoTime();
    if (now - listedAt >= MANIFEST_NANOS) {
      listedAt = now;
      keepWithinBounds();
      listFiles();
    }
  }

  /** Writes the manifest, if something changed. */
  private void listFiles() {
    if (!changed) {
      return;
    }
    Map<String, Object> left = new LinkedHashMap<>();
    left.put("connections", lost);
    left.put("removed_files", removed);
    try {
      folder.write(
          Manifest.NAME,
          Manifest.text(
              clock.instant(), list, files.values().stream().map(File::entry).toList(), left));
      changed = false;
      works();
    } catch (IOException e) {
      fails(e);
    }
  }

  @Override
  public void commit() {
    keepWithinBounds();
    listFiles();
  }

  @Override
  public void close() {
    listFiles();
  }
}
