package io.tlsfloor.rules.rule;

import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import java.util.Optional;

/** One thing that can be wrong with a connection. Never throws, whatever was seen. */
public interface Rule {
  /** Its name. */
  RuleId id();

  /** What is wrong, if it is. */
  Optional<Finding> judge(Facts facts);
}
