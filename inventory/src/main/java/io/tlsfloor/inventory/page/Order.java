package io.tlsfloor.inventory.page;

import java.util.Arrays;
import java.util.Comparator;

/** Sorts by places instead of things: a million of them in primitive arrays. */
final class Order {
  private Order() {}

  /** The places of {@code keys} from the smallest on; equal ones keep their order. */
  static int[] of(long[] keys) {
    long[] sorted = keys.clone();
    Arrays.sort(sorted);
    int[] taken = new int[keys.length]; // of the places that equal keys share
    int[] order = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      int first = first(sorted, keys[i]);
      order[first + taken[first]++] = i;
    }
    return order;
  }

  private static int first(long[] sorted, long key) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The rank of each text: the same for equal ones. */
  static int[] ranks(String[] texts, Comparator<String> by) {
    Integer[] sorted = new Integer[texts.length];
    Arrays.setAll(sorted, i -> i);
    Arrays.sort(sorted, Comparator.comparing(i -> texts[i], by));
    int[] ranks = new int[texts.length];
    for (int i = 1; i < sorted.length; i++) {
      boolean same = texts[sorted[i]].equals(texts[sorted[i - 1]]);
      ranks[sorted[i]] = ranks[sorted[i - 1]] + (same ? 0 : 1);
    }
    return ranks;
  }

  /** The rank by {@code ranks}, and among equal ones by {@code others}. */
  static int[] within(int[] ranks, int[] others) {
    long[] keys = new long[ranks.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) ranks[i] << 32 | others[i];
    }
    int[] order = of(keys);
    int[] both = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      both[order[i]] = i;
    }
    return both;
  }
}
