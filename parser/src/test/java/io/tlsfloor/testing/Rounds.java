package io.tlsfloor.testing;

import java.util.Random;

/**
 * Chance that can be repeated: {@code -Dtlsfloor.seed=N} gives the seed, {@code
 * -Dtlsfloor.rounds=N} the number of rounds.
 */
public final class Rounds {
  public static final long SEED = Long.getLong("tlsfloor.seed", 20_261_125);

  private static final boolean SHORT = TakesLong.Condition.judge("the other rounds").isDisabled();

  private Rounds() {}

  /** How many rounds, unless it is said on the command line. */
  public static int count(int standard) {
    return Integer.getInteger("tlsfloor.rounds", standard);
  }

  /** All of so many rounds with {@code -Dtests=all}; the first fifth in the short check. */
  public static int some(int all) {
    return SHORT ? Math.max(1, all / 5) : all;
  }

  /** The random numbers of a round: the same for the same seed, whatever ran before. */
  public static Random random(int round) {
    return new Random(SEED * 31 + round);
  }

  /** How to have this round again. */
  public static String again(int round) {
    return "round " + round + "; again with -Dtlsfloor.seed=" + SEED;
  }
}
