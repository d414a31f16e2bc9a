package io.tlsfloor.inventory.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hours of a day in which each stack of a client was below, as a column: the hours as a number with
 * a bit each, a space and the stack's name, one a line.
 */
public final class LowHours {
  private LowHours() {}

  /** The text of the column. */
  public static String text(Map<String, Integer> low) {
    List<String> lines = new ArrayList<>(low.size());
    low.forEach((stack, hours) -> lines.add(hours + " " + Texts.line(stack)));
    return String.join("\n", lines);
  }

  /** Returns what the column says: hours by stack. */
  public static Map<String, Integer> of(String text) {
    if (text.isEmpty()) {
      return Map.of();
    }
    Map<String, Integer> low = new TreeMap<>();
    for (String line : Texts.list(text)) {
      int space = line.indexOf(' ');
      low.merge(
          line.substring(space + 1), Integer.valueOf(line.substring(0, space)), (a, b) -> a | b);
    }
    return low;
  }
}
