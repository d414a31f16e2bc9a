package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.file.PcapngWriter;
import io.tlsfloor.capture.record.KeptFrame;
import io.tlsfloor.capture.record.ProvingFrame;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.text.Version;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the pcapng sections of the findings on a connection: one for each capture that frames came
 * from, with its name and hash, and one for all interfaces of a watch.
 */
final class ProofWriter {
  private static final String ABOUT =
      "Evidence by tlsfloor " + Version.text() + ": what proves a finding, and no more.";
  private static final int ROOM = 1 << 12; // bytes for what is no frame
  private static final int ETHERNET = 1;
  private static final String WENT_ON =
      "the capture went on until then, and no packet that would change a verdict came";

  private final ListVersion list;
  private final Sources sources;
  private final boolean live;

  /**
   * Writes for one run.
   *
   * @param list the endpoint list in use
   */
  ProofWriter(ListVersion list, Sources sources) {
    this.list = list;
    this.sources = sources;
    live = sources.live();
  }

  private record Interface(String source, int linkType) {
    static Interface of(KeptFrame frame) {
      return new Interface(frame.source(), frame.linkType());
    }
  }

  /** The sections of a proof. */
  byte[] write(FindingProof proof) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream((int) proof.bytes() + ROOM);
    PcapngWriter writer = new PcapngWriter(out);
    Map<String, List<ProvingFrame>> sections = sections(proof);
    Map<IpAddress, List<String>> names = names(proof);
    int written = 0;
    for (Map.Entry<String, List<ProvingFrame>> section : sections.entrySet()) {
      writer.section("tlsfloor " + Version.text(), comments(proof, section.getKey()));
      List<Interface> interfaces = new ArrayList<>();
      for (ProvingFrame frame : section.getValue()) {
        Interface of = Interface.of(frame.frame());
        if (!interfaces.contains(of)) {
          interfaces.add(of);
          writer.addInterface(of.linkType(), live ? of.source() : "");
        }
      }
      if (written == 0 && !names.isEmpty()) {
        writer.names(names);
      }
      for (ProvingFrame frame : section.getValue()) {
        writer.packet(
            interfaces.indexOf(Interface.of(frame.frame())),
            frame.frame().timeNanos(),
            frame.bytes(),
            frame.frame().originalLength(),
            ProofText.of(frame, proof.judgement()));
      }
      if (++written == sections.size() && proof.silentUntil().isPresent()) {
        for (int each = 0; each < interfaces.size(); each++) {
          writer.end(each, proof.silentUntil().getAsLong(), WENT_ON);
        }
      }
    }
    return out.toByteArray();
  }

  /** A section that says until when the captures of all that are before it went on. */
  static byte[] end(long nanos) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PcapngWriter writer = new PcapngWriter(out);
    writer.section("tlsfloor " + Version.text(), List.of(ABOUT));
    writer.addInterface(ETHERNET, "");
    writer.end(0, nanos, WENT_ON);
    return out.toByteArray();
  }

  /** A section that says that there is nothing to prove. */
  static byte[] nothing() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new PcapngWriter(out).section("tlsfloor " + Version.text(), List.of("Nothing was flagged."));
    return out.toByteArray();
  }

  /** Frames by source, those of the earliest first. */
  private Map<String, List<ProvingFrame>> sections(FindingProof proof) {
    Comparator<ProvingFrame> byTime = Comparator.comparingLong(each -> each.frame().timeNanos());
    Comparator<ProvingFrame> byNumber = Comparator.comparingLong(each -> each.frame().number());
    List<ProvingFrame> frames = new ArrayList<>(proof.frames());
    frames.sort(byTime);
    Map<String, List<ProvingFrame>> sections = new LinkedHashMap<>();
    for (ProvingFrame each : frames) {
      String key = live ? "" : each.frame().source();
      sections.computeIfAbsent(key, k -> new ArrayList<>()).add(each);
    }
    sections.values().forEach(each -> each.sort(live ? byTime.thenComparing(byNumber) : byNumber));
    if (sections.isEmpty()) {
      sections.put("", List.of());
    }
    return sections;
  }

  private List<String> comments(FindingProof proof, String source) {
    List<String> comments = new ArrayList<>();
    comments.add(ABOUT);
    comments.add(
        "endpoint list: "
            + list.version().orElse(list.source())
            + list.date().map(date -> " of " + date).orElse(""));
    comments.add(sources.told(source));
    comments.addAll(ProofText.findings(proof.judgement()));
    if (!proof.whole()) {
      comments.add("some frames of this connection are missing: there was no room to keep them");
    }
    return comments;
  }

  private static Map<IpAddress, List<String>> names(FindingProof proof) {
    return proof.names().isEmpty()
        ? Map.of()
        : Map.of(
            proof.judgement().connection().server().address(),
            proof.names().stream().distinct().toList());
  }
}
