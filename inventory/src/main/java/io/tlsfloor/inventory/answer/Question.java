package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.derive.Standard;

/**
 * Holds what is asked.
 *
 * @param asOf the day; what came later is not known
 * @param window covered days without a client that make it quiet
 */
public record Question(int asOf, int window) {
  /**
   * State of a row of {@code pair p}, as a number in the order of {@link
   * io.tlsfloor.inventory.state.State}. Binds {@code asOf} and {@code window}.
   */
  static final String STATE =
      "case when p.kind = 3 then 4"
          + " when p.kind = 1 and p.covered_since_last >= :window then 3"
          + " when p.kind in (1, 2) and (p.accepted_until >= :asOf"
          + " or p.policy_until >= :asOf or p.policy_until = -1) then 2"
          + " when p.kind = 2 then 1 when p.kind = 1 then 0"
          + " when p.covered_since_first < :window then 5 else 6 end";

  /** Asks with the usual window. */
  public Question(int asOf) {
    this(asOf, Standard.WINDOW);
  }
}
