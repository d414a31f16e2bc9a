package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.record.ConnectionFrames;
import io.tlsfloor.capture.record.KeptFrame;
import io.tlsfloor.capture.record.LocatedMessage;
import io.tlsfloor.capture.record.ProvingFrame;
import io.tlsfloor.capture.rewrite.FieldRewriter;
import io.tlsfloor.capture.rewrite.FrameRewriter;
import io.tlsfloor.capture.rewrite.Substitution;
import io.tlsfloor.capture.rewrite.Written;
import io.tlsfloor.cli.pseudonym.FramePseudonyms;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A proof with pseudonyms for its clients, in words and in frames. */
final class SharedProof {
  private final Pseudonymizer pseudonymizer;
  private final FrameRewriter rewriter;
  private final FieldRewriter fields;
  private final IdentityHashMap<LocatedMessage, LocatedMessage> told =
      new IdentityHashMap<>(); // each is in as many frames as hold a part of it

  private SharedProof(FindingProof proof, Pseudonymizer pseudonymizer) {
    this.pseudonymizer = pseudonymizer;
    Substitution substitution = new FramePseudonyms(pseudonymizer, proof.judgement());
    rewriter = new FrameRewriter(substitution);
    fields = new FieldRewriter(substitution);
    Set<LocatedMessage> messages = Collections.newSetFromMap(new IdentityHashMap<>());
    for (ProvingFrame frame : proof.frames()) {
      for (LocatedMessage message : frame.messages()) {
        if (messages.add(message)) {
          fields.add(message);
        }
      }
    }
  }

  private LocatedMessage told(LocatedMessage message) {
    return told.computeIfAbsent(message, m -> fields.rewritten(m, ProofText.telling(m)));
  }

  /**
   * Returns what others may read of {@code proof}.
   *
   * @param kept the frames that it was made of: messages give their places by their order
   */
  static FindingProof of(FindingProof proof, ConnectionFrames kept, Pseudonymizer pseudonymizer) {
    SharedProof shared = new SharedProof(proof, pseudonymizer);
    Map<KeptFrame, Long> numbers = new HashMap<>();
    for (KeptFrame each : kept.frames()) {
      numbers.put(each, numbers.size() + 1L);
    }
    List<ProvingFrame> frames = new ArrayList<>();
    for (ProvingFrame each : proof.frames()) {
      shared.frame(each, numbers.getOrDefault(each.frame(), 0L)).ifPresent(frames::add);
    }
    return new FindingProof(
        pseudonymizer.judgement(proof.judgement()),
        frames,
        proof.names(),
        proof.silentUntil(),
        proof.whole() && frames.size() == proof.frames().size());
  }

  private Optional<ProvingFrame> frame(ProvingFrame proving, long number) {
    KeptFrame frame = proving.frame();
    List<Written> written = fields.written(number);
    return rewriter
        .rewrite(frame.linkType(), frame.bytes(), frame.originalLength(), written)
        .map(
            bytes ->
                new ProvingFrame(
                    new KeptFrame(
                        pseudonymizer.capture(frame.source()),
                        frame.number(),
                        frame.timeNanos(),
                        frame.timeKnown(),
                        frame.timeResolution(),
                        frame.linkType(),
                        bytes,
                        frame.originalLength()),
                    proving.length(),
                    proving.blanked(),
                    proving.role(),
                    proving.fromClient(),
                    proving.messages().stream().map(this::told).toList()));
  }
}
