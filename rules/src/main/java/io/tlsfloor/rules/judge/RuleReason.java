package io.tlsfloor.rules.judge;

import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import java.util.Optional;

/**
 * Holds what became of a rule.
 *
 * @param rule which
 * @param finding what it found; empty for nothing
 * @param why it found that, or nothing, as a clause
 */
public record RuleReason(RuleId rule, Optional<Finding> finding, String why) {}
