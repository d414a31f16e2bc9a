package io.tlsfloor.inventory.state;

/**
 * What a day showed of an endpoint and service, as one letter of a text with a letter a day.
 *
 * <p>A digit counts established connections at or above the floor, and stops at nine: five are
 * enough for any question.
 */
public final class DayMark {
  /** Not seen. */
  public static final char ABSENT = '.';

  /** Seen, without any connection that speaks for it or against it. */
  public static final char SEEN = '0';

  /** Below, and an exception of the run's policy covers all of it. */
  public static final char EXCEPTED = 'x';

  /** Below the floor, by a finding of medium severity or more. */
  public static final char BELOW = 'b';

  private static final int MOST = 9;

  /** Ten years of letters: of a sighting that is older, the last ones are kept. */
  static final int MAX_DAYS = 3_653;

  private DayMark() {}

  /** The mark of a day with nothing below, and {@code good} established connections. */
  public static char good(long good) {
    return (char) (SEEN + Math.max(0, Math.min(good, MOST)));
  }

  /** Whether a mark says below, excepted or not. */
  public static boolean isBelow(char mark) {
    return mark == BELOW || mark == EXCEPTED;
  }

  /** The last day that is below; before {@code first} where none is. */
  public static int lastBelow(String days, int first) {
    int at = days.length() - 1;
    while (at >= 0 && !isBelow(days.charAt(at))) {
      at--;
    }
    return first + at;
  }

  /** How many good connections a mark counts. */
  public static int count(char mark) {
    return mark >= '0' && mark <= '9' ? mark - SEEN : 0;
  }

  /** The mark that says more against the client. */
  public static char worse(char one, char other) {
    return rank(one) >= rank(other) ? one : other;
  }

  private static int rank(char mark) {
    return switch (mark) {
      case ABSENT -> -1;
      case EXCEPTED -> MOST + 1;
      case BELOW -> MOST + 2;
      default -> mark - SEEN;
    };
  }

  /**
   * The day of the first letter, once the mark of {@code day} is set: the earlier of {@code first}
   * and {@code day}, but for what is more than ten years before the last letter.
   */
  public static int firstWith(String days, int first, int day) {
    if (days.isEmpty()) {
      return day;
    }
    int last = Math.max(day, first + days.length() - 1);
    return Math.max(Math.min(first, day), last - MAX_DAYS + 1);
  }

  /**
   * A text with the mark of one day set.
   *
   * @param days a letter for each day from {@code first} on
   * @param first the day of the first letter
   * @return a text from {@link #firstWith} on; without the mark, where that is later than its day
   */
  public static String with(String days, int first, int day, char mark) {
    int from = firstWith(days, first, day);
    StringBuilder text = new StringBuilder(days.length() + 8);
    text.append(String.valueOf(ABSENT).repeat(Math.max(0, days.isEmpty() ? 0 : first - from)));
    text.append(days, Math.min(Math.max(0, from - first), days.length()), days.length());
    int at = day - from;
    if (at >= 0) {
      while (text.length() <= at) {
        text.append(ABSENT);
      }
      text.setCharAt(at, mark);
    }
    return text.toString();
  }
}
