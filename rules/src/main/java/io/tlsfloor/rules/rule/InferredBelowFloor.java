package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.util.List;
import java.util.Optional;

/** The capture has no ServerHello, and the records after it carry a version below the floor. */
final class InferredBelowFloor implements Rule {
  @Override
  public RuleId id() {
    return RuleId.INFERRED_BELOW_FLOOR;
  }

  @Override
  public Optional<Finding> judge(Facts facts) {
    Optional<TlsVersion> inferred = facts.connection().inferred();
    if (inferred.isEmpty() || !facts.isBelowFloor(inferred.get())) {
      return Optional.empty();
    }
    return Optional.of(finding(facts, inferred.get()));
  }

  private Finding finding(Facts facts, TlsVersion version) {
    return new FindingWriter(id(), Severity.HIGH, facts)
        .enforced(version)
        .sure(Confidence.MEDIUM)
        .see(
            List.of(facts.connection().evidence().last()),
            "record.legacy_record_version",
            Words.wire(version))
        .says(
            "the records carry "
                + Words.wire(version)
                + ", below "
                + facts.floor()
                + ", and the capture does not show the ServerHello"
                + Words.inFrames(List.of(facts.connection().evidence().last())));
  }
}
