package io.tlsfloor.report.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

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
   * What was watched of a day where a client was seen.
   *
   * @param covered whether it was watched for long enough, with little loss
   * @param hours of the day, UTC, that were watched with little loss: a bit each, from 0
   * @param around whether it stands for the days around it: see {@link Sampling}
   */
  public record WatchedHours(boolean covered, int hours, boolean around) {
    /** Nothing. */
    public static final WatchedHours NONE = new WatchedHours(false, 0, false);

    /** All of it: what a site does not watch any more where it is closed hides nothing. */
    public static final WatchedHours ALL = new WatchedHours(true, Rhythm.ALL_HOURS, true);

    /** What both of two sites watched. */
    public WatchedHours and(WatchedHours other) {
      return new WatchedHours(
          covered && other.covered, hours & other.hours, around && other.around);
    }
  }

  /**
   * Follows a client and a service day by day: the one place in which it is decided who is below,
   * fixed and back. Confined to one thread.
   *
   * <p>A client that never did better before is fixed by what it does since. One that did two
   * things, a good program and a low one, is fixed when each low stack has been silent for twice
   * its own longest gap: see {@link Rhythm}. Its silence counts while the client is there: a time
   * of more than a week without it shows nothing.
   */
  public static final class Days {
    /** Established connections at or above the floor that show that a client is fixed. */
    public static final int GOOD_CONNECTIONS = 5;

    /** Days on which they must have been seen. */
    public static final int GOOD_DAYS = 2;

    /** Days to the next one on which it is seen, of a client that is not away. */
    private static final int MOST_AWAY = 7;

    /** Stacks that have a rhythm of their own; those of a client with more share one. */
    private static final int MAX_STACKS = 16;

    private Phase phase;
    private long goodConnections; // since it was below last
    private int goodDays;
    private boolean mixed; // good on or before its last low day
    private int lastDay;
    private Map<String, Rhythm> rhythms; // by stack, in order; most have one; empty: not known
    private int fixedOn = Integer.MIN_VALUE; // where that happened here
    private int goodUntil = Integer.MIN_VALUE; // the last day that counts, likewise

    /**
     * What one range of days showed, as a report says it, or a day itself.
     *
     * @param firstDay of the range; the day itself for what is known by the day
     * @param low hours in which each stack was below the floor, excepted or not; empty for none
     * @param good connections that show that it can do better
     */
    public record Shown(int firstDay, Map<String, Integer> low, long good) {}

    /** None yet. */
    public Days() {
      this(Phase.NEVER, 0, 0, false, 0, Map.of());
    }

    /**
     * Goes on where others ended.
     *
     * @param mixed whether it was good on or before its last low day
     * @param lastDay on which it was seen
     * @param rhythms of each low stack
     */
    public Days(
        Phase phase,
        long goodConnections,
        int goodDays,
        boolean mixed,
        int lastDay,
        Map<String, Rhythm> rhythms) {
      this.phase = phase;
      this.goodConnections = goodConnections;
      this.goodDays = goodDays;
      this.mixed = mixed;
      this.lastDay = lastDay;
      this.rhythms = rhythms.size() < 2 ? Map.copyOf(rhythms) : new TreeMap<>(rhythms);
    }

    /**
     * Adds a day on which it was seen, later than those before.
     *
     * @param low hours in which each stack was below the floor, excepted or not; empty for none
     * @param good connections that show that it can do better
     * @param watched what was watched of days up to this one
     */
    public void add(
        int day, Map<String, Integer> low, long good, IntFunction<WatchedHours> watched) {
      add(day, low, good, watched, false);
    }

    /**
     * The same.
     *
     * @param perhapsAnother whether it is known by an address alone, which another client may have
     *     by now: nothing that this one does shows that the former one is fixed
     */
    public void add(
        int day,
        Map<String, Integer> low,
        long good,
        IntFunction<WatchedHours> watched,
        boolean perhapsAnother) {
      add(day, List.of(new Shown(day, low, good)), watched, perhapsAnother);
    }

    /**
     * The same of a day that ranges end with, too. A range is low on its last day, but makes
     * nothing low again that was fixed after its first; it shows that the client can do better
     * where it begins after the last low day, and after the last one that showed so before: what
     * ranges have in common counts once.
     */
    public void add(
        int day, List<Shown> shown, IntFunction<WatchedHours> watched, boolean perhapsAnother) {
      silence(day, watched);
      lastDay = day;
      Map<String, Integer> low = low(shown);
      if (!low.isEmpty()) {
        mixed |= goodConnections > 0;
        for (Shown each : shown) {
          mixed |= each.good > 0;
        }
        phase = phase == Phase.FIXED || phase == Phase.BACK ? Phase.BACK : Phase.BELOW;
        goodConnections = 0;
        goodDays = 0;
        for (Map.Entry<String, Integer> each : low.entrySet()) {
          note(each.getKey(), day, each.getValue());
        }
        return;
      }
      long good = 0;
      for (Shown each : shown) {
        boolean counts = each.firstDay == day || each.firstDay > Math.max(lastLow(), goodUntil);
        good = Math.max(good, counts ? each.good : 0);
      }
      goodUntil = good > 0 ? day : goodUntil;
      goodConnections += good;
      goodDays += good > 0 ? 1 : 0;
      if ((phase == Phase.BELOW || phase == Phase.BACK)
          && isBetter()
          && (!mixed || rhythms.values().stream().allMatch(Rhythm::isOver))) {
        phase = perhapsAnother ? phase : Phase.FIXED;
        fixedOn = day;
      }
    }

    /** Hours in which each stack was low, in order, without what a fix may have come after. */
    private Map<String, Integer> low(List<Shown> shown) {
      Map<String, Integer> low = Map.of();
      for (Shown each : shown) {
        if (!each.low.isEmpty() && (phase != Phase.FIXED || each.firstDay >= fixedOn)) {
          if (low.isEmpty() && each.low.size() == 1) {
            low = each.low; // as of most
          } else {
            low = new TreeMap<>(low);
            for (Map.Entry<String, Integer> stack : each.low.entrySet()) {
              low.merge(stack.getKey(), stack.getValue(), (one, more) -> one | more);
            }
          }
        }
      }
      return low;
    }

    private int lastLow() {
      int last = Integer.MIN_VALUE;
      for (Rhythm each : rhythms.values()) {
        last = Math.max(last, each.last());
      }
      return last;
    }

    /** Returns whether it did better for as often as shows that a client is fixed. */
    public boolean isBetter() {
      return goodConnections >= GOOD_CONNECTIONS && goodDays >= GOOD_DAYS;
    }

    private void note(String stack, int day, int hours) {
      String key = rhythms.containsKey(stack) || rhythms.size() < MAX_STACKS ? stack : "";
      Rhythm before = rhythms.get(key);
      if (before == null) {
        put(key, Rhythm.of(day, hours));
      } else if (before.last() < day) {
        put(key, before.again(day, hours));
      }
    }

    private void put(String key, Rhythm rhythm) {
      if (rhythms.isEmpty() || rhythms.size() == 1 && rhythms.containsKey(key)) {
        rhythms = Map.of(key, rhythm);
      } else {
        rhythms = rhythms.size() == 1 ? new TreeMap<>(rhythms) : rhythms;
        rhythms.put(key, rhythm);
      }
    }

    /** Counts the days up to one, of which nothing is known but that it is the next. */
    private void silence(int day, IntFunction<WatchedHours> watched) {
      if (!rhythms.isEmpty() && day - lastDay <= MOST_AWAY) {
        int since = lastDay;
        List.copyOf(rhythms.entrySet())
            .forEach(each -> put(each.getKey(), each.getValue().silent(since, day, watched)));
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

    /**
     * Returns whether it was good on or before its last low day: its low stacks have to be over.
     */
    public boolean isMixed() {
      return mixed;
    }

    /** When each low stack ran, by its name; empty where that is not known. */
    public Map<String, Rhythm> rhythms() {
      return Collections.unmodifiableMap(rhythms);
    }

    /**
     * When each low stack ran: {@code Java 7 (JSSE) ran on 4 Sundays, last on 2026-06-28}; of a
     * client that did two things, with its silence. Nothing of a single day of one that did not.
     */
    public List<String> rhythmText() {
      return rhythmText(mixed, lastDay, rhythms);
    }

    /** The same of what was kept. */
    public static List<String> rhythmText(boolean mixed, int lastDay, Map<String, Rhythm> rhythms) {
      List<String> text = new ArrayList<>();
      for (Map.Entry<String, Rhythm> each : rhythms.entrySet()) {
        Rhythm rhythm = each.getValue();
        if (mixed || rhythm.days() > 1) {
          String stack = each.getKey().isEmpty() ? "an unknown program" : each.getKey();
          text.add(stack + " " + (mixed ? rhythm.text(lastDay) : rhythm.ran()));
        }
      }
      return text;
    }

    /**
     * Days up to one that showed nothing of it: covered, or for each of its low stacks one that had
     * its weekday and its hours, or is around such a one that stands for it; 0 where it was never
     * low. {@code enough} are as many as are asked for.
     */
    public int coveredSince(int until, int enough, IntFunction<WatchedHours> watched) {
      return coveredSince(rhythms, lastDay, until, enough, watched);
    }

    /** The same of what was kept. */
    public static int coveredSince(
        Map<String, Rhythm> rhythms,
        int lastDay,
        int until,
        int enough,
        IntFunction<WatchedHours> watched) {
      if (until <= lastDay || rhythms.isEmpty()) {
        return 0;
      }
      int least = enough;
      for (Rhythm each : rhythms.values()) {
        least = Math.min(least, each.covered(lastDay, until, least, watched));
      }
      return least;
    }

    /** Covered days without it after which it may be quiet: twice its longest gap. */
    public int leastAbsence() {
      int longest = 0;
      for (Rhythm each : rhythms.values()) {
        longest = Math.max(longest, each.longestGap());
      }
      return 2 * longest;
    }
  }
}
