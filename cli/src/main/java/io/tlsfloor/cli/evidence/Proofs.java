package io.tlsfloor.cli.evidence;

import io.tlsfloor.capture.record.ConnectionFrames;
import io.tlsfloor.capture.record.KeptFrame;
import io.tlsfloor.report.pseudonym.Pseudonymizer;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the proofs of a run: as they are, or with pseudonyms for clients. */
final class Proofs {
  private final Optional<Pseudonymizer> pseudonymizer;
  private final Sources sources;

  /**
   * For a run.
   *
   * @param sources learns by which names the sources are reported
   */
  Proofs(Optional<Pseudonymizer> pseudonymizer, Sources sources) {
    this.pseudonymizer = pseudonymizer;
    this.sources = sources;
  }

  /** Returns what proves the findings on a connection. */
  FindingProof of(Judgement judgement, ConnectionFrames kept) {
    if (pseudonymizer.isPresent()) {
      tell(kept.frames(), pseudonymizer.get());
      kept.answers().values().forEach(answer -> tell(answer, pseudonymizer.get()));
    }
    return FindingProof.of(judgement, kept, pseudonymizer);
  }

  private void tell(List<KeptFrame> frames, Pseudonymizer to) {
    frames.forEach(frame -> sources.tell(frame.source(), to.capture(frame.source())));
  }

  /** The endpoint list as it is named: it may be a file of the user's. */
  ListVersion list(ListVersion list) {
    return pseudonymizer
        .map(p -> new ListVersion(p.list(list.source()), list.version(), list.date()))
        .orElse(list);
  }

  /** The comments of a section that others read. */
  Optional<String> note() {
    return pseudonymizer.map(
        p ->
            "addresses, link addresses and names of clients are pseudonyms, by the key "
                + p.keyId()
                + ", in comments and in frames; checksums are changed to fit");
  }

  /** Adds to an entry of the manifest by which key its pseudonyms are made. */
  void told(Map<String, Object> entry) {
    pseudonymizer.ifPresent(p -> entry.put("pseudonym_key", p.keyId()));
  }
}
