package io.tlsfloor.cli.command;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class NearMiss {
  private NearMiss() {}

  /**
   * The word nearest to {@code typed} by edits (insert, delete, replace, swap), if it is near
   * enough to be a typing error. Hyphens, spaces and the like are no letters.
   */
  public static Optional<String> of(String typed, Collection<String> words) {
    String letters = letters(typed);
    String best = "";
    int bestDistance = Math.max(1, Math.min(letters.length(), 64) / 3) + 1;
    for (String word : words) {
      int distance = distance(letters, letters(word));
      boolean nearer = distance < bestDistance;
      if (nearer || distance == bestDistance && !best.isEmpty() && isNearer(typed, word, best)) {
        bestDistance = distance;
        best = word;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  /** Decides by what else is typed between two words that are as near by letters. */
  private static boolean isNearer(String typed, String word, String best) {
    return distance(typed, word) < distance(typed, best);
  }

  private static String letters(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
  }

  /** A hint that names the probable word, or all of them; of numbers, no one is more probable. */
  public static String hint(String typed, Collection<String> words) {
    Optional<String> meant =
        typed.chars().anyMatch(Character::isLetter) ? of(typed, words) : Optional.empty();
    return meant
        .map(word -> "Did you mean " + word + "?")
        .orElseGet(() -> "Use one of: " + String.join(", ", words) + ".");
  }

  /** Optimal string alignment distance; words longer than 64 are far from everything. */
  private static int distance(String a, String b) {
    if (a.length() > 64 || b.length() > 64) {
      return Integer.MAX_VALUE;
    }
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
