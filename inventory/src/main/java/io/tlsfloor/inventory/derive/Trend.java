package io.tlsfloor.inventory.derive;

import org.jdbi.v3.core.Handle;

/** How many clients were below at the end of each week, as it was known then. */
final class Trend {
  private static final int DAYS = 7;

  private Trend() {}

  /** The Monday of a day's week. */
  static int monday(int day) {
    return day - Math.floorMod(day + 3, DAYS); // 1970-01-01 was a Thursday
  }

  /**
   * Counts again from the week of a day on.
   *
   * @param touched the first day of which something changed
   */
  static void refresh(Handle handle, int touched) {
    int last = Derivation.lastDay(handle);
    int changed = monday(Math.min(touched, last));
    Integer first =
        handle
            .createQuery("select min(day) from place")
            .mapTo(Integer.class)
            .findFirst()
            .orElse(null);
    handle.execute(
        "delete from week where start >= ? or start < ?",
        changed,
        first == null ? 0 : monday(first));
    if (first == null) {
      handle.execute("delete from week");
      return;
    }
    int from = Math.max(monday(first), changed);
    int current = monday(last);
    if (from < current) {
      handle.execute(
          "create temporary table if not exists t_week (start integer, covered_since integer,"
              + " clients integer)");
      handle.execute("delete from t_week");
      try (Derivation.Then then = new Derivation.Then(handle)) {
        for (int start = from; start < current; start += DAYS) {
          then.moveTo(start + DAYS - 1);
          count(handle, "t_week", start);
        }
      }
      handle.execute(
          "insert into week (start, covered_since, clients) select start, covered_since, clients"
              + " from t_week");
    }
    count(handle, "week", current);
  }

  static void count(Handle handle, String table, int start) {
    handle.execute(
        "insert into "
            + table
            + " (start, covered_since, clients) select "
            + start
            + ", since, count(*) from (select client, min(case when kind = 2 then 0"
            + " else covered_since_last end) as since from pair where kind in (1, 2) group by client)"
            + " below group by since");
    handle.execute(
        "insert into "
            + table
            + " (start, covered_since, clients) select "
            + start
            + ", -1, count(distinct client) from place where client > 0 and day between "
            + start
            + " and "
            + (start + DAYS - 1));
  }
}
