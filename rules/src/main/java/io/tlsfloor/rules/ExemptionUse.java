package io.tlsfloor.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * Remembers which exceptions of a policy were used in a run. Rules have no memory; this has, so
 * that an exception that matched nothing can be pointed out at the end. Confined to one thread.
 */
public final class ExemptionUse {
  private final List<Exemption> unused;

  /** Of the exceptions of {@code policy} none is used yet. */
  public ExemptionUse(Policy policy) {
    unused = new ArrayList<>(policy.adjustments().exemptions());
  }

  /** Takes note of the exceptions that cover findings of {@code judgement}, in time or not. */
  public void count(Judgement judgement) {
    if (!unused.isEmpty() && !judgement.findings().isEmpty()) {
      unused.removeIf(
          exemption ->
              judgement.findings().stream()
                  .anyMatch(
                      finding ->
                          exemption.covers(
                              finding.rule(),
                              judgement.connection(),
                              judgement.service(),
                              judgement.stack())));
    }
  }

  /**
   * A sentence for people about each exception that matched nothing so far: it may be spelt
   * wrongly, or have done its service.
   */
  public List<String> unused() {
    return unused.stream()
        .map(
            exemption ->
                "the exception in line "
                    + exemption.line()
                    + " of the policy matched nothing: "
                    + exemption.reason()
                    + " (owner "
                    + exemption.owner()
                    + ", until "
                    + exemption.expires()
                    + ")")
        .toList();
  }
}
