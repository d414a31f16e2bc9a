package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.keep.ConnectionFrames;
import io.tlsfloor.capture.keep.KeptFrame;
import io.tlsfloor.capture.rewrite.DialogueText;
import io.tlsfloor.capture.rewrite.FrameRewriter;
import io.tlsfloor.capture.rewrite.Substitution;
import io.tlsfloor.capture.trace.LocatedField;
import io.tlsfloor.capture.trace.LocatedMessage;
import io.tlsfloor.capture.trace.Place;
import io.tlsfloor.capture.trace.ProvingFrame;
import io.tlsfloor.cli.pseudonym.FramePseudonyms;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A proof with pseudonyms for its clients, in what is told and in the frames. */
final class SharedProof {
  private final Pseudonymizer pseudonymizer;
  private final Substitution substitution;
  private final FrameRewriter rewriter;
  private final Map<Long, Map<Integer, Byte>> lines = new HashMap<>(); // by frame of the connection

  private SharedProof(FindingProof proof, Pseudonymizer pseudonymizer) {
    this.pseudonymizer = pseudonymizer;
    substitution = new FramePseudonyms(pseudonymizer, proof.judgement());
    rewriter = new FrameRewriter(substitution);
    for (ProvingFrame frame : proof.frames()) {
      for (LocatedMessage message : frame.messages()) {
        message.fields().forEach(this::line);
      }
    }
  }

  /**
   * What others may read of {@code proof}.
   *
   * @param kept the frames that it was made of: messages tell their places by their order
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

  /** Notes what is to stand in the place of a line: it may lie in several frames. */
  private void line(LocatedField located) {
    String text = located.field().meaning();
    String other = DialogueText.rewrite(text, substitution);
    int length = located.places().stream().mapToInt(Place::length).sum();
    if (!located.field().name().equals("line")
        || other.equals(text)
        || length != text.length()) { // as sent, so one character is one byte
      return;
    }
    int next = 0;
    for (Place place : located.places()) {
      Map<Integer, Byte> written = lines.computeIfAbsent(place.frame(), f -> new HashMap<>());
      for (int i = 0; i < place.length(); i++) {
        written.put(place.offset() + i, (byte) other.charAt(next++));
      }
    }
  }

  private Optional<ProvingFrame> frame(ProvingFrame proving, long number) {
    KeptFrame frame = proving.frame();
    Map<Integer, Byte> written = lines.getOrDefault(number, Map.of());
    return rewriter
        .rewrite(frame.linkType(), frame.bytes(), frame.originalLength(), written)
        .map(
            bytes ->
                new ProvingFrame(
                    new KeptFrame(
                        pseudonymizer.file(frame.source()),
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
                    proving.messages().stream().map(this::message).toList()));
  }

  private LocatedMessage message(LocatedMessage message) {
    return new LocatedMessage(
        message.fromClient(),
        message.name(),
        message.length(),
        message.frames(),
        message.fields().stream().map(this::field).toList(),
        message.note());
  }

  private LocatedField field(LocatedField located) {
    Field field = located.field();
    return new LocatedField(
        new Field(
            field.name(),
            field.offset(),
            field.length(),
            field.privacy(),
            DialogueText.rewrite(field.meaning(), substitution),
            field.source()),
        located.places());
  }
}
