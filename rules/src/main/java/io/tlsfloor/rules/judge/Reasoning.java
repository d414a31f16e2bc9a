package io.tlsfloor.rules.judge;

import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.ServiceEvidence;
import io.tlsfloor.rules.catalogue.Explanation;
import java.util.List;
import java.util.Optional;

/**
 * A judgement with its reasons.
 *
 * @param judgement what is reported of the connection
 * @param tried every name and address that was looked up, in the order in which evidence counts
 * @param direction why the connection goes the way it goes, as a sentence
 * @param rules those that found something, or looked and did not, and why
 * @param flagged why the connection is flagged, or why not, as a sentence
 */
public record Reasoning(
    Judgement judgement,
    List<Tried> tried,
    String direction,
    List<RuleReason> rules,
    String flagged) {
  /** Copies the lists. */
  public Reasoning {
    tried = List.copyOf(tried);
    rules = List.copyOf(rules);
  }

  /**
   * A name or address that was looked up to find the service.
   *
   * @param evidence the kind of evidence
   * @param subject the name or address, as it was seen
   * @param port it was looked up with
   * @param found what the catalogue has to say of it
   * @param chosen whether it decided the service
   */
  public record Tried(
      ServiceEvidence evidence, String subject, int port, Explanation found, boolean chosen) {}

  /**
   * Holds what became of a rule.
   *
   * @param rule which
   * @param finding what it found; empty for nothing
   * @param why it found that, or nothing, as a clause
   */
  public record RuleReason(RuleId rule, Optional<Finding> finding, String why) {}
}
