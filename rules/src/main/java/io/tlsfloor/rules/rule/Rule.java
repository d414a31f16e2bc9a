package io.tlsfloor.rules.rule;

import io.tlsfloor.rules.RuleId;

/** One thing that can be wrong with a connection. Never throws, whatever was seen. */
public interface Rule {
  /** Its name. */
  RuleId id();

  /** Returns what is wrong, or why nothing is. */
  Answer judge(Facts facts);
}
