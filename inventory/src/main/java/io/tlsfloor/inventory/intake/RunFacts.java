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
 * @param clock when it began and ended by the clock: a watch also sees that nothing comes; empty
 *     where that is not known
 * @param narrowed whether options left connections out
 * @param losses kinds of loss that could hide a finding, with their counts: {@code 3 packets
 *     dropped by the kernel}
 * @param found those that a watch learns of at its end only: {@code 3 holes}
 */
public record RunFacts(
    String id,
    Optional<Instant> first,
    Optional<Instant> last,
    Optional<Clock> clock,
    boolean narrowed,
    List<String> losses,
    List<String> found) {
  /** Copies the lists. */
  public RunFacts {
    losses = List.copyOf(losses);
    found = List.copyOf(found);
  }

  /** Of a run whose losses are all known by their time. */
  public RunFacts(
      String id,
      Optional<Instant> first,
      Optional<Instant> last,
      boolean narrowed,
      List<String> losses) {
    this(id, first, last, Optional.empty(), narrowed, losses, List.of());
  }

  /**
   * Beginning and end, or the last sign, of a run.
   *
   * @param sign whether a line of a watch says it that is not its last, and is not its first either
   */
  public record Clock(Instant begun, Instant ended, boolean sign) {}
}
