package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.Severity;
import java.util.List;

/** The name is one of the hosts that take old TLS for tenants that asked for it. */
final class LegacyEndpoint implements Rule {

  @Override
  public Answer judge(Facts facts) {
    if (facts.legacyHost().isEmpty()) {
      return Answer.INAPPLICABLE;
    }
    return new Answer.Found(finding(facts, facts.legacyHost().get()));
  }

  private Finding finding(Facts facts, Facts.LegacyHost host) {
    boolean bySni = host.evidence() == ServiceEvidence.SNI;
    List<FrameRef> frames = bySni ? facts.connection().evidence().clientHello() : List.of();
    return new FindingWriter(RuleId.LEGACY_ENDPOINT, Severity.MEDIUM, facts)
        .sure(host.evidence() == ServiceEvidence.DNS ? Confidence.MEDIUM : Confidence.HIGH)
        .enforced(TlsVersion.TLS_1_0, host.row())
        .see(frames, "name (" + RuleWords.of(host.evidence()) + ")", host.name())
        .says(
            text ->
                text.append(host.name())
                    .append(bySni ? "" : ", named by " + RuleWords.of(host.evidence()) + ",")
                    .append(
                        " is an opt-in host that takes TLS 1.0 and 1.1: somebody chose old TLS on"
                            + " purpose"));
  }
}
