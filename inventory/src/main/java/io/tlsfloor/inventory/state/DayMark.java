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
   * A text with the mark of one day set.
   *
   * @param days a letter for each day from {@code first} on
   * @param first the day of the first letter
   * @return a text from the earlier of {@code first} and {@code day} on
   */
  public static String with(String days, int first, int day, char mark) {
    StringBuilder text = new StringBuilder(days.length() + 8);
    if (days.isEmpty()) {
      return text.append(mark).toString();
    }
    for (int d = day; d < first; d++) {
      text.append(ABSENT);
    }
    text.append(days);
    int at = day - Math.min(first, day);
    while (text.length() <= at) {
      text.append(ABSENT);
    }
    text.setCharAt(at, mark);
    return text.toString();
  }
}
