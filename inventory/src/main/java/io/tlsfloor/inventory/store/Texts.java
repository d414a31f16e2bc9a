package io.tlsfloor.inventory.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Small collections as text columns, bounded, and text from the network as both databases take it.
 */
public final class Texts {
  /** Longer text is cut: a name in DNS has 255 bytes at most, a sentence a few hundred. */
  private static final int MAX_CHARS = 2_000;

  /** A client with more stacks, rules or versions a day is a NAT, or makes them up. */
  private static final int MAX_ITEMS = 16;

  private Texts() {}

  /** The text without what PostgreSQL refuses: NUL, and halves of surrogate pairs. */
  public static String clean(String text) {
    String cut = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
    StringBuilder clean = null;
    for (int i = 0; i < cut.length(); i++) {
      char c = cut.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < cut.length()
              && Character.isLowSurrogate(cut.charAt(i + 1));
      if (pair) {
        if (clean != null) {
          clean.append(c).append(cut.charAt(i + 1));
        }
        i++;
      } else if (c == 0 || Character.isSurrogate(c)) {
        clean = clean == null ? new StringBuilder(cut.substring(0, i)) : clean;
        clean.append('\uFFFD');
      } else if (clean != null) {
        clean.append(c);
      }
    }
    return clean == null ? cut : clean.toString();
  }

  /** Returns whether both databases take a text as it is. */
  public static boolean isStorable(String text) {
    return text.indexOf(0) < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** The text as {@link #clean} has it, on one line. */
  public static String line(String text) {
    return clean(text).replace('\n', ' ');
  }

  /** Words of both, one a line. */
  public static String union(String lines, Collection<String> more) {
    Set<String> all = new LinkedHashSet<>(list(lines));
    for (String each : more) {
      if (all.size() < MAX_ITEMS && !each.isEmpty()) {
        all.add(line(each));
      }
    }
    return String.join("\n", all);
  }

  /** The words of a column with one a line. */
  public static List<String> list(String lines) {
    return lines.isEmpty() ? List.of() : List.of(lines.split("\n"));
  }

  /** Counts by name, as {@code TLS 1.0=3} a line. */
  public static String counts(Map<String, Long> counts) {
    List<String> lines = new ArrayList<>();
    counts.forEach(
        (name, count) -> {
          if (lines.size() < MAX_ITEMS) {
            lines.add(line(name).replace('=', ' ') + "=" + count);
          }
        });
    return String.join("\n", lines);
  }
}
