package io.tlsfloor.report.model;

/**
 * Tells files that are taken of a site now and then, which stand for the days around them, from a
 * sensor that watches each day and is down at times, whose days stand for themselves. What decides
 * is how far the covered days of the site are apart, of a day and those before it: what is watched
 * later changes nothing. Fed in the order of days; confined to one thread.
 */
public final class Sampling {
  /** A day of which a file was taken stands for so many before it, and after it. */
  public static final int AROUND = 3;

  /** Gaps between covered days that all have to be wide. */
  private static final int GAPS = 3;

  private boolean any; // a covered day
  private int last; // of the covered days
  private int wide = GAPS; // gaps in sequence, the last ones; without a day before, all are

  /**
   * Adds a day of which something was watched, later than those before.
   *
   * @param covered whether it was watched for long enough, with little loss
   * @return whether it stands for the days around it: the covered days up to it, four at most, are
   *     so far apart that no day has two of them around it. A covered day that is the first may be
   *     that of any sensor, and stands for itself.
   */
  public boolean add(int day, boolean covered) {
    boolean apart = !any || (long) day - last > AROUND;
    boolean stands = apart && (any ? wide >= GAPS - 1 : !covered);
    if (covered) {
      wide = apart ? Math.min(GAPS, wide + 1) : 0;
      any = true;
      last = day;
    }
    return stands;
  }
}
