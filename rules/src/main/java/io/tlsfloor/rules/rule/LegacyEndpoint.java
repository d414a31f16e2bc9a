package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Service;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.catalogue.Row;
import java.util.List;
import java.util.Optional;

/** The name is one of the hosts that take old TLS for tenants that asked for it. */
final class LegacyEndpoint implements Rule {
  @Override
  public RuleId id() {
    return RuleId.LEGACY_ENDPOINT;
  }

  @Override
  public Optional<Finding> judge(Facts facts) {
    if (facts.row().map(row -> row.use() != Row.Use.LEGACY_MAIL).orElse(true)
        || facts.service().isEmpty()) {
      return Optional.empty();
    }
    Service service = facts.service().get();
    List<FrameRef> frames =
        service.evidence() == ServiceEvidence.SNI
            ? facts.connection().evidence().clientHello()
            : List.of();
    return Optional.of(
        new FindingWriter(id(), Severity.MEDIUM, facts)
            .enforced(TlsVersion.TLS_1_0)
            .see(frames, "name (" + Words.of(service.evidence()) + ")", service.host())
            .says(
                service.host()
                    + " is an opt-in host that takes TLS 1.0 and 1.1: somebody chose old TLS on"
                    + " purpose"));
  }
}
