package io.tlsfloor.inventory.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Parts of a day, as text: {@code 32400000-36000000,…}, in milliseconds from its start, in order,
 * apart from each other. Ends are not part of them.
 */
final class Periods {
  static final long DAY_MILLIS = 86_400_000;

  /** More are joined over their smallest gaps, so that a row stays small. */
  private static final int MAX_PERIODS = 48;

  private Periods() {}

  /** One part of a day. */
  record Period(long from, long to) {
    /** A part with at least a millisecond, within the day. */
    static Period of(long fromMillis, long toMillis) {
      long from = Math.max(0, Math.min(fromMillis, DAY_MILLIS - 1));
      return new Period(from, Math.max(from + 1, Math.min(toMillis, DAY_MILLIS)));
    }

    private long length() {
      return to - from;
    }

    /** Whether they have more than a tenth of the shorter one in common. */
    private boolean overlaps(Period other) {
      long shared = Math.min(to, other.to) - Math.max(from, other.from);
      return shared * 10 > Math.min(length(), other.length());
    }
  }

  static List<Period> parse(String text) {
    List<Period> periods = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String each : text.split(",")) {
        int dash = each.indexOf('-');
        periods.add(
            new Period(
                Long.parseLong(each.substring(0, dash)), Long.parseLong(each.substring(dash + 1))));
      }
    }
    return periods;
  }

  /**
   * Whether a part of {@code period} is in {@code text} already. Less than a tenth of it is the
   * seam of two parts of one run: a connection of the later part may begin before the end of the
   * earlier.
   */
  static boolean overlap(String text, Period period) {
    return parse(text).stream().anyMatch(period::overlaps);
  }

  /** The text with {@code period} in it. */
  static String with(String text, Period period) {
    List<Period> all = parse(text);
    all.add(period);
    all.sort(Comparator.comparingLong(Period::from));
    List<Period> merged = new ArrayList<>();
    for (Period each : all) {
      int last = merged.size() - 1;
      if (last >= 0 && each.from() <= merged.get(last).to()) {
        join(merged, last, each);
      } else {
        merged.add(each);
      }
    }
    while (merged.size() > MAX_PERIODS) {
      int at = 0;
      for (int i = 1; i + 1 < merged.size(); i++) {
        at = gap(merged, i) < gap(merged, at) ? i : at;
      }
      join(merged, at, merged.remove(at + 1));
    }
    StringBuilder out = new StringBuilder();
    for (Period each : merged) {
      out.append(out.length() == 0 ? "" : ",").append(each.from()).append('-').append(each.to());
    }
    return out.toString();
  }

  private static long gap(List<Period> periods, int at) {
    return periods.get(at + 1).from() - periods.get(at).to();
  }

  private static void join(List<Period> periods, int at, Period with) {
    Period one = periods.get(at);
    periods.set(at, new Period(one.from(), Math.max(one.to(), with.to())));
  }

  /** How much of the day all of them are, in milliseconds. */
  static long total(String text) {
    return parse(text).stream().mapToLong(Period::length).sum();
  }
}
