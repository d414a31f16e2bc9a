package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.util.List;
import java.util.Optional;

/** The capture has no ServerHello, and the records after it carry a version below the floor. */
final class InferredBelowFloor implements Rule {
  private static final Answer NOT_BELOW =
      new Answer.Not("the records say {inferred}, which is not below {floor}");
  private static final Answer UNKNOWN =
      new Answer.Not("the records say {inferred}, which is no known version");

  @Override
  public Answer judge(Facts facts) {
    Optional<TlsVersion> inferred = facts.connection().inferred();
    if (inferred.isEmpty()) {
      return Answer.INAPPLICABLE;
    }
    if (!facts.isBelowFloor(inferred.get())) {
      return inferred.get().isKnown() ? NOT_BELOW : UNKNOWN;
    }
    return new Answer.Found(finding(facts, inferred.get()));
  }

  private Finding finding(Facts facts, TlsVersion version) {
    List<FrameRef> record = facts.connection().evidence().record().stream().toList();
    return new FindingWriter(RuleId.INFERRED_BELOW_FLOOR, Severity.HIGH, facts)
        .enforced(version)
        .sure(Confidence.MEDIUM)
        .see(record, "record.legacy_record_version", RuleWords.wire(version))
        .says(
            text ->
                text.append("the records carry ")
                    .append(RuleWords.wire(version))
                    .append(RuleWords.in(facts.connection(), record))
                    .append(", below ")
                    .append(facts.floor())
                    .append(", and the capture does not show the ServerHello"));
  }
}
