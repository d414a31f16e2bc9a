package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.parser.observation.Weight;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Severity;
import java.util.Optional;

/**
 * Recognises connections that overlapping captures hold twice, by event id. A second sight that
 * shows more than the first counts instead of it: the first capture may have ended too soon.
 * Confined to one thread.
 */
public final class Overlaps {
  private static final int MAX_IDS = Room.entries(1 << 22); // 16 bytes each

  /** Memory with a heap of 1 GB for those undecided: twenty thousand of the usual kind. */
  public static final long MAX_BYTES = 20_000L * Weight.CONNECTION_BYTES;

  private final IdSet ranks = new IdSet(MAX_IDS); // the worst that was seen of each
  private final Remembered undecided;

  /** None seen yet; undecided ones are remembered in so much memory. */
  public Overlaps(long maxBytes) {
    undecided = new Remembered(maxBytes);
  }

  /**
   * A connection as it counts.
   *
   * @param judgement says that it amends, if there is an earlier one
   * @param earlier what it counts instead of
   */
  public record Sight(Judgement judgement, Optional<Judgement> earlier) {}

  /** Notes a connection; empty if it was seen before and no more of it is known now. */
  public Optional<Sight> see(Judgement judgement) {
    if (!judgement.connection().evidence().timeKnown()) {
      return Optional.of(new Sight(judgement, Optional.empty())); // nothing but times identifies it
    }
    String event = EventId.of(judgement.connection());
    long id = IdSet.of(event);
    boolean decided = isDecided(judgement);
    Judgement earlier = decided ? undecided.remove(event) : null;
    int rank = judgement.flagged() ? 1 + judgement.severity().orElse(Severity.LOW).ordinal() : 0;
    int known = ranks.number(id, -1);
    if (earlier == null && known >= rank) {
      return Optional.empty();
    }
    ranks.put(id, Math.max(rank, known));
    if (!decided) {
      undecided.put(event, judgement);
    }
    return Optional.of(
        earlier == null
            ? new Sight(judgement, Optional.empty())
            : new Sight(judgement.amending(), Optional.of(earlier)));
  }

  /** Returns whether another capture of the same connection could hardly show more. */
  private static boolean isDecided(Judgement judgement) {
    Outcome outcome = judgement.connection().outcome();
    return outcome != Outcome.INCOMPLETE
        && outcome != Outcome.UNANSWERED
        && outcome != Outcome.NEGOTIATED;
  }
}
