package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.Status.Week;
import java.util.List;
import java.util.OptionalInt;

/** When the last client will be done, if things go on as in the last weeks. */
final class Projection {
  /** Weeks that are looked at; those with less than half of their days covered say nothing. */
  private static final int WEEKS = 8;

  private static final int ENOUGH_DAYS = 4;
  private static final int FURTHEST_DAYS = 3_650;

  private Projection() {}

  /**
   * The day on which none is left; empty when it does not go down, or too few weeks are known.
   *
   * @param asOf from which on
   */
  static OptionalInt done(List<Week> weeks, int asOf) {
    List<Week> known = weeks.stream().filter(week -> week.coveredDays() >= ENOUGH_DAYS).toList();
    List<Week> recent = known.subList(Math.max(0, known.size() - WEEKS), known.size());
    int n = recent.size();
    if (n < 2) {
      return OptionalInt.empty();
    }
    double meanX = recent.stream().mapToInt(Week::start).average().orElse(0);
    double meanY = recent.stream().mapToInt(Week::below).average().orElse(0);
    double covariance = 0;
    double variance = 0;
    for (Week week : recent) {
      covariance += (week.start() - meanX) * (week.below() - meanY);
      variance += (week.start() - meanX) * (week.start() - meanX);
    }
    double aDay = covariance / variance;
    int below = weeks.get(weeks.size() - 1).below();
    if (below == 0) {
      return OptionalInt.of(asOf);
    }
    if (aDay >= 0 || below / -aDay > FURTHEST_DAYS) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(asOf + (int) Math.ceil(below / -aDay));
  }
}
