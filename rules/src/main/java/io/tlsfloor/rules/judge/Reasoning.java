package io.tlsfloor.rules.judge;

import io.tlsfloor.rules.Judgement;
import java.util.List;

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
}
