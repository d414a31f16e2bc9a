package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.record.ConnectionFrames;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.report.sink.Outage;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Evidence of a run: a file for each connection that is flagged, as its verdict falls, or all in
 * one; and a manifest of what is there. A scan keeps the first, a watch the newest, by number, size
 * and age.
 *
 * <p>What cannot be written is counted, and the run goes on: results are complete without evidence.
 * The manifest is true: where there is no room for it, the newest evidence that it does not list
 * makes some, and is counted. Confined to one thread.
 */
public final class EvidenceWriter implements Closeable {
  private static final long MANIFEST_NANOS = 1_000_000_000L; // a watch writes it again so often
  private static final long MAX_LISTED_BYTES = 256L << 20; // of memory, for the manifest

  /** Says what it is evidence of. */
  public enum Of {
    /** Captures that are complete. */
    SCAN,
    /** A capture that grows. */
    FOLLOWED,
    /** Interfaces. */
    WATCH
  }

  private final EvidenceOptions options;
  private final Of of;
  private final ListVersion list;
  private final InstantSource clock;
  private final Consumer<String> events;
  private final Outage outage;
  private final long maxListedBytes;
  private final Sources sources;
  private final ProofWriter writer;
  private final @Nullable Folder folder;
  private final @Nullable OneFile file; // null where there is a folder
  private final Map<String, Kept> kept = new LinkedHashMap<>(); // the oldest first
  private long connections; // what counts towards the bounds
  private long bytes;
  private long listed;
  private long leftOut;
  private long lost;
  private long removed;
  private String away = "";
  private boolean changed = true;
  private long listedAt = System.nanoTime();

  /**
   * The evidence of one connection; of an earlier run, a file.
   *
   * @param bytes of it
   * @param held bytes of memory for its entry
   * @param entry in the manifest
   * @param told whether a manifest that is there lists it
   */
  private record Kept(
      long bytes, long held, Instant written, Map<String, Object> entry, boolean told) {
    Kept listed() {
      return new Kept(bytes, held, written, entry, true);
    }
  }

  /**
   * Begins, or goes on in a folder.
   *
   * @param list the endpoint list in use
   * @param clock for the age of files
   * @param events takes a sentence when something fails, and when it works again
   * @throws CommandException if it cannot be written: exit 4
   */
  public EvidenceWriter(
      EvidenceOptions options,
      Of of,
      ListVersion list,
      InstantSource clock,
      Consumer<String> events)
      throws CommandException {
    this(options, of, list, clock, events, Room.of(MAX_LISTED_BYTES));
  }

  /** Has so many bytes of memory for the manifest. */
  EvidenceWriter(
      EvidenceOptions options,
      Of of,
      ListVersion list,
      InstantSource clock,
      Consumer<String> events,
      long maxListedBytes)
      throws CommandException {
    this.options = options;
    this.of = of;
    this.list = list;
    this.clock = clock;
    this.events = events;
    outage = new Outage(events);
    this.maxListedBytes = maxListedBytes;
    sources = new Sources(of);
    writer = new ProofWriter(list, sources);
    file = options.file() ? OneFile.of(options.target()) : null;
    folder = file == null ? Folder.open(options.target()) : null;
    if (folder != null) {
      for (Folder.Found found : folder.ours()) {
        take(found.name(), new Kept(found.bytes(), 0, found.written(), found.entry(), true));
      }
    }
    keepWithinBounds();
  }

  /**
   * Tries whether evidence can be written to a folder, and leaves nothing there.
   *
   * @throws CommandException if it cannot: exit 4
   */
  public static void check(Path folder) throws CommandException {
    Folder.open(folder).removeIfEmpty();
  }

  /** A stream that is read, so that its bytes can be hashed; {@code name} is that of its frames. */
  public InputStream watched(InputStream in, String name) {
    return sources.watched(in, name);
  }

  /** Findings whose evidence could not be written. */
  public long lost() {
    return lost;
  }

  /** Returns what keeps evidence from its place at present; empty while all is well. */
  public Optional<String> away() {
    return Optional.of(away).filter(what -> !what.isEmpty());
  }

  /** Returns what was not written, in a sentence; empty if everything was. */
  public Optional<String> undelivered() {
    return lost == 0
        ? away()
        : Optional.of(options.target() + ": " + Words.count(lost, "finding") + " without evidence");
  }

  /** Takes the frames of a connection that is flagged. */
  public void add(Judgement judgement, ConnectionFrames frames) {
    if (of != Of.WATCH
        && (connections >= options.maxFiles()
            || bytes >= options.maxBytes()
            || listed >= maxListedBytes)) {
      leftOut++;
      return;
    }
    FindingProof proof = FindingProof.of(judgement, frames);
    try {
      byte[] section = writer.write(proof);
      if (of != Of.WATCH && bytes + section.length > options.maxBytes()) {
        leftOut++;
      } else if (section.length > options.maxBytes()) {
        lose();
      } else {
        add(proof, section);
        works();
        keepWithinBounds();
      }
    } catch (IOException e) {
      lose();
      fails(e);
    }
  }

  private void add(FindingProof proof, byte[] section) throws IOException {
    String name = Folder.name(proof.judgement());
    Map<String, Object> connection = Manifest.connection(proof);
    Map<String, Object> entry = connection;
    if (folder != null) {
      folder.write(name, section);
      entry = Manifest.entry(name, List.of(connection), section.length, Sources.of(section));
    } else if (file != null) {
      file.append(section);
      proof.silentUntil().ifPresent(file::silentUntil);
      name += "#" + kept.size(); // a connection that is told again has two sections
    }
    take(name, new Kept(section.length, Manifest.heldBytes(proof), clock.instant(), entry, false));
  }

  private void take(String name, Kept one) {
    letGo(name);
    kept.put(name, one);
    count(one, 1);
  }

  private void letGo(String name) {
    Kept old = kept.remove(name);
    if (old != null) {
      count(old, -1);
    }
  }

  private void count(Kept one, int sign) {
    changed = true;
    if (of == Of.WATCH || !one.told()) { // what a scan finds there is none of its own
      connections += sign;
      bytes += sign * one.bytes();
      listed += sign * one.held();
    }
  }

  private void lose() {
    lost++;
    changed = true; // the manifest counts them
  }

  private void works() {
    away = "";
    outage.ends(
        "writing evidence to "
            + options.target()
            + " works again; "
            + lost
            + " findings are without");
  }

  private void fails(IOException e) {
    away = "cannot write evidence to " + options.target() + ": " + Reasons.of(e);
    outage.goesOn(away + ": trying again");
  }

  private void keepWithinBounds() {
    if (of != Of.WATCH || folder == null) {
      return;
    }
    try {
      Instant oldest = clock.instant().minus(options.maxAge());
      while (!kept.isEmpty()
          && (kept.values().iterator().next().written().isBefore(oldest)
              || connections > options.maxFiles()
              || bytes > options.maxBytes()
              || listed > maxListedBytes)) {
        String name = kept.keySet().iterator().next();
        letGo(name); // also where it cannot be deleted: others still can
        folder.delete(name);
        removed++;
      }
    } catch (IOException e) {
      fails(e);
    }
  }

  /** Does what is due; called several times a second in a watch. */
  public void tick() {
    long now = System.nanoTime();
    if (now - listedAt >= MANIFEST_NANOS) {
      listedAt = now;
      keepWithinBounds();
      tell();
    }
  }

  /** Writes the manifest, if something changed. */
  private void tell() {
    for (int back = 1; changed; back *= 2) { // each time, so that the manifest is made a few times
      try {
        List<Map<String, Object>> entries = kept.values().stream().map(Kept::entry).toList();
        if (folder != null) {
          folder.write(Manifest.NAME, manifest(entries));
        } else if (file != null) {
          file.finish(entries, this::manifest);
        }
        kept.replaceAll((name, each) -> each.listed());
        changed = false;
        works();
      } catch (IOException e) {
        fails(e);
        if (!makeRoom(back)) {
          return;
        }
      }
    }
  }

  private byte[] manifest(List<Map<String, Object>> files) throws IOException {
    for (Map<String, Object> each : files) {
      if (!Manifest.namesSources(each)) { // one of this run
        Manifest.addSources(each, sources::sha256);
      }
    }
    Map<String, Object> left = new LinkedHashMap<>();
    left.put("connections", leftOut + lost);
    if (of == Of.WATCH) {
      left.put("removed_files", removed);
    }
    return Manifest.text(clock.instant(), list, files, left);
  }

  /** Takes some of the newest back that no manifest lists; returns whether there were any. */
  private boolean makeRoom(int count) {
    List<String> names = new ArrayList<>(kept.keySet());
    int left = names.size();
    while (left > 0 && names.size() - left < count && withdraw(names.get(left - 1))) {
      left--;
    }
    return left < names.size();
  }

  private boolean withdraw(String name) {
    Kept one = kept.get(name);
    if (one == null || one.told()) {
      return false;
    }
    letGo(name);
    lose();
    try {
      if (folder != null) {
        folder.delete(name);
      } else if (file != null) {
        file.shorten(one.bytes());
      }
    } catch (IOException e) {
      fails(e);
    }
    return true;
  }

  /** All is reported: the manifest says what is there. */
  public void commit() {
    keepWithinBounds();
    tell();
    if (leftOut > 0) {
      events.accept(
          "evidence of "
              + Words.count(leftOut, "connection")
              + (leftOut == 1 ? " was" : " were")
              + " left out: --evidence-size says how much is written, in 10,000 files at most");
    }
  }

  /** After a run that failed, too, a folder lists what is in it; one file is not left half done. */
  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    } else if (folder != null) {
      if (!kept.isEmpty()) {
        tell();
      }
      folder.removeIfEmpty();
    }
  }
}
