package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.connection.Replay;
import io.tlsfloor.capture.record.ConnectionFrames;
import io.tlsfloor.capture.record.ConnectionProof;
import io.tlsfloor.capture.record.Detail;
import io.tlsfloor.capture.record.KeptFrame;
import io.tlsfloor.capture.record.LocatedMessage;
import io.tlsfloor.capture.record.ProvingFrame;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.ServiceEvidence;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Holds what proves the findings on one connection.
 *
 * @param judgement the connection and its findings
 * @param frames each once: those of answers that gave a name, then those of the connection, in the
 *     order of the capture
 * @param names of the server that name-resolution blocks gave and that count
 * @param silentUntil packet time until which nothing more came, where the verdict rests on that
 * @param whole whether no frame is missing for lack of room
 */
record FindingProof(
    Judgement judgement,
    List<ProvingFrame> frames,
    List<String> names,
    OptionalLong silentUntil,
    boolean whole) {
  /** Copies the lists. */
  FindingProof {
    frames = List.copyOf(frames);
    names = List.copyOf(names);
  }

  static FindingProof of(Judgement judgement, ConnectionFrames kept, Detail detail) {
    boolean byName =
        judgement
            .service()
            .filter(service -> service.evidence() == ServiceEvidence.DNS)
            .isPresent();
    Set<FrameRef> answers = new LinkedHashSet<>();
    List<String> names = new ArrayList<>();
    for (NameSeen name : byName ? judgement.connection().names() : List.<NameSeen>of()) {
      name.frame().ifPresent(answers::add);
      if (name.from() == NameSource.NAME_RESOLUTION) {
        names.add(name.name());
      }
    }
    boolean silent =
        judgement.connection().ending().map(e -> e.how() == EndedHow.TIMEOUT).orElse(false);
    return new FindingProof(
        judgement,
        once(frames(judgement.connection(), kept, answers, detail)),
        names,
        silent ? OptionalLong.of(kept.toldNanos()) : OptionalLong.empty(),
        kept.whole());
  }

  private static List<ProvingFrame> frames(
      TlsConnection connection, ConnectionFrames kept, Set<FrameRef> answers, Detail detail) {
    List<ProvingFrame> all = ConnectionProof.ofNames(kept, answers);
    Replay.of(kept, connection)
        .map(recording -> ConnectionProof.of(kept.frames(), connection, recording, detail))
        .ifPresent(all::addAll);
    return all;
  }

  /** A frame that serves twice is listed once. */
  private static List<ProvingFrame> once(List<ProvingFrame> frames) {
    Map<KeptFrame, ProvingFrame> once = new LinkedHashMap<>();
    frames.forEach(frame -> once.putIfAbsent(frame.frame(), frame));
    return List.copyOf(once.values());
  }

  /** Bytes that it takes in a file, about. */
  long bytes() {
    return frames.stream().mapToLong(frame -> frame.length() + 512L).sum();
  }

  /** Bytes of memory that it takes, about: frames as they were captured, and what is told. */
  long heldBytes() {
    long held = 2048; // the judgement
    for (ProvingFrame frame : frames) {
      held += frame.frame().bytes().length + 512L;
      for (LocatedMessage message : frame.messages()) {
        held += 256L + 512L * message.fields().size();
      }
    }
    return held;
  }

  /** The same with no more of its messages than is written. */
  FindingProof shortened() {
    IdentityHashMap<LocatedMessage, LocatedMessage> known =
        new IdentityHashMap<>(); // in many frames each
    List<ProvingFrame> shorter = new ArrayList<>();
    for (ProvingFrame frame : frames) {
      shorter.add(
          frame.with(
              frame.messages().stream()
                  .map(message -> known.computeIfAbsent(message, ProofText::shortened))
                  .toList()));
    }
    return new FindingProof(judgement, shorter, names, silentUntil, whole);
  }
}
