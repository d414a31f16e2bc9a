package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.connection.Replay;
import io.tlsfloor.capture.record.ConnectionFrames;
import io.tlsfloor.capture.record.ConnectionProof;
import io.tlsfloor.capture.record.KeptFrame;
import io.tlsfloor.capture.record.LocatedMessage;
import io.tlsfloor.capture.record.ProvingFrame;
import io.tlsfloor.capture.record.Recording;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.ServiceEvidence;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Makes one of the frames that were kept of a connection. */
  static FindingProof of(Judgement judgement, ConnectionFrames kept) {
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
        frames(judgement, kept, answers),
        names,
        silent ? OptionalLong.of(kept.toldNanos()) : OptionalLong.empty(),
        kept.whole());
  }

  /** Each frame once, with what is told of its messages. */
  private static List<ProvingFrame> frames(
      Judgement judgement, ConnectionFrames kept, Set<FrameRef> answers) {
    Map<KeptFrame, ProvingFrame> once = new LinkedHashMap<>();
    for (ProvingFrame frame : ConnectionProof.ofNames(kept, answers)) {
      once.putIfAbsent(frame.frame(), frame);
    }
    Optional<Recording> recording = Replay.of(kept, judgement.connection());
    if (recording.isPresent()) {
      IdentityHashMap<LocatedMessage, LocatedMessage> shorter = new IdentityHashMap<>();
      for (ProvingFrame frame :
          ConnectionProof.of(kept.frames(), judgement.connection(), recording.get())) {
        List<LocatedMessage> messages = new ArrayList<>();
        for (LocatedMessage message : frame.messages()) { // each in many frames
          messages.add(shorter.computeIfAbsent(message, ProofText::shortened));
        }
        once.putIfAbsent(frame.frame(), frame.with(messages));
      }
    }
    return List.copyOf(once.values());
  }

  /** Bytes that it takes in a file, about. */
  long bytes() {
    return frames.stream().mapToLong(frame -> frame.bytes().length + 512L).sum();
  }
}
