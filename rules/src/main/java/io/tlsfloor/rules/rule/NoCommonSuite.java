package io.tlsfloor.rules.rule;

import io.tlsfloor.rules.Facts;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import java.util.Optional;

/** The version is right, and no suite is one that the service takes. */
final class NoCommonSuite implements Rule {
  @Override
  public RuleId id() {
    return RuleId.NO_COMMON_SUITE;
  }

  @Override
  public Optional<Finding> judge(Facts facts) {
    return Optional.empty();
  }
}
