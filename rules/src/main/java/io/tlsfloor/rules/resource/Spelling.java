package io.tlsfloor.rules.resource;

import java.util.Collection;
import java.util.Optional;

/** Finds the word that somebody may have meant. */
public final class Spelling {
  private Spelling() {}

  /** The one of {@code words} nearest to {@code word}, if it is within {@code limit} errors. */
  public static Optional<String> nearest(String word, Collection<String> words, int limit) {
    String best = null;
    int least = limit + 1;
    for (String candidate : words) {
      int errors = distance(word, candidate, limit);
      if (errors < least) {
        least = errors;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * Characters to change, put in or take out to turn {@code a} into {@code b}.
   *
   * @return any number above {@code limit} if there are more
   */
  public static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) > limit) {
      return limit + 1;
    }
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = above[0];
      above[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = above[j];
        above[j] = Math.min(change, 1 + Math.min(above[j], above[j - 1]));
      }
    }
    return above[b.length()];
  }
}
