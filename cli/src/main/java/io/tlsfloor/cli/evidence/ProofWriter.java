package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.file.PcapngWriter;
import io.tlsfloor.capture.record.KeptFrame;
import io.tlsfloor.capture.record.ProvingFrame;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Version;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Makes the pcapng file of some findings: one section for each capture that frames came from, with
 * its name and hash, and one for all interfaces of a watch.
 */
final class ProofWriter {
  /** Stands for a hash that is not known yet: as long as one. */
  static final String NO_HASH = "0".repeat(64);

  /** Instead of a hash, where there is none: as long as one. */
  static final String NOT_KNOWN = "not known" + " ".repeat(55);

  private static final int ROOM = 1 << 12; // bytes for what is no frame
  private static final int MAX_EXPECTED = 1 << 28;
  private static final int MAX_TOLD = 200; // findings named in a section's comments

  private final ListVersion list;
  private final boolean live;
  private final Optional<String> note;

  /**
   * Writes for one run.
   *
   * @param list the endpoint list in use
   * @param live whether sources are interfaces
   * @param note a comment of each section
   */
  ProofWriter(ListVersion list, boolean live, Optional<String> note) {
    this.list = list;
    this.live = live;
    this.note = note;
  }

  /** A frame of the file, and whom it serves. */
  private static final class Entry {
    final ProvingFrame frame;
    final List<String> comments;

    Entry(ProvingFrame frame, List<String> comments) {
      this.frame = frame;
      this.comments = new ArrayList<>(comments);
    }
  }

  private record Interface(String source, int linkType, int resolution) {}

  /**
   * The file.
   *
   * @param hashes of the sources; {@link #NO_HASH} is written for one that is not there
   */
  byte[] write(List<FindingProof> proofs, Map<String, String> hashes) throws IOException {
    long expected = Math.min(MAX_EXPECTED, proofs.stream().mapToLong(FindingProof::bytes).sum());
    ByteArrayOutputStream out = new ByteArrayOutputStream((int) expected + ROOM);
    PcapngWriter writer = new PcapngWriter(out);
    List<List<Entry>> sections = sections(proofs);
    if (sections.isEmpty()) {
      writer.section("tlsfloor " + Version.text(), List.of("Nothing was flagged."));
    }
    for (int i = 0; i < sections.size(); i++) {
      List<Entry> section = sections.get(i);
      String source = section.get(0).frame.frame().source();
      writer.section("tlsfloor " + Version.text(), comments(proofs, source, hashes));
      List<Interface> interfaces = new ArrayList<>();
      for (Entry entry : section) {
        Interface of = interfaceOf(entry.frame.frame());
        if (!interfaces.contains(of)) {
          interfaces.add(of);
          writer.addInterface(of.linkType(), of.resolution(), live ? of.source() : "");
        }
      }
      if (i == 0) {
        names(proofs, writer);
      }
      for (Entry entry : section) {
        KeptFrame frame = entry.frame.frame();
        writer.packet(
            interfaces.indexOf(interfaceOf(frame)),
            frame.timeNanos(),
            entry.frame.bytes(),
            frame.originalLength(),
            entry.comments);
      }
      OptionalLong end = proofs.stream().flatMapToLong(p -> p.silentUntil().stream()).max();
      if (i == sections.size() - 1 && end.isPresent()) {
        for (int each = 0; each < interfaces.size(); each++) {
          writer.end(
              each,
              end.getAsLong(),
              "the capture went on until then, and no packet that would change a verdict came");
        }
      }
    }
    return out.toByteArray();
  }

  private static Interface interfaceOf(KeptFrame frame) {
    return new Interface(frame.source(), frame.linkType(), frame.timeResolution());
  }

  /** Frames by source, those of the earliest first; a frame that serves twice stands once. */
  private List<List<Entry>> sections(List<FindingProof> proofs) {
    Map<String, Map<KeptFrame, Entry>> bySource = new LinkedHashMap<>();
    for (FindingProof proof : proofs) {
      for (ProvingFrame frame : proof.frames()) {
        String key = live ? "" : frame.frame().source();
        Map<KeptFrame, Entry> entries = bySource.computeIfAbsent(key, k -> new HashMap<>());
        List<String> comments = ProofText.of(frame, proof.judgement());
        Entry there = entries.get(frame.frame());
        if (there == null) {
          entries.put(frame.frame(), new Entry(frame, comments));
        } else {
          comments.stream().filter(c -> !there.comments.contains(c)).forEach(there.comments::add);
        }
      }
    }
    List<List<Entry>> sections = new ArrayList<>();
    for (Map<KeptFrame, Entry> entries : bySource.values()) {
      List<Entry> section = new ArrayList<>(entries.values());
      Comparator<Entry> byNumber = Comparator.comparingLong(e -> e.frame.frame().number());
      section.sort(live ? byTime().thenComparing(byNumber) : byNumber);
      sections.add(section);
    }
    sections.sort(Comparator.comparingLong(section -> earliest(section)));
    return sections;
  }

  private static Comparator<Entry> byTime() {
    return Comparator.comparingLong(entry -> entry.frame.frame().timeNanos());
  }

  private static long earliest(List<Entry> section) {
    return section.stream().mapToLong(e -> e.frame.frame().timeNanos()).min().orElse(0);
  }

  private List<String> comments(
      List<FindingProof> proofs, String source, Map<String, String> hashes) {
    List<String> comments = new ArrayList<>();
    comments.add(
        "Evidence by tlsfloor " + Version.text() + ": what proves a finding, and no more.");
    note.ifPresent(comments::add);
    ListVersion version = list;
    comments.add(
        "endpoint list: "
            + version.version().orElse(version.source())
            + version.date().map(date -> " of " + date).orElse(""));
    comments.add(
        live
            ? "source: live, by interface name"
            : hashed(source, hashes.getOrDefault(source, NO_HASH)));
    int told = 0;
    for (FindingProof proof : proofs) {
      boolean here =
          live || proof.frames().stream().anyMatch(f -> f.frame().source().equals(source));
      if (here && ++told <= MAX_TOLD) {
        comments.addAll(ProofText.findings(proof.judgement()));
        if (!proof.whole()) {
          comments.add(
              "some frames of this connection are missing: there was no room to keep them");
        }
      }
    }
    if (told > MAX_TOLD) {
      comments.add(told - MAX_TOLD + " more connections: see the manifest");
    }
    return comments;
  }

  /** The comment that names a source and its hash. */
  static String hashed(String source, String hash) {
    return "source: " + Printable.text(source) + ", SHA-256 " + (hash.isEmpty() ? NOT_KNOWN : hash);
  }

  private static void names(List<FindingProof> proofs, PcapngWriter writer) throws IOException {
    Map<IpAddress, List<String>> names = new LinkedHashMap<>();
    for (FindingProof proof : proofs) {
      Judgement judgement = proof.judgement();
      if (!proof.names().isEmpty()) {
        List<String> all =
            names.computeIfAbsent(
                judgement.connection().server().address(), a -> new ArrayList<>());
        proof.names().stream().filter(name -> !all.contains(name)).forEach(all::add);
      }
    }
    if (!names.isEmpty()) {
      writer.names(names);
    }
  }

  /** The sources of some findings' frames. */
  static Set<String> sources(List<FindingProof> proofs) {
    Set<String> sources = new LinkedHashSet<>();
    proofs.forEach(p -> p.frames().forEach(f -> sources.add(f.frame().source())));
    return sources;
  }
}
