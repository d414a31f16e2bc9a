package io.tlsfloor.report.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Ranges of time that something was counted in, such as the days of a report. What two that overlap
 * have in common is not known: their counts never add up.
 *
 * @param first of the days, or times, of a range
 * @param last of them
 * @param count of what was seen in it
 * @param <R> a range, with what was counted
 */
public record Ranges<R>(ToLongFunction<R> first, ToLongFunction<R> last, ToLongFunction<R> count) {
  /** Returns those of which no two overlap, and which together count the most; in order. */
  public List<R> apart(Collection<R> all) {
    List<R> byLast = new ArrayList<>(all);
    byLast.sort(
        Comparator.comparingLong(last)
            .thenComparing(Comparator.comparingLong(first).reversed())
            .thenComparing(Comparator.comparingLong(count).reversed()));
    long[] lasts = byLast.stream().mapToLong(last).toArray();
    long[] most = new long[lasts.length + 1]; // of the first so many
    int[] before = new int[lasts.length]; // how many end before each begins
    for (int i = 0; i < lasts.length; i++) {
      before[i] = endedBefore(lasts, i, first.applyAsLong(byLast.get(i)));
      most[i + 1] = Math.max(most[i], most[before[i]] + count.applyAsLong(byLast.get(i)));
    }
    List<R> apart = new ArrayList<>();
    for (int i = lasts.length; i > 0; ) {
      if (most[i] == most[i - 1]) {
        i--;
      } else {
        apart.add(byLast.get(i - 1));
        i = before[i - 1];
      }
    }
    Collections.reverse(apart);
    return apart;
  }

  /** How many of the first so many ended before a time; many may have ended at once. */
  private static int endedBefore(long[] lasts, int count, long time) {
    int from = 0;
    int to = count;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (lasts[middle] < time) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  /** Returns what those come to that were counted apart: the least that there was. */
  public long sum(Collection<R> all) {
    return apart(all).stream().mapToLong(count).sum();
  }
}
