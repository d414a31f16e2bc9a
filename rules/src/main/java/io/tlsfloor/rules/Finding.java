package io.tlsfloor.rules;

import java.util.List;
import java.util.Optional;

/**
 * One rule's verdict on one connection.
 *
 * @param rule which rule
 * @param severity how bad
 * @param confidence the lowest of evidence, row and version
 * @param summary one sentence: what happened, on which evidence, with what confidence
 * @param evidence where to look
 * @param remedy what to do
 * @param enforced since or until when the service refuses it, ISO 8601 date
 * @param exception the reason of the exception that covers it, when one does
 */
public record Finding(
    RuleId rule,
    Severity severity,
    Confidence confidence,
    String summary,
    List<FindingEvidence> evidence,
    Optional<Remedy> remedy,
    Optional<String> enforced,
    Optional<String> exception) {
  /** Copies the list. */
  public Finding {
    evidence = List.copyOf(evidence);
  }
}
