package io.tlsfloor.inventory.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a run, or a part of one, says of itself: what of a site it covered.
 *
 * @param id of the run; empty when the line has none
 * @param first from when on it watched; empty when it does not say, and then it covers nothing
 * @param last until when
 * @param narrowed whether options left connections out
 * @param losses kinds of loss that could hide a finding, with their counts: {@code 3 holes}
 */
public record RunFacts(
    String id,
    Optional<Instant> first,
    Optional<Instant> last,
    boolean narrowed,
    List<String> losses) {
  /** Copies the list. */
  public RunFacts {
    losses = List.copyOf(losses);
  }
}
