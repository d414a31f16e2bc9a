package io.tlsfloor.report.model;

import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Severity;

/**
 * Recognises connections that overlapping captures hold twice, by event id. A second sight that is
 * worse than the first is told all the same: the first capture may have ended too soon. Confined to
 * one thread.
 */
public final class Overlaps {
  private static final int MAX_IDS = 1 << 22; // 16 bytes each

  private final IdSet[] byRank = new IdSet[Severity.values().length + 1];

  /** None seen yet. */
  public Overlaps() {
    for (int rank = 0; rank < byRank.length; rank++) {
      byRank[rank] = new IdSet(MAX_IDS);
    }
  }

  /** Notes a connection, and says whether it was seen before and is no worse now. */
  public boolean saw(Judgement judgement) {
    if (!judgement.connection().evidence().timeKnown()) {
      return false; // nothing but times identifies it
    }
    long id = IdSet.of(EventId.of(judgement.connection()));
    int rank = judgement.flagged() ? 1 + judgement.severity().orElse(Severity.LOW).ordinal() : 0;
    for (int known = rank; known < byRank.length; known++) {
      if (byRank[known].contains(id)) {
        return true;
      }
    }
    byRank[rank].add(id);
    return false;
  }
}
