package io.tlsfloor.report.model;

import java.util.Locale;

/**
 * What has become of a client and a service in time. In the order in which the worst of its
 * services is a client's own.
 */
public enum State {
  /** Was seen below the floor, and nothing else is known since. */
  BELOW,
  /** Was below, and was not seen for as many covered days as it takes. */
  QUIET,
  /** Never below, and first seen lately. */
  NEW,
  /** Was below, and since then showed often enough that it is not any more. */
  FIXED,
  /** Somebody said that it is gone, and it was not seen since. */
  RETIRED,
  /** Never below, and known for longer. */
  GOOD;

  /** Calendar days in which a client that was never below is new. */
  public static final int NEW_DAYS = 7;

  /**
   * The one place that decides it.
   *
   * @param phase what its days have shown
   * @param isQuiet whether it was not seen for as many covered days as it takes
   * @param isRecent whether it was seen first in the last {@link #NEW_DAYS} calendar days
   * @param isRetired whether a note says that it is gone, and it was not seen since
   */
  public static State of(Phase phase, boolean isQuiet, boolean isRecent, boolean isRetired) {
    if (isRetired) {
      return RETIRED;
    }
    return switch (phase) {
      case FIXED -> FIXED;
      case BELOW, BACK -> isQuiet ? QUIET : BELOW;
      case NEVER -> isRecent ? NEW : GOOD;
    };
  }

  /** The word for outputs and options. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the days of a client and a service have shown, one after the other. */
  public enum Phase {
    /** It was never below. */
    NEVER,
    /** It is below, and nothing has shown since that it is fixed. */
    BELOW,
    /** It is below again after it was fixed. */
    BACK,
    /** It was below, and is fixed. */
    FIXED
  }

  /**
   * Follows a client and a service day by day: the one place in which it is decided who is below,
   * fixed and back. Confined to one thread.
   */
  public static final class Days {
    /** Established connections at or above the floor that show that a client is fixed. */
    public static final int GOOD_CONNECTIONS = 5;

    /** Days on which they must have been seen. */
    public static final int GOOD_DAYS = 2;

    private Phase phase;
    private long goodConnections; // since it was below last
    private int goodDays;

    /** None yet. */
    public Days() {
      this(Phase.NEVER, 0, 0);
    }

    /** Goes on where others ended. */
    public Days(Phase phase, long goodConnections, int goodDays) {
      this.phase = phase;
      this.goodConnections = goodConnections;
      this.goodDays = goodDays;
    }

    /**
     * Adds a day on which it was seen, later than those before.
     *
     * @param below whether a connection was below the floor, excepted or not
     * @param good connections that show that it can do better
     */
    public void add(boolean below, long good) {
      if (below) {
        phase = phase == Phase.FIXED || phase == Phase.BACK ? Phase.BACK : Phase.BELOW;
        goodConnections = 0;
        goodDays = 0;
      } else if ((phase == Phase.BELOW || phase == Phase.BACK) && good > 0) {
        goodConnections += good;
        goodDays++;
        if (goodConnections >= GOOD_CONNECTIONS && goodDays >= GOOD_DAYS) {
          phase = Phase.FIXED;
        }
      }
    }

    /** What they have shown. */
    public Phase phase() {
      return phase;
    }

    /** Connections at or above the floor since it was below last. */
    public long goodConnections() {
      return goodConnections;
    }

    /** Days on which they were seen. */
    public int goodDays() {
      return goodDays;
    }
  }
}
