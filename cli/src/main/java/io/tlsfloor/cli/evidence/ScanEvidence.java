package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.record.ConnectionFrames;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evidence of a scan, a file a connection. Files grow under other names; they get their own, and
 * the hashes of what was read, when the scan is over. If it fails, none is left.
 */
final class ScanEvidence implements EvidenceSink {
  private static final long MAX_LISTED_BYTES = 256L << 20; // of memory, for the manifest

  private final Folder folder;
  private final EvidenceOptions options;
  private final Sources sources = new Sources();
  private final Proofs proofs;
  private final ListVersion list;
  private final Console console;
  private final ProofWriter writer;
  private final Map<String, Map<String, Object>> earlier;
  private final Map<String, Waiting> drafts = new LinkedHashMap<>();
  private final LeftOut leftOut = new LeftOut();
  private final long maxListedBytes;
  private long bytes;
  private long listed;

  /** A file that waits for its name. */
  private record Waiting(
      Draft draft, Map<String, Object> entry, Map<String, List<Integer>> hashPlaces) {}

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
    folder = Folder.open(options.target());
    earlier = folder.entries();
    writer = new ProofWriter(this.list, false, proofs.note());
  }

  @Override
  public InputStream watched(InputStream in, String name) {
    return sources.watched(in, name);
  }

  @Override
  public void add(Judgement judgement, ConnectionFrames frames) throws IOException {
    if (drafts.size() >= options.maxFiles()
        || bytes >= options.maxBytes()
        || listed >= maxListedBytes) {
      leftOut.add();
      return;
    }
    FindingProof proof = proofs.of(judgement, frames);
    String name = Folder.name(proof.judgement());
    List<FindingProof> one = List.of(proof);
    byte[] file = writer.write(one, Map.of());
    if (bytes + file.length > options.maxBytes()) {
      leftOut.add();
      return;
    }
    Draft draft = written(name, file);
    bytes += file.length;
    listed += Manifest.heldBytes(proof);
    Map<String, Object> entry = Manifest.entry(name, one);
    proofs.told(entry);
    Waiting before =
        drafts.put(name, new Waiting(draft, entry, places(file, ProofWriter.sources(one))));
    if (before != null) {
      before.draft().close();
    }
  }

  private Draft written(String name, byte[] file) throws OutputException {
    try {
      Draft draft = folder.draft(name);
      try {
        draft.write(file);
        return draft;
      } catch (IOException e) {
        draft.close();
        throw e;
      }
    } catch (IOException e) {
      throw new OutputException(folder.toString(), e);
    }
  }

  /** Where the hash of each source stands in a file that does not have it yet. */
  private static Map<String, List<Integer>> places(byte[] file, Set<String> sources) {
    Map<String, List<Integer>> places = new LinkedHashMap<>();
    String text = new String(file, StandardCharsets.ISO_8859_1);
    for (String source : sources) {
      byte[] named =
          ProofWriter.hashed(source, ProofWriter.NO_HASH).getBytes(StandardCharsets.UTF_8);
      String wanted = new String(named, StandardCharsets.ISO_8859_1);
      List<Integer> found = new ArrayList<>();
      for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
        found.add(at + named.length - ProofWriter.NO_HASH.length());
      }
      places.put(source, found);
    }
    return places;
  }

  @Override
  public void commit() throws IOException {
    try {
      Map<String, Map<String, Object>> files = new LinkedHashMap<>();
      earlier.forEach(
          (name, entry) -> {
            if (Files.exists(folder.file(name))) {
              files.put(name, entry);
            }
          });
      for (Map.Entry<String, Waiting> each : drafts.entrySet()) {
        Map<String, String> hashes = sources.hashes(each.getValue().hashPlaces().keySet());
        byte[] file = patched(each.getValue().draft(), each.getValue().hashPlaces(), hashes);
        Map<String, Object> entry = each.getValue().entry();
        Manifest.addSources(entry, hashes);
        entry.put("bytes", file.length);
        entry.put("sha256", Sources.of(file));
        files.put(each.getKey(), entry);
      }
      for (Waiting each : drafts.values()) {
        each.draft().commit();
      }
      folder.write(
          Manifest.NAME, Manifest.text(console.now(), list, files.values(), leftOut.entry()));
    } catch (IOException e) {
      throw new OutputException(folder.toString(), e);
    }
    drafts.clear();
    leftOut.warn(console);
  }

  /** The file with the hashes in their places, which are written to the disk as well. */
  private static byte[] patched(
      Draft draft, Map<String, List<Integer>> places, Map<String, String> hashes)
      throws IOException {
    byte[] file = Files.readAllBytes(draft.path());
    try (FileChannel channel = draft.channel()) {
      for (Map.Entry<String, List<Integer>> each : places.entrySet()) {
        String hash = hashes.getOrDefault(each.getKey(), "");
        byte[] written =
            (hash.isEmpty() ? ProofWriter.NOT_KNOWN : hash).getBytes(StandardCharsets.US_ASCII);
        for (int place : each.getValue()) {
          System.arraycopy(written, 0, file, place, written.length);
          ByteBuffer hashed = ByteBuffer.wrap(written);
          while (hashed.hasRemaining()) {
            channel.write(hashed, place + hashed.position());
          }
        }
      }
    }
    return file;
  }

  @Override
  public void close() throws IOException {
    for (Waiting each : drafts.values()) {
      each.draft().close();
    }
    folder.removeIfEmpty();
  }
}
