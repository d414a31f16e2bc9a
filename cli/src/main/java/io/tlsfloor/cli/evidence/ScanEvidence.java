package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.record.ConnectionFrames;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.report.sink.Draft;
import io.tlsfloor.report.sink.OutputException;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Evidence of a scan: a file a connection in a folder, or all in one file. Files grow under other
 * names; they get their own, and the hashes of what was read, when the scan is over. If it fails,
 * none is left.
 */
final class ScanEvidence implements EvidenceSink {
  private static final long MAX_LISTED_BYTES = 256L << 20; // of memory, for the manifest

  private final @Nullable Folder folder; // null for one file
  private final EvidenceOptions options;
  private final Sources sources = new Sources();
  private final Proofs proofs;
  private final ListVersion list;
  private final Console console;
  private final ProofWriter writer;
  private final Map<String, Map<String, Object>> earlier;
  private final Map<String, Waiting> drafts = new LinkedHashMap<>(); // by name
  private final long maxListedBytes;
  private long connections;
  private long bytes;
  private long listed;
  private long leftOut;
  private OptionalLong silentUntil = OptionalLong.empty(); // of the connections in one file

  /** A file that waits for its name. */
  private static final class Waiting {
    final Draft draft;
    final List<Map<String, Object>> connections = new ArrayList<>();
    final Map<String, List<Long>> hashPlaces = new LinkedHashMap<>(); // by source
    long length;

    Waiting(Draft draft) {
      this.draft = draft;
    }

    void append(byte[] section) throws IOException {
      try (FileChannel channel = draft.channel()) {
        write(channel, section, length);
      }
      length += section.length;
    }
  }

  private static void write(FileChannel channel, byte[] bytes, long place) throws IOException {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    while (from.hasRemaining()) {
      channel.write(from, place + from.position());
    }
  }

  ScanEvidence(
      EvidenceOptions options,
      ListVersion list,
      Optional<Pseudonymizer> pseudonymizer,
      Console console)
      throws CommandException {
    this(options, list, pseudonymizer, console, Room.of(MAX_LISTED_BYTES));
  }

  /** Has so many bytes of memory for the manifest. */
  ScanEvidence(
      EvidenceOptions options,
      ListVersion list,
      Optional<Pseudonymizer> pseudonymizer,
      Console console,
      long maxListedBytes)
      throws CommandException {
    this.maxListedBytes = maxListedBytes;
    this.options = options;
    proofs = new Proofs(pseudonymizer, sources);
    this.list = proofs.list(list);
    this.console = console;
    folder = options.file() ? null : Folder.open(options.target());
    earlier = folder == null ? Map.of() : folder.entries();
    writer = new ProofWriter(this.list, false, proofs.note());
    if (folder == null) {
      checkTarget(options.target());
    }
  }

  private static void checkTarget(Path file) throws CommandException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new CommandException(
          ExitCode.FAULT,
          "cannot write evidence to " + file + ": no such folder, or no right to write",
          "Name a file in a folder that is there and that you may write to.");
    }
  }

  @Override
  public InputStream watched(InputStream in, String name) {
    return sources.watched(in, name);
  }

  @Override
  public void add(Judgement judgement, ConnectionFrames frames) throws IOException {
    if (connections >= options.maxFiles()
        || bytes >= options.maxBytes()
        || listed >= maxListedBytes) {
      leftOut++;
      return;
    }
    FindingProof proof = proofs.of(judgement, frames);
    byte[] section = writer.write(proof);
    if (bytes + section.length > options.maxBytes()) {
      leftOut++;
      return;
    }
    try {
      add(proof, section);
    } catch (IOException e) {
      throw new OutputException(options.target().toString(), e);
    }
    connections++;
    bytes += section.length;
    listed += Manifest.heldBytes(proof);
  }

  private void add(FindingProof proof, byte[] section) throws IOException {
    Waiting file = folder == null ? file() : fresh(folder, Folder.name(proof.judgement()));
    places(section, proof, file);
    file.append(section);
    file.connections.add(Manifest.connection(proof));
    if (proof.silentUntil().isPresent()) {
      silentUntil =
          OptionalLong.of(
              Math.max(silentUntil.orElse(Long.MIN_VALUE), proof.silentUntil().getAsLong()));
    }
  }

  private Waiting file() throws IOException {
    String name = String.valueOf(options.target().getFileName());
    Waiting file = drafts.get(name);
    if (file == null) {
      file = new Waiting(Draft.of(options.target()));
      drafts.put(name, file);
    }
    return file;
  }

  private Waiting fresh(Folder in, String name) throws IOException {
    Waiting fresh = new Waiting(in.draft(name));
    Waiting before = drafts.put(name, fresh);
    if (before != null) {
      before.draft.close();
    }
    return fresh;
  }

  /** Finds where the hash of each source stands in a section that does not have it yet. */
  private static void places(byte[] section, FindingProof proof, Waiting file) {
    String text = new String(section, StandardCharsets.ISO_8859_1);
    for (String source : ProofWriter.sources(proof)) {
      byte[] named =
          ProofWriter.hashed(source, ProofWriter.NO_HASH).getBytes(StandardCharsets.UTF_8);
      String wanted = new String(named, StandardCharsets.ISO_8859_1);
      List<Long> found = file.hashPlaces.computeIfAbsent(source, s -> new ArrayList<>());
      for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
        found.add(file.length + at + named.length - ProofWriter.NO_HASH.length());
      }
    }
  }

  @Override
  public void commit() throws IOException {
    try {
      Map<String, Map<String, Object>> files = new LinkedHashMap<>();
      Path target = options.target();
      Path manifest = target.resolveSibling(target.getFileName() + "." + Manifest.NAME);
      if (folder == null) {
        finish(file());
      } else {
        manifest = folder.file(Manifest.NAME);
        for (Map.Entry<String, Map<String, Object>> each : earlier.entrySet()) {
          if (Files.exists(folder.file(each.getKey()))) {
            files.put(each.getKey(), each.getValue());
          }
        }
      }
      for (Map.Entry<String, Waiting> each : drafts.entrySet()) {
        files.put(each.getKey(), entry(each.getKey(), each.getValue()));
      }
      for (Waiting each : drafts.values()) {
        each.draft.commit();
      }
      Map<String, Object> left = new LinkedHashMap<>();
      left.put("connections", leftOut);
      if (folder != null) {
        Draft.refuseLink(target);
      }
      Folder.write(manifest, Manifest.text(console.now(), list, files.values(), left));
    } catch (IOException e) {
      throw new OutputException(options.target().toString(), e);
    }
    drafts.clear();
    warn();
  }

  private void finish(Waiting file) throws IOException {
    if (file.length == 0) {
      file.append(ProofWriter.nothing());
    }
    if (silentUntil.isPresent()) {
      file.append(ProofWriter.end(silentUntil.getAsLong()));
    }
  }

  /** The entry of a file, in which the hashes are put to their places. */
  private Map<String, Object> entry(String name, Waiting file) throws IOException {
    Map<String, String> hashes = sources.hashes(file.hashPlaces.keySet());
    try (FileChannel channel = file.draft.channel()) {
      for (Map.Entry<String, List<Long>> each : file.hashPlaces.entrySet()) {
        String hash = hashes.getOrDefault(each.getKey(), "");
        byte[] written =
            (hash.isEmpty() ? ProofWriter.NOT_KNOWN : hash).getBytes(StandardCharsets.US_ASCII);
        for (long place : each.getValue()) {
          write(channel, written, place);
        }
      }
    }
    Map<String, Object> entry = Manifest.entry(name, file.connections);
    proofs.told(entry);
    Manifest.addSources(entry, hashes);
    entry.put("bytes", file.length);
    entry.put("sha256", Sources.of(file.draft.path()));
    return entry;
  }

  /** Says what was left out, if something was, and which options say how much is written. */
  private void warn() {
    if (leftOut > 0) {
      console.warn(
          "evidence of "
              + leftOut
              + (leftOut == 1 ? " connection" : " connections")
              + " was left out: --evidence-size says how much is written, in 10,000 files at most");
    }
  }

  @Override
  public void close() throws IOException {
    for (Waiting each : drafts.values()) {
      each.draft.close();
    }
    if (folder != null) {
      folder.removeIfEmpty();
    }
  }
}
