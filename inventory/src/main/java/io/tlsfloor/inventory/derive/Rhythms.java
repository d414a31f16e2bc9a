package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.report.model.Rhythm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rhythms of low stacks as a column: ten numbers and the stack's name, one a line. */
public final class Rhythms {
  private static final int NUMBERS = 10;

  private Rhythms() {}

  static String text(Map<String, Rhythm> rhythms) {
    List<String> lines = new ArrayList<>(rhythms.size());
    rhythms.forEach(
        (stack, of) ->
            lines.add(
                "%d %d %d %d %d %d %d %d %d %d %s"
                    .formatted(
                        of.days(),
                        of.first(),
                        of.last(),
                        of.longestGap(),
                        of.weekdays(),
                        of.monthEnds(),
                        of.hours(),
                        of.busyHours(),
                        of.silent(),
                        of.chances(),
                        stack)));
    return String.join("\n", lines);
  }

  /** Returns what the column says: rhythms by stack. */
  public static Map<String, Rhythm> of(String text) {
    Map<String, Rhythm> rhythms = new TreeMap<>();
    for (String line : Texts.list(text)) {
      String[] parts = line.split(" ", NUMBERS + 1);
      int[] of = new int[NUMBERS];
      for (int i = 0; i < NUMBERS; i++) {
        of[i] = Integer.parseInt(parts[i]);
      }
      rhythms.put(
          parts[NUMBERS],
          new Rhythm(of[0], of[1], of[2], of[3], of[4], of[5], of[6], of[7], of[8], of[9]));
    }
    return rhythms;
  }
}
