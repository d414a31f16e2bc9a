package io.tlsfloor.inventory.answer;

import java.util.Comparator;

/** Orders texts as people do: 10.0.0.9 comes before 10.0.0.10. */
public final class NaturalOrder {
  /** Compares runs of digits as numbers, all else by its characters. */
  public static final Comparator<String> OF_TEXTS = NaturalOrder::compare;

  private NaturalOrder() {}

  private static int compare(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      char a = one.charAt(i);
      char b = other.charAt(j);
      if (isDigit(a) && isDigit(b)) {
        int endOfOne = end(one, i);
        int endOfOther = end(other, j);
        int order = numbers(one, i, endOfOne, other, j, endOfOther);
        if (order != 0) {
          return order;
        }
        i = endOfOne;
        j = endOfOther;
      } else if (a != b) {
        return Character.compare(a, b);
      } else {
        i++;
        j++;
      }
    }
    int rest = Integer.compare(one.length() - i, other.length() - j);
    return rest != 0 ? rest : one.compareTo(other); // leading zeros
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int end(String text, int from) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Numbers of any length: without leading zeros, the longer one is the larger. */
  private static int numbers(String one, int from, int end, String other, int start, int stop) {
    int i = from;
    int j = start;
    while (i < end && one.charAt(i) == '0') {
      i++;
    }
    while (j < stop && other.charAt(j) == '0') {
      j++;
    }
    if (end - i != stop - j) {
      return Integer.compare(end - i, stop - j);
    }
    for (; i < end; i++, j++) {
      if (one.charAt(i) != other.charAt(j)) {
        return Character.compare(one.charAt(i), other.charAt(j));
      }
    }
    return 0;
  }
}
