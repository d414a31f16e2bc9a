package io.tlsfloor.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts how often each exception of a policy was used in a run. Rules have no memory; this has, so
 * that an exception that matched nothing can be pointed out at the end. Safe for use by several
 * threads.
 */
public final class ExemptionUse {
  private final List<Exemption> exemptions;
  private final AtomicLongArray held;
  private final AtomicLongArray expired;

  /** Counters for the exceptions of {@code policy}, all zero. */
  public ExemptionUse(Policy policy) {
    exemptions = policy.adjustments().exemptions();
    held = new AtomicLongArray(exemptions.size());
    expired = new AtomicLongArray(exemptions.size());
  }

  /**
   * How often one exception was used.
   *
   * @param exemption which
   * @param held findings that it excepted
   * @param expired findings that it would have excepted earlier
   */
  public record Count(Exemption exemption, long held, long expired) {}

  /** Counts the exceptions that cover findings of {@code judgement}. */
  public void count(Judgement judgement) {
    for (int i = 0; i < exemptions.size(); i++) {
      Exemption exemption = exemptions.get(i);
      for (Finding finding : judgement.findings()) {
        if (exemption.covers(
            finding.rule(), judgement.connection(), judgement.service(), judgement.stack())) {
          (exemption.isExpiredAt(judgement.connection()) ? expired : held).incrementAndGet(i);
        }
      }
    }
  }

  /** The counts so far, in the order of the policy. */
  public List<Count> counts() {
    List<Count> counts = new ArrayList<>();
    for (int i = 0; i < exemptions.size(); i++) {
      counts.add(new Count(exemptions.get(i), held.get(i), expired.get(i)));
    }
    return counts;
  }

  /** The exceptions that matched nothing so far. */
  public List<Exemption> unused() {
    return counts().stream()
        .filter(count -> count.held() == 0 && count.expired() == 0)
        .map(Count::exemption)
        .toList();
  }
}
