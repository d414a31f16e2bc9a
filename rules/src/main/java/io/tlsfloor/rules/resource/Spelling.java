package io.tlsfloor.rules.resource;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody probably meant. */
public final class Spelling {
  private static final int MAX_LENGTH = 64; // of what is typed, as far as it counts

  private Spelling() {}

  /**
   * The word nearest to {@code typed}, if it is near enough to be a typing error. Hyphens, spaces
   * and the like are no letters; they decide between two words that are as near by letters.
   */
  public static Optional<String> nearest(String typed, Collection<String> words) {
    String letters = letters(typed);
    String best = "";
    int bestDistance = Math.max(1, Math.min(letters.length(), MAX_LENGTH) / 3) + 1;
    for (String word : words) {
      int distance = distance(letters, letters(word), bestDistance);
      boolean nearer = distance < bestDistance;
      if (nearer || distance == bestDistance && !best.isEmpty() && isNearer(typed, word, best)) {
        bestDistance = distance;
        best = word;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  private static boolean isNearer(String typed, String word, String best) {
    int limit = distance(typed, best, typed.length() + best.length());
    return distance(typed, word, limit) < limit;
  }

  private static String letters(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
  }

  /**
   * Characters to change, put in, take out or swap with the next to turn {@code a} into {@code b}:
   * their optimal string alignment distance.
   *
   * @return any number above {@code limit} if there are more
   */
  public static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) > limit) {
      return limit + 1;
    }
    int[] twoAbove = new int[b.length() + 1];
    int[] above = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          row[j] = i + j;
          continue;
        }
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        row[j] = Math.min(above[j - 1] + (same ? 0 : 1), 1 + Math.min(above[j], row[j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        row[j] = swapped ? Math.min(row[j], twoAbove[j - 2] + 1) : row[j];
      }
      int[] free = twoAbove;
      twoAbove = above;
      above = row;
      row = free;
    }
    return above[b.length()];
  }

  /** A hint that names the probable word, or all of them; of numbers, no one is more probable. */
  public static String hint(String typed, Collection<String> words) {
    Optional<String> meant =
        typed.chars().anyMatch(Character::isLetter) ? nearest(typed, words) : Optional.empty();
    return meant
        .map(word -> "Did you mean " + word + "?")
        .orElseGet(() -> "Use one of: " + String.join(", ", words) + ".");
  }
}
